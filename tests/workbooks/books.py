"""Answer workbooks with cells changed, as people or their programs leave them."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from accounts.roles import Role
from assessments.models import Assessment
from tests.assessments import small
from tests.factories import user_as
from workbooks.reading import Found, read
from workbooks.sheets.columns import COLUMNS, HEADER_ROW
from workbooks.writing import workbook

TITLES = {column.key: column.title for column in COLUMNS}
NAME = "phieu.xlsx"


class Formula(str):
    """Text that is put in as a formula, not as text."""


def small_draft() -> tuple[Assessment, User]:
    """On the small catalogues, with its coordinator."""
    assessment = small.open_assessment_on_small()
    return assessment, user_as(Role.COORDINATOR, assessment.province)


def downloaded(assessment: Assessment, by: User) -> bytes:
    return workbook(assessment, by=by, at=timezone.now())


def changed(raw: bytes, change: Callable[[Any], object]) -> bytes:
    """After `change(book)` and saving."""
    book, stream = load_workbook(BytesIO(raw)), BytesIO()
    change(book)
    book.save(stream)
    return stream.getvalue()


def filled(raw: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """With values put in by code and column."""

    def fill(book: Any) -> None:
        for (code, key), value in cells.items():
            sheet, row, place = where(book, code, key)
            sheet.cell(row, place).value = value
            if isinstance(value, str) and not isinstance(value, Formula):
                sheet.cell(row, place).data_type = "s"

    return changed(raw, fill)


def where(book: Any, code: str, key: str = "code") -> tuple[Any, int, int]:
    """Sheet, row and column of a cell, counted from 1."""
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        headings = list(rows[HEADER_ROW]) if len(rows) > HEADER_ROW else []
        for number, row in enumerate(rows, 1):
            if row and row[0] == code and TITLES["code"] in headings:
                return sheet, number, headings.index(TITLES[key]) + 1
    raise AssertionError(f"no row {code}")


def cell(raw: bytes, code: str, key: str) -> Any:
    sheet, row, place = where(load_workbook(BytesIO(raw)), code, key)
    return sheet.cell(row, place)


def read_back(assessment: Assessment, raw: bytes, name: str = NAME) -> Found:
    return read(assessment, name, raw, timezone.localdate())


def faults(assessment: Assessment, raw: bytes, name: str = NAME) -> list[str]:
    return [str(fault) for fault in read_back(assessment, raw, name).faults]
