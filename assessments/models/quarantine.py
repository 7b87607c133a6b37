"""What lifts the ban on a file that the scanner took for malware."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .evidence import StoredFile


class QuarantineRelease(models.Model):
    """An administrator's word that `finding` was a false alarm. The bytes are gone: whoever has them may send them
    again, and then (`returned_at`) they count as clean. Only ever added, but for `returned_at`."""

    stored_file = models.OneToOneField(StoredFile, models.PROTECT, related_name="release", verbose_name=_("tệp"))
    finding = models.CharField(_("mã độc tìm thấy"), max_length=200)
    reason = models.CharField(_("lý do bỏ cách ly"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người bỏ"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    returned_at = models.DateTimeField(_("nhận lại lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần bỏ cách ly")
        verbose_name_plural = _("các lần bỏ cách ly")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(finding=""),
                name="release_has_its_reason",
                violation_error_message=_("Bỏ cách ly cần lý do và tên mã độc mà bộ quét đã báo."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.stored_file}: {self.reason}"
