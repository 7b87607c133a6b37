"""Every province × every theme and group of indicators."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comparison.charts.heatmap import Column, heatmap
from comparison.charts.heatmap import Row as Drawn
from comparison.exports import Table
from comparison.models import NodeScore
from comparison.queries import Row, get_edition_or_404
from indicators.scoring.frame import NodeKind

from .frame import Frame

Scores = list[Decimal | None]


@require_GET
def theme_scores(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    page = frame.page(frame.lines())
    scores = scores_of(frame, [line.row for line in page])
    columns = [column for _kind, column in columns_of(frame)]
    codes = [column.code for column in columns]
    context = {
        "chart": _draw(frame, [line.row for line in page], scores),
        "columns": columns,
        "page": page,
        "lines": [(line, list(zip(codes, scores[line.row.entry], strict=True))) for line in page],
    }
    return render(request, "comparison/heatmap.html", frame.context("heatmap") | context)


def chart(frame: Frame) -> SafeString:
    rows = list(frame.page(frame.rows))
    return _draw(frame, rows, scores_of(frame, rows))


def exported(frame: Frame) -> Table:
    scores = scores_of(frame, frame.rows)
    heads = [_("Hạng"), _("Mã"), _("Tỉnh, thành phố"), *(f"{c.code} {c.title}" for _kind, c in columns_of(frame))]
    rows = [(row.rank, row.code, row.name, *scores[row.entry]) for row in frame.rows]
    return Table(_("Điểm từng nhóm nội dung của các tỉnh, thành phố"), heads, rows)


def columns_of(frame: Frame) -> list[tuple[NodeKind, Column]]:
    """Themes, then groups; not those of a ladder, whose levels have no points."""
    catalogue = frame.catalogue
    themes = catalogue.guidance.themes if catalogue.guidance else ()
    groups = catalogue.indicators.groups if catalogue.indicators and not catalogue.frame.is_ladder else ()
    return [
        *((NodeKind.THEME, Column(theme.code, str(theme.title), _("Khuyến nghị"))) for theme in themes),
        *((NodeKind.GROUP, Column(group.code, str(group.title), _("Chỉ số"))) for group in groups),
    ]


def scores_of(frame: Frame, rows: Sequence[Row]) -> dict[int, Scores]:
    """By entry, a score for each column."""
    keys = [(str(kind), column.code) for kind, column in columns_of(frame)]
    entries = [row.entry for row in rows] if len(rows) < len(frame.rows) else frame.entries.order_by().values("pk")
    found = NodeScore.objects.filter(entry__in=entries, kind__in={kind for kind, _code in keys})
    scores = {
        (entry, kind, code): verified
        for entry, kind, code, verified in found.values_list("entry", "kind", "code", "verified")
    }
    return {row.entry: [scores.get((row.entry, *key)) for key in keys] for row in rows}


def _draw(frame: Frame, rows: Sequence[Row], scores: dict[int, Scores]) -> SafeString:
    drawn = [Drawn(row.code, row.name, scores[row.entry], frame.beside(row.code)) for row in rows]
    columns = [column for _kind, column in columns_of(frame)]
    return heatmap(drawn, columns, _("Điểm từng nhóm nội dung"), marked=frame.own_code)
