"""What the pages of a snapshot's gaps share."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from assessments.enums import Reading, WorkStatus
from assessments.results import SnapshotResult
from assessments.views.about import about as frame
from assessments.views.scores import get_snapshot_or_404, result_for
from planning.cases import Case


def get_case_or_404(request: HttpRequest, pk: UUID) -> Case:
    """A scored snapshot that the user may see, in the reading that the address asks for."""
    found = get_snapshot_or_404(request.user, pk)
    if found.status != WorkStatus.READY:
        raise Http404
    return Case(result_for(request, found))


def context_of(result: SnapshotResult) -> dict[str, Any]:
    """The frame and what every page of a snapshot says."""
    about = result.catalogue.indicators.set if result.catalogue.indicators else None
    readings = [(reading, result.read_as(reading)) for reading in Reading]
    return {
        **frame(result.snapshot.assessment),
        "snapshot": result.snapshot,
        "result": result,
        "reading": result.reading,
        "readings": [reading for reading, read in readings if not read.is_pending],
        "notice": str(about.notice) if about else "",
    }
