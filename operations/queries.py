"""What the page of queues shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from celery.beat import ScheduleEntry
from celery.schedules import maybe_schedule
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.enums import WorkStatus
from assessments.models import Notice
from assessments.models.scores import Work

from . import work
from .heartbeats import is_silent
from .models import Heartbeat, ScheduledTask, SentAgain, TaskTally
from .permissions import why_not_mail_again, why_not_send_again

NEWEST = 10

SCHEDULED: dict[str, str | Promise] = {
    "sweep": gettext_lazy("Quét bản chấm điểm và tài liệu bị bỏ dở"),
    "sweep comparisons": gettext_lazy("Quét bản so sánh và báo cáo toàn quốc bị bỏ dở"),
    "deliver": gettext_lazy("Gửi thư thông báo"),
    "digest": gettext_lazy("Gửi thư gộp các ý kiến trao đổi"),
    "remind": gettext_lazy("Nhắc việc đến hạn"),
    "sweep_scans": gettext_lazy("Quét mã độc các tệp còn chờ"),
    "seal the audit log": gettext_lazy("Niêm phong nhật ký kiểm toán"),
    "verify the audit log": gettext_lazy("Kiểm tra nhật ký kiểm toán"),
    "retention": gettext_lazy("Xóa dữ liệu cá nhân hết thời hạn lưu"),
    "sweep files": gettext_lazy("Dọn tệp không còn dùng"),
    "back up": gettext_lazy("Sao lưu"),
}
"""What people call the tasks of the schedule; any other is shown under its own name."""

OUTCOMES: dict[str, str | Promise] = {
    "success": gettext_lazy("xong"),
    "failure": gettext_lazy("không thành công"),
    "retry": gettext_lazy("sẽ thử lại"),
}
"""What Celery's states are to people; any other is shown as it is."""

TONES = {WorkStatus.FAILED: "bad", WorkStatus.RUNNING: "accent", WorkStatus.QUEUED: "warn"}


@dataclass(frozen=True)
class Line:
    """One row that waits, runs or failed; `why_not`: why it is not to be sent again now."""

    work: Work
    kind: str
    title: str
    tone: str
    failure: str
    next_look: datetime | None
    why_not: str


@dataclass(frozen=True)
class Queue:
    kind: str
    label: str | Promise
    counts: list[tuple[str, int]]
    lines: list[Line]
    hidden: int
    """How many open rows are not among the lines."""


@dataclass(frozen=True)
class MailLine:
    notice: Notice
    next_try: datetime | None
    why_not: str
    is_given_up: bool = False


def queues(user: User) -> list[Queue]:
    return [_queue(user, name, kind) for name, kind in work.KINDS.items()]


def _queue(user: User, name: str, kind: work.Kind) -> Queue:
    counts = work.counts(kind)
    lines = [_line(user, name, kind, row) for row in kind.open_rows()[: work.MOST_SHOWN]]
    still_open = sum(counts[status] for status in work.TO_BE_LOOKED_AT)
    named = [(str(WorkStatus(status).label), count) for status, count in counts.items()]
    return Queue(name, kind.label, named, lines, still_open - len(lines))


def _line(user: User, name: str, kind: work.Kind, row: Work) -> Line:
    look = None if row.status == WorkStatus.FAILED else work.next_look(row)
    why_not = why_not_send_again(user, row)
    failure = _(row.failure) if row.failure else ""
    return Line(row, name, kind.title(row), TONES[WorkStatus(row.status)], failure, look, why_not)


def mails(user: User) -> list[MailLine]:
    """Given up first. Never what a notice says: that is between the portal and whom it is for."""
    now = timezone.now()
    shown = Notice.objects.select_related("user", "campaign").only(
        *("by_mail", "mailed_at", "attempts", "created_at", "comment_id", "campaign__name", "user__full_name"),
        "user__email",
    )
    lost = shown.filter(pk__in=work.mails_given_up(now).values("pk")).order_by("-created_at")[: work.MOST_SHOWN]
    waiting = shown.filter(pk__in=work.mails_waiting(now).values("pk")).order_by("created_at")[: work.MOST_SHOWN]
    return [
        *(MailLine(notice, None, why_not_mail_again(user, notice), is_given_up=True) for notice in lost),
        *(MailLine(notice, _next_mail(notice), _why_not_yet(user, notice)) for notice in waiting),
    ]


def _next_mail(notice: Notice) -> datetime | None:
    return None if notice.comment_id else work.next_mail(notice)


def _why_not_yet(user: User, notice: Notice) -> str:
    """What was never tried goes with the next run: there is nothing to send again."""
    return why_not_mail_again(user, notice) or ("" if notice.attempts else _("Sẽ gửi trong lượt tới."))


def processes() -> list[tuple[Heartbeat, bool]]:
    """Each with whether it is silent."""
    return [(found, is_silent(found)) for found in Heartbeat.objects.all()]


def schedule() -> Iterator[tuple[str | Promise, datetime | None, datetime]]:
    """What beat sends: its name, when it was sent last (None: never), and when it is next."""
    sent = dict(ScheduledTask.objects.values_list("name", "sent_at"))
    for name, entry in sorted(_entries().items()):
        last = sent.get(name)
        yield SCHEDULED.get(name, name), last, _next(entry, last or timezone.now())


def _entries() -> dict[str, ScheduleEntry]:
    current_app.loader.import_default_modules()
    return current_app.conf.beat_schedule


def _next(entry: dict[str, object], last: datetime) -> datetime:
    due = maybe_schedule(entry["schedule"], app=current_app._get_current_object())
    return timezone.now() + max(timedelta(0), due.remaining_estimate(timezone.localtime(last)))


def tallies() -> list[tuple[TaskTally, str | Promise]]:
    return [(tally, OUTCOMES.get(tally.outcome, tally.outcome)) for tally in TaskTally.objects.all()]


def sent_again() -> list[SentAgain]:
    return list(SentAgain.objects.select_related("by")[:NEWEST])


PARTS: dict[str, str | Promise] = {
    "database": gettext_lazy("Cơ sở dữ liệu"),
    "broker": gettext_lazy("Hàng đợi việc"),
    "cache": gettext_lazy("Bộ nhớ đệm"),
    "storage": gettext_lazy("Kho tệp"),
    "worker": gettext_lazy("Tiến trình xử lý"),
    "beat": gettext_lazy("Tiến trình định giờ"),
}


def part_label(name: str) -> str | Promise:
    return PARTS[name]
