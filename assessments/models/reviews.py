"""The ministry's review: who reviews, what was decided on each leaf, and what the province was asked to explain."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import ReasonCode, Seat, Superseded, Verdict

from .campaigns import Assessment


class ReviewAssignment(models.Model):
    """A reviewer of one assessment. The second, where there is one, and the first see nothing of each other's
    decisions before both have finished."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="assignments")
    seat = models.CharField(_("vai"), max_length=10, choices=Seat.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(_("phân công lúc"), default=timezone.now)
    finished_at = models.DateTimeField(_("thẩm định xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("phân công thẩm định")
        verbose_name_plural = _("phân công thẩm định")
        ordering = ("assessment", "seat")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "seat"),
                name="assignment_once_a_seat",
                violation_error_message=_("Phiếu này đã có người thẩm định ở vai này."),
            ),
            models.UniqueConstraint(
                fields=("assessment", "reviewer"),
                name="assignment_once_a_reviewer",
                violation_error_message=_("Người này đã được phân công thẩm định phiếu này."),
            ),
            models.CheckConstraint(
                condition=Q(seat__in=[Seat.FIRST, Seat.SECOND]),
                name="assignment_seat_is_a_person",
                violation_error_message=_("Vai thẩm định không có trong danh sách."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.reviewer}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        return self.filter(superseded_at__isnull=True)


class Decision(models.Model):
    """What one seat decided on one leaf. Never changed but to say that it no longer stands: a new decision is a new
    row. `value`: with "adjusted" only, as the exchange format writes the leaf's values. `answer_version`: the version
    of the answer that was judged, 0 if there was none."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="decisions")
    code = models.CharField(_("mã câu"), max_length=40)
    seat = models.CharField(_("vai"), max_length=10, choices=Seat.choices)
    verdict = models.CharField(_("kết luận"), max_length=10, choices=Verdict.choices)
    value = models.JSONField(_("giá trị điều chỉnh"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=30, choices=ReasonCode.choices, blank=True)
    text = models.TextField(_("giải thích"), max_length=2_000, blank=True)
    answer_version = models.PositiveIntegerField(_("bản trả lời"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decisions")
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    superseded_at = models.DateTimeField(_("hết giá trị lúc"), null=True, blank=True)
    superseded_why = models.CharField(_("vì"), max_length=20, choices=Superseded.choices, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết luận thẩm định")
        verbose_name_plural = _("kết luận thẩm định")
        ordering = ("assessment", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "code", "seat"),
                condition=Q(superseded_at__isnull=True),
                name="decision_one_stands",
                violation_error_message=_("Câu này đã có kết luận khác; hãy tải lại trang."),
            ),
            models.CheckConstraint(
                condition=(Q(verdict=Verdict.ADJUSTED, value__isnull=False))
                | (~Q(verdict=Verdict.ADJUSTED) & Q(value__isnull=True)),
                name="decision_adjusted_with_a_value",
                violation_error_message=_("Kết luận điều chỉnh cần giá trị mới, kết luận khác thì không."),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED, reason="") | (~Q(verdict=Verdict.ACCEPTED) & ~Q(reason="")),
                name="decision_with_a_reason",
                violation_error_message=_("Kết luận khác “chấp nhận” cần lý do."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_why="")
                | (Q(superseded_at__isnull=False) & ~Q(superseded_why="")),
                name="decision_superseded_when_and_why",
                violation_error_message=_("Kết luận hết giá trị cần cả thời điểm và lý do."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.code} {self.get_verdict_display()}"


class Clarification(models.Model):
    """One question of a reviewer on a leaf with the province's reply. It opens the leaf for editing once `sent_at` is
    set (the assessment is returned) and until it is closed; earlier ones stay below it as the leaf's thread."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="clarifications")
    code = models.CharField(_("mã câu"), max_length=40)
    seat = models.CharField(_("vai"), max_length=10, choices=Seat.choices)
    question = models.TextField(_("nội dung cần giải trình"), max_length=2_000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("hỏi lúc"), default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    reply = models.TextField(_("giải trình"), max_length=10_000, blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(_("giải trình lúc"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("yêu cầu giải trình")
        verbose_name_plural = _("yêu cầu giải trình")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "code", "seat"),
                condition=Q(closed_at__isnull=True),
                name="clarification_one_open_a_leaf",
                violation_error_message=_("Câu này đang có một yêu cầu giải trình chưa đóng."),
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | (~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False)),
                name="clarification_replied_when_and_by_whom",
                violation_error_message=_("Giải trình cần cả người viết và thời điểm."),
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | Q(sent_at__isnull=False),
                name="clarification_replied_after_it_was_sent",
                violation_error_message=_("Chỉ giải trình yêu cầu đã gửi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.code}"
