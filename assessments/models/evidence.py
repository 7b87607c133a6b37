"""Evidence: files kept by content, links and cited documents, and the answers they support."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Province
from assessments.enums import EvidenceKind, ScanState

from .answers import Answer
from .campaigns import Assessment


class StoredFile(models.Model):
    """The bytes of a file, kept once under their sha256, never deleted while evidence refers to them, unless they are
    infected: then the row alone stays. `scan_sent_at`: when they were last sent to the scanner; `scan_failed_at`: when
    it did not answer, since."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(_("tệp"), max_length=200)
    size = models.PositiveBigIntegerField(_("số byte"))
    content_type = models.CharField(_("loại nội dung"), max_length=100)
    stored_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)
    scan_state = models.CharField(
        _("quét mã độc"), max_length=10, choices=ScanState.choices, default=ScanState.UNSCANNED
    )
    scan_finding = models.CharField(_("mã độc tìm thấy"), max_length=200, blank=True)
    scan_sent_at = models.DateTimeField(_("gửi quét lúc"), default=timezone.now)
    scan_failed_at = models.DateTimeField(_("quét không được lúc"), null=True, blank=True)
    scanned_at = models.DateTimeField(_("quét lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("tệp đã lưu")
        verbose_name_plural = _("tệp đã lưu")
        indexes = (
            models.Index(
                fields=("scan_sent_at",),
                condition=Q(scan_state__in=(ScanState.WAITING, ScanState.UNSCANNED)),
                name="stored_file_to_scan",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="stored_file_is_not_empty",
                violation_error_message=_("Tệp không có nội dung."),
            ),
            models.CheckConstraint(
                condition=Q(scan_state__in=(ScanState.WAITING, ScanState.UNSCANNED), scanned_at=None, scan_finding="")
                | Q(scan_state=ScanState.CLEAN, scanned_at__isnull=False, scan_finding="")
                | (Q(scan_state=ScanState.INFECTED, scanned_at__isnull=False) & ~Q(scan_finding="")),
                name="stored_file_scanned_with_its_finding",
                violation_error_message=_("Kết quả quét mã độc cần đủ thời điểm và, nếu có mã độc, tên mã độc."),
            ),
        )

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_infected(self) -> bool:
        return self.scan_state == ScanState.INFECTED

    @property
    def is_held(self) -> bool:
        """Handed to nobody, now or ever."""
        return self.scan_state in {ScanState.WAITING, ScanState.INFECTED}


class Evidence(models.Model):
    """One item of a province's evidence; it may support several answers, also of later rounds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    province = models.ForeignKey(Province, models.PROTECT, related_name="evidence")
    kind = models.CharField(_("loại"), max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(_("tên, trích yếu"), max_length=300)
    stored_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="evidence")
    url = models.URLField(_("đường dẫn"), max_length=1000, blank=True)
    document_number = models.CharField(_("số, ký hiệu"), max_length=200, blank=True)
    document_date = models.DateField(_("ngày ban hành"), null=True, blank=True)
    document_issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    valid_until: "models.DateField[date | None]" = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
    is_confidential = models.BooleanField(_("hạn chế phổ biến"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(_("thêm lúc"), default=timezone.now)
    answers = models.ManyToManyField(Answer, through="AnswerEvidence", related_name="evidence")

    class Meta:
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, stored_file__isnull=False, url="", document_number="")
                | (Q(kind=EvidenceKind.LINK, stored_file__isnull=True, document_number="") & ~Q(url=""))
                | (Q(kind=EvidenceKind.DOCUMENT, stored_file__isnull=True, url="") & ~Q(document_number="")),
                name="evidence_has_what_its_kind_needs",
                violation_error_message=_("Minh chứng cần một tệp, một đường dẫn hoặc một văn bản."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(document_date__isnull=True)
                | Q(valid_until__gte=F("document_date")),
                name="evidence_is_valid_from_its_date_on",
                violation_error_message=_("Văn bản không thể hết hiệu lực trước ngày ban hành."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def has_expired_for(self, assessment: Assessment) -> bool:
        """On the day the assessment was handed in; before that, today."""
        day = timezone.localdate(assessment.submitted_at)
        return self.valid_until is not None and self.valid_until < day


class AnswerEvidence(models.Model):
    """An item of evidence in support of an answer."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="answer_evidence")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="answer_evidence")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("minh chứng của câu trả lời")
        verbose_name_plural = _("minh chứng của câu trả lời")
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("answer", "evidence"),
                name="evidence_once_an_answer",
                violation_error_message=_("Minh chứng này đã có trong câu trả lời."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer}: {self.evidence}"
