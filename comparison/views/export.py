"""Any page of an edition as a file."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.permissions import may_see_reviews
from comparison.exports import TYPES, Origin, Table, csv_file, file_name, svg_file, xlsx_file
from comparison.queries import get_edition_or_404

from . import distributions, heatmaps, maps, overclaiming, quadrants, rounds, side_by_side, tables
from .frame import TABS, Frame


class Export(NamedTuple):
    """What a tab gives as files: its table with all rows, and its chart if it has one."""

    table: Callable[[Frame], Table]
    chart: Callable[[Frame], SafeString] | None = None


EXPORTS = {
    "table": Export(tables.exported, tables.chart),
    "map": Export(maps.exported, maps.chart),
    "heatmap": Export(heatmaps.exported, heatmaps.chart),
    "quadrants": Export(quadrants.exported, quadrants.chart),
    "distribution": Export(distributions.exported, distributions.chart),
    "side_by_side": Export(side_by_side.exported, side_by_side.chart),
    "rounds": Export(rounds.exported, rounds.chart),
    "overclaiming": Export(overclaiming.exported, overclaiming.chart),
}
"""By the tab's name."""


@require_GET
def export(request: HttpRequest, pk: UUID, view: str, extension: str) -> HttpResponse:
    """In the group of peers, and about whatever the address says, as the page has it."""
    frame = Frame(request, get_edition_or_404(request.user, pk))
    tab = next((tab for tab in TABS if tab.name == view and view in EXPORTS), None)
    if tab is None or extension not in TYPES or (extension == "svg" and EXPORTS[view].chart is None):
        raise Http404
    if tab.is_internal and not may_see_reviews(request.user):
        raise PermissionDenied(_("Trang này dành cho bộ."))
    name = file_name(frame.edition, str(tab.label), extension)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_content(frame, EXPORTS[view], extension), content_type=TYPES[extension], headers=headers)


def _content(frame: Frame, found: Export, extension: str) -> bytes:
    table = found.table(frame)
    origin = Origin(frame.edition, str(frame.group.label), frame.notice)
    if extension == "svg" and found.chart:
        return svg_file(found.chart(frame), table, origin)
    return xlsx_file(table, origin) if extension == "xlsx" else csv_file(table, origin)
