"""The rows of the page where a province shares its assessment out: one a part."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Body, User
from accounts.wording import use_our_words
from assessments.models import Assessment, PartAssignment
from assessments.province_permissions import why_not_due_on
from assessments.teamwork import Part, Share

from .fields import DayField

People = tuple[list[Body], dict[int, list[User]]]


class PartForm(forms.Form):
    """Who fills in one part, and until when; all empty: nobody in particular."""

    body = forms.ChoiceField(label=gettext_lazy("Cơ quan"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Người thực hiện"), required=False)
    due_on = DayField(label=gettext_lazy("Hạn hoàn thành"), required=False)

    def __init__(
        self,
        part: Part,
        assessment: Assessment,
        people: People,
        row: PartAssignment | None,
        today: date,
        data: Any = None,
    ) -> None:
        initial = {"body": row.body_id, "person": row.person_id or "", "due_on": row.due_on} if row else None
        super().__init__(data, prefix=f"part-{part.code}", initial=initial)
        self.part, self.assessment, self.row, self.today = part, assessment, row, today
        bodies, self.people = people
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [
            ("", _("Chưa phân công")),
            *((pk, body.name) for pk, body in self.bodies.items()),
        ]
        groups = [(body.name, _offered(self.people.get(body.pk, ()))) for body in bodies]
        self.fields["person"].choices = [("", _("Cả cơ quan")), *(group for group in groups if group[1])]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}, {part.title}"
            field.widget.attrs["class"] = "form-control" if name == "due_on" else "form-select"
        use_our_words(self.fields.values())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        body, person, due_on = cleaned["body"], cleaned["person"], cleaned["due_on"]
        if not body and (person or due_on):
            self.add_error("body", _("Hãy chọn cơ quan, hoặc để trống cả dòng."))
        elif body and not due_on:
            self.add_error("due_on", _("Hãy ghi hạn hoàn thành."))
        elif due_on and not self._stays(due_on) and (why := why_not_due_on(self.assessment, due_on, self.today)):
            self.add_error("due_on", why)
        if body and person and self._person() is None:
            self.add_error("person", _("Người này không nhập liệu tại cơ quan đã chọn."))
        return cleaned

    def _stays(self, due_on: date) -> bool:
        return self.row is not None and self.row.due_on == due_on

    def _person(self) -> User | None:
        there = self.people.get(int(self.cleaned_data["body"]), ())
        return next((user for user in there if str(user.pk) == self.cleaned_data["person"]), None)

    def share(self) -> Share | None:
        """Of a valid form."""
        if not self.cleaned_data["body"]:
            return None
        return Share(self.bodies[self.cleaned_data["body"]], self._person(), self.cleaned_data["due_on"])


def _offered(people: Any) -> list[tuple[int, str]]:
    return [(user.pk, str(user)) for user in people]
