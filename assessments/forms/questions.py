"""One form a leaf, built from the catalogue: a builder for each kind of answer, and what every answer has beside it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.answer_values import halves, read, value_of
from assessments.catalogue import Item
from assessments.enums import Quality
from assessments.errors import InvalidAnswer
from assessments.models import Answer
from catalogues.schema import NUMERIC, EvidenceRule, Kind
from indicators.scoring.measures import DocumentValue, RatioValue

from .fields import DayField, NumberField, TextField

NONE_TICKED = "-"
"""What the box "none of these yet" of a checklist sends."""

Fields = dict[str, forms.Field]


def prefix_of(code: str) -> str:
    """A code as part of names and ids in HTML."""
    return "q_" + re.sub(r"[^A-Za-z0-9]+", "_", code)


class QuestionForm(forms.Form):
    """The answer to one question or indicator. After `is_valid`, `content()` has what to save."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = TextField(required=False, max_length=10_000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, item: Item, answer: Answer | None, today: date, data: Any = None) -> None:
        self.item, self.answer, self.today = item, answer, today
        super().__init__(
            data, prefix=prefix_of(item.code), initial=initial_of(item, answer), use_required_attribute=False
        )
        extra = VALUE_FIELDS[item.kind](item)
        self.value_names = list(extra)
        if item.kind in NUMERIC:
            extra["quality"] = _quality_field()
        if item.may_not_apply:
            extra |= _not_applicable_fields()
        self.fields = {**extra, **self.fields}
        self.fields["note"].label = _("Ghi chú")
        if item.evidence is EvidenceRule.REQUIRED:
            self.fields["note"].help_text = _("Nếu chưa có minh chứng, hãy giải thích vì sao ở đây.")
        use_our_words(self.fields.values())
        self.helper = helper()

    @property
    def prompt_id(self) -> str:
        """The id of the question's text, which describes its choices."""
        return f"{self.prefix}-prompt"

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """The fields of the value itself, in order."""
        return [self[name] for name in self.value_names]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.value = None
        if self.errors or cleaned.get("not_applicable"):
            if cleaned.get("not_applicable") and not cleaned.get("reason", "").strip():
                self.add_error("reason", _("Câu %s: hãy ghi lý do không áp dụng.") % self.item.code)
            return cleaned
        raw = RAW_VALUES[self.item.kind](cleaned)
        if raw is not None:
            try:
                self.value = read(self.item, raw, self.today)
            except InvalidAnswer as error:
                for field, message in error.messages.items():
                    self.add_error(self._field(field), message)
        return cleaned

    def _field(self, name: str) -> str | None:
        """The form's field for a field of the exchange format."""
        wanted = f"document_{name}" if self.item.kind is Kind.DOCUMENT and name else name or "value"
        return wanted if wanted in self.fields else None

    def content(self) -> dict[str, Any]:
        """What the answer's action takes, by name."""
        cleaned = self.cleaned_data
        return {
            "value": self.value,
            "document_title": cleaned.get("document_title", ""),
            "not_applicable": bool(cleaned.get("not_applicable")),
            "reason": cleaned.get("reason", "").strip(),
            "note": cleaned.get("note", "").strip(),
            "quality": cleaned.get("quality", "") if self.value is not None else "",
        }


def initial_of(item: Item, answer: Answer | None) -> dict[str, Any]:
    """What an unbound form shows, by field."""
    if answer is None:
        return {"version": 0}
    found = {
        "version": answer.version,
        "note": answer.note,
        "reason": answer.reason,
        "not_applicable": answer.not_applicable,
        "quality": answer.quality,
        "document_title": answer.document_title,
    }
    value = value_of(answer)
    return found if value is None else {**found, **initial_value(value)}


def initial_value(value: Any) -> dict[str, Any]:
    if isinstance(value, RatioValue):
        return {"numerator": value.numerator, "denominator": value.denominator}
    if isinstance(value, DocumentValue):
        if not value.is_cited:
            return {"document_none": True}
        return {"document_number": value.number, "document_date": value.date, "document_issuer": value.issuer}
    if isinstance(value, tuple):
        return {"value": list(value) or [NONE_TICKED]}
    return {"value": value}


# -- one builder a kind ----------------------------------------------------------------------------------------------


def _choice(item: Item) -> Fields:
    choices = [(option.code, str(option.label)) for option in item.options]
    return {
        "value": forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect, label=_("Câu trả lời"))
    }


def _checklist(item: Item) -> Fields:
    choices = [(option.code, str(option.label)) for option in item.options]
    choices.append((NONE_TICKED, _("Chưa có mục nào trong danh sách này")))
    widget = forms.CheckboxSelectMultiple
    return {
        "value": forms.MultipleChoiceField(choices=choices, required=False, widget=widget, label=_("Các mục đã có"))
    }


def _number(item: Item) -> Fields:
    unit = f" ({item.unit})" if item.unit else ""
    return {"value": NumberField(required=False, label=_("Giá trị") + unit)}


def _ratio(item: Item) -> Fields:
    numerator, denominator = halves(item)
    return {
        "numerator": NumberField(required=False, label=numerator),
        "denominator": NumberField(required=False, label=denominator),
    }


def _document(item: Item) -> Fields:
    return {
        "document_number": TextField(required=False, max_length=200, label=_("Số, ký hiệu")),
        "document_date": DayField(required=False, label=_("Ngày ban hành")),
        "document_issuer": TextField(required=False, max_length=200, label=_("Cơ quan ban hành")),
        "document_title": TextField(required=False, max_length=500, label=_("Trích yếu")),
        "document_none": forms.BooleanField(required=False, label=_("Chưa ban hành văn bản này")),
    }


def _text(item: Item) -> Fields:
    widget = forms.Textarea({"rows": 4})
    return {"value": TextField(required=False, max_length=10_000, widget=widget, label=_("Nội dung"))}


def _quality_field() -> forms.Field:
    choices = [("", _("Chọn nguồn gốc số liệu")), *Quality.choices]
    return forms.ChoiceField(choices=choices, required=False, label=_("Nguồn gốc số liệu"))


def _not_applicable_fields() -> Fields:
    return {
        "not_applicable": forms.BooleanField(required=False, label=_("Không áp dụng cho địa phương")),
        "reason": TextField(
            required=False, max_length=2_000, widget=forms.Textarea({"rows": 2}), label=_("Lý do không áp dụng")
        ),
    }


VALUE_FIELDS: dict[Kind, Callable[[Item], Fields]] = {
    Kind.LEVEL: _choice,
    Kind.YES_NO: _choice,
    Kind.YES_PARTIAL_NO: _choice,
    Kind.CHECKLIST: _checklist,
    Kind.NUMBER: _number,
    Kind.RATIO: _ratio,
    Kind.DOCUMENT: _document,
    Kind.TEXT: _text,
}


# -- from the form to the exchange format; None: no value ------------------------------------------------------------


def _raw_value(cleaned: dict[str, Any]) -> Any:
    return cleaned.get("value") or None


def _raw_checklist(cleaned: dict[str, Any]) -> Any:
    ticked = cleaned.get("value") or []
    if NONE_TICKED in ticked and len(ticked) > 1:
        message = _("Hãy chọn các mục đã có, hoặc chỉ chọn “Chưa có mục nào”, không chọn cả hai.")
        raise forms.ValidationError({"value": message})
    return [] if ticked == [NONE_TICKED] else ticked or None


def _raw_ratio(cleaned: dict[str, Any]) -> Any:
    parts = {name: cleaned.get(name) or "" for name in ("numerator", "denominator")}
    if not any(parts.values()):
        return None
    for name, text in parts.items():
        if not text:
            raise forms.ValidationError({name: _("Cần nhập cả hai số.")})
    return parts


def _raw_document(cleaned: dict[str, Any]) -> Any:
    day = cleaned.get("document_date")
    parts = {
        "number": cleaned.get("document_number", "").strip(),
        "date": day.isoformat() if day else "",
        "issuer": cleaned.get("document_issuer", "").strip(),
    }
    is_named = any(parts.values()) or bool(cleaned.get("document_title", "").strip())
    if cleaned.get("document_none") and is_named:
        message = _("Hãy nêu văn bản, hoặc chỉ đánh dấu “Chưa ban hành”, không làm cả hai.")
        raise forms.ValidationError({"document_none": message})
    return parts if any(parts.values()) or cleaned.get("document_none") else None


RAW_VALUES: dict[Kind, Callable[[dict[str, Any]], Any]] = {
    Kind.LEVEL: _raw_value,
    Kind.YES_NO: _raw_value,
    Kind.YES_PARTIAL_NO: _raw_value,
    Kind.CHECKLIST: _raw_checklist,
    Kind.NUMBER: _raw_value,
    Kind.RATIO: _raw_ratio,
    Kind.DOCUMENT: _raw_document,
    Kind.TEXT: _raw_value,
}
