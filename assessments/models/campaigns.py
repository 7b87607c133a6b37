"""Campaigns, the assessments they open, and what was done to them."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Province
from accounts.prepared import Prepared
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Verb
from audit import recording as audit
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion

if TYPE_CHECKING:
    from accounts.models import User


NOT_A_SHARE = _("Tỷ trọng α cần giá trị từ 0 đến 1.")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def with_versions(self) -> "CampaignQuerySet":
        return with_pinned(self)


Rows = TypeVar("Rows", bound=models.QuerySet[Any])
Row = TypeVar("Row", bound=models.Model)


def with_pinned(rows: Rows, campaign: str = "") -> Rows:
    """With the versions that `campaign` (a path ending in "__", "" for campaigns themselves) pins, but without their
    definitions: those are parsed once a process."""
    versions = [f"{campaign}guidance", f"{campaign}indicators"]
    return rows.select_related(*versions).defer(*(f"{version}__definition" for version in versions))


def visible(rows: Rows, user: "User", assessment: str = "") -> Rows:
    """Those of assessments (by a path ending in "__") of the user's own provinces; with a role in the ministry, all."""
    return rows if user.ministry_roles else rows.filter(**{f"{assessment}province__in": user.province_ids})


def visible_by_key(
    build: "Callable[[uuid.UUID], models.QuerySet[Row]]", assessment: str = ""
) -> "Callable[[User, uuid.UUID], Row | None]":
    """The same for the one row that `build` asks for by its key: prepared, None where the user may not see it."""
    province = f"{assessment}province__in"
    every = Prepared(build, uuid.UUID)
    own = Prepared(lambda pk, provinces: build(pk).filter(**{province: provinces}), uuid.UUID, (int,))
    return lambda user, pk: every.first(pk) if user.ministry_roles else own.first(pk, tuple(user.province_ids))


class Campaign(models.Model):
    """One round of assessment. Pins the catalogue versions, α and the dates (each the last day, Asia/Ho_Chi_Minh)."""

    code = models.SlugField(_("mã đợt"), max_length=30, unique=True)
    name = models.CharField(_("tên đợt đánh giá"), max_length=120)
    guidance = models.ForeignKey(GuidanceVersion, models.PROTECT, verbose_name=_("danh mục hướng dẫn"))
    indicators = models.ForeignKey(IndicatorSetVersion, models.PROTECT, verbose_name=_("bộ chỉ số"))
    alpha = models.DecimalField(
        _("tỷ trọng mức sẵn sàng (α)"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.5"),
        validators=[MinValueValidator(0, NOT_A_SHARE), MaxValueValidator(1, NOT_A_SHARE)],
    )
    opens_on = models.DateField(_("mở từ ngày"))
    submit_by = models.DateField(_("hạn tự đánh giá"))
    review_by = models.DateField(_("hạn thẩm định"))
    clarify_by = models.DateField(_("hạn giải trình"))
    publish_on = models.DateField(_("ngày công bố dự kiến"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    is_demonstration = models.BooleanField(_("dữ liệu minh họa"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt đánh giá")
        verbose_name_plural = _("đợt đánh giá")
        ordering = ("-opens_on", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    opens_on__lte=F("submit_by"),
                    submit_by__lte=F("review_by"),
                    review_by__lte=F("clarify_by"),
                    clarify_by__lte=F("publish_on"),
                ),
                name="campaign_dates_in_order",
                violation_error_message=_(
                    "Các mốc phải theo thứ tự thời gian: mở, tự đánh giá, thẩm định, giải trình, công bố."
                ),
            ),
            models.CheckConstraint(
                condition=Q(alpha__gte=0, alpha__lte=1),
                name="campaign_alpha_is_a_share",
                violation_error_message=NOT_A_SHARE,
            ),
        )

    def __str__(self) -> str:
        return self.name


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: "User") -> "AssessmentQuerySet":
        """Those of the user's own provinces; with a role in the ministry, all."""
        return visible(self, user)

    def with_campaign(self) -> "AssessmentQuerySet":
        """With what nearly every page shows."""
        return with_pinned(self.select_related("province"), "campaign__")

    def locked(self, pk: uuid.UUID) -> "Assessment":
        """One assessment as it is now, until the transaction ends."""
        found = _locked.first(pk)
        if found is None:
            raise Assessment.DoesNotExist
        return found


class Assessment(models.Model):
    """One province's answers in one campaign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="assessments")
    province = models.ForeignKey(Province, models.PROTECT, related_name="assessments")
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    extended_to = models.DateField(_("gia hạn nộp đến"), null=True, blank=True)
    extension_reason = models.CharField(_("lý do gia hạn"), max_length=300, blank=True)
    to_review = models.PositiveSmallIntegerField(_("số câu cần thẩm định"), default=0)
    returned_at = models.DateTimeField(_("yêu cầu giải trình lúc"), null=True, blank=True)
    clarify_until = models.DateField(_("hạn giải trình"), null=True, blank=True)
    finalised_at = models.DateTimeField(_("chốt lúc"), null=True, blank=True)
    finalised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu đánh giá")
        verbose_name_plural = _("phiếu đánh giá")
        ordering = ("campaign", "province")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "province"),
                name="assessment_once_a_campaign",
                violation_error_message=_("Tỉnh này đã có phiếu trong đợt đánh giá."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="assessment_submitted_when_and_by_whom",
                violation_error_message=_("Cần cả người nộp và thời điểm nộp."),
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.DRAFT, submitted_at__isnull=True)
                | (~Q(state=AssessmentState.DRAFT) & Q(submitted_at__isnull=False)),
                name="assessment_submitted_once_it_left_draft",
                violation_error_message=_("Phiếu đã nộp cần thời điểm nộp, phiếu đang tự đánh giá thì không."),
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extension_reason="")
                | (Q(extended_to__isnull=False) & ~Q(extension_reason="")),
                name="assessment_extended_with_a_reason",
                violation_error_message=_("Gia hạn cần cả ngày và lý do."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.RETURNED)
                | Q(returned_at__isnull=False, clarify_until__isnull=False),
                name="assessment_returned_with_a_deadline",
                violation_error_message=_("Phiếu đang giải trình cần thời điểm gửi và hạn giải trình."),
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.FINAL, finalised_at__isnull=False, finalised_by__isnull=False)
                | (~Q(state=AssessmentState.FINAL) & Q(finalised_at__isnull=True, finalised_by__isnull=True)),
                name="assessment_final_when_and_by_whom",
                violation_error_message=_("Phiếu đã chốt cần cả người chốt và thời điểm chốt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.province}, {self.campaign}"

    @property
    def submit_by(self) -> date:
        """The last day to submit: the campaign's, or a later one that the ministry granted."""
        return max(self.campaign.submit_by, self.extended_to or self.campaign.submit_by)

    def is_past_deadline(self, today: date) -> bool:
        return today > self.submit_by

    def is_on_time(self) -> bool | None:
        """Whether it was handed in by its last day; None while it is not."""
        return timezone.localdate(self.submitted_at) <= self.submit_by if self.submitted_at else None


_locked = Prepared(
    lambda pk: Assessment.objects.with_campaign().select_for_update(of=("self",)).filter(pk=pk).order_by(), uuid.UUID
)


class PartProgress(models.Model):
    """How far an assessment has come in one part, named as in PartAssignment: whole answers of those asked, by the
    completeness rule. Written with the answers, so that boards read and never compute. Older rows have all groups of
    indicators together under "", until the next answer."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="parts")
    part = models.CharField(_("phần"), max_length=40, blank=True)
    answered = models.PositiveSmallIntegerField(_("đã hoàn thành"), default=0)
    asked = models.PositiveSmallIntegerField(_("được hỏi"), default=0)

    class Meta:
        verbose_name = _("tiến độ")
        verbose_name_plural = _("tiến độ")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "part"),
                name="progress_once_a_part",
                violation_error_message=_("Tiến độ của phần này đã được ghi."),
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=F("asked")),
                name="progress_answers_what_is_asked",
                violation_error_message=_("Số câu đã hoàn thành không thể quá số câu được hỏi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}, {self.part}: {self.answered}/{self.asked}"


class WorkflowEventQuerySet(models.QuerySet["WorkflowEvent"]):
    def record(
        self, *, verb: Verb, by: "User | None", facts: Mapping[str, Any] | None = None, **fields: Any
    ) -> "WorkflowEvent":
        """Add one, and the same to the audit log; `facts`: codes, keys and counts that stand in that log only."""
        event = self.create(verb=verb, by=by, **fields)
        place = audit.chain_of("assessment", event.assessment_id)
        audit.record(audit.Verb.WORKFLOW, place, by=by, what=verb, **facts or {})
        return event


class WorkflowEvent(models.Model):
    """What was done to an assessment, by whom and when. Only ever added."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="events")
    verb = models.CharField(_("việc"), max_length=20, choices=Verb.choices)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    detail = models.CharField(_("chi tiết"), max_length=300, blank=True)

    objects = WorkflowEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã làm")
        verbose_name_plural = _("việc đã làm")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_verb_display()}"


class CampaignEventQuerySet(models.QuerySet["CampaignEvent"]):
    def record(
        self, *, verb: CampaignVerb, by: "User | None", campaign: Campaign, detail: str = "", **facts: Any
    ) -> "CampaignEvent":
        """Add one, and the same to the audit log; `facts`: codes, keys and counts that stand in that log only."""
        place = audit.chain_of("campaign", campaign.pk)
        audit.record(audit.Verb.CAMPAIGN, place, by=by, what=verb, **facts)
        return self.create(verb=verb, by=by, campaign=campaign, detail=detail)


class CampaignEvent(models.Model):
    """What was done to a campaign, by whom and when. Only ever added."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="events")
    verb = models.CharField(_("việc"), max_length=20, choices=CampaignVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    detail = models.CharField(_("chi tiết"), max_length=300, blank=True)

    objects = CampaignEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã làm với đợt")
        verbose_name_plural = _("việc đã làm với đợt")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.campaign}: {self.get_verb_display()}"
