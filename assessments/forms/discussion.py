"""What somebody says in the discussion of a question, and whose attention it asks for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.wording import use_our_words
from assessments.discussions import Person
from assessments.models import Comment

from .fields import TextField
from .questions import prefix_of

LONGEST = Comment._meta.get_field("text").max_length


class CommentForm(forms.Form):
    """Its controls belong to the form element `discussion-form`, wherever on the page they stand: forms cannot be
    nested, and those of the form page stand within its own."""

    text = TextField(required=False, max_length=LONGEST)
    mentions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, code: str, people: Collection[Person], data: Any = None) -> None:
        super().__init__(data, auto_id=f"talk_{prefix_of(code)}_%s", use_required_attribute=False)
        self.people = people
        self.fields["text"].label = _("Ý kiến của bạn")
        self.fields["mentions"].label = _("Nhắc tới")
        self.fields["text"].widget = forms.Textarea({"rows": 3, "form": "discussion-form", "data-talk-text": ""})
        self.fields["mentions"].choices = [(str(person.pk), person.name) for person in people]
        use_our_words(self.fields.values())

    @property
    def chosen(self) -> set[str]:
        return set(self["mentions"].value() or ())

    @property
    def boxes(self) -> list[tuple[Person, bool]]:
        """Everybody who can be mentioned, and whether they are."""
        return [(person, str(person.pk) in self.chosen) for person in self.people]

    @property
    def keys(self) -> list[int]:
        """Of the people mentioned, once the form is valid."""
        return [int(pk) for pk in self.cleaned_data["mentions"]]
