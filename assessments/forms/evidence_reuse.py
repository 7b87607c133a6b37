"""Choosing among the evidence a province has given before."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kept_evidence import Kept
from assessments.models import Evidence


class ReuseForm(forms.Form):
    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": _("Chưa chọn minh chứng nào: hãy đánh dấu ít nhất một mục."),
            "invalid_choice": _("Có mục đã chọn không còn trong danh sách; hãy xem lại rồi chọn lại."),
            "invalid_list": _("Có mục đã chọn không còn trong danh sách; hãy xem lại rồi chọn lại."),
        }
    )

    def __init__(self, items: Iterable[Kept], data: Any = None) -> None:
        self.items = {str(item.evidence.pk): item.evidence for item in items}
        super().__init__(data)
        self.fields["chosen"].choices = [(key, item.title) for key, item in self.items.items()]

    @property
    def evidence(self) -> list[Evidence]:
        """What was chosen, after `is_valid`."""
        return [self.items[key] for key in dict.fromkeys(self.cleaned_data["chosen"])]
