"""What the page of quarantined files shows."""

from django.db.models import Prefetch, QuerySet

from assessments.enums import ScanState
from assessments.models import AnswerEvidence, Evidence, StoredFile
from audit import trail


def quarantined() -> QuerySet[StoredFile]:
    """Infected, and once infected and released; newest first."""
    links = AnswerEvidence.objects.select_related("answer__assessment").order_by("answer__code")
    items = Evidence.objects.select_related("province", "added_by").prefetch_related(Prefetch("answer_evidence", links))
    rows = StoredFile.objects.filter(scan_state=ScanState.INFECTED) | StoredFile.objects.exclude(release=None)
    found = rows.select_related("release__by").prefetch_related(Prefetch("evidence", items))
    return found.order_by("-scanned_at", "-pk")


def shown(rows: list[StoredFile]) -> list[StoredFile]:
    """The rows; the log says whose evidence somebody is being shown."""
    for stored in rows:
        for item in stored.evidence.all():
            for link in item.answer_evidence.all():
                trail.seen("assessment", link.answer.assessment_id)
    return rows
