"""The controls of form fields. Django's widgets say what a control is; their templates, slow for a page with a hundred
of them, are not used."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms, template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

Described = Mapping[str, Any]


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The control with its id, its style, and what describes it."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": _style(widget)})
    described = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    return next(write for kind, write in CONTROLS if isinstance(widget, kind))(described)


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


def _style(widget: forms.Widget) -> str:
    return next(style for kind, style in STYLES if isinstance(widget, kind))


def _input(described: Described) -> SafeString:
    value = described["value"]
    names = {"type": described["type"], "name": described["name"], "value": value, **described["attrs"]}
    return format_html("<input{}>", flatatt({**names, "value": None if value is None else str(value)}))


def _textarea(described: Described) -> SafeString:
    attrs = flatatt({"name": described["name"], **described["attrs"]})
    return format_html("<textarea{}>\n{}</textarea>", attrs, described["value"] or "")


def _select(described: Described) -> SafeString:
    options = [option for _group, members, _index in described["optgroups"] for option in members]
    rows = (
        (flatatt({"value": str(option["value"]), "selected": option["selected"]}), option["label"])
        for option in options
    )
    attrs = flatatt({"name": described["name"], **described["attrs"]})
    return format_html("<select{}>{}</select>", attrs, format_html_join("", "<option{}>{}</option>", rows))


CONTROLS: tuple[tuple[type[forms.Widget], Callable[[Described], SafeString]], ...] = (
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.Widget, _input),
)

STYLES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)
