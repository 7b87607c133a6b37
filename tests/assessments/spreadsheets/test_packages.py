import re
import warnings
import zipfile
from io import BytesIO

import pytest
from defusedxml.common import EntitiesForbidden
from openpyxl import Workbook
from openpyxl.chart import BarChart

from assessments.errors import RefusedFile
from assessments.spreadsheets.packages import MAX_BYTES, OLD_OR_LOCKED, check_package, opened
from tests.factories.files import declaring, package, xlsx


def book(change=None):
    made, stream = Workbook(), BytesIO()
    made.active["A1"] = "Một"
    if change:
        change(made)
    made.save(stream)
    return stream.getvalue()


def parts_of(raw):
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal(name, raw):
    with pytest.raises(RefusedFile) as caught:
        check_package(name, raw)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.XLSM", b"", "tệp Excel có macro không được nhận; hãy lưu thành .xlsx"),
        ("a.xls", b"", "cần tệp .xlsx theo mẫu"),
        ("a.ods", b"", "bảng tính OpenDocument (.ods) không được nhận; hãy lưu thành .xlsx"),
        ("a.xlsx", b"x" * (MAX_BYTES + 1), "tệp lớn hơn giới hạn 5000000 byte"),
        ("a.xlsx", OLD_OR_LOCKED, "tệp có mật khẩu hoặc là Excel kiểu cũ; hãy bỏ mật khẩu và lưu thành .xlsx"),
        ("a.xlsx", b"", "Tệp “a.xlsx” không có nội dung."),
        ("a.xlsx", xlsx(xl__bomb="0" * 2_000_000), "Tệp “a.xlsx” giải nén ra quá lớn nên không được nhận."),
    ],
)
def test_file_that_is_no_workbook_is_refused_in_one_sentence(name, raw, message):
    assert refusal(name, raw) == message


def test_bomb_below_the_ratio_is_refused_by_its_size():
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/big": bytes(200_000)}
    raw = package(parts, compression=0)
    assert refusal("a.xlsx", declaring(raw, "xl/big", 30_000_001)) == "tệp giải nén ra quá lớn nên không được nhận"


def test_workbook_is_opened_without_a_warning():
    raw = book()
    check_package("a.xlsx", raw)
    with warnings.catch_warnings(record=True) as told, opened(raw) as found:
        warnings.simplefilter("always")
        assert found.book.worksheets[0]["A1"].value == "Một"
    assert told == []


def test_merged_cells_are_seen():
    for change, where in ((None, ""), (lambda made: made.active.merge_cells("B3:C4"), "B3:C4")):
        with opened(book(change)) as found:
            assert found.merged_cells(found.book.worksheets[0]) == where


def test_entities_are_not_expanded():
    parts = parts_of(book())
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    raw = package({**parts, "xl/worksheets/sheet1.xml": bomb})
    with opened(raw) as found, pytest.raises(EntitiesForbidden):
        list(found.book.worksheets[0].iter_rows())


def test_a_sheet_is_as_large_as_its_cells_whatever_it_says_of_its_size():
    parts = parts_of(book())
    sheet = parts["xl/worksheets/sheet1.xml"]
    told = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet)
    assert told != sheet
    with opened(package(parts)) as plain, opened(package({**parts, "xl/worksheets/sheet1.xml": told})) as boastful:
        rows = [list(found.book.worksheets[0].iter_rows(values_only=True)) for found in (plain, boastful)]
    assert rows[0] == rows[1] != []


def test_a_chart_sheet_is_no_sheet_of_cells():
    made = Workbook()
    made.create_chartsheet("Biểu đồ").add_chart(BarChart())
    stream = BytesIO()
    made.save(stream)
    with opened(stream.getvalue()) as found:
        assert ([sheet.title for sheet in found.book.worksheets], found.book.sheetnames) == (
            ["Sheet"],
            ["Sheet", "Biểu đồ"],
        )


def test_relations_of_a_sheet_that_are_none_are_not_opened():
    parts = parts_of(book())
    raw = package({**parts, "xl/worksheets/_rels/sheet1.xml.rels": b"<a"})
    with pytest.raises(SyntaxError), opened(raw):
        pass


def test_workbook_that_takes_values_from_another_is_refused():
    content = xlsx(xl__externalLinks__externalLink1_dot_xml="<externalLink/>")
    assert refusal("a.xlsx", content) == (
        "Tệp “a.xlsx” lấy nội dung từ nơi khác (xl/externalLinks/externalLink1.xml) nên không được nhận; "
        "hãy ngắt liên kết rồi lưu lại."
    )
