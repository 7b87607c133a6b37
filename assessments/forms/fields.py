"""Form fields that keep what people typed: values are judged by `answer_values.read`, in one place."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from assessments.explanations import number
from indicators.scoring.measures import composed

MOST_DECIMALS = 8
"""As many as a column of an answer keeps."""


class TextField(forms.CharField):
    """Text in composed letters before its length is judged: some grow threefold when they are composed."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        self.longest = max_length
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return composed(super().to_python(value) or "", self.longest)


def one_line(given: str, longest: int) -> str:
    """A short text that comes without a form of its own: in composed letters, without control and direction marks, cut
    to what is kept."""
    shown = "".join(char if char.isprintable() else " " for char in given[: 4 * longest])
    return composed(" ".join(shown.split()), longest)[:longest]


class NumberField(forms.CharField):
    """A number as people write it here ("1.234,5" in Vietnamese); cleans to plain text ("1234.5"), judged later."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return number(value, MOST_DECIMALS) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _plain("".join(text.split()))


def _plain(text: str) -> str:
    """Separators are taken out only where they group by three; what is doubtful ("0.125", "1.23.4") stays as typed,
    to be read as it stands or refused, but never guessed at."""
    group, point = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
    whole, mark, decimals = text.partition(point)
    if re.fullmatch(rf"-?[1-9][0-9]{{0,2}}({re.escape(group)}[0-9]{{3}})+", whole):
        whole = whole.replace(group, "")
    return f"{whole}.{decimals}" if mark else whole


DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class DayField(forms.DateField):
    """A date as it is written here, day first: a browser's own picker follows the language of its maker, and 05/01 is
    the fifth of January to one official and the first of May to the next."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023.")}
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": _("ngày/tháng/năm")}
        widget = forms.DateInput(attrs, format="%d/%m/%Y")
        super().__init__(widget=widget, input_formats=DAY_FORMATS, error_messages=messages, **kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; cleans to a list. An empty file is refused by name later, with the other refusals."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]
