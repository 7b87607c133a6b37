"""Who in a province works on which part of its assessment. It informs; it locks nothing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Body

from .campaigns import Assessment

GROUP_PREFIX = "K."
"""Before the code of an indicator group: a theme may have the same one."""


class PartAssignment(models.Model):
    """A part of an assessment (`part`: the code of a theme, or GROUP_PREFIX and that of an indicator group) given to a
    body of the province, perhaps to one person of it, until a day."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="shares")
    part = models.CharField(_("phần"), max_length=40)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("người thực hiện"),
    )
    due_on = models.DateField(_("hạn hoàn thành"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("phân công trong tỉnh")
        verbose_name_plural = _("phân công trong tỉnh")
        ordering = ("assessment", "part")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "part"),
                name="part_assigned_once",
                violation_error_message=_("Phần này đã được phân công."),
            ),
            models.CheckConstraint(
                condition=~models.Q(part=""),
                name="part_assigned_has_a_code",
                violation_error_message=_("Phân công cần mã của phần."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}, {self.part}: {self.who}"

    @property
    def label(self) -> str:
        """The part by its kind and code."""
        code = self.part.removeprefix(GROUP_PREFIX)
        return (_("nhóm nội dung %s") if code == self.part else _("nhóm chỉ số %s")) % code

    @property
    def who(self) -> str:
        """The person, else the body."""
        return str(self.person) if self.person else self.body.name
