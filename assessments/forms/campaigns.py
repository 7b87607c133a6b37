"""The forms of a campaign: all of it, its dates, and one province's extension."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.campaign_permissions import DATES, movable_dates, why_not_move_date
from assessments.models import Assessment, Campaign
from assessments.permissions import why_not_extend_to
from catalogues.versions import VersionStatus

from .fields import DayField, TextField

LONGEST_REASON = 300


class CodeField(forms.SlugField):
    """Narrower than the model's, which also takes capitals and "_"."""

    default_validators = [
        RegexValidator(r"\A[a-z0-9-]+\Z", _("Mã đợt chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ dot-2026."))
    ]


class CampaignForm(forms.ModelForm):
    opens_on = DayField(label=_("Mở từ ngày"))
    submit_by = DayField(label=_("Hạn tự đánh giá"))
    review_by = DayField(label=_("Hạn thẩm định"))
    clarify_by = DayField(label=_("Hạn giải trình"))
    publish_on = DayField(label=_("Ngày công bố dự kiến"))

    class Meta:
        model = Campaign
        fields = (
            "name",
            "code",
            "guidance",
            "indicators",
            "alpha",
            "opens_on",
            "submit_by",
            "review_by",
            "clarify_by",
            "publish_on",
        )
        field_classes = {"code": CodeField}
        error_messages = {"code": {"unique": _("Đã có đợt mang mã này.")}}
        help_texts = {
            "code": _("Chữ thường không dấu, số và gạch nối, ví dụ: dot-2026."),
            "alpha": _("Từ 0 đến 1; 0,5 nghĩa là mức sẵn sàng và mức kết quả nặng như nhau."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("guidance", "indicators"):
            field = self.fields[name]
            field.empty_label = _("Chọn phiên bản")
            field.queryset = field.queryset.filter(status=VersionStatus.PUBLISHED).defer("definition")
        use_our_words(self.fields.values())
        if "alpha" in self.initial:
            self.initial["alpha"] = Decimal(self.initial["alpha"]).normalize()
        alpha = self.fields["alpha"]
        alpha.localize, alpha.widget = True, forms.TextInput({"inputmode": "decimal"})
        alpha.widget.is_localized = True
        self.helper = helper()


class DatesForm(forms.ModelForm):
    """What may change once a campaign is open: the dates that lie ahead, with a reason."""

    submit_by = DayField(label=_("Hạn tự đánh giá"))
    review_by = DayField(label=_("Hạn thẩm định"))
    clarify_by = DayField(label=_("Hạn giải trình"))
    publish_on = DayField(label=_("Ngày công bố dự kiến"))
    reason = TextField(
        label=_("Lý do sửa"), max_length=LONGEST_REASON, help_text=_("Ghi vào nhật ký của đợt; các tỉnh không thấy.")
    )

    class Meta:
        model = Campaign
        fields = DATES

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.stored = Campaign(**{name: getattr(self.instance, name) for name in ("state", *DATES)})
        for name in set(DATES) - set(movable_dates(self.stored)):
            del self.fields[name]
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in set(DATES) & cleaned.keys():
            if why := why_not_move_date(self.stored, name, cleaned[name], self.today):
                self.add_error(name, why)
        if not self.errors:
            self._check_order(cleaned)
        return cleaned

    def _check_order(self, cleaned: dict[str, Any]) -> None:
        """Django leaves out constraints on fields that the form does not have."""
        days = {name: cleaned.get(name, getattr(self.stored, name)) for name in DATES}
        Campaign(opens_on=self.instance.opens_on, **days).validate_constraints()


class ExtensionForm(forms.Form):
    until = DayField(label=_("Gia hạn nộp đến hết ngày"))
    reason = TextField(label=_("Lý do gia hạn"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))

    def __init__(self, assessment: Assessment, today: date, data: Any = None) -> None:
        initial = {"until": assessment.extended_to, "reason": assessment.extension_reason}
        super().__init__(data, initial=initial)
        self.assessment, self.today = assessment, today
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if why := why_not_extend_to(self.assessment, until, self.today):
            raise forms.ValidationError(why)
        return until
