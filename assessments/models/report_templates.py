"""Templates of the Word edition of the report, as the ministry sends them; which one is used, and what was done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import TemplateVerb


class ReportTemplateQuerySet(models.QuerySet["ReportTemplate"]):
    def active(self, language: str) -> "ReportTemplate | None":
        """The one in use; None for the default template."""
        return self.filter(language=language, is_active=True).first()


class ReportTemplate(models.Model):
    """One version, checked before it came here and never deleted. `missing`: obligatory fields it does not print."""

    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=settings.LANGUAGES, default="vi")
    name = models.CharField(_("tên tệp"), max_length=150)
    file = models.FileField(_("tệp"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("số byte"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    missing = models.JSONField(_("trường bắt buộc mà mẫu không in"), default=list)
    is_active = models.BooleanField(_("đang dùng"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu báo cáo Word")
        verbose_name_plural = _("mẫu báo cáo Word")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("language",),
                condition=Q(is_active=True),
                name="report_template_one_in_use",
                violation_error_message=_("Mỗi ngôn ngữ chỉ dùng một mẫu."),
            ),
            models.UniqueConstraint(
                fields=("language", "sha256"),
                name="report_template_once",
                violation_error_message=_("Tệp mẫu này đã có."),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0) & ~Q(file="") & ~Q(sha256=""),
                name="report_template_has_its_file",
                violation_error_message=_("Mẫu cần có tệp."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReportTemplateEvent(models.Model):
    """What was done to a template, by whom and when. Only ever added."""

    template = models.ForeignKey(ReportTemplate, models.PROTECT, related_name="events")
    verb = models.CharField(_("việc"), max_length=10, choices=TemplateVerb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("việc đã làm với mẫu báo cáo")
        verbose_name_plural = _("việc đã làm với mẫu báo cáo")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.template}: {self.get_verb_display()}"
