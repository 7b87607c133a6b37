"""The form of a campaign."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.models import Campaign
from catalogues.versions import VersionStatus

from .fields import DayField


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
        alpha = self.fields["alpha"]
        alpha.localize, alpha.widget = True, forms.TextInput({"inputmode": "decimal"})
        alpha.widget.is_localized = True
        self.helper = helper()
