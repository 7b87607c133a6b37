"""What could be done, in the words of the pinned catalogue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.catalogue import Item, Section, option_labels
from assessments.explanations import number
from assessments.reports import in_words
from assessments.results import action_of, evidence_action, source_of_step, title_of
from catalogues.schema import Horizon, Kind, NextStep, Option
from indicators.scoring.choices import Way

from .cases import Case, Target, target_of


@dataclass(frozen=True)
class Proposal:
    """A way with what the catalogue says of it. `score`: of the leaf today, None if only another takes its answer;
    `gain`: points of the headline; `lead`: who usually leads, by name, `lead_code` the first of them."""

    way: Way
    item: Item
    section: Section
    text: str
    target: Target
    lead: str
    lead_code: str
    horizon: str
    score: Decimal | None
    gain: Decimal

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def title(self) -> str:
        return title_of(self.item)

    @property
    def efforts(self) -> list[str]:
        """One letter a step; ours where the catalogue names none."""
        return list(self.way.efforts)

    @property
    def target_text(self) -> str:
        return target_text(self.item, self.target)


def propose(case: Case, way: Way) -> Proposal:
    """A way of one of the case's own data."""
    catalogue, item = case.catalogue, case.catalogue.items[way.code]
    node, datum = case.result.leaf(way.code), case.data[way.code]
    target = target_of(way, datum)
    sources = list(_sources(item, way, target))
    leads = list(_once(filter(None, (source.lead or item.lead for source in sources or [item]))))
    return Proposal(
        way=way,
        item=item,
        section=catalogue.sections[catalogue.section_of[way.code]],
        text=_text(item, way, target),
        target=target,
        lead=", ".join(_once(filter(None, map(case.result.lead_name, leads)))),
        lead_code=leads[0] if leads else "",
        horizon=max((str(source.horizon) for source in sources if source.horizon), key=_months, default=""),
        score=node.score if node else None,
        gain=case.gain(way),
    )


def target_text(item: Item, target: Target) -> str:
    """Where it leads, in words; "" where that goes without saying."""
    if target.needs_evidence:
        return _("có minh chứng cho câu trả lời đã khai")
    if target.options:
        return "; ".join(option_labels(item, target.options))
    if target.value is not None:
        is_share = item.kind is Kind.RATIO
        return in_words.percent(target.value) if is_share else in_words.with_unit(number(target.value, 4), item)
    return _("văn bản có đủ số, ngày và cơ quan ban hành") if item.kind is Kind.DOCUMENT else ""


def _months(horizon: str) -> int:
    return list(Horizon).index(Horizon(horizon))


def _options(item: Item, way: Way) -> list[Option]:
    """On the way, in its order."""
    by_code = {option.code: option for option in item.options}
    return [by_code[code] for code in way.reached]


def _sources(item: Item, way: Way, target: Target) -> Iterator[NextStep]:
    """Where the catalogue speaks of it; bringing evidence is nothing that it speaks of."""
    if not target.needs_evidence:
        yield from (source_of_step(item, option) for option in _options(item, way) or [None])


def _text(item: Item, way: Way, target: Target) -> str:
    if target.needs_evidence:
        return evidence_action()
    options = _options(item, way)
    said = ". ".join(_once(action_of(item, option).rstrip(". ") for option in options or [None]))
    if item.kind is not Kind.CHECKLIST:
        return said
    return _("%(action)s: %(items)s") % {"action": said, "items": "; ".join(option_labels(item, way.reached))}


def _once(texts: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(texts))
