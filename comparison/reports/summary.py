"""The one page of the national report that a meeting reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.charts.radar import radar
from assessments.enums import Band, band_of
from comparison.queries import Row
from indicators.scoring.frame import NodeKind

from .parts import Parts, SharedGap
from .source import ACCENT, Source, Spread, spread

ENDS = 3
STRENGTHS, GAPS = 3, 5
STRONG_FROM = 60
"""Below this median nothing is called a strength."""
FEWEST_AXES = 3


@dataclass(frozen=True)
class ScoreLine:
    name: str
    spread: Spread
    band: str


@dataclass(frozen=True)
class Finding:
    """A recommendation or a group of indicators with how the provinces lie on it; `gap`: the leaf below it that costs
    most."""

    code: str
    title: str
    is_group: bool
    spread: Spread
    gap: SharedGap | None


@dataclass(frozen=True)
class Summary:
    """`filed` of `units` handed in, `verified` have a result, `ranked` a rank. `ends_are_loose`: the intervals of
    those named at an end overlap, so that their order may not be quoted. `is_strong`: all `strengths` deserve it."""

    units: int
    filed: int
    verified: int
    ranked: int
    scores: tuple[ScoreLine, ...]
    bands: str
    radar: str
    first: tuple[Row, ...]
    last: tuple[Row, ...]
    ends_are_loose: bool
    uncertain: int
    strengths: tuple[Finding, ...]
    is_strong: bool
    gaps: tuple[Finding, ...]


def summary(source: Source, parts: Parts) -> Summary:
    assessments = source.edition.campaign.assessments
    ranked, found = source.ranked, sorted(_findings(source, parts), key=lambda each: each.spread.median)
    first, last = ranked[:ENDS], ranked[ENDS:][-ENDS:]
    best = found[::-1][:STRENGTHS]
    return Summary(
        units=assessments.count(),
        filed=_filed(source),
        verified=len(source.rows),
        ranked=len(ranked),
        scores=tuple(_score_lines(source)),
        bands=_bands(ranked),
        radar=_radar(source),
        first=tuple(first),
        last=tuple(last),
        ends_are_loose=_overlap(first) or _overlap(last),
        uncertain=sum(row.is_uncertain for row in ranked),
        strengths=tuple(best),
        is_strong=all(each.spread.median >= STRONG_FROM for each in best),
        gaps=tuple(found[:GAPS]),
    )


def _filed(source: Source) -> int:
    """How many had handed in when the edition was made."""
    compared = Q(pk__in=source.entries.order_by().values("assessment"))
    before = Q(submitted_at__lte=source.edition.finished_at)
    return int(source.edition.campaign.assessments.filter(compared | before).count())


def _score_lines(source: Source) -> Iterator[ScoreLine]:
    rows = source.rows
    halves = (
        (_("Điểm chung H"), [row.headline for row in rows]),
        (_("Mức sẵn sàng R"), [row.readiness for row in rows]),
        (_("Mức kết quả K"), [row.results for row in rows]),
    )
    for name, scores in halves:
        if found := spread(scores):
            band = band_of(found.median)
            yield ScoreLine(name, found, str(band.label) if band else "")


def _bands(ranked: Sequence[Row]) -> str:
    """How many provinces are in each band that has any, the highest first."""
    found = [row.band for row in ranked]
    counts = [(band, found.count(band)) for band in reversed(Band)]
    return ", ".join(_("%(band)s %(count)d") % {"band": band.label, "count": count} for band, count in counts if count)


def _radar(source: Source) -> str:
    """The medians of the themes; "" where there are too few for a shape."""
    if len(source.themes) < FEWEST_AXES:
        return ""
    medians: list[tuple[str, Decimal | None]] = []
    for theme in source.themes:
        found = spread(source.scores(theme.key))
        medians.append((theme.title, found.median if found else None))
    return radar(medians, _("Trung vị điểm các nhóm nội dung khuyến nghị"), accent=ACCENT)


def _overlap(rows: Sequence[Row]) -> bool:
    """Whether two neighbours could change places."""
    return any((before.rank_high or 0) >= (after.rank_low or 0) for before, after in pairwise(rows))


def _findings(source: Source, parts: Parts) -> Iterator[Finding]:
    recommendations = [item for theme in source.themes for item in theme.children]
    for part in (*recommendations, *source.groups):
        if found := spread(source.scores(part.key)):
            worst = next(parts.gaps(part), None)
            yield Finding(part.code, part.title, part.kind is NodeKind.GROUP, found, worst)
