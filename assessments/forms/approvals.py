"""What a leader says of an assessment that was laid before them."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.enums import ApprovalDecision
from assessments.models import Approval

from .fields import TextField

LONGEST = Approval._meta.get_field("reason").max_length


class DecisionForm(forms.Form):
    """`seen`: the row that the page showed. A reason is needed to give back only."""

    seen = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=ApprovalDecision.choices)
    reason = TextField(required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields["reason"].label = _("Lý do trả lại, việc cần hoàn thiện")
        use_our_words(self.fields.values())
        self.helper = helper()
        self.helper.layout = Layout("reason")  # the buttons send the decision

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_returned = given.get("decision") == ApprovalDecision.RETURNED
        if is_returned and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Hãy ghi lý do trả lại phiếu."))
        return given
