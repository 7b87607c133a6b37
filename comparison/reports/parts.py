"""Themes and groups of indicators in the national report: how the provinces lie on each, and what most lack there."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, DecimalField, F, Sum
from django.utils.translation import gettext as _

from assessments.catalogue import Item
from assessments.charts.distribution import Value, distribution
from assessments.charts.scales import POINTS
from assessments.enums import Verdict
from assessments.reports import in_words
from catalogues.schema import Kind, Option
from comparison.models import NodeScore
from comparison.outline import Key, Listed
from comparison.queries import Row
from indicators.scoring.frame import NodeKind
from indicators.scoring.measures import Choice
from indicators.scoring.numbers import reported

from .source import Scores, Source, Spread, spread

ENDS = 3
"""So many of the highest and of the lowest are named."""
MOST_GAPS = 3
MOST_BELOW = 8
FULL = Decimal(100)


class Scored(NamedTuple):
    name: str
    score: Decimal


@dataclass(frozen=True)
class Below:
    """A recommendation of a theme, or an indicator of a group."""

    code: str
    title: str
    spread: Spread


@dataclass(frozen=True)
class SharedGap:
    """A question or indicator that many have not met. `below` of `count` provinces lack something, `gain` is what it
    costs the headline on the mean of them all, `action` the next step of most of them."""

    code: str
    title: str
    below: int
    count: int
    gain: str
    action: str


@dataclass(frozen=True)
class Part:
    """`below`: with the lowest medians first; `left`: how many of them are not printed."""

    code: str
    title: str
    spread: Spread | None
    highest: tuple[Scored, ...]
    lowest: tuple[Scored, ...]
    chart: str
    below: tuple[Below, ...]
    left: int
    gaps: tuple[SharedGap, ...]


@dataclass(frozen=True)
class Level:
    """One level of a ladder; `count` provinces have reached it and none above."""

    title: str
    count: int


@dataclass(frozen=True)
class _Missing:
    """Provinces with the same score at a leaf; `gain`: the sum of what it costs their headlines."""

    score: Decimal
    verdict: str
    count: int
    gain: Decimal


class Parts:
    """Both halves of the catalogues, read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._leaves = _leaf_scores(source)
        self._missing = _missing(source)

    def themes(self) -> Iterator[Part]:
        for theme in self.source.themes:
            below = [Below(item.code, item.title, found) for item in theme.children if (found := self._spread(item))]
            yield self._part(theme, below)

    def groups(self) -> Iterator[Part]:
        for group in self.source.groups:
            known = [(item, self._leaves.get(item.key, ())) for item in group.children]
            below = [Below(item.code, item.title, found) for item, scores in known if (found := spread(scores))]
            yield self._part(group, below)

    def levels(self) -> tuple[Level, ...]:
        """Of a ladder, from none up; () where the indicators have points."""
        indicators = self.source.catalogue.indicators
        if not self.source.is_ladder or indicators is None:
            return ()
        reached = [row.ladder_level for row in self.source.rows]
        titles = [_("chưa đạt cấp độ nào"), *(str(group.title) for group in indicators.groups)]
        return tuple(Level(title, reached.count(place)) for place, title in enumerate(titles))

    def _spread(self, part: Listed) -> Spread | None:
        return spread(self.source.scores(part.key))

    def _part(self, part: Listed, below: Sequence[Below]) -> Part:
        scores = self.source.scores(part.key)
        known = [
            Scored(row.name, score) for row, score in zip(self.source.rows, scores, strict=True) if score is not None
        ]
        ordered = sorted(known, key=lambda found: -found.score)
        lowest_first = sorted(below, key=lambda found: found.spread.median)
        return Part(
            code=part.code,
            title=part.title,
            spread=spread(scores),
            highest=tuple(ordered[:ENDS]),
            lowest=tuple(reversed(ordered[ENDS:][-ENDS:])),
            chart=_chart(part, self.source.rows, scores) if known else "",
            below=tuple(lowest_first[:MOST_BELOW]),
            left=max(len(below) - MOST_BELOW, 0),
            gaps=tuple(self.gaps(part)),
        )

    def gaps(self, part: Listed) -> Iterator[SharedGap]:
        """Those that cost most."""
        found = [(leaf, self._missing[leaf.key]) for leaf in part.leaves() if leaf.key in self._missing]
        found.sort(key=lambda pair: -sum(group.gain for group in pair[1]))
        for leaf, missing in found[:MOST_GAPS]:
            count = len(self._leaves.get(leaf.key, ()))
            item = self.source.catalogue.items[leaf.code]
            yield SharedGap(
                code=leaf.code,
                title=leaf.title,
                below=sum(group.count for group in missing),
                count=count,
                gain=in_words.gain(sum((group.gain for group in missing), Decimal(0)) / len(self.source.ranked)),
                action=_commonest_step(self.source, item, missing).rstrip("."),
            )


def _chart(part: Listed, rows: Sequence[Row], scores: Scores) -> str:
    units = [Value(row.code, row.name, score) for row, score in zip(rows, scores, strict=True)]
    return distribution(units, f"{part.code} {part.title}", bounds=POINTS)


def _leaf_scores(source: Source) -> Mapping[Key, list[Decimal]]:
    """The scores at each leaf; every province once."""
    kinds = (NodeKind.QUESTION, NodeKind.INDICATOR)
    found: dict[Key, list[Decimal]] = defaultdict(list)
    leaves = NodeScore.objects.filter(entry__edition=source.edition, kind__in=kinds, verified__isnull=False)
    for kind, code, verified, count in (
        leaves.order_by("kind", "code", "verified").values_list("kind", "code", "verified").annotate(Count("pk"))
    ):
        found[kind, code] += [verified] * count
    return found


def _missing(source: Source) -> Mapping[Key, list[_Missing]]:
    gain = Sum(F("effective") * (FULL - F("verified")), output_field=DecimalField(max_digits=30, decimal_places=12))
    leaves = NodeScore.objects.filter(entry__edition=source.edition, verified__lt=FULL, effective__gt=0)
    keys = ("kind", "code", "verified", "verdict")
    found: dict[Key, list[_Missing]] = defaultdict(list)
    for kind, code, *numbers in leaves.order_by(*keys).values_list(*keys).annotate(Count("pk"), gain=gain):
        found[kind, code].append(_Missing(*numbers))
    return found


def _commonest_step(source: Source, item: Item, missing: Sequence[_Missing]) -> str:
    steps: Counter[str] = Counter()
    for group in missing:
        steps[_next_step(source, item, group)] += group.count
    return steps.most_common(1)[0][0]


def _next_step(source: Source, item: Item, missing: _Missing) -> str:
    """What the catalogue names for those who are where most are."""
    if missing.verdict == Verdict.REJECTED:
        return _("Bổ sung minh chứng hoặc giải trình theo kết luận thẩm định")
    step = _next_option(source, item, missing.score)
    action = (step.action if step else None) or item.action
    if action:
        return str(action)
    return _("Đạt mức “%s”") % step.label if step else _generic(item)


def _next_option(source: Source, item: Item, score: Decimal) -> Option | None:
    """The least that scores more; None where there is nothing to choose."""
    measure = source.catalogue.leaves[item.code].measure
    if not isinstance(measure, Choice):
        return None
    scores = {option.code: reported(measure.scores[option.code]) for option in item.options}
    higher = [option for option in item.options if scores[option.code] > score]
    return min(higher, key=lambda option: scores[option.code], default=None)


def _generic(item: Item) -> str:
    """Catalogues of other origin may name no action."""
    if item.kind in {Kind.NUMBER, Kind.RATIO}:
        return _("Nâng giá trị đến mức mục tiêu")
    return _("Hoàn thành nội dung này")
