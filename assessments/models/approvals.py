"""The leader's approval of what a province is about to hand in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.enums import ApprovalDecision, ApprovalStage

from .campaigns import Assessment


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def live(self) -> "ApprovalQuerySet":
        """What waits for the leader or was approved, and has neither fallen nor been withdrawn."""
        standing = self.filter(superseded_at__isnull=True, withdrawn_at__isnull=True)
        return standing.exclude(decision=ApprovalDecision.RETURNED)


class Approval(models.Model):
    """One time that a coordinator laid an assessment before the leader, and what the leader said. It is of a definite
    content: `digest` is its sha256 (approving.digest). A change after it supersedes it, and a coordinator may
    withdraw it while it waits; the row stays."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="approvals")
    digest = models.CharField(_("sha256 của nội dung trình"), max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("trình lúc"), default=timezone.now)
    decision = models.CharField(
        pgettext_lazy("leader", "ý kiến"), max_length=10, choices=ApprovalDecision.choices, blank=True
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("cho ý kiến lúc"), null=True, blank=True)
    reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    superseded_at = models.DateTimeField(_("hết hiệu lực lúc"), null=True, blank=True)
    superseded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    superseded_codes = models.CharField(_("các câu đã sửa"), max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần trình duyệt")
        verbose_name_plural = _("lần trình duyệt")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment",),
                condition=Q(superseded_at__isnull=True, withdrawn_at__isnull=True)
                & ~Q(decision=ApprovalDecision.RETURNED),
                name="approval_one_at_a_time",
                violation_error_message=_("Phiếu này đang có một lần trình duyệt còn hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approval_decided_when_and_by_whom",
                violation_error_message=_("Ý kiến của lãnh đạo cần cả người cho ý kiến và thời điểm."),
            ),
            models.CheckConstraint(
                condition=(Q(decision=ApprovalDecision.RETURNED) & ~Q(reason=""))
                | (~Q(decision=ApprovalDecision.RETURNED) & Q(reason="")),
                name="approval_returned_with_a_reason",
                violation_error_message=_("Trả lại phiếu cần lý do, duyệt thì không."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_by__isnull=True, superseded_codes="")
                | (Q(superseded_at__isnull=False, superseded_by__isnull=False) & ~Q(superseded_codes="")),
                name="approval_superseded_when_and_by_whom",
                violation_error_message=_("Lần trình hết hiệu lực cần thời điểm, người sửa và các câu đã sửa."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, decision="", superseded_at__isnull=True),
                name="approval_withdrawn_while_it_waits",
                violation_error_message=_("Chỉ rút bản trình đang chờ duyệt, và cần cả người rút và thời điểm."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.stage.label}"

    @property
    def stage(self) -> ApprovalStage:
        if self.decision == ApprovalDecision.RETURNED:
            return ApprovalStage.RETURNED
        if self.withdrawn_at:
            return ApprovalStage.WITHDRAWN
        if self.superseded_at:
            return ApprovalStage.FALLEN
        return ApprovalStage.APPROVED if self.decision else ApprovalStage.WAITING
