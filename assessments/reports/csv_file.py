"""Tables as CSV for spreadsheet programs: UTF-8 with its mark, the separator that goes with the language, and no cell
that a program would take for a formula."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from django.utils.formats import get_format

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"

Cell = str | int | Decimal | None


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]], remarks: Sequence[str] = ()) -> str:
    """`remarks` stand above the table, one a line, for instance that the data are made up."""
    stream = StringIO()
    separator = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    writer.writerows([harmless(remark)] for remark in remarks)
    writer.writerow([harmless(label) for label in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + stream.getvalue()


def harmless(cell: Cell) -> str:
    """Text that begins like a formula gets an apostrophe, as spreadsheet programs have it; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(cell).replace(".", get_format("DECIMAL_SEPARATOR"))
    text = str(cell)
    is_formula = isinstance(cell, str) and text.lstrip(" ").startswith(FORMULA_MARKS)
    return f"'{text}" if is_formula else text
