"""A question of the form as HTML written once for each catalogue and language, with slots for what a province said.

What a catalogue asks never changes, so its titles, hints, options and controls need not be put together for every
reader: `question_html` fills the slots and gives what `_question.html` gives (test_stencils.py compares the two)."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.catalogue import CampaignCatalogue, asked_when
from assessments.discussions import Talk
from assessments.forms.questions import initial_of

from .card_parts import ANY_ASSESSMENT
from .cards import Card
from .slots import CLOSE, OPEN, Stencil, slot

VALUE = re.compile(f' value="{OPEN}([^{CLOSE}]*){CLOSE}"')
TICK = re.compile(r'<input\b[^>]*\btype="(?:radio|checkbox)"[^>]*>')
SELECT = re.compile(r'<select\b[^>]*\bname="([^"]*)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]*)"')


def question_html(card: Card, catalogue: CampaignCatalogue) -> SafeString:
    """Of a card that is plain."""
    stencil, fields = _stencil(catalogue, card.item.code, get_language(), card.may_edit, card.talk is not None)
    said = _field_words(fields, initial_of(card.item, card.answer))
    return stencil.filled({**card.words, **said, "pk": str(card.assessment.pk)})


@lru_cache(maxsize=1024)
def _stencil(
    catalogue: CampaignCatalogue, code: str, _language: str | None, may_edit: bool, has_talk: bool
) -> tuple[Stencil, Mapping[str, forms.Field]]:
    """With the fields of the question's form."""
    item, feeder = catalogue.items[code], catalogue.feeders.get(code, "")
    card = Card(
        item,
        ANY_ASSESSMENT,
        date.min,
        condition=asked_when(catalogue, item),
        fed_by=feeder,
        fed_from=catalogue.section_of.get(feeder, ""),
        may_edit=may_edit,
        talk=Talk() if has_talk else None,
    )
    form = card.form
    card.words = {name: slot(name) for name in card.words}
    form.initial = {name: slot(name) for name, field in form.fields.items() if not _is_box(field)}
    html = render_to_string(
        "assessments/_question.html",
        {"card": card, "item": item, "form": form, "assessment": ANY_ASSESSMENT, "why_not_edit": not may_edit},
    )
    names = {form.add_prefix(name): name for name in form.fields}
    return Stencil.of(_with_slots(html, names)), form.fields


def _is_box(field: forms.Field) -> bool:
    """Ticked by whatever is put into it; a choice has no option like a slot, so none of its options is chosen."""
    return isinstance(field.widget, forms.CheckboxInput)


def _with_slots(html: str, names: Mapping[str, str]) -> str:
    """With slots for a value, the attribute and all, and for what is ticked or chosen."""

    def tick(found: re.Match[str]) -> str:
        attrs = dict(re.findall(r'(\w+)="([^"]*)"', found[0]))
        name = names.get(attrs["name"])
        return f"{found[0][:-1]}{slot(chosen(name, attrs.get('value', '')))}>" if name else found[0]

    def select(found: re.Match[str]) -> str:
        name = names[found[1]]
        return OPTION.sub(lambda option: option[0] + slot(chosen(name, option[1])), found[0])

    html = VALUE.sub(lambda found: slot(f"value {found[1]}"), html)
    return SELECT.sub(select, TICK.sub(tick, html))


def chosen(name: str, option: str) -> str:
    """The slot of an option; of a single checkbox the option is ""."""
    return f"{name}={option}"


def _field_words(fields: Mapping[str, forms.Field], initial: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of an unbound form show, by slot."""
    words: dict[str, str] = {}
    for name, field in fields.items():
        value, widget = field.prepare_value(initial.get(name)), field.widget
        if isinstance(widget, ChoiceWidget):
            mark = " selected" if isinstance(widget, forms.Select) else " checked"
            words |= {chosen(name, escape(code)): mark for code in widget.format_value(value)}
        elif isinstance(widget, forms.CheckboxInput):
            words[chosen(name, "")] = " checked" if widget.check_test(value) else ""
        elif text := widget.format_value(value):
            words[name] = escape(text)
            words[f"value {name}"] = f' value="{words[name]}"'
    return words
