"""What must outlive Redis: failed tries and other counts; who took whose second factor away; and by what name the
provider of single sign-on knows a person."""

from allauth.mfa.models import Authenticator
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


class SecondFactor(Authenticator):
    """What allauth calls an authenticator, by our word for it."""

    class Meta:
        proxy = True
        verbose_name = _("bước xác minh thứ hai")
        verbose_name_plural = _("bước xác minh thứ hai")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.user}"


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


class Identity(models.Model):
    """The name that the provider of single sign-on has for a person (`sub`), bound when they first came by it. Unlike
    an address the provider never gives it to somebody else."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities", verbose_name=_("người dùng")
    )
    issuer = models.CharField(_("hệ thống đăng nhập một lần"), max_length=200)
    subject = models.CharField(_("danh tính ở đó"), max_length=255)
    bound_at = models.DateTimeField(_("gắn lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("danh tính đăng nhập một lần")
        verbose_name_plural = _("danh tính đăng nhập một lần")
        ordering = ("person", "issuer")
        constraints = (
            models.UniqueConstraint(
                fields=("issuer", "subject"),
                name="identity_of_one_person",
                violation_error_message=_("Danh tính này đã gắn với một người dùng."),
            ),
            models.UniqueConstraint(
                fields=("person", "issuer"),
                name="person_has_one_identity",
                violation_error_message=_("Người dùng này đã gắn với một danh tính."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.issuer}"
