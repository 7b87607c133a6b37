"""Sheets of values as an XLSX file: the same content gives the same bytes, numbers stay numbers, and text is never
taken for a formula, a link or a number."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .in_words import UNPRINTABLE

MOST_LETTERS = 32_767
"""Of a cell, by the format."""

SCORE, PLAIN, GAIN = "0.00", "General", "+0.00;-0.00;0.00"
DAY = "dd/mm/yyyy"

Cell = str | int | Decimal | date | None


class Column(NamedTuple):
    """`width` in letters; `number_format`: of what numbers stand in it."""

    label: str
    width: int
    number_format: str = PLAIN


class Sheet(NamedTuple):
    """`notes`: sentences above the table, the first one its title; `facts`: names and values between the two."""

    name: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    facts: Sequence[tuple[str, str | Decimal]] = ()


def xlsx(sheets: Sequence[Sheet], title: str, created: datetime) -> bytes:
    """`created` is the content's own time, never the clock's."""
    stream = BytesIO()
    options = {
        "in_memory": True,
        **dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False),
    }
    with Workbook(stream, options) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        styles = Styles(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, styles)
    return stream.getvalue()


class Styles:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.name = book.add_format({"bold": True, "valign": "top"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E7EEF5"}
        )
        self.note = book.add_format({"italic": True})
        self.fact = book.add_format({"align": "left"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = self._top(DAY)
        self._numbers: dict[str, Format] = {}

    def number(self, number_format: str) -> Format:
        if number_format not in self._numbers:
            self._numbers[number_format] = self._top(number_format)
        return self._numbers[number_format]

    def _top(self, number_format: str) -> Format:
        return self._book.add_format({"num_format": number_format, "valign": "top"})


def _write(made: Worksheet, sheet: Sheet, styles: Styles) -> None:
    _set_up(made, sheet)
    for place, note in enumerate(sheet.notes):
        made.write_string(place, 0, _clean(note), styles.note if place else styles.title)
    top = len(sheet.notes) + 1
    for place, (name, value) in enumerate(sheet.facts, top):
        made.write_string(place, 0, name, styles.name)
        made.write(place, 1, _clean(value) if isinstance(value, str) else float(value), styles.fact)
    head = top + len(sheet.facts) + bool(sheet.facts)
    for place, column in enumerate(sheet.columns):
        made.write_string(head, place, column.label, styles.head)
    formats = [column.number_format for column in sheet.columns]
    for row, values in enumerate(sheet.rows, head + 1):
        for place, (value, number_format) in enumerate(zip(values, formats, strict=True)):
            _put(made, row, place, value, styles, number_format)
    if not sheet.facts:
        made.freeze_panes(head + 1, 0)
        made.autofilter(head, 0, head + max(len(sheet.rows), 1), len(sheet.columns) - 1)
        made.repeat_rows(head)


def _set_up(made: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns):
        made.set_column(place, place, column.width)
    made.set_landscape()
    made.set_paper(9)  # A4
    made.fit_to_pages(1, 0)


def _put(made: Worksheet, row: int, place: int, value: Cell, styles: Styles, number_format: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        made.write_string(row, place, _clean(value), styles.text)
    elif isinstance(value, date):
        made.write_datetime(row, place, value, styles.day)
    else:
        made.write_number(row, place, float(value), styles.number(number_format))


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)[:MOST_LETTERS]
