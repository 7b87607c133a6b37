import csv
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree.ElementTree import fromstring

import pytest
from django.utils import translation
from openpyxl import load_workbook

from assessments.charts.distribution import Value, distribution
from assessments.models import Campaign
from comparison.exports import Origin, Table, csv_file, file_name, svg_file, xlsx_file
from comparison.models import Edition

ROWS = [(1, "Huế", Decimal("74.76"), None), (2, "Hà Nội", Decimal("-3.20"), Decimal("0.5"))]
TABLE = Table("Bảng xếp hạng", ["Hạng", "Tỉnh, thành phố", "Điểm", "Ghi chú"], ROWS, ["Đọc cùng khoảng hạng."])
OURS = "Trọng số, mức, bậc, nhóm dân số và cách xếp hạng do nhóm xây dựng cổng đặt ra, không phải của Bộ."
REMARKS = [
    "Bảng xếp hạng",
    "Dữ liệu minh họa: không phải số liệu thật của địa phương nào.",
    "Đợt 1",
    "Bản so sánh số 2, lập lúc 15:00 06/05/2026, chưa công bố",
    "Nhóm so sánh: Tất cả",
    "Đọc cùng khoảng hạng.",
    OURS,
    "Bộ làm việc.",
]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"]


def origin(*, is_demonstration=True, published_at=None, notice="Bộ làm việc."):
    campaign = Campaign(code="dot-1", name="Đợt 1", is_demonstration=is_demonstration)
    moment = datetime(2026, 5, 6, 8, tzinfo=UTC)
    return Origin(Edition(campaign=campaign, number=2, finished_at=moment, published_at=published_at), "Tất cả", notice)


def lines(content, delimiter=";"):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def sheet(content):
    return load_workbook(BytesIO(content)).active


def test_csv_says_where_it_is_from_and_has_numbers_as_the_language_writes_them():
    content = csv_file(TABLE, origin())
    assert content.startswith("\ufeff".encode())
    assert lines(content) == [
        *([remark] for remark in REMARKS),
        ["Hạng", "Tỉnh, thành phố", "Điểm", "Ghi chú"],
        ["1", "Huế", "74,76", ""],
        ["2", "Hà Nội", "-3,20", "0,5"],
    ]


def test_csv_in_english_is_divided_by_commas():
    with translation.override("en"):
        content = csv_file(TABLE, origin())
    assert lines(content, ",")[-2:] == [["1", "Huế", "74.76", ""], ["2", "Hà Nội", "-3.20", "0.5"]]


def test_xlsx_has_the_same_with_numbers_as_numbers():
    found = sheet(xlsx_file(TABLE, origin()))
    rows = [[cell.value for cell in row] for row in found.iter_rows()]
    assert [row[0] for row in rows[:8]] == REMARKS
    assert rows[8] == [None] * 4
    assert rows[9:] == [list(TABLE.heads), [1, "Huế", 74.76, None], [2, "Hà Nội", -3.2, 0.5]]
    assert found.title == "Bảng xếp hạng"
    assert found.freeze_panes == "A11"
    assert [found.cell(10, place).font.bold for place in range(1, 5)] == [True] * 4
    assert found.cell(11, 3).number_format == "0.00"
    assert int(found.column_dimensions["A"].width) == 9


def test_numbers_of_draws_that_are_real_data_are_not_called_made_up():
    published = datetime(2026, 5, 7, 2, 30, tzinfo=UTC)
    found = lines(csv_file(TABLE, origin(is_demonstration=False, published_at=published, notice="")))
    assert found[:6] == [
        ["Bảng xếp hạng"],
        ["Đợt 1"],
        ["Bản so sánh số 2, lập lúc 15:00 06/05/2026, công bố lúc 09:30 07/05/2026"],
        ["Nhóm so sánh: Tất cả"],
        ["Đọc cùng khoảng hạng."],
        [OURS],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_never_becomes_a_formula(text):
    table = Table("Tên", [text], [(text,)])
    head, row = lines(csv_file(table, origin()))[-2:]
    assert head == row
    assert [row[0][0], row[0][1:]] == ["'", text]
    found = sheet(xlsx_file(table, origin()))
    assert [cell.data_type for cell in (found.cell(9, 1), found.cell(10, 1))] == ["s", "s"]
    assert found.cell(10, 1).value.strip() == text.strip()


def test_signs_that_a_workbook_cannot_hold_are_left_out():
    found = sheet(xlsx_file(Table("a/b[c]:*?\\'", ["x"], [("Đà\x00\x0b Nẵng",)]), origin()))
    assert found.title == "a b c"
    assert found.cell(found.max_row, 1).value == "Đà Nẵng"


@pytest.mark.parametrize("title", ["", "[]", "'", "x" * 50])
def test_any_title_makes_a_workbook(title):
    found = sheet(xlsx_file(Table(title, ["x"], []), origin()))
    assert found.title == ("x" * 31 if title.startswith("x") else "1")


def test_columns_are_as_wide_as_what_is_in_them_within_limits():
    table = Table("T", ["a", "b", "c"], [("x", "y" * 20, "z" * 200)])
    found = sheet(xlsx_file(table, origin()))
    assert [int(found.column_dimensions[letter].width) for letter in "ABC"] == [9, 22, 48]


def test_svg_stands_alone_and_says_where_it_is_from():
    chart = distribution([Value("48", "Đà Nẵng", Decimal(50), "/x/")], "Điểm")
    root = fromstring(svg_file(chart, TABLE, origin()))
    words = " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for part in ("Bảng xếp hạng", "Dữ liệu minh họa", "Đọc cùng khoảng hạng.", "Bản so sánh số 2", "không phải của Bộ"):
        assert part in words
    assert list(root.iter("{http://www.w3.org/2000/svg}a")) == []


def test_file_names_are_ascii():
    edition = origin().edition
    assert file_name(edition, "Đặt cạnh nhau", "csv") == "so-sanh-dot-1-ban-2-dat-canh-nhau.csv"
    assert file_name(edition, "漢字", "svg") == "so-sanh-dot-1-ban-2.svg"
