"""Statistics of over-claiming, for the ministry: where self-assessment and review differ."""

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.provinces import vietnamese_order
from assessments.charts.bars import NARROW, WIDE, Bar, Layout, bars
from assessments.explanations import points
from assessments.permissions import may_see_reviews
from comparison import overclaiming as statistics
from comparison.exports import Table
from comparison.outline import Listed, outline
from comparison.overclaiming import Difference
from comparison.queries import get_edition_or_404
from indicators.scoring.frame import NodeKind
from indicators.scoring.numbers import reported

from .frame import Frame
from .tables import ordered

MOST_BARS = 10
LONGEST_LABEL = 60


class Column(NamedTuple):
    """`name` stands in ?sort=; `is_falling`: the greatest first unless ?dir= says otherwise."""

    name: str
    label: str | Promise
    value: Callable[[Difference], Any]
    is_falling: bool = True


class View(NamedTuple):
    """One way to count; `name` stands in ?by=. Of people there is neither a chart nor a code, and no reasons."""

    name: str
    label: str | Promise
    what: str | Promise
    is_of_people: bool = False

    @property
    def has_code(self) -> bool:
        return self.name in {"part", "leaf"}


VIEWS = (
    View("province", gettext_lazy("Theo tỉnh, thành phố"), gettext_lazy("Tỉnh, thành phố")),
    View("part", gettext_lazy("Theo nhóm nội dung"), gettext_lazy("Nhóm nội dung")),
    View("leaf", gettext_lazy("Theo câu hỏi và chỉ số"), gettext_lazy("Câu hỏi, chỉ số")),
    View("reviewer", gettext_lazy("Theo người thẩm định"), gettext_lazy("Người thẩm định"), is_of_people=True),
)
BY_NAME = {view.name: view for view in VIEWS}
DIFFERENCE = Column("difference", gettext_lazy("Chênh lệch"), lambda line: line.difference)
COLUMNS = (
    Column("name", "", lambda line: vietnamese_order(line.label), is_falling=False),
    Column("claimed", gettext_lazy("Tự đánh giá"), lambda line: line.claimed),
    Column("verified", gettext_lazy("Đã thẩm định"), lambda line: line.verified),
    DIFFERENCE,
    Column("lowered", gettext_lazy("Bị hạ"), lambda line: line.lowered_share),
    Column("raised", gettext_lazy("Được nâng"), lambda line: line.raised_share),
    Column("entries", gettext_lazy("Số tỉnh"), lambda line: line.entries),
)


class Overclaimed:
    """The statistics that one request asks for."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        asked = frame.request.GET
        self.view = BY_NAME.get(asked.get("by", ""), VIEWS[0])
        self.columns = [column for column in COLUMNS if column.name != "entries" or self.view.name != "province"]
        self.sort = next((column for column in self.columns if column.name == asked.get("sort")), DIFFERENCE)
        direction = asked.get("dir")
        self.is_falling = direction == "desc" if direction in {"asc", "desc"} else self.sort.is_falling

    @property
    def _parts(self) -> list[Listed]:
        return outline(self.frame.catalogue)

    @cached_property
    def found(self) -> list[Difference]:
        entries, is_ladder = self.frame.entries, self.frame.catalogue.frame.is_ladder
        with_points = [part for part in self._parts if not (is_ladder and part.kind is NodeKind.GROUP)]
        count = {
            "province": lambda: statistics.by_province(entries),
            "part": lambda: statistics.by_part(entries, with_points),
            "leaf": lambda: statistics.by_leaf(entries, self._parts),
            "reviewer": lambda: statistics.by_reviewer(entries),
        }
        return count[self.view.name]()

    @property
    def lines(self) -> list[Difference]:
        """In the order that is asked for."""
        return ordered(self.found, self.sort.value, is_falling=self.is_falling)

    @property
    def heads(self) -> list[dict[str, Any]]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> dict[str, Any]:
        is_current = column is self.sort
        is_falling = not self.is_falling if is_current else column.is_falling
        query = self.frame.query("page", sort=column.name, dir="desc" if is_falling else "asc")
        return {
            "label": column.label or self.view.what,
            "name": column.name,
            "url": f"?{query}",
            "sorted": ("descending" if self.is_falling else "ascending") if is_current else "",
            "is_number": column.name != "name",
        }


@require_GET
def overclaiming(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = get_edition_or_404(request.user, pk)
    if not may_see_reviews(request.user):
        raise PermissionDenied(_("Thống kê vượt khai dành cho Bộ; kết quả thẩm định của tỉnh có ở bảng điểm của tỉnh."))
    frame = Frame(request, edition)
    found = Overclaimed(frame)
    context = {
        "view": found.view,
        "views": [(each, f"?{frame.query('page', 'sort', 'dir', by=each.name)}") for each in VIEWS],
        "totals": statistics.totals(frame.entries),
        "reasons": statistics.by_reason(frame.entries),
        "heads": found.heads,
        "page": frame.page(found.lines),
        "chart": None if found.view.is_of_people else _draw(found),
        "narrow_chart": None if found.view.is_of_people else _draw(found, NARROW),
    }
    return render(request, "comparison/overclaiming.html", frame.context("overclaiming") | context)


def chart(frame: Frame) -> SafeString:
    found = Overclaimed(frame)
    if found.view.is_of_people:
        raise Http404
    return _draw(found)


def _draw(found: Overclaimed, layout: Layout = WIDE) -> SafeString:
    """The largest differences, whatever the table is sorted by: the bar is what was verified, the post what was
    claimed."""
    largest = ordered(found.found, DIFFERENCE.value, is_falling=True)[:MOST_BARS]
    drawn = [
        Bar(f"{_called(line)}: +{points(line.difference)}", line.verified, line.claimed)
        for line in largest
        if line.difference and line.difference > 0
    ]
    title = _("Tự đánh giá cao hơn thẩm định nhiều nhất")
    return bars(drawn, title, mark_label=_("điểm tự đánh giá"), layout=layout)


def _called(line: Difference) -> str:
    return line.label if len(line.label) <= LONGEST_LABEL else f"{line.code} {line.label[:LONGEST_LABEL].rstrip()}…"


def exported(frame: Frame) -> Table:
    found = Overclaimed(frame)
    head = [
        *(_("Mã"), str(found.view.what), _("Số tỉnh"), _("Tự đánh giá"), _("Đã thẩm định"), _("Chênh lệch")),
        *(_("Số câu, chỉ số có cả hai điểm"), _("Bị hạ"), _("Bị hạ (%)"), _("Được nâng"), _("Được nâng (%)")),
        _("Lý do thường gặp"),
    ]
    notes = [_("Chênh lệch: tự đánh giá lúc nộp trừ đã thẩm định; lớn hơn 0 là vượt khai, nhỏ hơn 0 là khai thấp.")]
    return Table(_("Vượt khai: %s") % found.view.label, head, [_row(line) for line in found.lines], notes)


def _row(line: Difference) -> list[str | int | Decimal | None]:
    scores = (line.claimed, line.verified, line.difference)
    reasons = "; ".join(f"{reason.label} ({count})" for reason, count in line.reasons)
    return [
        *(line.code, line.label, line.entries, *map(_reported, scores), line.judged),
        *(line.lowered, _reported(line.lowered_share), line.raised, _reported(line.raised_share), reasons),
    ]


def _reported(value: Decimal | None) -> Decimal | None:
    return None if value is None else reported(value)
