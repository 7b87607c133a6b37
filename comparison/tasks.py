"""Celery tasks: compare a campaign's results, render the national report, and sweep up what was left behind."""

from celery import shared_task

from assessments.enums import WorkStatus
from assessments.work import TRANSIENT, begin, enqueue, failure_recorded, finish, sweep_rows

from . import editions
from .models import Edition, NationalReport
from .reports import national_report


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def compare(edition_id: str) -> None:
    """Fill an edition and have its report made. A ready edition is left as it is."""
    edition = Edition.objects.with_campaign().filter(pk=edition_id).first()
    if edition:
        compare_now(edition, with_report=True)


@shared_task(autoretry_for=TRANSIENT, max_retries=3, retry_backoff=True)
def render_national_report(report_id: str) -> None:
    """Render the national report of a ready edition and keep it. A ready report is left as it is, and what was begun
    before the edition was published is thrown away: it says "draft", and another is on its way."""
    report = NationalReport.objects.filter(pk=report_id).select_related("edition__campaign").first()
    if report is None or report.edition.status != WorkStatus.READY or not begin(report):
        return
    was_published = report.edition.published_at is not None
    with failure_recorded(report):
        columns = national_report.keep(report)
        if Edition.objects.filter(pk=report.edition_id, published_at__isnull=not was_published).exists():
            finish(report, **columns)


@shared_task
def sweep() -> int:
    """Comparisons and national reports that were left behind; returns how many were sent again."""
    return sweep_rows(Edition, compare) + sweep_rows(NationalReport, render_national_report)


def compare_now(edition: Edition, *, with_report: bool = False) -> bool:
    """Compare in this process; False if the edition was ready already."""
    if not begin(edition):
        return False
    with failure_recorded(edition):
        field = editions.compute(edition)
        if finish(edition, field=field) and with_report:
            report, is_new = NationalReport.objects.get_or_create(
                edition=edition, language="vi", defaults={"created_by": edition.created_by}
            )
            if is_new:
                enqueue(render_national_report, report)
    return True
