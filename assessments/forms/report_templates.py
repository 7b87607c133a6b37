"""Sending a template of the Word edition."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.reports.word.checking import MOST_BYTES

from .fields import TextField


class ReportTemplateForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Ngôn ngữ của mẫu"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".docx"}),
    )
    note = TextField(
        required=False,
        max_length=300,
        label=gettext_lazy("Ghi chú"),
        help_text=gettext_lazy("Ví dụ: thêm biểu trưng của Bộ, theo công văn số …"),
    )

    def __init__(self, data: Any = None, files: MultiValueDict[str, Any] | None = None) -> None:
        super().__init__(data, files, use_required_attribute=False)
        limit = {"limit": MOST_BYTES // 1024 // 1024}
        self.fields["file"].help_text = _("Tệp .docx không có macro, không quá %(limit)d MB.") % limit
        use_our_words(self.fields.values())
        self.helper = helper()
