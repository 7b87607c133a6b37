"""What must outlive Redis: failed tries and other counts; and who took whose second factor away."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FailedTry(models.Model):
    """One try to sign in with a password that did not succeed, or is not decided yet. `account` is a keyed hash of what
    was typed as the address, whether or not there is such an account: people also type passwords there."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lần đăng nhập sai")
        verbose_name_plural = _("lần đăng nhập sai")
        indexes = (
            models.Index(fields=("account", "at"), name="failed_try_account"),
            models.Index(fields=("address", "at"), name="failed_try_address"),
            models.Index(fields=("at",), name="failed_try_at"),
        )

    def __str__(self) -> str:
        return f"{self.address}: {self.at}"


class KeptCount(models.Model):
    """The table of the cache "limits" (django.core.cache.backends.db), made by the migration as any other."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "sign_in_limits"
        verbose_name = _("số đếm")
        verbose_name_plural = _("số đếm")

    def __str__(self) -> str:
        return self.cache_key


class FactorRemoval(models.Model):
    """An administrator took a lost second factor away from a person. Never changed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="factors_lost", verbose_name=_("người dùng")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="factors_taken", verbose_name=_("người gỡ")
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    what = models.CharField(_("đã gỡ"), max_length=300)

    class Meta:
        verbose_name = _("lần gỡ bước xác minh thứ hai")
        verbose_name_plural = _("lần gỡ bước xác minh thứ hai")
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(person=models.F("by")),
                name="factor_is_taken_by_another",
                violation_error_message=_("Bước xác minh thứ hai của chính mình được gỡ trên trang Bảo mật."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"
