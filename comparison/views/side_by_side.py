"""Up to four provinces beside each other: where each stands, and where they are far apart."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.provinces import vietnamese_order
from comparison.charts.side_by_side import NARROW, WIDE, Compared, Layout, Unit
from comparison.charts.side_by_side import side_by_side as drawn
from comparison.exports import Table
from comparison.outline import Listed, outline
from comparison.queries import Row, among, get_edition_or_404, groups_of, rows_of
from comparison.side_by_side import MOST, Choice, Line, choose, far_ahead, heads, lines, medians, usual
from indicators.scoring.frame import NodeKind
from indicators.scoring.numbers import reported

from .frame import Frame

BEST_FIRST = (F("rank").asc(nulls_last=True), "province__code")


class Beside:
    """What one request asks to see beside each other."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.is_ladder = frame.catalogue.frame.is_ladder

    @cached_property
    def all_rows(self) -> list[Row]:
        """Of the whole edition, whatever the group of peers, best rank first."""
        if not self.frame.group.code:
            return self.frame.rows
        return rows_of(self.frame.edition.entries.order_by(*BEST_FIRST))

    @cached_property
    def choice(self) -> Choice:
        found = choose(self.frame.request.GET.getlist("p"), self.all_rows)
        if found.rows:
            return found
        return found._replace(rows=usual(self.all_rows, self.frame.own_provinces, self._peers()))

    def _peers(self) -> Sequence[Row]:
        """Those of the chosen group; without one, of the smallest group that one's own province belongs to."""
        frame = self.frame
        own = frame.edition.entries.filter(province__in=frame.own_provinces).select_related("province").first()
        group = next(iter(groups_of(own)), None) if own and not frame.group.code else None
        return rows_of(among(frame.edition.entries.order_by(*BEST_FIRST), group)) if group else frame.rows

    @cached_property
    def heads(self) -> list[Line]:
        found = heads(self.choice.rows, self.frame.rows)
        return found[:-1] if self.is_ladder else found

    @cached_property
    def parts(self) -> list[tuple[Listed, Line]]:
        """Themes and groups with what is below them."""
        listed = outline(self.frame.catalogue)
        return list(zip(listed, lines(listed, self.choice.rows, medians(self.frame.entries)), strict=True))

    def below(self, kind: NodeKind) -> list[Line]:
        return [line for part, line in self.parts if part.kind is kind]

    @property
    def top(self) -> list[Line]:
        """Themes and groups that have points: the levels of a ladder have none."""
        return self.below(NodeKind.THEME) + ([] if self.is_ladder else self.below(NodeKind.GROUP))

    @property
    def levels(self) -> list[str]:
        """How far each came on a ladder; empty without one."""
        count = len(self.frame.catalogue.frame.groups)
        return [f"{row.ladder_level or 0}/{count}" for row in self.choice.rows] if self.is_ladder else []

    @property
    def notices(self) -> list[str]:
        said = []
        if self.choice.left_out:
            said.append(_("Chỉ đặt cạnh nhau được bốn tỉnh, thành phố; đã lấy bốn đơn vị đầu tiên."))
        if unknown := self.choice.unknown:
            said.append(
                ngettext(
                    "Có %d mã không có kết quả trong bản so sánh này nên được bỏ qua.",
                    "Có %d mã không có kết quả trong bản so sánh này nên được bỏ qua.",
                    unknown,
                )
                % unknown
            )
        return said


@require_GET
def side_by_side(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    found = Beside(frame)
    rows = found.choice.rows
    context = {
        "rows": rows,
        "first": rows[0] if rows else None,
        "choices": choices(found.all_rows, rows),
        "notices": found.notices,
    }
    if rows:
        context |= {
            "heads": found.heads,
            "halves": [
                ("themes", _("Nhóm khuyến nghị"), found.below(NodeKind.THEME), True),
                ("groups", _("Nhóm chỉ số"), found.below(NodeKind.GROUP), not found.is_ladder),
            ],
            "levels": list(zip(rows, found.levels, strict=False)),
            "sentences": far_ahead(found.top) if len(rows) > 1 else [],
            "chart": _draw(found),
            "narrow_chart": _draw(found, NARROW),
        }
    return render(request, "comparison/side_by_side.html", frame.context("side_by_side") | context)


def choices(rows: Sequence[Row], chosen: Sequence[Row]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The four selects: what one is called, and its options (code, name, whether it is chosen)."""
    named = sorted(((row.code, row.name) for row in rows), key=lambda pair: vietnamese_order(pair[1]))
    labels = (_("Tỉnh thứ nhất"), _("Tỉnh thứ hai"), _("Tỉnh thứ ba"), _("Tỉnh thứ tư"))
    codes = [row.code for row in chosen] + [""] * MOST
    return [
        (label, [(code, name, code == wanted) for code, name in named])
        for label, wanted in zip(labels, codes[:MOST], strict=True)
    ]


def chart(frame: Frame) -> SafeString:
    return _draw(Beside(frame))


def _draw(found: Beside, layout: Layout = WIDE) -> SafeString:
    units = [Unit(row.code, row.name) for row in found.choice.rows]
    rows = [
        Compared(f"{line.code} {line.title}", [cell.score for cell in line.cells], line.median)
        for line in [*found.heads, *found.top]
    ]
    return drawn(units, rows, _("Đặt cạnh nhau"), median_label=_("trung vị của nhóm so sánh"), layout=layout)


def exported(frame: Frame) -> Table:
    found = Beside(frame)
    names = [row.name for row in found.choice.rows]
    differences = [_("%(name)s so với %(first)s") % {"name": name, "first": names[0]} for name in names[1:]]
    head = [_("Mã"), _("Nội dung"), *names, *differences, _("Trung vị của nhóm so sánh")]
    every = [*found.heads, *(each for _part, line in found.parts for each in (line, *line.children))]
    return Table(_("Đặt cạnh nhau"), head, [list(_row(line)) for line in every] if names else [])


def _row(line: Line) -> Iterator[str | Decimal | None]:
    yield from (line.code, line.title)
    yield from (cell.score for cell in line.cells)
    yield from (cell.difference for cell in line.cells[1:])
    yield None if line.median is None else reported(line.median)
