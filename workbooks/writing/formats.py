"""How cells look, and the styles of a file made once each."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

INK, SOFT, ACCENT = "#1B2733", "#566573", "#0B5394"
BASE = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
CELL = {**BASE, "text_wrap": True, "border": 1, "border_color": "#C9D1D9"}
CLOSED = {**CELL, "bg_color": "#F1F3F5"}
INPUT = {**CELL, "bg_color": "#FFF9DB", "border_color": "#8A6D00", "locked": False, "num_format": "@"}
HEAD = {**CELL, "bold": True, "valign": "vcenter", "bg_color": "#DCE9F5"}

STYLES: dict[str, dict[str, Any]] = {
    "title": {**BASE, "bold": True, "font_size": 13},
    "notice": {**BASE, "italic": True, "font_color": SOFT},
    "demonstration": {**BASE, "bold": True, "font_color": "#B42318"},
    "head": HEAD,
    "head_input": {**HEAD, "bg_color": "#FFE58F"},
    "section": {**CELL, "bold": True, "text_wrap": False, "bg_color": "#E7ECF1"},
    "code": {**CELL, "bold": True, "font_color": ACCENT},
    "cell": CELL,
    "option": {**CELL, "indent": 1},
    "soft": {**CELL, "font_color": SOFT},
    "count": {**CELL, "font_color": SOFT, "align": "center"},
    "closed": CLOSED,
    "closed_date": {**CLOSED, "num_format": "dd/mm/yyyy"},
    "result": {**CLOSED, "num_format": '#,##0.0"%"'},
    "input": INPUT,
    "input_number": {**INPUT, "num_format": "General"},
    "input_whole": {**INPUT, "num_format": "#,##0"},
    "input_date": {**INPUT, "num_format": "dd/mm/yyyy"},
    "fact": {**BASE, "bold": True},
    "plain": {**BASE, "text_wrap": True},
    "sample": {**INPUT, "locked": True},
}
"""What people fill in is yellow, framed and under a yellow heading; what they cannot change is not."""


class Formats:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self.made:
            self.made[name] = self.book.add_format(STYLES[name])
        return self.made[name]
