"""The log: events that are only ever added, each bound to the one before it in its chain."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import Verb


class Event(models.Model):
    """One fact. `chain` names what it is about ("assessment:<id>", "user:5", "seals"), `actor` is the key of a user and
    no relation: names and mails never stand here, and erasing a person breaks nothing. `what` is a code (a route, a
    verb of the domain), `detail` holds codes, keys and counts. Written by `recording` only; the database refuses any
    change (protection.py)."""

    chain = models.CharField(_("đối tượng"), max_length=80)
    seq = models.PositiveBigIntegerField(_("số thứ tự"))
    at = models.DateTimeField(_("lúc"))
    actor = models.BigIntegerField(_("người"), null=True, blank=True)
    role = models.CharField(_("vai trò"), max_length=80, blank=True)
    network = models.CharField(_("mạng"), max_length=50, blank=True)
    verb = models.CharField(_("việc"), max_length=20, choices=Verb.choices)
    what = models.CharField(_("nội dung"), max_length=80, blank=True)
    detail = models.JSONField(_("chi tiết"), default=dict, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký kiểm toán")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("-at", "-id"), name="audit_by_time"),
            models.Index(fields=("actor", "-at"), name="audit_by_actor"),
            models.Index(fields=("verb", "-at", "-id"), name="audit_by_verb"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("chain", "seq"),
                name="audit_one_event_a_place",
                violation_error_message=_("Vị trí này của chuỗi đã có một dòng."),
            ),
            models.CheckConstraint(
                condition=Q(seq=1, previous="") | (Q(seq__gt=1) & ~Q(previous="")),
                name="audit_only_the_first_follows_nothing",
                violation_error_message=_("Chỉ dòng đầu của chuỗi không có dòng trước."),
            ),
            models.CheckConstraint(
                condition=Q(verb__in=Verb.values),
                name="audit_verb_is_known",
                violation_error_message=_("Việc không có trong danh sách."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}: {self.get_verb_display()}"


class Head(models.Model):
    """Where a chain ends. Written by the database itself as events are added, so that a chain cut at its end shows."""

    chain = models.CharField(_("đối tượng"), max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField(_("số thứ tự"))
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("đầu chuỗi")
        verbose_name_plural = _("đầu chuỗi")

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}"
