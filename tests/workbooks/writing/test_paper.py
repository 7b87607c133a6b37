from io import BytesIO

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from workbooks.writing.paper import LINE_HEIGHT, LONGEST_ROW, Paper, height, lines_of


@pytest.mark.parametrize(
    ("text", "width", "lines"), [("", 10, 1), ("a" * 11, 10, 1), ("a" * 12, 10, 2), ("a\n\nb", 10, 3), ("ab", 0, 2)]
)
def test_lines_are_counted_by_the_width_of_the_column(text, width, lines):
    assert lines_of(text, width) == lines


def test_row_is_as_high_as_its_longest_text_within_what_excel_takes():
    assert height() == LINE_HEIGHT + 2
    assert height(("a", 10), ("a\nb\nc", 10)) == 3 * LINE_HEIGHT + 2
    assert height(("a" * 10_000, 10)) == LONGEST_ROW < 409


def test_sheet_is_set_up_to_print_and_protected_without_a_password():
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("A", Paper)
    sheet.set_up("DỮ LIỆU MINH HỌA", repeated=3)
    sheet.write_formula(0, 0, "=1+1")
    book.close()
    found = load_workbook(stream)["A"]
    assert (found.page_setup.paperSize, found.page_setup.fitToHeight) == (8, 0)
    assert (found.protection.sheet, found.protection.password, found.print_title_rows) == (True, None, "$1:$3")
    assert found["A1"].value == "=1+1"
