"""What becomes of an evidence file that waits for the scanner: clean, or infected and taken out of the storage.

Any of this may run twice or half: the file's row says how far it is, and only one result counts.
"""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from assessments import notifications
from assessments.enums import AssessmentState, ScanState, Verb
from assessments.models import AnswerEvidence, Assessment, Evidence, StoredFile, WorkflowEvent
from assessments.scanning import FileTooLarge, ScannerAway, is_configured, scan
from assessments.work import TRANSIENT

from .answers import changed

logger = logging.getLogger(__name__)

UNKNOWN = (ScanState.WAITING, ScanState.UNSCANNED)
MOST_AT_ONCE = 200


def wait_for_scanner(stored: StoredFile) -> None:
    """Have a file scanned once its row is committed. Where the broker is away it waits for the sweep."""
    transaction.on_commit(lambda: scan_file.delay(stored.pk), robust=True)


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def scan_file(stored_pk: int) -> None:
    """Scan a file and record what was found. Where the scanner does not answer it goes on waiting."""
    stored = StoredFile.objects.filter(pk=stored_pk, scan_state__in=UNKNOWN).first()
    if stored is None or not is_configured():
        return
    try:
        with stored.file.open("rb") as content:
            finding = scan(settings.CLAMD_ADDRESS, content.chunks())
    except (ScannerAway, FileTooLarge, FileNotFoundError) as error:
        logger.warning("file %s is not scanned: %s", stored.pk, error)
        StoredFile.objects.filter(pk=stored.pk, scan_state__in=UNKNOWN).update(scan_failed_at=timezone.now())
        return
    record(stored=stored, finding=finding)


@shared_task
def sweep_scans() -> int:
    """Files that nobody scanned, those from before there was a scanner too; returns how many were sent again."""
    if not is_configured():
        return 0
    deadline = timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS)
    rows = StoredFile.objects.filter(scan_state__in=UNKNOWN, scan_sent_at__lt=deadline)
    keys = list(rows.order_by("scan_sent_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    StoredFile.objects.filter(pk__in=keys).update(scan_sent_at=timezone.now())
    for key in keys:
        scan_file.delay(key)
    return len(keys)


@transaction.atomic
def record(*, stored: StoredFile, finding: str) -> bool:
    """Write the result of a scan, once; False if there was one already. What is infected leaves the storage, no longer
    counts for any answer, and is told to those who gave it."""
    state = ScanState.INFECTED if finding else ScanState.CLEAN
    users = _users_of(stored) if finding else []  # locked before the file, as when it is attached
    rows = StoredFile.objects.filter(pk=stored.pk, scan_state__in=UNKNOWN)
    columns = {"scan_state": state, "scan_finding": finding, "scanned_at": timezone.now(), "scan_failed_at": None}
    if not rows.update(**columns):
        return False
    if finding:
        for assessment in users:
            _take_out(assessment, stored, finding)
        transaction.on_commit(lambda: default_storage.delete(stored.file.name))
    return True


def _users_of(stored: StoredFile) -> list[Assessment]:
    keys = Assessment.objects.filter(answers__evidence__stored_file=stored).values_list("pk", flat=True)
    return [Assessment.objects.locked(key) for key in sorted(set(keys))]


def _take_out(locked: Assessment, stored: StoredFile, finding: str) -> None:
    links = AnswerEvidence.objects.filter(answer__assessment=locked, evidence__stored_file=stored)
    links = links.select_related("answer", "evidence__added_by").order_by("pk")
    items: dict[str, Evidence] = {link.answer.code: link.evidence for link in links}
    for code, item in items.items():
        detail = f"{code}: {item.title} ({finding})"[:300]
        WorkflowEvent.objects.record(assessment=locked, verb=Verb.INFECTED, by=None, detail=detail)
    giver = next((item.added_by for item in items.values() if item.added_by), None)
    if locked.state != AssessmentState.FINAL and giver:
        changed(locked, list(items), giver)
    notifications.infected(locked, items, finding)
