"""The forms that seat reviewers."""

import secrets
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import helper
from accounts.models import User
from accounts.wording import use_our_words

SEEDS = 1_000_000
NO_WHOLE_NUMBER = gettext_lazy("Cần một số nguyên, ví dụ 20.")
NOT_A_PERCENTAGE = gettext_lazy("Tỷ lệ cần từ 0 đến 100; bạn nhập %(show_value)d.")
NOT_A_SEED = gettext_lazy("Số mầm cần từ 0 đến 999999; bạn nhập %(show_value)d.")
UNKNOWN = gettext_lazy("Lựa chọn này không có trong danh sách; hãy chọn lại.")


class WholeNumberField(forms.IntegerField):
    def __init__(self, most: int, refusal: Any, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        messages = {"invalid": NO_WHOLE_NUMBER}
        super().__init__(widget=forms.TextInput(attrs), error_messages=messages, **kwargs)
        self.validators += [MinValueValidator(0, refusal), MaxValueValidator(most, refusal)]


class PeopleField(forms.ModelMultipleChoiceField):
    """Judged by its choices first: SQLite fails at keys that are too long for it."""

    def clean(self, value: Any) -> Any:
        known = {str(pk) for pk, _name in self.choices}
        if not known.issuperset(map(str, value or ())):
            raise forms.ValidationError(UNKNOWN, code="invalid_choice")
        return super().clean(value)


class ShareOutForm(forms.Form):
    """Who is to review and how many assessments get a second reviewer; `seed` makes the drawing repeatable."""

    reviewers = PeopleField(
        User.objects.none(),
        label=gettext_lazy("Người thẩm định"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "list"), UNKNOWN),
    )
    second_percent = WholeNumberField(
        100,
        NOT_A_PERCENTAGE,
        label=gettext_lazy("Tỷ lệ phiếu có hai người thẩm định (%)"),
        initial=20,
        help_text=gettext_lazy("Chọn ngẫu nhiên; hai người không thấy kết luận của nhau cho đến khi cùng xong."),
    )
    seed = WholeNumberField(
        SEEDS - 1,
        NOT_A_SEED,
        label=gettext_lazy("Số mầm ngẫu nhiên"),
        help_text=gettext_lazy("Cùng số mầm thì cùng kết quả chọn; được ghi vào nhật ký của đợt."),
    )

    def __init__(self, people: list[User], data: Any = None) -> None:
        super().__init__(data, initial={"seed": secrets.randbelow(SEEDS), "reviewers": [found.pk for found in people]})
        _offer(self.fields["reviewers"], people)
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("second_percent") and len(cleaned.get("reviewers", ())) == 1:
            self.add_error("second_percent", _("Thẩm định hai người cần ít nhất hai người thẩm định."))
        return cleaned


class AssignmentForm(forms.Form):
    """The two seats of one assessment."""

    first = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Người thẩm định thứ nhất"), required=False)
    second = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Người thẩm định thứ hai"),
        required=False,
        help_text=gettext_lazy("Để trống nếu phiếu chỉ cần một người thẩm định."),
    )

    def __init__(self, people: list[User], initial: dict[str, Any], data: Any = None) -> None:
        super().__init__(data, initial=initial)
        for field in self.fields.values():
            field.empty_label = _("Chưa phân công")
            _offer(field, people)
        use_our_words(self.fields.values())
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("first"), cleaned.get("second")
        if second and "first" in cleaned and first is None:
            self.add_error("first", _("Cần người thẩm định thứ nhất trước khi phân công người thứ hai."))
        elif first and first == second:
            self.add_error("second", _("Hai người thẩm định phải là hai người khác nhau."))
        return cleaned


def _offer(field: forms.ModelChoiceField, people: list[User]) -> None:
    """These people and nobody else, in this order."""
    field.queryset = User.objects.filter(pk__in=[person.pk for person in people])
    blank = [("", field.empty_label)] if field.empty_label else []
    field.choices = [*blank, *((person.pk, str(person)) for person in people)]
