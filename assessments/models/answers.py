"""Answers: one row a leaf of an assessment, with a typed column for each kind of value."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Quality
from catalogues.schema import SINGLE_CHOICE, Kind

from .campaigns import Assessment

VALUE_COLUMNS = {
    "choice": tuple(str(kind) for kind in sorted(SINGLE_CHOICE)),
    "ticked": (str(Kind.CHECKLIST),),
    "number": (str(Kind.NUMBER),),
    "numerator": (str(Kind.RATIO),),
    "denominator": (str(Kind.RATIO),),
    "document_number": (str(Kind.DOCUMENT),),
    "document_issuer": (str(Kind.DOCUMENT),),
    "document_title": (str(Kind.DOCUMENT),),
    "document_date": (str(Kind.DOCUMENT),),
    "text": (str(Kind.TEXT),),
}
"""Value column → the kinds that use it."""

TEXT_COLUMNS = frozenset({"choice", "ticked", "document_number", "document_issuer", "document_title", "text"})


def _only_for_its_kinds(column: str) -> Q:
    empty = Q(**{column: ""}) if column in TEXT_COLUMNS else Q(**{f"{column}__isnull": True})
    return Q(kind__in=VALUE_COLUMNS[column]) | empty


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> "AnswerQuerySet":
        """Answers that say something: a value, or "not applicable"."""
        return self.filter(is_given=True)


class Answer(models.Model):
    """What a province answers to one question or indicator, named by its code in the campaign's pinned catalogues.

    `ticked` holds the codes of a checklist separated by blanks; a checklist with nothing ticked is given, so
    `is_given` says whether there is a value at all. `version` counts saves and guards against lost updates.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    code = models.CharField(_("mã câu"), max_length=40)
    section = models.CharField(_("phần"), max_length=40)
    kind = models.CharField(_("kiểu"), max_length=20, choices=[(str(kind), str(kind)) for kind in Kind])
    is_given = models.BooleanField(_("đã trả lời"), default=False)
    choice = models.CharField(_("lựa chọn"), max_length=20, blank=True)
    ticked = models.CharField(_("các mục đã chọn"), max_length=1000, blank=True)
    number: "models.DecimalField[Decimal | None]" = models.DecimalField(
        _("giá trị"), max_digits=20, decimal_places=8, null=True, blank=True
    )
    numerator: "models.DecimalField[Decimal | None]" = models.DecimalField(
        _("tử số"), max_digits=20, decimal_places=8, null=True, blank=True
    )
    denominator: "models.DecimalField[Decimal | None]" = models.DecimalField(
        _("mẫu số"), max_digits=20, decimal_places=8, null=True, blank=True
    )
    document_number = models.CharField(_("số, ký hiệu"), max_length=200, blank=True)
    document_date: "models.DateField[date | None]" = models.DateField(_("ngày ban hành"), null=True, blank=True)
    document_issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    document_title = models.CharField(_("trích yếu"), max_length=500, blank=True)
    text = models.TextField(_("nội dung"), max_length=10_000, blank=True)
    not_applicable = models.BooleanField(_("không áp dụng"), default=False)
    reason = models.TextField(_("lý do không áp dụng"), max_length=2_000, blank=True)
    note = models.TextField(_("ghi chú"), max_length=10_000, blank=True)
    quality = models.CharField(_("nguồn gốc số liệu"), max_length=20, choices=Quality.choices, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        ordering = ("assessment", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "code"),
                name="answer_once_a_leaf",
                violation_error_message=_("Câu này đã có câu trả lời trong phiếu."),
            ),
            *(
                models.CheckConstraint(
                    condition=_only_for_its_kinds(column),
                    name=f"answer_{column}_for_its_kind",
                    violation_error_message=_("Giá trị không thuộc kiểu của câu hỏi."),
                )
                for column in VALUE_COLUMNS
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False, numerator__gte=0, denominator__gt=0),
                name="answer_ratio_has_both_parts",
                violation_error_message=_("Tỷ lệ cần cả tử số từ 0 trở lên và mẫu số lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False, reason="") | (Q(not_applicable=True, is_given=True) & ~Q(reason="")),
                name="answer_not_applicable_with_a_reason",
                violation_error_message=_("“Không áp dụng” cần có lý do."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.code}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """As Django's, without going through `__init__`: every page of an assessment reads all of its answers."""
        found = cls.__new__(cls)
        found._state = ModelState()
        found._state.adding, found._state.db = False, db
        found.__dict__.update(zip(field_names, values, strict=True))
        return found


class AnswerRevision(models.Model):
    """Each state an answer was ever saved in, with who and when. Only ever added."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.JSONField(_("nội dung"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần lưu")
        verbose_name_plural = _("các lần lưu")
        ordering = ("answer", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("answer", "version"),
                name="revision_once_a_version",
                violation_error_message=_("Lần lưu này đã được ghi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer} ({self.version})"
