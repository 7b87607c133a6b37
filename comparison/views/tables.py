"""The ranking table of an edition: every result with what its rank can bear."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.provinces import vietnamese_order
from assessments.enums import UNFINISHED, WorkStatus
from assessments.explanations import number
from comparison.charts.intervals import Interval, intervals
from comparison.exports import Table
from comparison.queries import Row, get_edition_or_404, places_within, without_result

from .frame import Frame


class Column(NamedTuple):
    """`name` stands in ?sort=; `is_falling`: the greatest first unless ?dir= says otherwise."""

    name: str
    label: str | Promise
    value: Callable[[Row], Any]
    is_falling: bool = True


COLUMNS = (
    Column("rank", gettext_lazy("Hạng"), lambda row: row.rank, is_falling=False),
    Column("name", gettext_lazy("Tỉnh, thành phố"), lambda row: vietnamese_order(row.name), is_falling=False),
    Column("headline", gettext_lazy("Điểm đã thẩm định"), lambda row: row.headline),
    Column("interval", gettext_lazy("Khoảng hạng"), lambda row: row.mean_rank, is_falling=False),
    Column("readiness", gettext_lazy("Sẵn sàng"), lambda row: row.readiness),
    Column("results", gettext_lazy("Kết quả"), lambda row: row.results),
    Column("ladder", gettext_lazy("Cấp độ đạt"), lambda row: row.ladder_level),
    Column("coverage", gettext_lazy("Đã trả lời"), lambda row: row.coverage),
    Column("evidence", gettext_lazy("Có minh chứng"), lambda row: row.evidenced_share),
    Column("claimed", gettext_lazy("Tự đánh giá"), lambda row: row.claimed),
    Column("difference", gettext_lazy("Chênh lệch"), lambda row: row.difference),
    Column("top5", gettext_lazy("Khả năng trong năm tỉnh đầu"), lambda row: row.top5),
    Column("geometric", gettext_lazy("Hạng theo trung bình nhân"), lambda row: row.rank_geometric, is_falling=False),
    Column("evidenced", gettext_lazy("Hạng theo điểm có minh chứng"), lambda row: row.rank_evidenced, is_falling=False),
)
BY_NAME = {column.name: column for column in COLUMNS}
MAIN = COLUMNS[:11]
WIDE = ("rank", "name", "headline", "interval")
"""Columns that are no plain numbers."""


@require_GET
def table(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    column, is_falling = _order(frame)
    lines, levels = frame.lines(), _levels(frame)
    page = frame.page(ordered(lines, lambda line: column.value(line.row), is_falling=is_falling))
    context = {
        "page": page,
        "lines": [(line, levels.get(line.row.ladder_level, "")) for line in page],
        "heads": _heads(frame, column, is_falling=is_falling),
        "columns": [each for each in COLUMNS if _is_shown(frame, each)],
        "sort": column.name,
        "is_ladder": frame.catalogue.frame.is_ladder,
        "own": [line for line in lines if line.is_own],
        "is_own_missing": _is_own_missing(frame),
        "field": sum(row.rank is not None for row in frame.rows),
        "uncertain": sum(row.is_uncertain for row in frame.rows),
        "missing": without_result(frame.edition),
        "chart": chart(frame),
    }
    return render(request, "comparison/table.html", frame.context("table") | _reports(frame) | context)


def chart(frame: Frame) -> SafeString:
    """Rank intervals of the page's provinces, best rank first."""
    units = [
        Interval(row.code, row.name, row.rank, row.rank_low, row.rank_high, row.is_uncertain, frame.beside(row.code))
        for row in frame.rows
    ]
    shown = frame.page(units)
    part = slice(max(shown.start_index() - 1, 0), shown.end_index())
    return intervals(units, _("Hạng và khoảng hạng"), marked=frame.own_code, part=part)


def exported(frame: Frame) -> Table:
    places = places_within(frame.rows)
    column, is_falling = _order(frame)
    rows = ordered(frame.rows, column.value, is_falling=is_falling)
    levels = _levels(frame)
    notes = [
        _("Khoảng hạng: từ hạng tốt nhất đến hạng kém nhất trong 90%% của %s lần xếp lại với trọng số khác đi.")
        % number(frame.edition.draws)
    ]
    return Table(_("Bảng xếp hạng"), _export_heads(), [_export_row(row, places, levels) for row in rows], notes)


def ordered(items: Sequence[Any], value: Callable[[Any], Any], *, is_falling: bool) -> list[Any]:
    """What has no value comes last either way; equals stay as they are."""
    known = [item for item in items if value(item) is not None]
    unknown = [item for item in items if value(item) is None]
    return sorted(known, key=value, reverse=is_falling) + unknown


def _order(frame: Frame) -> tuple[Column, bool]:
    """What ?sort= and ?dir= say; whatever is not known counts as the ranking."""
    column = BY_NAME.get(frame.request.GET.get("sort", ""), COLUMNS[0])
    direction = frame.request.GET.get("dir")
    return column, direction == "desc" if direction in {"asc", "desc"} else column.is_falling


def _is_shown(frame: Frame, column: Column) -> bool:
    """A ladder has levels where the others have results."""
    is_ladder = frame.catalogue.frame.is_ladder
    return {"ladder": is_ladder, "results": not is_ladder}.get(column.name, True)


def _reports(frame: Frame) -> dict[str, Any]:
    """The national reports there are, for the ministry, which may ask for the one in the language of the page."""
    if not frame.request.user.ministry_roles:
        return {}
    reports = list(frame.edition.reports.order_by("-language"))
    language = (get_language() or "vi")[:2]
    is_there = any(report.language == language and report.status != WorkStatus.FAILED for report in reports)
    return {
        "reports": reports,
        "is_waiting": any(report.status in UNFINISHED for report in reports),
        "may_ask_report": not is_there,
    }


def _is_own_missing(frame: Frame) -> bool:
    own = frame.own_provinces
    return bool(own) and not frame.edition.entries.filter(province__in=own).exists()


def _heads(frame: Frame, current: Column, *, is_falling: bool) -> list[dict[str, Any]]:
    heads = [_head(frame, each, current, is_falling=is_falling) for each in MAIN if _is_shown(frame, each)]
    within = [{"label": _("Trong nhóm")}] if frame.group.code else []
    return [*heads[:1], *within, *heads[1:]]


def _head(frame: Frame, column: Column, current: Column, *, is_falling: bool) -> dict[str, Any]:
    is_current = column is current
    next_is_falling = not is_falling if is_current else column.is_falling
    query = frame.query("page", sort=column.name, dir="desc" if next_is_falling else "asc")
    return {
        "label": column.label,
        "url": f"?{query}",
        "sorted": ("descending" if is_falling else "ascending") if is_current else "",
        "is_number": column.name not in WIDE,
    }


def _levels(frame: Frame) -> Mapping[int | None, str]:
    """How far up a ladder, in words, by the number of levels reached."""
    indicators = frame.catalogue.indicators
    if not frame.catalogue.frame.is_ladder or indicators is None:
        return {}
    return {0: _("chưa đạt cấp độ nào")} | {place: str(group.title) for place, group in enumerate(indicators.groups, 1)}


def _export_heads() -> list[str]:
    return [
        *(_("Hạng"), _("Hạng trong nhóm"), _("Mã"), _("Tỉnh, thành phố"), _("Điểm đã thẩm định"), _("Bậc")),
        *(_("Khoảng hạng từ"), _("Khoảng hạng đến"), _("Hạng trung bình"), _("Khả năng trong năm tỉnh đầu (%)")),
        *(_("Thứ hạng chưa chắc chắn"), _("Mức sẵn sàng R"), _("Mức kết quả K"), _("Cấp độ đạt")),
        *(_("Đã trả lời (%)"), _("Có minh chứng (%)"), _("Tự đánh giá"), _("Tự đánh giá trừ thẩm định")),
        *(_("Điểm có minh chứng"), _("Hạng theo trung bình nhân"), _("Hạng theo điểm có minh chứng")),
    ]


def _export_row(
    row: Row, places: Mapping[int, int], levels: Mapping[int | None, str]
) -> list[str | int | Decimal | None]:
    return [
        *(row.rank, places.get(row.entry), row.code, row.name, row.headline, row.band_label),
        *(row.rank_low, row.rank_high, row.mean_rank, row.top5_share),
        *(_("có") if row.is_uncertain else "", row.readiness, row.results, levels.get(row.ladder_level, "")),
        *(row.coverage, row.evidenced_share, row.claimed, row.difference),
        *(row.evidenced, row.rank_geometric, row.rank_evidenced),
    ]
