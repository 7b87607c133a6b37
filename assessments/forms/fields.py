"""Form fields that keep what people typed: values are judged by `answer_values.read`, in one place."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format, sanitize_separators


class NumberField(forms.CharField):
    """A number as people write it here ("1.234,5" in Vietnamese); cleans to plain text ("1234.5"), judged later."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        plain = value.normalize() if value else Decimal(0)
        return number_format(plain, decimal_pos=max(-int(plain.as_tuple().exponent), 0), force_grouping=True)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return str(sanitize_separators(text.replace(" ", "").replace("\u00a0", "")))


class DayField(forms.DateField):
    """A date by the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; cleans to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]
