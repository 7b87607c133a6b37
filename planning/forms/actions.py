"""What people write about a planned action."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.models import Body
from accounts.wording import use_our_words
from assessments.catalogue import CampaignCatalogue
from assessments.forms.fields import DayField, NumberField, TextField
from assessments.models import Assessment
from assessments.results import title_of
from indicators.scoring.measures import Refused, read_number
from planning.enums import ActionStatus

LARGEST_COST = Decimal("999999999.999")
LARGEST_KEY = 2**63 - 1
COST_DECIMALS = 3
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class CostField(NumberField):
    """Million đồng; cleans to a Decimal, None for nothing."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            cost = read_number(text, "cost")
        except Refused as refused:
            raise forms.ValidationError(
                _("Kinh phí cần một số triệu đồng, ví dụ 120 hoặc 1.250,5; bạn nhập “%s”.") % refused.came
            ) from refused
        if not 0 <= cost <= LARGEST_COST or cost != round(cost, COST_DECIMALS):
            names = {"came": self.prepare_value(cost), "most": self.prepare_value(LARGEST_COST)}
            raise forms.ValidationError(
                _("Kinh phí cần từ 0 đến %(most)s triệu đồng, không quá 3 chữ số thập phân; bạn nhập %(came)s.") % names
            )
        return cost


class BodyField(forms.ModelChoiceField):
    """Judged by its choices first: SQLite fails at keys that are too long for it."""

    def clean(self, value: Any) -> Any:
        if value and str(value) not in {str(pk) for pk, _name in self.choices}:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class ActionForm(forms.Form):
    """After `is_valid`, `details()` has what the action takes, by name. `seen`: the version that the page showed."""

    text = TextField(
        label=gettext_lazy("Việc cần làm"), max_length=2_000, widget=forms.Textarea({"rows": 3}), strip=True
    )
    owner = BodyField(
        Body.objects.none(),
        label=gettext_lazy("Cơ quan phụ trách"),
        required=False,
        empty_label=gettext_lazy("Chưa giao"),
    )
    owner_text = TextField(
        label=gettext_lazy("Người hoặc đơn vị phụ trách khác"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không có trong danh sách trên."),
    )
    due = DayField(label=gettext_lazy("Hạn hoàn thành"), required=False)
    cost = CostField(label=gettext_lazy("Kinh phí (triệu đồng)"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Tình trạng"), choices=ActionStatus.choices)
    note = TextField(
        label=gettext_lazy("Ghi chú tiến độ"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, required=False, widget=forms.HiddenInput)

    def __init__(self, assessment: Assessment, written: Mapping[str, Any], data: Any = None, *, seen: int = 0) -> None:
        """`written`: what the fields begin with, as `details()` has it."""
        super().__init__(data, initial={**written, "seen": seen}, use_required_attribute=False)
        bodies = list(Body.objects.filter(province=assessment.province_id))
        self.fields["owner"].queryset = Body.objects.filter(province=assessment.province_id)
        self.fields["owner"].choices = [("", _("Chưa giao")), *((body.pk, body.name) for body in bodies)]
        use_our_words(self.fields.values())
        self.fields["owner"].error_messages["invalid_choice"] = _(
            "Cơ quan này không có trong danh sách của tỉnh; hãy chọn lại."
        )
        self.fields["text"].error_messages["required"] = _("Hãy ghi việc cần làm.")
        self.helper = helper()

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due and not EARLIEST_YEAR <= due.year <= LATEST_YEAR:
            names = {"first": EARLIEST_YEAR, "last": LATEST_YEAR, "came": due.year}
            raise forms.ValidationError(_("Năm cần từ %(first)d đến %(last)d; bạn nhập %(came)d.") % names)
        return due

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors.pop("seen", None) or cleaned.get("seen") is None:
            cleaned["seen"] = 0
        if cleaned.get("owner") and cleaned.get("owner_text"):
            message = _("Hãy chọn một cơ quan hoặc ghi người phụ trách khác, không làm cả hai.")
            self.add_error("owner_text", message)
        return cleaned

    def details(self) -> dict[str, Any]:
        known = {name: given for name, given in self.cleaned_data.items() if name not in {"seen", "code"}}
        return {**known, "status": ActionStatus(known["status"])}


class OwnActionForm(ActionForm):
    """With the leaf that the work belongs to."""

    code = forms.ChoiceField(label=gettext_lazy("Thuộc câu hỏi, chỉ số"))
    field_order = ("code",)

    def __init__(self, assessment: Assessment, catalogue: CampaignCatalogue, code: str, data: Any = None) -> None:
        super().__init__(assessment, {}, data)
        self.initial["code"] = code
        listed = [(item.code, f"{item.code} {title_of(item)}") for item in catalogue.items.values()]
        self.fields["code"].choices = [("", _("Chọn câu hỏi hoặc chỉ số")), *listed]
