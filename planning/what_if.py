"""What an assessment would score if some of its answers were others; nothing of it is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.catalogue import Section
from assessments.enums import Band, band_of
from assessments.explanations import points
from indicators.scoring import scorecard
from indicators.scoring.choices import Datum
from indicators.scoring.frame import NodeKind
from indicators.scoring.measures import Value
from indicators.scoring.scorecard import ReportedReading

from .cases import Case, target_of_action
from .cheapest import path_up
from .enums import ActionStatus
from .models import PlannedAction
from .queries import Field


@dataclass(frozen=True)
class Change:
    """One number before and after; None: not applicable, or not ranked."""

    code: str
    title: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Outcome:
    """`heads`: R and K; `nodes`: themes, then groups. `rank_…` among the results of `field`, of `ranked`."""

    headline: Change
    heads: tuple[Change, ...]
    nodes: tuple[Change, ...]
    changed: int
    field: Field | None
    rank_before: int | None
    rank_after: int | None
    ranked: int

    @property
    def band_before(self) -> Band | None:
        return band_of(self.headline.before)

    @property
    def band_after(self) -> Band | None:
        return band_of(self.headline.after)

    @property
    def summary(self) -> str:
        """What is read out when it changes."""
        names = {
            "before": points(self.headline.before),
            "after": points(self.headline.after),
            "band": self.band_after.label if self.band_after else _("không áp dụng"),
        }
        said = _("Điểm chung từ %(before)s thành %(after)s, bậc %(band)s.") % names
        if self.rank_after is None:
            return said
        ranks = {"before": self.rank_before, "after": self.rank_after, "ranked": self.ranked}
        if self.rank_before == self.rank_after:
            return f"{said} " + _("Hạng vẫn là %(after)s trên %(ranked)s.") % ranks
        return f"{said} " + _("Hạng từ %(before)s thành %(after)s trên %(ranked)s.") % ranks


def outcome(case: Case, values: Mapping[str, Value], field: Field | None) -> Outcome:
    """The reported numbers, as the scorecard would have them."""
    before, after = (_reported(case, changed) for changed in ({}, values))
    headline = Change("H", _("Điểm chung"), before.headline, after.headline)
    province = case.result.snapshot.assessment.province_id
    ranks = [field.rank(province, head) if field else None for head in (before.headline, after.headline)]
    return Outcome(
        headline=headline,
        heads=(
            Change("R", _("Mức sẵn sàng"), before.readiness, after.readiness),
            Change("K", _("Mức kết quả"), before.results, after.results),
        ),
        nodes=tuple(_nodes(case, before, after)),
        changed=len(values),
        field=field,
        rank_before=ranks[0],
        rank_after=ranks[1],
        ranked=field.size(province) if field else 0,
    )


def _reported(case: Case, values: Mapping[str, Value]) -> ReportedReading:
    result = case.scored(values) if values else case.now
    return scorecard.report({case.reading: result}).readings[case.reading]


def _nodes(case: Case, before: ReportedReading, after: ReportedReading) -> Iterator[Change]:
    for old, new in zip(before.nodes, after.nodes, strict=True):
        if old.kind in {NodeKind.THEME, NodeKind.GROUP}:
            yield Change(old.code, case.result.title(old.kind, old.code), old.score, new.score)


# -- what may be changed, and the sets that are offered ----------------------------------------------------------------


def open_data(case: Case) -> list[tuple[Section, list[Datum]]]:
    """Everything that has a gap, by section in catalogue order."""
    gaps = {gap.code for gap in case.result.gaps}
    found: dict[str, list[Datum]] = {}
    for datum in case.data.values():
        if gaps.intersection(datum.takers):
            found.setdefault(case.catalogue.section_of[datum.code], []).append(datum)
    return [(section, found[code]) for code, section in case.catalogue.sections.items() if code in found]


def quick_wins(case: Case) -> dict[str, Value]:
    """The next step of each."""
    steps = (case.step(gap.code) for gap in case.result.gaps if gap.quick_win)
    return {way.code: way.value for way in steps if way}


def least_effort(case: Case) -> dict[str, Value]:
    found = path_up(case)
    return {proposal.code: proposal.way.value for proposal in found.proposals or ()} if found else {}


def planned(case: Case, actions: Iterable[PlannedAction]) -> dict[str, Value]:
    """Where the plan leads: everything in it that was not stopped and that these answers do not have yet."""
    meant = [action for action in actions if not action.is_own and action.status != ActionStatus.STOPPED]
    ways = (case.way_to(action.code, target_of_action(action)) for action in meant)
    return {way.code: way.value for way in ways if way}
