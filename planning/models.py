"""Action plans: what a province means to do about its gaps, by whom and until when."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Body
from assessments.enums import Reading
from assessments.models import Assessment, ScoreSnapshot
from assessments.models.scores import score_column

from .enums import UNFINISHED, ActionStatus


class ActionPlan(models.Model):
    """The plan of one assessment; goes on after publication, between the rounds."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="plan")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người lập"))
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    updated_at = models.DateTimeField(_("cập nhật lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("kế hoạch hành động")
        verbose_name_plural = _("kế hoạch hành động")
        constraints = (
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("made_at")),
                name="plan_updated_after_it_was_made",
                violation_error_message=_("Kế hoạch không thể được cập nhật trước khi lập."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self._meta.verbose_name}"


class PlannedAction(models.Model):
    """One work, about the leaf `code`. The facts of the snapshot that it was taken from are frozen: `target`, the
    option to reach or the items to add, divided by spaces; `target_value`, the number or percentage to reach (neither:
    the full score); `needs_evidence`: nothing but the evidence of what is claimed; `score_then` of the leaf in that
    reading; `gain`, points of the headline. `is_own`: thought of by the province, without a target and a gain.

    `version` counts the changes, so that none is overwritten by somebody who has not seen it.
    """

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="actions")
    code = models.CharField(_("mã"), max_length=40)
    text = models.TextField(_("việc"), max_length=2_000)
    is_own = models.BooleanField(_("việc tự thêm"), default=False)
    snapshot = models.ForeignKey(ScoreSnapshot, models.PROTECT, related_name="+", verbose_name=_("bản chấm điểm"))
    reading = models.CharField(_("cách đọc điểm"), max_length=10, choices=Reading.choices)
    target = models.CharField(_("lựa chọn cần đạt"), max_length=2_000, blank=True)
    target_value = models.DecimalField(_("giá trị cần đạt"), max_digits=20, decimal_places=8, null=True, blank=True)
    needs_evidence = models.BooleanField(_("chỉ thiếu minh chứng"), default=False)
    score_then = score_column(_("điểm khi lập kế hoạch"))
    gain = models.DecimalField(_("mức tăng điểm chung"), max_digits=15, decimal_places=12, default=Decimal(0))
    owner = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan phụ trách")
    )
    owner_text = models.CharField(_("người phụ trách khác"), max_length=120, blank=True)
    due = models.DateField(_("hạn"), null=True, blank=True)
    cost = models.DecimalField(_("kinh phí (triệu đồng)"), max_digits=12, decimal_places=3, null=True, blank=True)
    status = models.CharField(_("tình trạng"), max_length=10, choices=ActionStatus.choices, default=ActionStatus.TO_DO)
    note = models.TextField(_("ghi chú tiến độ"), max_length=2_000, blank=True)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("tiếp nối việc của đợt trước")
    )
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("thêm lúc"), default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("việc trong kế hoạch")
        verbose_name_plural = _("việc trong kế hoạch")
        ordering = ("-gain", "code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "code"),
                condition=Q(is_own=False),
                name="action_of_the_catalogue_once_a_leaf",
                violation_error_message=_("Kế hoạch đã có việc cho câu hỏi, chỉ số này."),
            ),
            models.UniqueConstraint(
                fields=("plan", "continues"),
                name="action_continued_once",
                violation_error_message=_("Việc của đợt trước đã được mang sang kế hoạch này."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="action_says_what_to_do",
                violation_error_message=_("Hãy ghi việc cần làm."),
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="action_cost_is_not_negative",
                violation_error_message=_("Kinh phí cần từ 0 trở lên."),
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_text=""),
                name="action_has_one_owner",
                violation_error_message=_("Hãy chọn một cơ quan hoặc ghi người phụ trách khác, không làm cả hai."),
            ),
            models.CheckConstraint(
                condition=Q(target="") | Q(target_value__isnull=True),
                name="action_has_one_target",
                violation_error_message=_("Đích của một việc là lựa chọn hoặc giá trị, không phải cả hai."),
            ),
            models.CheckConstraint(
                condition=Q(is_own=False)
                | Q(target="", target_value__isnull=True, needs_evidence=False, gain=Decimal(0)),
                name="action_of_ones_own_promises_nothing",
                violation_error_message=_("Việc tự thêm không có đích và mức tăng điểm tính sẵn."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=ActionStatus.values),
                name="action_status_is_known",
                violation_error_message=_("Tình trạng không có trong danh sách."),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="action_versions_count_from_one",
                violation_error_message=_("Phiên bản của một việc đếm từ 1."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"

    @property
    def owner_name(self) -> str:
        """ "" if nobody is named yet."""
        return self.owner.name if self.owner else self.owner_text

    @property
    def is_done(self) -> bool:
        return self.status == ActionStatus.DONE

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    def is_overdue(self, today: date) -> bool:
        return self.is_unfinished and self.due is not None and self.due < today
