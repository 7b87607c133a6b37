"""Signs of life of the processes, when each scheduled task was last sent, what tasks came to, what was sent again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProcessKind(models.TextChoices):
    WORKER = "worker", _("tiến trình xử lý")
    BEAT = "beat", _("tiến trình định giờ")


class Heartbeat(models.Model):
    """A worker or beat that wrote `seen_at` a moment ago is alive; one that stops properly takes its row with it."""

    kind = models.CharField(_("loại"), max_length=10, choices=ProcessKind.choices)
    name = models.CharField(_("tên"), max_length=200)
    started_at = models.DateTimeField(_("chạy từ"), default=timezone.now)
    seen_at = models.DateTimeField(_("ghi nhận lần cuối"), default=timezone.now)

    class Meta:
        verbose_name = _("dấu hiệu hoạt động")
        verbose_name_plural = _("dấu hiệu hoạt động")
        ordering = ("kind", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "name"),
                name="heartbeat_once_a_process",
                violation_error_message=_("Tiến trình này đã có dấu hiệu hoạt động."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class ScheduledTask(models.Model):
    """When beat last sent a task of its schedule; so what was due while it was away is made up for."""

    name = models.CharField(_("tên"), max_length=200, unique=True)
    sent_at = models.DateTimeField(_("gửi lần cuối"))

    class Meta:
        verbose_name = _("việc định giờ")
        verbose_name_plural = _("việc định giờ")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class TaskTally(models.Model):
    """How many runs of a task came to an outcome, and their seconds together. Ever growing, over all workers."""

    task = models.CharField(_("việc"), max_length=200)
    outcome = models.CharField(_("kết quả"), max_length=20)
    runs = models.PositiveBigIntegerField(_("số lần chạy"), default=0)
    seconds = models.FloatField(_("số giây"), default=0)

    class Meta:
        verbose_name = _("thống kê việc")
        verbose_name_plural = _("thống kê việc")
        ordering = ("task", "outcome")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "outcome"),
                name="tally_once_an_outcome",
                violation_error_message=_("Kết quả này của việc đã có thống kê."),
            ),
            models.CheckConstraint(
                condition=Q(seconds__gte=0),
                name="tally_of_time_that_passed",
                violation_error_message=_("Số giây không được âm."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.task}: {self.outcome}"


class SentAgain(models.Model):
    """What an administrator sent again, and when. Only ever added. `what`: a kind of operations.work, or "mail"."""

    what = models.CharField(_("loại"), max_length=20)
    object_id = models.CharField(_("mã"), max_length=40)
    tries = models.PositiveSmallIntegerField(_("số lần đã thử"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("việc đã gửi lại")
        verbose_name_plural = _("việc đã gửi lại")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.what} {self.object_id}"
