"""What an answer looks like in the cells of its rows: for writing it, and for seeing what a person changed."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import translation

from assessments.actions.answers import Content
from assessments.catalogue import Item
from assessments.enums import Quality
from assessments.explanations import number
from assessments.forms.fields import MOST_DECIMALS
from catalogues.schema import Kind
from catalogues.yaml_file import UNPRINTABLE
from indicators.scoring.measures import DocumentValue, Value

ESCAPE = "x005F_"
"""What openpyxl leaves out of every text, for it marks an underscore that stands for itself."""

Plain = str | bool | Decimal | date
"""What a cell holds once it is read."""

LANGUAGE = "vi"
HAS, HAS_NOT, NOT_ISSUED = "Có", "Không", "Chưa ban hành"


@cache
def qualities() -> dict[str, str]:
    with translation.override(LANGUAGE):
        return {str(grade.value): str(grade.label) for grade in Quality}


def clean(text: str) -> str:
    """Text as a cell can carry it: composed, trimmed, single line feeds, a mark for what XML does not take."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return str(UNPRINTABLE.sub("\ufffd", lines)).replace(ESCAPE, "").strip()


def canonical(content: Content) -> Content:
    """A content as it comes back from a workbook that nobody touched."""
    value = _clean_value(content.value)
    texts = {name: clean(getattr(content, name)) for name in ("document_title", "reason", "note")}
    quality = content.quality if value is not None else ""
    if content.not_applicable:
        return Content(None, not_applicable=True, reason=texts["reason"], note=texts["note"])
    return Content(value, texts["document_title"], note=texts["note"], quality=quality)


def _clean_value(value: Value | None) -> Value | None:
    if isinstance(value, DocumentValue):
        return replace(value, number=clean(value.number), issuer=clean(value.issuer))
    return (clean(value) or None) if isinstance(value, str) else value


def choice_labels(item: Item) -> dict[str, str]:
    """What the drop-down says for each option: a level with its number, for it is spoken of by it; no label twice."""
    labels = {option.code: clean(option.label.vi or option.label.en) for option in item.options}
    shown = list(labels.values())
    return {
        code: f"{code} – {label}" if code.isdigit() or shown.count(label) > 1 else label
        for code, label in labels.items()
    }


def cells(item: Item, content: Content) -> dict[str, Plain]:
    """What stands in the row of a leaf, by column; blank cells are left out. The content is canonical."""
    found: dict[str, Plain | None] = {} if content.value is None else OF_VALUE[item.kind](item, content.value)
    found["quality"] = qualities().get(content.quality)
    found["document_title"], found["note"] = content.document_title, content.note
    if content.not_applicable:
        found["not_applicable"], found["reason"] = HAS, content.reason
    return {key: held for key, held in found.items() if held not in {None, ""}}  # type: ignore[misc]


def option_cells(item: Item, content: Content) -> dict[str, Plain]:
    """What stands in the rows of a checklist's options, by option; nothing while it is not answered."""
    if item.kind is not Kind.CHECKLIST or not isinstance(content.value, tuple):
        return {}
    return {option.code: HAS if option.code in content.value else HAS_NOT for option in item.options}


def _number(amount: Decimal) -> Plain:
    """A number cell where it reads back as the same digits, else text."""
    if Decimal(repr(float(amount))) == amount:
        return amount
    with translation.override(LANGUAGE):
        return number(amount, MOST_DECIMALS)


def _document(item: Item, value: Any) -> dict[str, Plain | None]:
    if not value.is_cited:
        return {"answer": NOT_ISSUED}
    return {"document_number": value.number, "document_date": value.date, "document_issuer": value.issuer}


def _choice(item: Item, value: Any) -> Mapping[str, Plain]:
    return {"answer": choice_labels(item).get(value, value)}


OF_VALUE: dict[Kind, Callable[[Item, Any], Any]] = {
    **dict.fromkeys((Kind.LEVEL, Kind.YES_NO, Kind.YES_PARTIAL_NO), _choice),
    Kind.CHECKLIST: lambda item, value: {},
    Kind.NUMBER: lambda item, value: {"answer": _number(value)},
    Kind.RATIO: lambda item, value: {
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
    },
    Kind.DOCUMENT: _document,
    Kind.TEXT: lambda item, value: {"answer": value},
}
