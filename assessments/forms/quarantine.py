"""Saying that what the scanner found was a false alarm."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import use_our_words

from .fields import TextField


class ReleaseForm(forms.Form):
    reason = TextField(
        max_length=500,
        label=gettext_lazy("Lý do bỏ cách ly"),
        help_text=gettext_lazy("Ví dụ: đã quét bằng phần mềm khác, hãng phần mềm xác nhận báo nhầm."),
        widget=forms.Textarea({"rows": 3}),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("Tệp bị báo nhầm (nếu có)"),
        help_text=gettext_lazy("Đúng tệp đã gửi, không lưu lại; nếu để trống, tỉnh gửi lại tệp sau."),
        widget=forms.FileInput(),
    )

    def __init__(self, data: Any = None, files: MultiValueDict[str, Any] | None = None) -> None:
        super().__init__(data, files, use_required_attribute=False)
        use_our_words(self.fields.values())
        self.fields["reason"].error_messages["required"] = _("Hãy ghi lý do bỏ cách ly.")
        self.helper = helper()
