"""The results of a snapshot as files for other programs."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessments.enums import WorkStatus
from assessments.reports.products import name_of
from assessments.reports.results_workbook import results_workbook
from assessments.reports.snapshot_files import scorecard_csv, snapshot_json
from assessments.results import SnapshotResult
from assessments.supplements import gather

from .scores import get_snapshot_or_404, result_for


class Export(NamedTuple):
    content_type: str
    make: Callable[[SnapshotResult], str | bytes]


def _workbook(result: SnapshotResult) -> bytes:
    """With what may be told beside the snapshot today."""
    return results_workbook(result, gather(result.snapshot, (get_language() or "vi")[:2]))


EXPORTS = {
    "csv": Export("text/csv; charset=utf-8", scorecard_csv),
    "xlsx": Export("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "json": Export("application/json", lambda result: snapshot_json(result.snapshot)),
}
"""By the ending of the address."""


@require_GET
def results(request: HttpRequest, pk: UUID, extension: str) -> HttpResponse:
    """In the reading that the address asks for."""
    found = get_snapshot_or_404(request.user, pk)
    if extension not in EXPORTS or found.status != WorkStatus.READY:
        raise Http404
    export = EXPORTS[extension]
    headers = {"Content-Disposition": f'attachment; filename="ket-qua-{name_of(found)}.{extension}"'}
    return HttpResponse(export.make(result_for(request, found)), content_type=export.content_type, headers=headers)
