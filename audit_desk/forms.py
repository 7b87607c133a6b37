"""What of the log is to be shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Province
from accounts.wording import use_our_words
from assessments.forms.fields import DayField
from assessments.models import Campaign
from audit.enums import Verb


class FilterForm(forms.Form):
    """Read from the address; every field may be left out."""

    person = forms.CharField(label=gettext_lazy("Người"), required=False, max_length=100)
    verb = forms.ChoiceField(label=gettext_lazy("Việc"), required=False)
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=gettext_lazy("Tỉnh, thành phố"),
        required=False,
        empty_label=gettext_lazy("Tất cả"),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=gettext_lazy("Đợt đánh giá"),
        required=False,
        empty_label=gettext_lazy("Tất cả"),
    )
    since = DayField(label=gettext_lazy("Từ ngày"), required=False)
    until = DayField(label=gettext_lazy("Đến ngày"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["verb"].choices = [("", _("Tất cả")), *Verb.choices]
        self.fields["province"].queryset = Province.objects.filter(assessments__isnull=False).distinct()
        self.fields["campaign"].queryset = Campaign.objects.all()
        use_our_words(self.fields.values())
        self.fields["person"].widget.attrs["placeholder"] = _("họ tên hoặc thư")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Ngày cuối cần từ ngày đầu trở đi."))
        return cleaned
