"""The province's reply to one question of the ministry."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.forms import helper
from accounts.wording import use_our_words
from assessments.models import Clarification

from .fields import TextField

LONGEST = Clarification._meta.get_field("reply").max_length
"""Characters."""


def prefix_of(question: Clarification) -> str:
    """Part of names and ids in HTML; also where the page is opened."""
    return f"c_{question.pk}"


class ReplyForm(forms.Form):
    """`seen`: which reply the page showed, as `actions.clarifications.mark` writes it."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    reply = TextField(required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    def __init__(self, question: Clarification, seen: str, data: Any = None) -> None:
        initial = {"reply": question.reply, "seen": seen}
        super().__init__(data, prefix=prefix_of(question), initial=initial, use_required_attribute=False)
        self.fields["reply"].label = _("Giải trình của tỉnh")
        use_our_words(self.fields.values())
        self.helper = helper()
