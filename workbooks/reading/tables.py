"""From bytes to rows of plain cells. Sheets and columns are known by their headings, whatever they are called now and
wherever they stand."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from assessments.errors import RefusedFile
from assessments.forms.fields import MOST_DECIMALS
from assessments.spreadsheets.cells import MAX_COLUMNS, MAX_ROWS, Held, UnreadableCell
from assessments.spreadsheets.cells import held as held_by
from assessments.spreadsheets.packages import Opened, check_package, opened, unopenable
from workbooks.sheets.cells import Plain
from workbooks.sheets.columns import ANSWER, CODE, COLUMNS, FORMAT, HEADER_ROW

from .faults import RefusedWorkbook, refused

HEAD_ROWS = HEADER_ROW + 30
"""Down to where a heading may have been pushed."""

QUOTED = re.compile(r'"[^"]*"|\\.')
STEP = Decimal(1).scaleb(-MOST_DECIMALS)
TITLES = {column.title.casefold(): column.key for column in COLUMNS}


class Cell(NamedTuple):
    """`problem`: why its value cannot be used."""

    value: Plain | None
    problem: str = ""


BLANK = Cell(None)


@dataclass(frozen=True)
class Row:
    """`number` counts from 1, as people see it; `cells` by column."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Table:
    """A sheet of answers: where each column stands (from 0), and its rows that are not blank."""

    sheet: str
    places: dict[str, int]
    rows: list[Row]

    def cell(self, row: Row, key: str) -> str:
        """As people call it: "F12"."""
        return f"{get_column_letter(self.places[key] + 1)}{row.number}"


class Tables(NamedTuple):
    """`identity`: the pairs of the sheet that nobody sees, empty if there is none; `headless`: sheets that hold codes
    of leaves under no heading."""

    identity: list[tuple[str, str]]
    answers: list[Table]
    headless: list[str]


def tables(name: str, raw: bytes, codes: Collection[str]) -> Tables:
    """Raises RefusedWorkbook."""
    try:
        check_package(name, raw)
        with opened(raw) as found:
            return _tables(found, codes)
    except RefusedWorkbook:
        raise
    except RefusedFile as error:
        raise refused(str(error)) from error
    except Exception as error:  # openpyxl raises anything at all on hostile bytes
        raise refused(str(unopenable())) from error


def _tables(found: Opened, codes: Collection[str]) -> Tables:
    result = Tables([], [], [])
    for worksheet in found.book.worksheets:
        lines = enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS), 1)
        head = list(islice(lines, HEAD_ROWS))
        if head and _text(head[0][1], 0) == FORMAT:
            result.identity.extend(_pairs([*head, *islice(lines, MAX_ROWS)]))
            continue
        place = next((place for place, (_number, line) in enumerate(head) if _is_heading(line)), None)
        if place is not None:
            result.answers.append(_table(found, worksheet, head[place:], lines))
        elif any(_text(line, at) in codes for _number, line in head for at in range(len(line))):
            result.headless.append(worksheet.title)
    return result


def _text(line: Sequence[Any], place: int) -> str:
    """Of a cell that says what a row or column is; a formula there is no text."""
    cell = line[place] if place < len(line) else None
    is_said = cell is not None and cell.value is not None and cell.data_type != "f"
    return str(cell.value).strip() if cell is not None and is_said else ""


def _pairs(lines: Sequence[tuple[int, Any]]) -> Iterator[tuple[str, str]]:
    for _number, line in lines:
        yield _text(line, 0), _text(line, 1)


def _headings(line: Sequence[Any]) -> list[str]:
    """The column that each cell is the heading of, "" if of none."""
    return [TITLES.get(" ".join(_text(line, place).casefold().split()), "") for place in range(len(line))]


def _is_heading(line: Sequence[Any]) -> bool:
    return {CODE.key, ANSWER.key} <= set(_headings(line))


def _table(found: Opened, worksheet: Any, head: list[tuple[int, Any]], lines: Iterator[tuple[int, Any]]) -> Table:
    sheet = worksheet.title
    if merged := found.merged_cells(worksheet):
        raise refused(_("các ô %s bị gộp; hãy bỏ gộp ô") % merged, sheet)
    headings = _headings(head[0][1])
    places = {key: place for place, key in enumerate(headings) if key}
    for key in places:
        if headings.count(key) > 1:
            raise refused(_("có hai cột “%s”; hãy xóa cột thừa") % _title(key), sheet)
    read = {place: key for key, place in places.items() if key in READ}
    return Table(sheet, places, list(_rows(sheet, read, head[1:], lines)))


READ = {CODE.key} | {column.key for column in COLUMNS if column.is_input}


def _title(key: str) -> str:
    return next(column.title for column in COLUMNS if column.key == key)


def _rows(
    sheet: str, read: dict[int, str], head: list[tuple[int, Any]], lines: Iterator[tuple[int, Any]]
) -> Iterator[Row]:
    for number, line in (*head, *islice(lines, MAX_ROWS)):
        held = ((key, _cell(line[place])) for place, key in read.items() if place < len(line))
        if cells := {key: cell for key, cell in held if cell != BLANK}:
            yield Row(number, cells)
    if (beyond := next(lines, None)) is not None:
        message = _("có hơn %d dòng; hãy bớt dòng hoặc xóa các dòng trống ở cuối trang tính") % MAX_ROWS
        raise refused(message, sheet, f"A{beyond[0]}")


def _cell(cell: Any) -> Cell:
    if cell.value is None:
        return BLANK
    try:
        found = held_by(cell)
        return Cell(found if found is None or isinstance(found, str | bool) else _plain(cell, found))
    except UnreadableCell as error:
        return Cell(None, str(error))


def _plain(cell: Any, found: Held) -> Plain:
    """A number or day. A share that shows as "75%" is read as it is seen. Raises UnreadableCell."""
    if isinstance(found, datetime | date):
        return found.date() if isinstance(found, datetime) else found
    if isinstance(found, time | timedelta):
        raise UnreadableCell(_("ô đang ở dạng giờ; hãy định dạng lại ô rồi nhập lại"))
    amount = Decimal(repr(found))
    if not amount.is_finite():
        raise UnreadableCell(_("ô báo lỗi %s") % "#NUM!")
    if "%" in QUOTED.sub("", str(cell.number_format)):
        return f"{_rounded(100 * amount):f}".replace(".", ",") + "%"
    return _rounded(amount)


def _rounded(amount: Decimal) -> Decimal:
    """To as many decimals as an answer keeps: 0.1 + 0.2 is 0.3 to people."""
    try:
        return amount.quantize(STEP).normalize() + 0
    except InvalidOperation:  # far too long, which is said later
        return amount
