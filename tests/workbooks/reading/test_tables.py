import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from assessments.spreadsheets.cells import MAX_ROWS
from tests.factories.files import package
from workbooks.reading.faults import RefusedWorkbook
from workbooks.reading.tables import Cell, Row, _cell, tables
from workbooks.sheets.columns import FORMAT


def file(*sheets):
    """A workbook with these (name, rows)."""
    book, stream = Workbook(), BytesIO()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def read(*sheets):
    return tables("a.xlsx", file(*sheets), {"A-1", "A-2"})


def refusal(raw):
    with pytest.raises(RefusedWorkbook) as caught:
        tables("a.xlsx", raw, {"A-1"})
    return str(caught.value)


def test_sheets_are_known_by_their_headings():
    found = read(
        ("Một", [["Tiêu đề"], [], ["mã ", "Câu hỏi", "TRẢ  LỜI"], ["A-1", "?", "Có"]]),
        ("Hai", [[FORMAT, "x"], ["assessment", 3]]),
        ("Ghi chú riêng", [["Chỉ là ghi chú"]]),
    )
    assert [table.sheet for table in found.answers] == ["Một"]
    assert (found.identity, found.headless) == ([(FORMAT, "x"), ("assessment", "3")], [])
    table = found.answers[0]
    assert table.rows == [Row(4, {"code": Cell("A-1"), "answer": Cell("Có")})]
    assert table.cell(table.rows[0], "answer") == "C4"


def test_columns_and_rows_may_stand_anywhere():
    rows = [[]] * 20 + [["Ghi chú", "", "Trả lời", "Mã"], [], ["x", "lạ", 1, "A-1"], [], ["", "", "", "A-2"]]
    (table,) = read(("S", rows)).answers
    assert [row.number for row in table.rows] == [23, 25]
    assert table.rows[0].cells == {"note": Cell("x"), "answer": Cell(Decimal(1)), "code": Cell("A-1")}


def test_sheet_with_codes_under_no_heading_is_named():
    assert read(("S", [["Mã số", "Trả lời"], ["A-1", "Có"]])).headless == ["S"]


def test_column_that_stands_twice_is_refused():
    raw = file(("S", [["Mã", "Trả lời", "Ghi chú", "ghi chú"], ["A-1"]]))
    assert refusal(raw) == "Trang “S”: có hai cột “Ghi chú”; hãy xóa cột thừa"


def test_merged_cells_are_refused():
    book, stream = Workbook(), BytesIO()
    for row in (["Mã", "Trả lời"], ["A-1", "Có"]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(stream)
    assert refusal(stream.getvalue()) == "Trang “Sheet”: các ô B2:B3 bị gộp; hãy bỏ gộp ô"


@pytest.mark.slow
def test_endless_rows_are_refused_soon():
    rows = [["Mã", "Trả lời"], *([f"A-{number}", "Có"] for number in range(MAX_ROWS + 100))]
    assert refusal(file(("S", rows))).startswith("Trang “S”, ô A5033: có hơn 5000 dòng")


def test_a_million_blank_rows_are_refused_soon():
    book, stream = Workbook(), BytesIO()
    book.active.append(["Mã", "Trả lời"])
    book.active["A1048576"] = "A-1"
    book.save(stream)
    assert refusal(stream.getvalue()).startswith("Trang “Sheet”, ô A5033: có hơn 5000 dòng")


def test_a_million_rows_of_a_foreign_sheet_are_not_read():
    book, stream = Workbook(), BytesIO()
    book.active["A1048576"] = "x"
    book.save(stream)
    assert tables("a.xlsx", stream.getvalue(), set()).answers == []


def test_broken_package_is_refused():
    raw = file(("S", [["Mã", "Trả lời"]]))
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    broken = package({**parts, "xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"][:300]})
    assert refusal(broken) == "không mở được như một tệp Excel (tệp hỏng)"


def cell(value, data_type="n", number_format="General"):
    return SimpleNamespace(value=value, data_type=data_type, number_format=number_format)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (cell(None), Cell(None)),
        (cell("  ", "s"), Cell(None)),
        (cell(" Có ", "s"), Cell("Có")),
        (cell(True, "b"), Cell(True)),
        (cell(3), Cell(Decimal(3))),
        (cell(0.1 + 0.2), Cell(Decimal("0.3"))),
        (cell(1 / 3), Cell(Decimal("0.33333333"))),
        (cell(-0.0), Cell(Decimal(0))),
        (cell(0.755, number_format="0.0%"), Cell("75,5%")),
        (cell(1, number_format="0%"), Cell("100%")),
        (cell(12, number_format='#,##0.0"%"'), Cell(Decimal(12))),
        (cell(datetime(2023, 6, 20, 7), "d"), Cell(date(2023, 6, 20))),
        (cell(time(7), "d"), Cell(None, "ô đang ở dạng giờ; hãy định dạng lại ô rồi nhập lại")),
        (cell(float("inf")), Cell(None, "ô báo lỗi #NUM!")),
        (cell("#REF!", "e"), Cell(None, "ô báo lỗi #REF!")),
        (cell("=A1", "f"), Cell(None, "ô có công thức; hãy dán giá trị thay cho công thức")),
        (cell(1e300), Cell(Decimal("1e300"))),
    ],
)
def test_cell_is_read_as_people_see_it(given, found):
    assert _cell(given) == found
