"""What was sent in as an answer workbook, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment

from .enums import UploadStatus


class WorkbookUpload(models.Model):
    """One attempt to bring answers in. The file itself is not kept.

    `faults`: `reading.faults.Fault` as objects. `changes`: one object a leaf whose content differs, each content as an
    AnswerRevision records it: `code`, `content` (the workbook's), `base` (what the portal had when the workbook was
    downloaded; null if that cannot be told) and, once applied, `before` (what the portal had then) and `fate`.
    `catalogues`: checksums of the two catalogues it was read with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="workbook_uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    file_name = models.CharField(_("tên tệp"), max_length=160)
    sha256 = models.CharField(max_length=64)
    downloaded_at = models.DateTimeField(_("bảng tính tải về lúc"), null=True, blank=True)
    catalogues = models.CharField(_("danh mục"), max_length=129, blank=True)
    status = models.CharField(_("trạng thái"), max_length=10, choices=UploadStatus.choices)
    faults = models.JSONField(_("các lỗi"), default=list, blank=True)
    remarks = models.JSONField(_("lưu ý"), default=list, blank=True)
    changes = models.JSONField(_("các thay đổi"), default=list, blank=True)
    applied_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người nhận")
    )

    class Meta:
        verbose_name = _("lần gửi bảng tính")
        verbose_name_plural = _("các lần gửi bảng tính")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(status=UploadStatus.REFUSED, changes=[]) & ~Q(faults=[]))
                | Q(status=UploadStatus.UNCHANGED, faults=[], changes=[])
                | (Q(status__in=(UploadStatus.READY, UploadStatus.APPLIED), faults=[]) & ~Q(changes=[])),
                name="workbook_has_faults_or_changes",
                violation_error_message=_("Lần gửi có lỗi thì không có thay đổi; chờ xác nhận, đã nhận thì phải có."),
            ),
            models.CheckConstraint(
                condition=Q(status=UploadStatus.APPLIED, applied_at__isnull=False, applied_by__isnull=False)
                | (~Q(status=UploadStatus.APPLIED) & Q(applied_at__isnull=True, applied_by__isnull=True)),
                name="workbook_applied_when_and_by_whom",
                violation_error_message=_("Bảng tính đã nhận cần cả người nhận và thời điểm."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_status_display()})"
