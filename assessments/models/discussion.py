"""What the people of one province say to each other about a question. Internal: the ministry never reads it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .campaigns import Assessment


class CommentQuerySet(models.QuerySet["Comment"]):
    def standing(self) -> "CommentQuerySet":
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Comment(models.Model):
    """One contribution to the discussion of a leaf. Withdrawn, its text is gone and its place stays."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="comments")
    code = models.CharField(_("mã câu"), max_length=40)
    text = models.TextField(_("nội dung"), max_length=2_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    amended_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến trao đổi")
        verbose_name_plural = _("ý kiến trao đổi")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("assessment", "code"), name="comment_thread"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(text="", withdrawn_at__isnull=False) | (~Q(text="") & Q(withdrawn_at__isnull=True)),
                name="comment_has_text_until_withdrawn",
                violation_error_message=_("Ý kiến cần nội dung; ý kiến đã rút thì không còn nội dung."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.code}, {self.by}"


class CommentMention(models.Model):
    """Somebody whose attention a comment asks for."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("lời nhắc tới")
        verbose_name_plural = _("lời nhắc tới")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "user"),
                name="mention_once_a_comment",
                violation_error_message=_("Ý kiến này đã nhắc tới người đó."),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class DiscussionSettled(models.Model):
    """Stands as long as the discussion of a leaf counts as settled."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="settled_discussions")
    code = models.CharField(_("mã câu"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("trao đổi đã xong")
        verbose_name_plural = _("trao đổi đã xong")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "code"),
                name="discussion_settled_once",
                violation_error_message=_("Trao đổi của câu này đã xong rồi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.code}"
