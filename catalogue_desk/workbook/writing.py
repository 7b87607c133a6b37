"""The template as a file, empty or filled with a version."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel

from catalogues.schema import DEFAULT_OPTIONS
from indicators.schema import Catalogue, Indicator

from . import sheets
from .cells import number_text
from .sheets import FIELDS_ROW, FIRST_ROW, GUIDE, HEADER_ROW, Column, Form, Sheet

LAST_LISTED_ROW = 1_000
"""Down to where cells offer a list to choose from."""

LISTED_ON = {
    "group": sheets.GROUPS,
    "indicator": sheets.INDICATORS,
    "body": sheets.BODIES,
    "lead": sheets.BODIES,
}
"""Columns that name a row of another sheet."""

GUIDE_LINES = (
    "Mẫu nạp bộ chỉ số vào Cổng đánh giá đô thị thông minh.",
    "Điền từ dòng 3 của mỗi trang. Không đổi tên trang, dòng tiêu đề và dòng 1 đang ẩn.",
    "Không gộp ô, không dùng công thức.",
    "Cột để trống nhận giá trị mặc định. Số thập phân viết bằng dấu phẩy hoặc dấu chấm.",
    "Khi gửi lên, cổng kiểm tra từng dòng và cho xem trước khác biệt; có một lỗi thì không nạp gì.",
)


def template(catalogue: Catalogue | None = None) -> bytes:
    """An .xlsx file; read back, a filled one gives the same catalogue."""
    book = Workbook()
    _write_guide(book.active)
    rows = {sheet.name: list(_rows(sheet, catalogue)) if catalogue else [] for sheet in sheets.SHEETS}
    for sheet in sheets.SHEETS:
        _write_sheet(book.create_sheet(sheet.name), sheet, rows[sheet.name])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(sheet: Sheet, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """What a version has for a sheet: the value of each column by its path."""
    for item, more in _items(sheet, catalogue):
        stated, full = item.model_dump(by_alias=True, exclude_defaults=True), item.model_dump(by_alias=True)
        found = {column.field: _at(full if column.is_written else stated, column.field) for column in sheet.columns}
        yield found | more


def _items(sheet: Sheet, catalogue: Catalogue) -> Iterator[tuple[BaseModel, dict[str, str]]]:
    about = catalogue.set
    if sheet is sheets.ABOUT:
        yield from ((found, {}) for found in (about,) if found)
    elif sheet is sheets.BODIES:
        yield from ((body, {}) for body in (about.bodies if about else ()))
    elif sheet is sheets.GROUPS:
        yield from ((group, {}) for group in catalogue.groups)
    else:
        for group in catalogue.groups:
            for item in group.indicators:
                if sheet is sheets.INDICATORS:
                    yield item, {"group": group.code}
                else:
                    yield from ((option, {"indicator": item.code}) for option in _own_options(item))


def _own_options(item: Indicator) -> Iterable[BaseModel]:
    return () if item.options == DEFAULT_OPTIONS.get(item.kind) else item.options


def _at(dumped: Mapping[str, Any], path: str) -> Any:
    found: Any = dumped
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


# -- cells -----------------------------------------------------------------------------------------------------------


def _write_guide(worksheet: Worksheet) -> None:
    worksheet.title = GUIDE
    lines: list[tuple[str, ...]] = [(line,) for line in GUIDE_LINES]
    lines += [(), ("Trang", "Cột", "Điền gì", "Các giá trị")]
    for sheet in sheets.SHEETS:
        lines.append((sheet.name, "", sheet.help))
        for column in sheet.columns:
            lines.append((sheet.name, column.title, column.help, "; ".join(column.words.values())))
    for number, line in enumerate(lines, 1):
        for position, text in enumerate(line, 1):
            cell = _put(worksheet, number, position, text)
            cell.alignment = Alignment(wrap_text=len(line) > 1, vertical="top")
            cell.font = Font(bold=number == 1 or line[:1] == ("Trang",) or (len(line) == 3))
    for letter, width in zip("ABCD", (14, 28, 60, 60), strict=True):
        worksheet.column_dimensions[letter].width = width


def _write_sheet(worksheet: Worksheet, sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    for position, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(position)
        worksheet.column_dimensions[letter].width = column.width
        if column.form is not Form.NUMBER:
            worksheet.column_dimensions[letter].number_format = "@"  # "01" and "1-2" stay what was typed
        _put(worksheet, FIELDS_ROW, position, column.field)
        heading = _put(worksheet, HEADER_ROW, position, column.title)
        heading.font, heading.fill = Font(bold=True), PatternFill("solid", fgColor="E5F0F8")
        heading.alignment = Alignment(wrap_text=True, vertical="bottom")
        for number, row in enumerate(rows, FIRST_ROW):
            _fill(worksheet, number, position, column, row[column.field])
        _offer(worksheet, letter, column)
    worksheet.row_dimensions[FIELDS_ROW].hidden = True
    worksheet.freeze_panes = worksheet.cell(FIRST_ROW, 3 if len(sheet.columns) > 6 else 1)


def _fill(worksheet: Worksheet, number: int, position: int, column: Column, value: Any) -> None:
    if value is not None and value != ():
        cell = _put(worksheet, number, position, WRITERS[column.form](value, column))
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _put(worksheet: Worksheet, number: int, position: int, value: Any) -> Cell:
    cell: Cell = worksheet.cell(number, position)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # what begins with "=" is text too
        cell.number_format = "@"
    return cell


def _offer(worksheet: Worksheet, letter: str, column: Column) -> None:
    """Cells of the column list what may be chosen."""
    target = LISTED_ON.get(column.field)
    if column.words:
        formula, is_strict = f'"{",".join(column.words.values())}"', True
    elif target:
        own = get_column_letter(next(n for n, found in enumerate(target.columns, 1) if found.field == "code"))
        formula, is_strict = f"'{target.name}'!${own}${FIRST_ROW}:${own}${LAST_LISTED_ROW}", False
    else:
        return
    choice = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=is_strict)
    choice.error, choice.errorTitle = "Hãy chọn một giá trị trong danh sách.", column.title
    worksheet.add_data_validation(choice)
    choice.add(f"{letter}{FIRST_ROW}:{letter}{LAST_LISTED_ROW}")


def _number(value: Decimal, column: Column) -> int | float | str:
    """A number cell where it reads back as the same digits, else text."""
    as_float = int(value) if value == value.to_integral_value() else float(value)
    return as_float if number_text(as_float) == str(value) else str(value)


def _word(value: Any, column: Column) -> str:
    code = (
        str(value.value) if isinstance(value, Enum) else str(value).lower() if isinstance(value, bool) else str(value)
    )
    return column.words[code]


def _steps(value: Iterable[Mapping[str, Decimal]], column: Column) -> str:
    return "; ".join(f"{step['at']}: {step['score']}" for step in value)


WRITERS = {
    Form.TEXT: lambda value, column: str(value),
    Form.NUMBER: _number,
    Form.WORD: _word,
    Form.CODES: lambda value, column: ", ".join(value),
    Form.STEPS: _steps,
    Form.REFERENCES: lambda value, column: "\n".join(f"{name}: {code}" for name, code in value.items()) or None,
}
