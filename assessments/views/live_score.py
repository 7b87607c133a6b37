"""The score so far, as claimed, computed anew with every change and never stored: of one section with what would raise
it, and of each theme."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.catalogue import Item, Section
from assessments.enums import Band, band_of
from assessments.forms.questions import prefix_of
from assessments.models import Assessment
from assessments.queries import Filled
from assessments.reports import in_words
from assessments.results import action_of, title_of
from catalogues.schema import Kind
from indicators.scoring import aggregate, gaps
from indicators.scoring.aggregate import Node, ReadingResult
from indicators.scoring.frame import NodeKind
from indicators.scoring.numbers import reported

MOST = 3


@dataclass(frozen=True)
class Raise:
    """A question that would raise the score. `gain`: points of the headline; `next_step`: the level, item or value to
    reach, in words."""

    code: str
    anchor: str
    title: str
    gain: Decimal
    next_step: str


@dataclass(frozen=True)
class LiveScore:
    """`score` None: nothing of it applies. `weighs`: it counts in the headline (levels of a ladder do not)."""

    score: Decimal | None
    weighs: bool
    raises: tuple[Raise, ...] = ()

    @property
    def band(self) -> Band | None:
        return band_of(self.score)


def live_score(assessment: Assessment, found: Filled, this: Section) -> LiveScore:
    """Of one page of the form."""
    result = _claimed(assessment, found)
    kind = NodeKind.RECOMMENDATION if this.recommendation else NodeKind.GROUP
    node = next((node for node in result.nodes if node.kind is kind and node.code == this.code), None)
    return _score(node, tuple(_raises(found, result, this)))


def theme_scores(assessment: Assessment, found: Filled) -> dict[str, LiveScore]:
    """Of every theme, by its code."""
    result = _claimed(assessment, found)
    return {node.code: _score(node) for node in result.nodes if node.kind is NodeKind.THEME}


def _claimed(assessment: Assessment, found: Filled) -> ReadingResult:
    return aggregate.read(found.catalogue.frame, found.results, assessment.campaign.alpha)


def _score(node: Node | None, raises: tuple[Raise, ...] = ()) -> LiveScore:
    if node is None or node.score is None:
        return LiveScore(None, weighs=False)
    return LiveScore(reported(node.score), node.effective > 0, raises)


def _raises(found: Filled, result: ReadingResult, this: Section) -> Iterator[Raise]:
    """The largest gaps of the section, greatest gain first."""
    items = {item.code: item for item in this.items}
    own = replace(result, nodes=tuple(node for node in result.nodes if node.code in items))
    for gap in gaps.gaps(found.catalogue.frame, own)[:MOST]:
        item = items[gap.code]
        yield Raise(gap.code, prefix_of(gap.code), title_of(item), gap.gain, _next_step(item, gap.next_option))


def _next_step(item: Item, option: str) -> str:
    """The next level or item where the leaf has options, the target where it is a number."""
    step = next((found for found in item.options if found.code == option), None)
    if step:
        sentence = _("Thêm mục: %s") if item.kind is Kind.CHECKLIST else _("Mức tiếp theo: %s")
        return sentence % step.label
    target = in_words.target(item)
    return _("Mục tiêu: %s") % target if target else action_of(item, None)
