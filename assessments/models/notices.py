"""The in-app inbox; each notice may also go out as mail, once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .campaigns import Campaign
from .discussion import Comment


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def mark_read(self) -> int:
        return self.unread().update(read_at=timezone.now())


class Notice(models.Model):
    """One message to one person, written in their language. `key` says what it is about, so that the same thing is
    never told twice; `path` is the address on this portal where to go. With a `comment` it is not mailed by itself but
    in a digest, and goes when the comment is withdrawn."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="notices")
    subject = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"), max_length=2_000)
    path = models.CharField(_("địa chỉ"), max_length=200)
    created_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    by_mail = models.BooleanField(_("gửi cả thư"), default=True)
    mailed_at = models.DateTimeField(_("gửi thư lúc"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần thử gửi thư"), default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=("user", "-created_at"), name="notice_inbox"),
            models.Index(
                fields=("created_at",), condition=Q(by_mail=True, mailed_at__isnull=True), name="notice_to_mail"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("user", "key"),
                name="notice_once_a_thing",
                violation_error_message=_("Thông báo này đã được gửi."),
            ),
            models.CheckConstraint(
                condition=Q(by_mail=True) | Q(mailed_at__isnull=True),
                name="notice_mailed_only_if_it_is_to_be",
                violation_error_message=_("Thông báo này không gửi bằng thư."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"
