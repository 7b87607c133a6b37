from io import BytesIO

from openpyxl import load_workbook
from xlsxwriter import Workbook

from workbooks.sheets.columns import LISTS
from workbooks.writing.lists import Lists


def test_each_list_stands_once():
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    lists = Lists(book.add_worksheet(LISTS))
    assert lists.source(["Có", "Không"]) == "='Danh sách'!$A$1:$A$2"
    assert lists.source(["x" * 300]) == "='Danh sách'!$A$3:$A$3"
    assert lists.source(("Có", "Không")) == "='Danh sách'!$A$1:$A$2"
    book.close()
    assert [row[0] for row in load_workbook(stream)[LISTS].values] == ["Có", "Không", "x" * 300]
