"""Celery tasks: score a snapshot, render a report, remind people, and the sweep that picks up what was left behind.
Mailing is in notifications.mailing, beside what writes the notices."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import scorecards, supplements
from .enums import Purpose, ReportKind, WorkStatus
from .models import ReportFile, ScoreSnapshot
from .notifications import remind_all
from .reports import products
from .work import TRANSIENT, begin, enqueue, failure_recorded, finish, sweep_rows


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def score(snapshot_id: str) -> None:
    """Score a snapshot and, if it was submitted or verified, have its report made. A ready snapshot is left as it is.

    The report's row is there as soon as the snapshot is ready, so that a worker that dies in between loses nothing.
    """
    snapshot = ScoreSnapshot.objects.to_score().filter(pk=snapshot_id).first()
    if snapshot:
        score_now(snapshot, with_report=snapshot.purpose != Purpose.PREVIEW)


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def render_report(report_id: str) -> None:
    """Render a report of a ready snapshot and keep it. A ready report is left as it is."""
    report = ReportFile.objects.filter(pk=report_id).select_related("snapshot__assessment__campaign").first()
    if report is None or report.snapshot.status != WorkStatus.READY or not begin(report):
        return
    with failure_recorded(report):
        finish(report, **products.keep(report))


@shared_task
def sweep() -> int:
    """Scorings and reports that were left behind; returns how many were sent again."""
    return sweep_rows(ScoreSnapshot, score) + sweep_rows(ReportFile, render_report)


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def remind() -> int:
    """What is due by today; returns how many notices were written."""
    return remind_all(timezone.localdate())


def score_now(snapshot: ScoreSnapshot, *, with_report: bool = False) -> bool:
    """Score a snapshot in this process; False if it was ready already."""
    if not begin(snapshot):
        return False
    with failure_recorded(snapshot):
        columns = scorecards.compute(snapshot)
        with transaction.atomic():
            if finish(snapshot, **columns) and with_report:
                for report in make_reports(scorecards.with_columns(snapshot, columns)):
                    enqueue(render_report, report)
    return True


def make_reports(snapshot: ScoreSnapshot) -> list[ReportFile]:
    """The rows of what every final snapshot has made without being asked, in Vietnamese."""
    beside = supplements.columns(supplements.gather(snapshot, "vi"))
    kinds = (ReportKind.GAP_REPORT, ReportKind.BRIEF)
    known = {"snapshot": snapshot, "created_by_id": snapshot.created_by_id, **beside}
    return ReportFile.objects.bulk_create(ReportFile(kind=kind, **known) for kind in kinds if kind in products.PRODUCTS)
