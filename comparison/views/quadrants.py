"""Readiness against results: who has the conditions, who has the outcome, both or neither."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from assessments.charts.distribution import quartiles
from comparison.charts.scatter import Dot, scatter
from comparison.exports import Table
from comparison.queries import Row, get_edition_or_404

from .frame import Frame, Line

MOST_NAMES = 40
"""Names listed in a quadrant; the table has them all."""


class Quadrant(NamedTuple):
    """`is_ready`, `has_results`: from the median up."""

    title: str | Promise
    is_ready: bool
    has_results: bool
    meaning: str | Promise


QUADRANTS = (
    Quadrant(
        gettext_lazy("Sẵn sàng và kết quả đều từ trung vị trở lên"),
        is_ready=True,
        has_results=True,
        meaning=gettext_lazy("Điều kiện đã có và đã ra kết quả; cách làm có thể chia sẻ với nơi khác."),
    ),
    Quadrant(
        gettext_lazy("Chỉ mức sẵn sàng từ trung vị trở lên"),
        is_ready=True,
        has_results=False,
        meaning=gettext_lazy(
            "Văn bản, hạ tầng, nền tảng đã có nhưng kết quả chưa theo kịp; nên xem việc đưa vào sử dụng."
        ),
    ),
    Quadrant(
        gettext_lazy("Chỉ mức kết quả từ trung vị trở lên"),
        is_ready=False,
        has_results=True,
        meaning=gettext_lazy("Kết quả đi trước điều kiện; nên củng cố nền tảng để giữ được kết quả."),
    ),
    Quadrant(
        gettext_lazy("Cả hai dưới trung vị"),
        is_ready=False,
        has_results=False,
        meaning=gettext_lazy(
            "Còn khoảng cách ở cả điều kiện và kết quả; nên bắt đầu từ việc mang lại mức tăng lớn nhất."
        ),
    ),
)


class Medians(NamedTuple):
    readiness: Decimal | None
    results: Decimal | None

    def quadrant(self, row: Row) -> Quadrant | None:
        """None for a province that has only one of the two scores, or none."""
        if row.readiness is None or row.results is None or self.readiness is None or self.results is None:
            return None
        sides = (row.readiness >= self.readiness, row.results >= self.results)
        return next(found for found in QUADRANTS if (found.is_ready, found.has_results) == sides)


@require_GET
def readiness_and_results(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    medians, lines = medians_of(frame.rows), frame.lines()
    placed = [(line, medians.quadrant(line.row)) for line in lines]
    context = {
        "chart": chart(frame) if any(found for _line, found in placed) else "",
        "medians": medians,
        "quadrants": [_members(found, [line for line, other in placed if other is found]) for found in QUADRANTS],
        "without": [line.row.name for line, found in placed if found is None],
        "page": frame.page(placed),
        "is_ladder": frame.catalogue.frame.is_ladder,
    }
    return render(request, "comparison/quadrants.html", frame.context("quadrants") | context)


def chart(frame: Frame) -> SafeString:
    dots = [Dot(row.code, row.name, row.readiness, row.results, frame.beside(row.code)) for row in frame.rows]
    labels = (_("Mức sẵn sàng R"), _("Mức kết quả K"))
    title = _("Mức sẵn sàng và mức kết quả")
    return scatter(dots, title, labels=labels, medians=tuple(medians_of(frame.rows)), marked=frame.own_code)


def exported(frame: Frame) -> Table:
    medians = medians_of(frame.rows)
    heads = [_("Mã"), _("Tỉnh, thành phố"), _("Mức sẵn sàng R"), _("Mức kết quả K"), _("So với trung vị")]
    rows = []
    for row in frame.rows:
        quadrant = medians.quadrant(row)
        rows.append((row.code, row.name, row.readiness, row.results, str(quadrant.title) if quadrant else ""))
    return Table(_("Mức sẵn sàng và mức kết quả"), heads, rows)


def medians_of(rows: Sequence[Row]) -> Medians:
    """Of the provinces that have both scores: those are drawn."""
    both = [(row.readiness, row.results) for row in rows if row.readiness is not None and row.results is not None]
    found = [quartiles([pair[place] for pair in both]) for place in (0, 1)]
    return Medians(*(each[1] if each else None for each in found))


def _members(quadrant: Quadrant, lines: list[Line]) -> dict[str, object]:
    return {
        "title": quadrant.title,
        "meaning": quadrant.meaning,
        "lines": lines[:MOST_NAMES],
        "count": len(lines),
        "more": max(len(lines) - MOST_NAMES, 0),
    }
