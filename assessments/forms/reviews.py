"""What a reviewer says of an answer, and when an assessment is sent back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.catalogue import Item
from assessments.enums import ReasonCode, Verdict
from assessments.models import Campaign, Decision
from catalogues.schema import Kind
from indicators.scoring.measures import Value

from .fields import DayField, TextField
from .questions import RAW_VALUES, VALUE_FIELDS, initial_value

LARGEST_KEY = 2**63 - 1
CLARIFICATION_DAYS = 7
"""So long a clarification lasts where the campaign's own day for it is past."""

VERBS = {
    Verdict.ACCEPTED: lambda: _("Chấp nhận"),
    Verdict.ADJUSTED: lambda: _("Điều chỉnh giá trị"),
    Verdict.REJECTED: lambda: _("Không chấp nhận"),
    Verdict.ASKED: lambda: _("Yêu cầu tỉnh giải trình"),
}


class JudgementForm(forms.Form):
    """A verdict on one leaf. After `is_valid`, `said()` has what the action takes. `seen` and `version` name the
    decision and the version of the answer that the page shows."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput)

    def __init__(
        self,
        item: Item,
        standing: Decision | None,
        data: Any = None,
        *,
        version: int = 0,
        value: Value | None = None,
        verdicts: tuple[Verdict, ...] = tuple(Verdict),
    ) -> None:
        """`value`: what the fields of an adjustment begin with, the province's own or what was adjusted to."""
        self.item = item
        super().__init__(data, initial=_initial(standing, version, value), use_required_attribute=False)
        extra = VALUE_FIELDS[item.kind](item)
        extra.pop("document_title", None)
        self.value_names = list(extra)
        choices = [(verdict.value, VERBS[verdict]()) for verdict in verdicts]
        found: dict[str, forms.Field] = {
            "verdict": forms.ChoiceField(choices=choices, widget=forms.RadioSelect, label=_("Kết luận")),
            **extra,
            "reason": forms.ChoiceField(
                choices=[("", _("Chọn lý do")), *ReasonCode.choices], required=False, label=_("Lý do")
            ),
            "text": TextField(
                required=False,
                max_length=2_000,
                widget=forms.Textarea({"rows": 3}),
                label=_("Giải thích hoặc nội dung cần tỉnh giải trình"),
            ),
        }
        self.fields = {**found, **self.fields}
        use_our_words(self.fields.values())
        self.fields["verdict"].error_messages["required"] = _("Hãy chọn một kết luận.")
        self.helper = helper()

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.value_names]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.value = None
        if {"seen", "version"} & self.errors.keys():
            for name in ("seen", "version"):
                self.errors.pop(name, None)
            self.add_error(None, _("Trang đang mở đã cũ so với phiếu; hãy tải lại trang rồi quyết định."))
        if cleaned.get("verdict") == Verdict.ADJUSTED:
            self.value = RAW_VALUES[self.item.kind](cleaned)
        else:
            for name in self.value_names:  # hidden, and not part of what is said
                self.errors.pop(name, None)
        return cleaned

    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        verdict = Verdict(cleaned["verdict"])
        reason = "" if verdict is Verdict.ACCEPTED else cleaned["reason"]
        return {"verdict": verdict, "reason": reason, "text": cleaned["text"], "value": self.value}

    def add_refusals(self, messages: dict[str, str]) -> None:
        """What the action refuses, at the fields of this form."""
        for name, message in messages.items():
            wanted = (
                f"document_{name}" if self.item.kind is Kind.DOCUMENT and name in {"number", "date", "issuer"} else name
            )
            place = wanted or (self.value_names[0] if self.value_names else "")
            self.add_error(place if place in self.fields else None, message)


def _initial(standing: Decision | None, version: int, value: Value | None) -> dict[str, Any]:
    found: dict[str, Any] = {"seen": standing.pk if standing else 0, "version": version}
    if value is not None:
        found |= initial_value(value)
    if standing:
        found |= {"verdict": standing.verdict, "reason": standing.reason, "text": standing.text}
    return found


class SendBackForm(forms.Form):
    """The last day of a clarification."""

    until = DayField()

    def __init__(self, campaign: Campaign, today: date, data: Any = None) -> None:
        day = campaign.clarify_by if campaign.clarify_by > today else today + timedelta(days=CLARIFICATION_DAYS)
        super().__init__(data, initial={"until": day}, use_required_attribute=False)
        self.fields["until"].label = _("Tỉnh giải trình đến hết ngày")
        self.fields["until"].help_text = _("Hạn giải trình của đợt: %s.") % date_format(campaign.clarify_by)
        use_our_words(self.fields.values())
        self.helper = helper()
