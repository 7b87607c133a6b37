"""What a cell of an uploaded workbook holds: values only, never a formula."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalogues.yaml_file import UNPRINTABLE

MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELL = 10_000

Held = str | bool | int | float | date | time | timedelta


class UnreadableCell(Exception):
    """The message says what is wrong with a cell."""


def held(cell: Any) -> Held | None:
    """None if nothing; text comes trimmed. Raises UnreadableCell."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        raise UnreadableCell(_("ô có công thức; hãy dán giá trị thay cho công thức"))
    if cell.data_type == "e":
        raise UnreadableCell(_("ô báo lỗi %s") % str(value)[:20])
    if isinstance(value, date | time | timedelta | bool | int | float):
        return value
    return _readable(str(value)) or None


def _readable(text: str) -> str:
    if len(text) > MAX_CELL:
        raise UnreadableCell(_("ô có hơn %d ký tự") % MAX_CELL)
    found = UNPRINTABLE.search(text)
    if found:
        raise UnreadableCell(_("có ký tự điều khiển U+%04X không dùng được") % ord(found[0]))
    return text.strip()


def number_text(value: float) -> str:
    """The digits a person sees: 5.0 is "5", and 0.1 is "0.1"."""
    text = f"{Decimal(repr(value)):f}"
    return text.removesuffix(".0")
