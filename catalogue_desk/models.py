"""What was uploaded at the desk and what was done there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import CatalogueKind, DeskVerb, UploadStatus


class CatalogueUpload(models.Model):
    """One attempt to bring in a version. Its `definition` is there only when the files had no fault."""

    kind = models.CharField(_("loại danh mục"), max_length=12, choices=CatalogueKind.choices)
    version_code = models.CharField(_("phiên bản"), max_length=60)
    file_names = models.JSONField(_("tên các tệp"), default=list)
    status = models.CharField(_("trạng thái"), max_length=10, choices=UploadStatus.choices)
    faults = models.JSONField(_("các lỗi"), default=list)
    definition = models.JSONField(_("nội dung"), null=True, blank=True)
    checksum = models.CharField("sha256", max_length=64, blank=True)
    base = models.CharField(_("so với phiên bản"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần gửi danh mục")
        verbose_name_plural = _("các lần gửi danh mục")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status=UploadStatus.REFUSED, definition__isnull=True, checksum="")
                | (Q(status__in=(UploadStatus.READY, UploadStatus.STORED), definition__isnull=False, faults=[])),
                name="upload_has_faults_or_a_definition",
                violation_error_message=_("Lần gửi có lỗi thì không có nội dung, không có lỗi thì phải có."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_code} ({self.get_status_display()})"


class DeskEvent(models.Model):
    """What was done to a version or for one, by whom and when. Only ever added."""

    kind = models.CharField(_("loại danh mục"), max_length=12, choices=CatalogueKind.choices)
    version_code = models.CharField(_("phiên bản"), max_length=60)
    verb = models.CharField(_("việc"), max_length=10, choices=DeskVerb.choices)
    checksum = models.CharField("sha256", max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người làm"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("việc đã làm với danh mục")
        verbose_name_plural = _("việc đã làm với danh mục")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("kind", "version_code"), name="event_of_a_version"),)

    def __str__(self) -> str:
        return f"{self.version_code}: {self.get_verb_display()}"
