"""The map of an edition: every province's verified score, the list beside it within the group of peers."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Province
from assessments.charts.bands import ranges
from comparison.charts.province_map import credit, province_map, shapes
from comparison.exports import Table
from comparison.queries import get_edition_or_404, rows_of, without_result

from .frame import Frame


@require_GET
def province_scores(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    context = {
        "chart": chart(frame),
        "bands": ranges(),
        "credit": credit(),
        "lines": frame.page(frame.lines()),
        "missing": without_result(frame.edition),
    }
    return render(request, "comparison/map.html", frame.context("map") | context)


def chart(frame: Frame) -> SafeString:
    """All provinces, whatever the group: an empty patch would say that there is no result."""
    rows = rows_of(frame.edition.entries.order_by("province__code")) if frame.group.code else frame.rows
    names = dict(Province.objects.filter(code__in=shapes(), valid_to=None).values_list("code", "name"))
    names |= {row.code: row.name for row in rows}
    values = {row.code: row.headline for row in rows}
    draw = partial(province_map, values, names, _("Điểm đã thẩm định của các tỉnh, thành phố"))
    return draw(links={code: frame.beside(code) for code in values}, marked=frame.own_code)


def exported(frame: Frame) -> Table:
    heads = [_("Hạng"), _("Mã"), _("Tỉnh, thành phố"), _("Điểm đã thẩm định"), _("Bậc")]
    rows = [(row.rank, row.code, row.name, row.headline, row.band_label) for row in frame.rows]
    return Table(_("Điểm đã thẩm định của các tỉnh, thành phố"), heads, rows, [credit()])
