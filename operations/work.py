"""The rows that tasks work on, of every kind: how many are in which state, which wait or failed, and their tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import Task
from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.enums import UNFINISHED, WorkStatus
from assessments.models import Notice, ReportFile, ScoreSnapshot
from assessments.models.scores import Work
from assessments.notifications.mailing import STALE_AFTER, WAITS
from assessments.tasks import render_report, score
from comparison.models import Edition, NationalReport
from comparison.tasks import compare, render_national_report

TO_BE_LOOKED_AT = (*UNFINISHED, WorkStatus.FAILED)
MOST_SHOWN = 50
"""So many rows of a kind stand on the page; the counts are of all."""


@dataclass(frozen=True)
class Kind:
    label: str | Promise
    model: type[Work]
    task: Task
    related: tuple[str, ...]
    deferred: tuple[str, ...]
    title: Callable[[Work], str]

    def rows(self) -> QuerySet[Work]:
        return self.model._default_manager.select_related(*self.related).defer(*self.deferred)

    def own_deferred(self) -> tuple[str, ...]:
        return tuple(name for name in self.deferred if "__" not in name)

    def open_rows(self) -> QuerySet[Work]:
        """What waits, runs or failed, the failed first, without the frozen answers."""
        return self.rows().filter(status__in=TO_BE_LOOKED_AT).order_by("status", "created_at", "pk")


KINDS: dict[str, Kind] = {
    "snapshot": Kind(
        _("Bản chấm điểm"),
        ScoreSnapshot,
        score,
        ("assessment__province", "assessment__campaign"),
        ("inputs", "context", "scorecard", "trace"),
        lambda row: f"{row.assessment.province}, {row.assessment.campaign}: {row.get_purpose_display()}",
    ),
    "document": Kind(
        _("Tài liệu"),
        ReportFile,
        render_report,
        ("snapshot__assessment__province", "snapshot__assessment__campaign"),
        ("supplement", *(f"snapshot__{name}" for name in ("inputs", "context", "scorecard", "trace"))),
        lambda row: f"{row.snapshot.assessment.province}, {row.snapshot.assessment.campaign}: {row.get_kind_display()}",
    ),
    "edition": Kind(_("Bản so sánh"), Edition, compare, ("campaign",), (), lambda row: f"{row.campaign}: {row.number}"),
    "national_report": Kind(
        _("Báo cáo toàn quốc"),
        NationalReport,
        render_national_report,
        ("edition__campaign",),
        (),
        lambda row: f"{row.edition.campaign}: {row.edition.number}",
    ),
}


def counts(kind: Kind) -> dict[str, int]:
    """Rows by status, every status named."""
    found = dict(kind.model._default_manager.values_list("status").annotate(found=Count("*")).order_by())
    return {status.value: found.get(status.value, 0) for status in WorkStatus}


def oldest_waiting(kind: Kind) -> datetime | None:
    waiting = kind.model._default_manager.filter(status__in=UNFINISHED)
    return waiting.aggregate(oldest=Min("created_at"))["oldest"]


def next_look(work: Work) -> datetime:
    """From when on the sweep sends a row again that shows no sign of life."""
    return work.touched_at + timedelta(seconds=settings.LEFT_BEHIND_SECONDS)


def mails_waiting(now: datetime) -> QuerySet[Notice]:
    """What is still to be mailed, one by one or in a digest."""
    found = Notice.objects.filter(by_mail=True, mailed_at__isnull=True, user__is_active=True)
    return found.filter(created_at__gt=now - STALE_AFTER, attempts__lt=len(WAITS))


def mails_given_up(now: datetime) -> QuerySet[Notice]:
    """What a mail server refused as often as is tried, and what it was too late for, of the last month."""
    found = Notice.objects.filter(by_mail=True, mailed_at__isnull=True, user__is_active=True)
    given_up = Q(attempts__gte=len(WAITS)) | Q(created_at__lte=now - STALE_AFTER)
    return found.filter(given_up, created_at__gt=now - timedelta(days=30))


def next_mail(notice: Notice) -> datetime:
    """From when on the next attempt is made."""
    return max(notice.created_at + WAITS[notice.attempts], timezone.now())
