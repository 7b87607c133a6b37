"""Score snapshots and the reports made from them."""

import uuid
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import PRINTED, UNFINISHED, Purpose, ReportKind, WorkStatus

from .campaigns import Assessment, visible, with_pinned
from .frozen import FrozenJSON
from .partly import part

if TYPE_CHECKING:
    from accounts.models import User


def score_column(label: str) -> "models.DecimalField[Decimal | None]":
    """A score or share, 0–100; None: not applicable."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)


SOON = 20
"""Within so many seconds nearly everything is made."""


class Work(models.Model):
    """A row that a task works on: the status people see, and what the sweep looks for."""

    status = models.CharField(_("tình trạng"), max_length=10, choices=WorkStatus.choices, default=WorkStatus.QUEUED)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    touched_at = models.DateTimeField(_("hoạt động gần nhất"), default=timezone.now)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    failure = models.CharField(_("lỗi"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_delayed(self) -> bool:
        """Not finished after longer than it takes by itself: the queue or a worker is away; the sweep will come."""
        silent = timezone.now() - self.touched_at
        return self.status in UNFINISHED and (self.attempts > 1 or silent.total_seconds() > SOON)

    @property
    def file_type(self) -> str:
        """What a link to it opens: "PDF", "DOCX", "ZIP"."""
        return Path(self.file.name).suffix.removeprefix(".").upper()


class RenderedFile(Work):
    """A report that a task renders and keeps under its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=settings.LANGUAGES, default="vi")
    file = models.FileField(_("tệp"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("số byte"), default=0)
    pages = models.PositiveSmallIntegerField(_("số trang"), default=0)

    class Meta:
        abstract = True


READY_WITH_ITS_FILE = (Q(status=WorkStatus.READY, size__gt=0) & ~Q(file="") & ~Q(sha256="")) | ~Q(
    status=WorkStatus.READY
)
"""What the database asks of every rendered file."""

READY_WITH_PAGES = Q(pages__gt=0) | ~Q(status=WorkStatus.READY)
"""And of one that is printed."""


READ = (
    *("province__region", "province__population", "campaign__name", "campaign__opens_on"),
    *("campaign__is_demonstration", "campaign__guidance__checksum", "campaign__indicators__checksum"),
)
"""Of an assessment, while it is scored."""

LARGEST = ("context", "trace")


class ScoreSnapshotQuerySet(models.QuerySet["ScoreSnapshot"]):
    def with_campaign(self) -> "ScoreSnapshotQuerySet":
        """With what every page of a snapshot shows."""
        return with_pinned(self.select_related("assessment__province"), "assessment__campaign__")

    def to_score(self) -> "ScoreSnapshotQuerySet":
        """With what its scoring, and what is told beside it, reads and nothing else."""
        of_assessment = ("campaign__guidance", "campaign__indicators", "province")
        own = (
            "status",
            "purpose",
            "as_of",
            "created_by",
            "inputs",
            "context",
            *(f"assessment__{name}" for name in READ),
        )
        return self.select_related(*(f"assessment__{name}" for name in of_assessment)).only(*own)

    def visible_to(self, user: "User") -> "ScoreSnapshotQuerySet":
        """Those of the assessments that the user may see; asked without a subquery."""
        return visible(self, user, "assessment__")

    def partly(self) -> "ScoreSnapshotQuerySet":
        """With the texts of the largest documents, of which `part` parses what is asked for."""
        texts = {f"{name}_text": Cast(name, models.TextField()) for name in LARGEST}
        return self.defer(*LARGEST).annotate(**texts)


class ScoreSnapshot(Work):
    """What was answered at one moment and what it scored. `inputs` and `context` are frozen when it is made;
    `scorecard` and `trace` are written once, when it becomes ready; after that the row never changes.

    `inputs`: "smartcity-answers/1"; `context`: names, notes and evidence that reports print; `scorecard`:
    "smartcity-scorecard/1"; `trace`: "smartcity-trace/1". `checksum`: sha256 over all four. `reason`: why an assessment
    that had been finalised before was finalised again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="snapshots")
    purpose = models.CharField(_("mục đích"), max_length=12, choices=Purpose.choices)
    reason = models.CharField(_("lý do lập lại"), max_length=300, blank=True)
    as_of = models.DateField(_("tính đến ngày"))
    inputs = FrozenJSON(_("đầu vào"))
    context = FrozenJSON(_("bối cảnh"))
    scorecard = FrozenJSON(_("bảng điểm"), null=True, blank=True)
    trace = FrozenJSON(_("diễn giải"), null=True, blank=True)
    checksum = models.CharField("sha256", max_length=64, blank=True, db_index=True)
    claimed = score_column(_("điểm tự đánh giá"))
    evidenced = score_column(_("điểm có minh chứng"))
    verified = score_column(_("điểm đã thẩm định"))

    objects = ScoreSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản chấm điểm")
        verbose_name_plural = _("bản chấm điểm")
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=("assessment", "purpose", "-created_at"), name="snapshot_latest"),
            models.Index(fields=("status", "created_at"), name="snapshot_by_status"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("assessment",),
                condition=Q(purpose=Purpose.SUBMISSION),
                name="snapshot_one_submission",
                violation_error_message=_("Phiếu này đã có bản nộp."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=WorkStatus.READY, scorecard__isnull=False, trace__isnull=False, finished_at__isnull=False)
                    & ~Q(checksum="")
                )
                | (~Q(status=WorkStatus.READY) & Q(scorecard__isnull=True, trace__isnull=True, checksum="")),
                name="snapshot_ready_with_its_result",
                violation_error_message=_("Bản chấm điểm đã xong cần đủ kết quả."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_purpose_display()}"

    def part(self, document: str, *keys: str) -> Any:
        """What stands in a document under these keys (models/partly.py says which); without keys all of it. Raises
        KeyError if nothing does."""
        text = getattr(self, f"{document}_text", None)
        if text is not None:
            return part(text, *keys)
        found: Any = getattr(self, document) or {}
        for key in keys:
            found = found[key]
        return found


class ReportFile(RenderedFile):
    """A document made from one snapshot and from what stood beside it when it was asked for.

    `supplement`: the earlier round, the published results and the action plan (assessments.supplements), frozen;
    `supplement_key`: its sha256. `template`: sha256 of the ministry's template that a Word edition is filled into, ""
    for ours. The same document from the same three is made once.
    """

    snapshot = models.ForeignKey(ScoreSnapshot, models.PROTECT, related_name="reports")
    kind = models.CharField(_("loại"), max_length=20, choices=ReportKind.choices, default=ReportKind.GAP_REPORT)
    supplement = models.JSONField(_("số liệu kèm theo"), default=dict)
    supplement_key = models.CharField(max_length=64, blank=True)
    template = models.CharField(_("sha256 của mẫu Word"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=("sha256",), name="report_by_content"),
            models.Index(fields=("status", "created_at"), name="report_by_status"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("snapshot", "kind", "language", "supplement_key", "template"),
                name="report_once_a_snapshot",
                violation_error_message=_("Báo cáo này đã có."),
            ),
            models.CheckConstraint(
                condition=READY_WITH_ITS_FILE,
                name="report_ready_with_its_file",
                violation_error_message=_("Báo cáo đã xong cần có tệp."),
            ),
            models.CheckConstraint(
                condition=READY_WITH_PAGES | ~Q(kind__in=sorted(PRINTED)),
                name="report_printed_with_pages",
                violation_error_message=_("Báo cáo in ra cần có trang."),
            ),
            models.CheckConstraint(
                condition=Q(template="") | Q(kind=ReportKind.WORD),
                name="report_template_of_word_only",
                violation_error_message=_("Chỉ bản Word có mẫu."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.get_kind_display()}"
