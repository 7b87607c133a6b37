"""Self-assessment against review in the national report. Nothing about single reviewers: that is for the ministry."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.charts.bars import Bar, bars
from assessments.explanations import points
from assessments.reports import in_words
from comparison import overclaiming as statistics
from comparison.overclaiming import Difference, ReasonLine, Totals

from .source import ACCENT, Source

MOST_PROVINCES = 10
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Overclaims:
    """`provinces`: those that put themselves farthest above the review; `higher`, `lower`: how many did, how many put
    themselves below."""

    totals: Totals
    finding: str
    higher: int
    lower: int
    parts: tuple[Difference, ...]
    reasons: tuple[ReasonLine, ...]
    provinces: tuple[Difference, ...]
    chart: str


def overclaims(source: Source) -> Overclaims:
    totals = statistics.totals(source.entries)
    every = [line for line in statistics.by_province(source.entries) if line.difference is not None]
    higher = [line for line in every if _difference(line) > 0]
    largest = sorted(higher, key=lambda line: -_difference(line))[:MOST_PROVINCES]
    provinces = tuple(line._replace(label=in_words.plain(line.label)) for line in largest)
    return Overclaims(
        totals=totals,
        finding=_finding(totals, len(higher)),
        higher=len(higher),
        lower=sum(_difference(line) < 0 for line in every),
        parts=tuple(statistics.by_part(source.entries, [*source.themes, *source.groups])),
        reasons=tuple(statistics.by_reason(source.entries)),
        provinces=provinces,
        chart=_chart(provinces),
    )


def _difference(line: Difference) -> Decimal:
    return line.difference or NOTHING


def _finding(totals: Totals, higher: int) -> str:
    if totals.difference is None:
        return _("Chưa có tỉnh, thành phố nào có cả điểm tự đánh giá và điểm đã thẩm định.")
    names = {
        "points": points(abs(totals.difference)),
        "higher": higher,
        "entries": totals.entries,
        "lowered": in_words.percent(totals.lowered_share),
        "raised": in_words.percent(totals.raised_share),
    }
    if totals.difference < 0:
        return (
            _(
                "Điểm tự đánh giá trung bình thấp hơn điểm đã thẩm định %(points)s điểm; %(higher)d/%(entries)d tỉnh, "
                "thành phố tự đánh giá cao hơn; %(lowered)s số câu và chỉ số bị hạ điểm, %(raised)s được nâng."
            )
            % names
        )
    return (
        _(
            "Điểm tự đánh giá trung bình cao hơn điểm đã thẩm định %(points)s điểm; %(higher)d/%(entries)d tỉnh, "
            "thành phố tự đánh giá cao hơn; %(lowered)s số câu và chỉ số bị hạ điểm, %(raised)s được nâng."
        )
        % names
    )


def _chart(provinces: tuple[Difference, ...]) -> str:
    """The bar is what was verified, the post what was claimed."""
    if not provinces:
        return ""
    drawn = [Bar(f"{line.label}: +{points(line.difference)}", line.verified, line.claimed) for line in provinces]
    return bars(drawn, _("Tự đánh giá cao hơn thẩm định nhiều nhất"), mark_label=_("điểm tự đánh giá"), accent=ACCENT)
