"""Celery tasks: score a snapshot, render a report, and the sweep that picks up what was left behind.

Every task may run twice or half: the row says what is done, and only one finish counts.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from . import scorecards
from .enums import UNFINISHED, Purpose, WorkStatus
from .models import ReportFile, ScoreSnapshot
from .models.scores import Work
from .reports import pdf

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
TRANSIENT = (OperationalError, ConnectionError)


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def score(snapshot_id: str) -> None:
    """Score a snapshot and, if it was submitted, have its report made. A ready snapshot is left as it is.

    The report's row is there as soon as the snapshot is ready, so that a worker that dies in between loses nothing.
    """
    snapshot = ScoreSnapshot.objects.filter(pk=snapshot_id).select_related("assessment__campaign").first()
    if snapshot:
        score_now(snapshot, with_report=snapshot.purpose == Purpose.SUBMISSION)


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def render_report(report_id: str) -> None:
    """Render a report of a ready snapshot and keep it. A ready report is left as it is."""
    report = ReportFile.objects.filter(pk=report_id).select_related("snapshot__assessment__campaign").first()
    if report is None or report.snapshot.status != WorkStatus.READY or not _begin(report):
        return
    with _failure_recorded(report):
        _finish(report, **pdf.keep(report))


@shared_task
def sweep() -> int:
    """Re-enqueue what has shown no sign of life for too long; give up on what failed too often. Returns the number."""
    deadline = timezone.now() - timedelta(seconds=settings.LEFT_BEHIND_SECONDS)
    found = 0
    for model, task in ((ScoreSnapshot, score), (ReportFile, render_report)):
        left = model.objects.filter(status__in=UNFINISHED, touched_at__lt=deadline)
        left.filter(attempts__gte=MOST_ATTEMPTS).update(
            status=WorkStatus.FAILED, failure="đã thử nhiều lần mà chưa xong", finished_at=timezone.now()
        )
        for work in left.filter(attempts__lt=MOST_ATTEMPTS):
            model.objects.filter(pk=work.pk).update(touched_at=timezone.now())
            enqueue(task, work)
            found += 1
    return found


def score_now(snapshot: ScoreSnapshot, *, with_report: bool = False) -> bool:
    """Score a snapshot in this process; False if it was ready already."""
    if not _begin(snapshot):
        return False
    with _failure_recorded(snapshot):
        columns = scorecards.compute(snapshot)
        with transaction.atomic():
            if _finish(snapshot, **columns) and with_report:
                enqueue(render_report, ReportFile.objects.create(snapshot=snapshot, created_by=snapshot.created_by))
    return True


def enqueue(task: Task, work: Work) -> None:
    """Send a task for a row once the row is committed. Where the broker is away the row waits for the sweep."""
    transaction.on_commit(lambda: task.delay(str(work.pk)), robust=True)


def _begin(work: Work) -> bool:
    """Mark a row as being worked on; False if it is ready already."""
    rows = type(work)._default_manager.filter(pk=work.pk).exclude(status=WorkStatus.READY)
    now = timezone.now()
    return bool(rows.update(status=WorkStatus.RUNNING, touched_at=now, attempts=F("attempts") + 1, failure=""))


def _finish(work: Work, **columns: Any) -> bool:
    """Write the result, once: a second worker that comes later changes nothing and gets False."""
    rows = type(work)._default_manager.filter(pk=work.pk, status=WorkStatus.RUNNING)
    now = timezone.now()
    return bool(rows.update(status=WorkStatus.READY, touched_at=now, finished_at=now, **columns))


@contextmanager
def _failure_recorded(work: Work) -> Iterator[None]:
    """What is not transient is recorded on the row, for the page to show, and raised for the log."""
    try:
        yield
    except TRANSIENT:
        raise
    except Exception as error:
        rows = type(work)._default_manager.filter(pk=work.pk, status=WorkStatus.RUNNING)
        rows.update(status=WorkStatus.FAILED, finished_at=timezone.now(), failure=type(error).__name__)
        raise
