"""From the cells of a workbook to plain values, each remembered with its row."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from assessments.spreadsheets.cells import MAX_COLUMNS, MAX_ROWS, UnreadableCell, held, number_text
from assessments.spreadsheets.packages import Opened
from catalogues.faults import CatalogueError, Fault

from .sheets import FIELDS_ROW, FIRST_ROW, HEADER_ROW, Column, Form, Sheet


@dataclass
class Row:
    """`values` by the path of the column; blank cells are left out."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)


def table(opened: Opened, sheet: Sheet, faults: list[Fault]) -> list[Row]:
    """The rows of a sheet that are not blank; what is wrong with a cell is added to `faults`.
    Raises CatalogueError where the sheet is not that of the template."""
    worksheet = opened.book[sheet.name]
    merged = opened.merged_cells(worksheet)
    if merged:
        raise refusal(sheet.name, _("các ô %s bị gộp; hãy bỏ gộp ô") % merged)
    lines = enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS), 1)
    columns = _columns(sheet, lines)
    return list(_rows(sheet, columns, lines, faults))


def refusal(file: str, message: str, line: int = 0, field_name: str = "") -> CatalogueError:
    return CatalogueError([Fault(file, line, field_name, message)])


def _columns(sheet: Sheet, lines: Iterator[tuple[int, Any]]) -> dict[int, Column]:
    """Which column of the template stands where; they may be in another order."""
    paths = _texts(next(lines, (FIELDS_ROW, ()))[1])
    titles = _texts(next(lines, (HEADER_ROW, ()))[1])
    known = {column.field: column for column in sheet.columns}
    missing = [column.title for column in sheet.columns if column.field not in paths.values()]
    if missing:
        message = _("dòng 1 (đang ẩn) phải giữ tên trường như mẫu; không thấy cột: %s")
        raise refusal(sheet.name, message % ", ".join(missing), FIELDS_ROW)
    faults = []
    for place in sorted(paths.keys() | titles.keys()):
        path, title = paths.get(place, ""), titles.get(place, "")
        if path not in known or list(paths.values()).count(path) > 1:
            names = {"place": place + 1, "title": (title or path)[:80]}
            faults.append(Fault(sheet.name, HEADER_ROW, "", _("mẫu không có cột thứ %(place)d “%(title)s”") % names))
        elif title != known[path].title:
            names = {"came": title[:80], "title": known[path].title}
            message = _("tiêu đề cột là “%(came)s”, mẫu là “%(title)s”; hãy giữ tiêu đề của mẫu") % names
            faults.append(Fault(sheet.name, HEADER_ROW, sheet.label(known[path]), message))
    if faults:
        raise CatalogueError(faults)
    return {place: known[path] for place, path in paths.items()}


def _texts(cells: Any) -> dict[int, str]:
    return {place: str(cell.value).strip() for place, cell in enumerate(cells) if cell.value not in {None, ""}}


def _rows(
    sheet: Sheet, columns: Mapping[int, Column], lines: Iterator[tuple[int, Any]], faults: list[Fault]
) -> Iterator[Row]:
    for number, cells in lines:
        if number >= FIRST_ROW + MAX_ROWS:
            message = _("có hơn %d dòng; hãy bớt dòng hoặc xóa các dòng trống ở cuối trang tính") % MAX_ROWS
            raise refusal(sheet.name, message, number)
        row = Row(number)
        for place, cell in enumerate(cells):
            column = columns.get(place)
            try:
                text = _text(cell)
                if text and column is None:
                    raise UnreadableCell(_("ô nằm ngoài các cột của mẫu"))
                if text and column:
                    row.values[column.field] = READERS[column.form](text, column)
            except UnreadableCell as error:
                row.values.setdefault("", None)  # so that the row does not count as blank
                faults.append(Fault(sheet.name, number, sheet.label(column) if column else "", str(error)))
        if row.values:
            yield row


def _text(cell: Any) -> str:
    """What a cell says, "" if nothing. Raises UnreadableCell."""
    found = held(cell)
    if found is None:
        return ""
    if isinstance(found, date | time | timedelta):
        raise UnreadableCell(_("ô đang ở dạng ngày giờ; hãy định dạng ô là văn bản rồi nhập lại"))
    if isinstance(found, bool):
        return "true" if found else "false"
    return found if isinstance(found, str) else number_text(found)


# -- what the forms of cells mean ------------------------------------------------------------------------------------


def _number(text: str, column: Column) -> str:
    """A decimal comma is as good as a point; whether it is a number at all is seen by the schema."""
    return re.sub(r"\A([-+]?[0-9]+),([0-9]+)\Z", r"\1.\2", text)


def _word(text: str, column: Column) -> str:
    codes = {word.casefold(): code for code, word in column.words.items()}
    codes |= {code.casefold(): code for code in column.words}
    found = codes.get(text.casefold())
    if found is None:
        names = {"expected": ", ".join(column.words.values()), "came": text[:80]}
        raise UnreadableCell(_("cần một trong: %(expected)s; nhận được “%(came)s”") % names)
    return found


def _codes(text: str, column: Column) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _pairs(text: str, separators: str, example: str) -> Iterator[tuple[str, str]]:
    for part in re.split(separators, text):
        name, colon, value = (piece.strip() for piece in part.partition(":"))
        if name and colon and value:
            yield name, value
        elif part.strip():
            names = {"example": example, "came": part.strip()[:80]}
            raise UnreadableCell(_("cần dạng “%(example)s”; nhận được “%(came)s”") % names)


def _steps(text: str, column: Column) -> list[dict[str, str]]:
    pairs = _pairs(text, r"[;\n]", "10: 40; 20: 100")
    return [{"at": _number(at, column), "score": _number(score, column)} for at, score in pairs]


def _references(text: str, column: Column) -> dict[str, str]:
    return dict(_pairs(text, r"\n", "u4ssc: EC: ICT: ICT: 1C"))


READERS: dict[Form, Callable[[str, Column], Any]] = {
    Form.TEXT: lambda text, column: text,
    Form.NUMBER: _number,
    Form.WORD: _word,
    Form.CODES: _codes,
    Form.STEPS: _steps,
    Form.REFERENCES: _references,
}
