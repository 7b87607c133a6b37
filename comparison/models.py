"""Editions: the verified results of a campaign put side by side at one moment, with ranks and what they can bear."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Province, ProvinceType, User
from assessments.enums import ReasonCode, Seat, Verdict
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.models.campaigns import with_pinned
from assessments.models.scores import READY_WITH_ITS_FILE, READY_WITH_PAGES, RenderedFile, Work, score_column
from indicators.scoring.frame import NodeKind


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User) -> "EditionQuerySet":
        """The ministry sees all; provinces what is published."""
        return self if user.ministry_roles else self.published()

    def published(self) -> "EditionQuerySet":
        return self.filter(published_at__isnull=False)

    def with_campaign(self) -> "EditionQuerySet":
        return with_pinned(self.select_related("campaign"), "campaign__")


class Edition(Work):
    """One comparison of a campaign's verified results, made by a task and then never changed; `number` counts from 1
    in the campaign. The first to be published is the campaign's result; a later one is a correction and has a
    `reason`. `seed` and `draws` make the rank intervals repeatable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("số"))
    reason = models.CharField(_("lý do đính chính"), max_length=300, blank=True)
    seed = models.PositiveBigIntegerField(_("số mầm"))
    draws = models.PositiveIntegerField(_("số lần rút"))
    field = models.PositiveIntegerField(_("số tỉnh được xếp hạng"), default=0)
    done = models.PositiveIntegerField(_("số phiếu đã đọc"), default=0)
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản so sánh")
        verbose_name_plural = _("bản so sánh")
        ordering = ("campaign", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "number"),
                name="edition_number_once_a_campaign",
                violation_error_message=_("Đợt này đã có bản so sánh mang số này."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, status="ready"),
                name="edition_published_when_by_whom_and_ready",
                violation_error_message=_("Bản công bố cần đã xong, có người và thời điểm công bố."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign} ({self.number})"


class Entry(models.Model):
    """One province's result in an edition, as its verified snapshot and its submission had it, with its rank.

    Shares and scores 0–100; `rank_low`–`rank_high`: the ranks between which it lay in 90 % of the draws; `top5`: share
    of the draws (0–1) in which it was among the first five. None: nothing to be ranked by.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="entries")
    province = models.ForeignKey(Province, models.PROTECT, related_name="entries")
    type = models.CharField(_("loại đơn vị"), max_length=10, choices=ProvinceType.Type.choices, blank=True)
    verified_snapshot = models.ForeignKey(ScoreSnapshot, models.PROTECT, related_name="+")
    submission = models.ForeignKey(ScoreSnapshot, models.PROTECT, related_name="+")
    headline = score_column(_("điểm đã thẩm định"))
    readiness = score_column(_("mức sẵn sàng"))
    results = score_column(_("mức kết quả"))
    coverage = score_column(_("đã trả lời"))
    evidenced_share = score_column(_("có minh chứng"))
    claimed = score_column(_("điểm tự đánh giá"))
    evidenced = score_column(_("điểm có minh chứng"))
    rank = models.PositiveIntegerField(_("hạng"), null=True, blank=True)
    rank_low = models.PositiveIntegerField(_("hạng cao nhất có thể"), null=True, blank=True)
    rank_high = models.PositiveIntegerField(_("hạng thấp nhất có thể"), null=True, blank=True)
    mean_rank = models.DecimalField(_("hạng trung bình"), max_digits=8, decimal_places=2, null=True, blank=True)
    top5 = models.DecimalField(_("xác suất trong năm tỉnh đầu"), max_digits=5, decimal_places=4, null=True, blank=True)
    rank_geometric = models.PositiveIntegerField(_("hạng theo trung bình nhân"), null=True, blank=True)
    rank_evidenced = models.PositiveIntegerField(_("hạng theo điểm có minh chứng"), null=True, blank=True)
    is_uncertain = models.BooleanField(_("thứ hạng chưa chắc chắn"), default=False)
    ladder_level = models.PositiveSmallIntegerField(_("số mức đã đạt"), null=True, blank=True)

    class Meta:
        verbose_name = _("kết quả trong bản so sánh")
        verbose_name_plural = _("kết quả trong bản so sánh")
        ordering = ("edition", "rank", "province")
        indexes = (models.Index(fields=("edition", "rank"), name="entry_by_rank"),)
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "assessment"),
                name="entry_once_an_edition",
                violation_error_message=_("Phiếu này đã có trong bản so sánh."),
            ),
            models.CheckConstraint(
                condition=Q(headline__isnull=False) | Q(rank__isnull=True),
                name="entry_ranked_by_its_headline",
                violation_error_message=_("Không có điểm thì không có hạng."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.province}"


class NodeScore(models.Model):
    """One node of an entry, so that tables and statistics are read by the database: what was claimed at submission and
    what was verified (None: not applicable), the verified node's effective weight in the headline (0–1), and for a leaf
    the reviewers' verdict with its reason."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="nodes")
    kind = models.CharField(max_length=20, choices=[(str(kind), str(kind)) for kind in NodeKind])
    code = models.CharField(max_length=40)
    parent = models.CharField(max_length=40, blank=True)
    claimed = score_column(_("tự đánh giá"))
    verified = score_column(_("đã thẩm định"))
    effective = models.DecimalField(max_digits=14, decimal_places=12, default=Decimal(0))
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    reason = models.CharField(max_length=30, choices=ReasonCode.choices, blank=True)

    class Meta:
        verbose_name = _("điểm của một nút")
        verbose_name_plural = _("điểm của các nút")
        ordering = ("entry", "pk")
        indexes = (models.Index(fields=("kind", "code", "entry"), name="node_of_all_entries"),)
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "kind", "code"),
                name="node_once_an_entry",
                violation_error_message=_("Nút này đã có điểm trong kết quả."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}: {self.code}"


class EntryReviewer(models.Model):
    """Who reviewed an entry, as it was when the edition was made (statistics per reviewer)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reviewers")
    seat = models.CharField(max_length=10, choices=Seat.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("người thẩm định của kết quả")
        verbose_name_plural = _("người thẩm định của kết quả")
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "seat"),
                name="entry_reviewer_once_a_seat",
                violation_error_message=_("Kết quả này đã có người thẩm định ở vai này."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}: {self.reviewer}"


class NationalReport(RenderedFile):
    """The national report of one edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reports")

    class Meta:
        verbose_name = _("báo cáo toàn quốc")
        verbose_name_plural = _("báo cáo toàn quốc")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "language"),
                name="national_report_once_an_edition",
                violation_error_message=_("Báo cáo này đã có."),
            ),
            models.CheckConstraint(
                condition=READY_WITH_ITS_FILE & READY_WITH_PAGES,
                name="national_report_ready_with_its_file",
                violation_error_message=_("Báo cáo đã xong cần có tệp."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.language}"
