"""All gaps of a snapshot, each with the next step that can be planned, and the filters of the page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.catalogue import Section
from assessments.reports.in_words import EFFORTS, HORIZONS
from assessments.results import Gap
from indicators.scoring.frame import NodeKind
from indicators.scoring.numbers import reported

from .cases import Case
from .models import PlannedAction
from .proposals import Proposal, propose


@dataclass(frozen=True)
class GapLine:
    """A gap of the snapshot. `kind` as addresses of nodes have it; `source`: the question whose answer it takes, "" if
    its own; `step`: the next one, None where no one step raises the headline; `planned`: what the plan has of it;
    `earlier`: what the plan of the round before had."""

    gap: Gap
    kind: NodeKind
    source: str
    step: Proposal | None
    planned: PlannedAction | None
    earlier: PlannedAction | None

    @property
    def step_gain(self) -> Decimal | None:
        """Of the step alone, where it is another than that of closing the gap."""
        if self.step is None or reported(self.step.gain) == reported(self.gap.gain):
            return None
        return self.step.gain

    @property
    def part(self) -> str:
        return part_of(self.gap.section)[0]


def gap_lines(
    case: Case, planned: Iterable[PlannedAction] = (), earlier: Iterable[PlannedAction] = ()
) -> list[GapLine]:
    """Greatest gain first, then by code. A question and the indicator that takes its answer have the same step."""
    ours, theirs = _by_code(planned), _by_code(earlier)
    steps: dict[str, Proposal] = {}
    lines = []
    for gap in case.result.gaps:
        node, way = case.result.leaf(gap.code), case.step(gap.code)
        if way and way.code not in steps:
            steps[way.code] = propose(case, way)
        code = way.code if way else gap.code
        lines.append(
            GapLine(
                gap=gap,
                kind=node.kind if node else NodeKind.QUESTION,
                source=code if code != gap.code else "",
                step=steps.get(code) if way else None,
                planned=ours.get(code),
                earlier=theirs.get(code),
            )
        )
    return lines


def _by_code(actions: Iterable[PlannedAction]) -> dict[str, PlannedAction]:
    """Of the catalogue's; what the province thought of itself closes no gap by itself."""
    return {action.code: action for action in actions if not action.is_own}


def total_gain(lines: Iterable[GapLine]) -> Decimal:
    return sum((line.gap.gain for line in lines), Decimal(0))


def part_of(section: Section) -> tuple[str, str]:
    """The theme or group of a section: a key that tells the two kinds apart, and its name."""
    branch = section.theme or section.group
    kind = NodeKind.THEME if section.theme else NodeKind.GROUP
    return (f"{kind}:{branch.code}", f"{branch.code} {branch.title}") if branch else ("", "")


# -- filters -----------------------------------------------------------------------------------------------------------


class Filter(NamedTuple):
    """A select of the page: what it is called, its choices (value, label), and the one chosen ("": all)."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str


VALUE: dict[str, Callable[[GapLine], str]] = {
    "part": lambda line: line.part,
    "horizon": lambda line: line.gap.horizon,
    "effort": lambda line: line.gap.effort,
    "lead": lambda line: line.gap.lead,
}


def filters(lines: Sequence[GapLine], query: Mapping[str, str]) -> list[Filter]:
    """What can be chosen among these lines; anything else in the address counts as "all"."""
    parts = dict(part_of(line.gap.section) for line in sorted(lines, key=lambda line: line.gap.section.theme is None))
    offered = {
        "part": (_("Nhóm"), parts),
        "horizon": (_("Thời hạn"), HORIZONS),
        "effort": (_("Công sức"), EFFORTS),
        "lead": (_("Chủ trì"), {lead: lead for lead in sorted({line.gap.lead for line in lines})}),
    }
    found = []
    for name, (label, choices) in offered.items():
        present = {VALUE[name](line) for line in lines}
        listed = [(value, str(text)) for value, text in choices.items() if value and value in present]
        asked = query.get(name, "")
        found.append(Filter(name, label, listed, asked if asked in dict(listed) else ""))
    return found


def matching(lines: Iterable[GapLine], chosen: Iterable[Filter], *, only_quick: bool) -> list[GapLine]:
    wanted = {found.name: found.chosen for found in chosen if found.chosen}
    return [
        line
        for line in lines
        if all(VALUE[name](line) == value for name, value in wanted.items()) and (line.gap.quick_win or not only_quick)
    ]
