import time
import warnings
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assessments.spreadsheets import packages
from catalogue_desk.workbook import sheets
from catalogue_desk.workbook.reading import read_workbook
from catalogue_desk.workbook.writing import template
from catalogues.faults import CatalogueError
from tests.catalogue_desk.sets import column, faults_of, indicator_set, saved, workbook
from tests.factories.files import declaring, package, xlsx

WEIGHT, RULE = column(sheets.INDICATORS, "weight"), column(sheets.INDICATORS, "rule.kind")
TARGET = column(sheets.INDICATORS, "rule.target")
LEAD = column(sheets.INDICATORS, "lead")
HTML = b"<html></html>"


def complaints(raw, name="a.xlsx"):
    return [str(fault) for fault in faults_of(read_workbook, "thu/v1", name, raw)]


def changed(change):
    """The filled template after `change(book)`."""
    book = load_workbook(BytesIO(template(indicator_set())))
    change(book)
    return saved(book)


# -- the file as a whole ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.xlsm", b"", "tệp Excel có macro không được nhận; hãy lưu thành .xlsx"),
        ("a.xls", b"", "cần tệp .xlsx theo mẫu"),
        ("a.ods", b"", "bảng tính OpenDocument (.ods) không được nhận; hãy lưu thành .xlsx"),
        ("a.xlsx", b"x" * 5_000_001, "tệp lớn hơn giới hạn 5000000 byte"),
        ("a.xlsx", packages.OLD_OR_LOCKED, "tệp có mật khẩu hoặc là Excel kiểu cũ; hãy bỏ mật khẩu và lưu thành .xlsx"),
        ("a.xlsx", b"", "Tệp “a.xlsx” không có nội dung."),
        ("a.xlsx", HTML, "Tệp “a.xlsx” không phải là tệp Excel như tên tệp; nội dung là trang web."),
        ("a.xlsx", b"PK\x03\x04", "Tệp “a.xlsx” không mở được như một tệp văn phòng."),
        ("a.xlsx", package({"word/document.xml": "x"}), "Nội dung tệp “a.xlsx” không đúng với loại tệp theo tên."),
        (
            "a.xlsx",
            xlsx(xl__vbaProject_dot_bin="x"),
            "Tệp “a.xlsx” có macro nên không được nhận; hãy lưu lại ở dạng không có macro.",
        ),
        ("a.xlsx", xlsx(), "không mở được như một tệp Excel (tệp hỏng)"),
        ("a.xlsx", xlsx(xl__bomb="0" * 2_000_000), "Tệp “a.xlsx” giải nén ra quá lớn nên không được nhận."),
    ],
)
def test_file_that_is_no_template_is_refused_in_one_sentence(name, raw, message):
    assert complaints(raw, name) == [f"{name}: {message}"]


def test_part_that_lies_about_its_size_is_refused():
    raw = package({"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/big": bytes(200_000)}, compression=0)
    told = declaring(raw, "xl/big", 30_000_001)
    assert complaints(told) == ["a.xlsx: Tệp “a.xlsx” không mở được như một tệp văn phòng."]


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    assert complaints(package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": bomb})) == [
        "a.xlsx: Tệp “a.xlsx” có khai báo DTD trong XML nên không được nhận; hãy lưu lại tệp."
    ]


def test_missing_and_strange_sheets_are_named():
    assert complaints(workbook(remove="Lựa chọn")) == ["a.xlsx: không có trang tính “Lựa chọn” của mẫu"]
    assert complaints(saved(Workbook())) == [
        "a.xlsx: không có trang tính “Bộ chỉ số”, “Nhóm”, “Chỉ số”, “Lựa chọn”, “Cơ quan” của mẫu"
    ]
    assert complaints(changed(lambda book: book.create_sheet("Chỉ số (2)"))) == [
        "a.xlsx: có trang tính ngoài mẫu: “Chỉ số (2)”; hãy xóa hoặc chuyển sang tệp khác"
    ]


def test_merged_cells_are_refused():
    assert complaints(changed(lambda book: book["Nhóm"].merge_cells("B3:C4"))) == [
        "Nhóm: các ô B3:C4 bị gộp; hãy bỏ gộp ô"
    ]


@pytest.mark.slow
def test_changed_headings_are_refused():
    assert complaints(workbook({("Nhóm", "B2"): "Tên"})) == [
        "Nhóm:2: B: Tên nhóm: tiêu đề cột là “Tên”, mẫu là “Tên nhóm”; hãy giữ tiêu đề của mẫu"
    ]
    assert complaints(workbook({("Nhóm", "B1"): "ten", ("Chỉ số", "BZ2"): "Ghi chú"})) == [
        "Chỉ số:2: mẫu không có cột thứ 78 “Ghi chú”",
        "Nhóm:1: dòng 1 (đang ẩn) phải giữ tên trường như mẫu; không thấy cột: Tên nhóm",
    ]
    assert complaints(workbook({("Nhóm", "H1"): "code", ("Nhóm", "H2"): "Mã nhóm"})) == [
        "Nhóm:2: mẫu không có cột thứ 1 “Mã nhóm”",
        "Nhóm:2: mẫu không có cột thứ 8 “Mã nhóm”",
    ]


def test_columns_may_stand_in_another_order():
    def move(book):
        sheet = book["Nhóm"]
        for row in sheet.iter_rows(min_row=1, max_row=4):
            row[0].value, row[1].value = row[1].value, row[0].value

    assert read_workbook("thu/v1", "a.xlsx", changed(move)) == indicator_set()


# -- rows ------------------------------------------------------------------------------------------------------------


def test_faults_of_all_sheets_come_together_each_with_its_row_and_column():
    changes = {
        ("Bộ chỉ số", "A3"): None,
        ("Chỉ số", "C3"): None,
        ("Chỉ số", "D3"): None,
        ("Chỉ số", f"{WEIGHT}4"): 0,
        ("Chỉ số", f"{RULE}5"): None,
        ("Chỉ số", "B7"): "A-1",
        ("Chỉ số", "A8"): "ZZ",
        ("Chỉ số", "A9"): None,
        ("Lựa chọn", "E3"): 101,
        ("Lựa chọn", "A4"): "A-7",
        ("Chỉ số", "D10"): "=A1",
    }
    assert complaints(workbook(changes)) == [
        "Bộ chỉ số:3: A: Mã bộ: thiếu trường bắt buộc này",
        "Chỉ số:3: C: Tên chỉ số: thiếu trường bắt buộc này",
        f"Chỉ số:4: {WEIGHT}: Trọng số: cần lớn hơn 0, nhận được 0",
        f"Chỉ số:5: {RULE}: Quy tắc điểm: thiếu trường kind",
        "Chỉ số:7: B: Mã chỉ số: mã A-1 bị lặp",
        "Chỉ số:8: A: Nhóm: trang tính “Nhóm” không có mã “ZZ”",
        "Chỉ số:9: A: Nhóm: thiếu mã",
        "Chỉ số:10: D: Tên chỉ số (tiếng Anh): ô có công thức; hãy dán giá trị thay cho công thức",
        "Lựa chọn:3: E: Điểm: cần từ 100 trở xuống, nhận được 101",
        "Lựa chọn:4: A: Mã chỉ số: trang tính “Chỉ số” không có mã “A-7”",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({("Nhóm", "A4"): "A"}, "Nhóm:4: A: Mã nhóm: mã A bị lặp"),
        ({("Nhóm", "A5"): "C", ("Nhóm", "B5"): "Trống"}, "Nhóm:5: A: Mã nhóm: nhóm này chưa có chỉ số nào"),
        ({("Bộ chỉ số", "A4"): "x"}, "Bộ chỉ số:4: trang này cần đúng một dòng nội dung, đang có 2"),
        ({("Cơ quan", "A3"): "X Y!"}, "Cơ quan:3: A: Mã: mã “X Y!” có ký tự không dùng được hoặc quá dài"),
        (
            {("Chỉ số", f"{LEAD}3"): "KHAC"},
            f"Chỉ số:3: {LEAD}: Cơ quan chủ trì: danh sách cơ quan của bộ chỉ số không có mã KHAC",
        ),
        ({("Chỉ số", "B4"): "A-1"}, "Chỉ số:4: B: Mã chỉ số: mã A-1 bị lặp"),
        (
            {("Chỉ số", f"{TARGET}4"): 0},
            f"Chỉ số:4: {RULE}: Quy tắc điểm: floor và target phải khác nhau, cả hai đang là 0",
        ),
        ({("Lựa chọn", "B4"): "0"}, "Lựa chọn:3: mã lựa chọn bị lặp: 0"),
    ],
)
def test_row_that_does_not_fit_is_named(changes, message):
    assert message in complaints(workbook(changes))


def test_choice_without_options_is_said_at_its_row():
    raw = changed(lambda book: book["Lựa chọn"].delete_rows(3, 3))
    assert complaints(raw) == ["Chỉ số:3: kiểu level cần thêm options"]


def test_empty_template_is_refused():
    assert complaints(template()) == ["Bộ chỉ số:3: trang này cần đúng một dòng nội dung, đang có 0"]


@pytest.mark.slow
def test_ten_thousand_rows_are_refused_in_a_sentence_and_soon():
    def fill(book):
        for number in range(10_000):
            book["Lựa chọn"].append(["A-1", str(number), "x"])

    raw = changed(fill)
    started = time.monotonic()
    assert complaints(raw) == [
        "Lựa chọn:5003: có hơn 5000 dòng; hãy bớt dòng hoặc xóa các dòng trống ở cuối trang tính"
    ]
    assert time.monotonic() - started < 10


def test_cell_far_below_does_not_make_the_reader_count_to_it():
    assert complaints(workbook({("Nhóm", "A1048576"): "X"})) == [
        "Nhóm:5003: có hơn 5000 dòng; hãy bớt dòng hoặc xóa các dòng trống ở cuối trang tính"
    ]


def test_openpyxl_does_not_warn_of_what_it_passes_over():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        read_workbook("thu/v1", "a.xlsx", template(indicator_set()))
    assert [str(found.message) for found in told] == []


# -- rubbish ---------------------------------------------------------------------------------------------------------

FILLED = template(indicator_set())


def is_answered(raw):
    """Either a set, or faults of which each says where and what."""
    try:
        return read_workbook("thu/v1", "a.xlsx", raw).groups
    except CatalogueError as error:
        return error.faults and all(fault.message and fault.file for fault in error.faults)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sheet=st.sampled_from(["Bộ chỉ số", "Nhóm", "Chỉ số", "Lựa chọn", "Cơ quan"]),
    row=st.integers(1, 9),
    place=st.integers(1, 50),
    value=st.one_of(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        st.sampled_from(["=A1", "10:5;", ":", "a:b:c", "1:2;x", "0", "-1", "NaN", "1e999", "true"]),
    ),
)
def test_any_cell_gives_a_set_or_faults(sheet, row, place, value):
    book = load_workbook(BytesIO(FILLED))
    book[sheet].cell(row, place).value = value
    assert is_answered(saved(book))


@settings(max_examples=40, deadline=None)
@given(position=st.integers(0, len(FILLED) - 1), piece=st.binary(min_size=1, max_size=40))
def test_damaged_bytes_give_a_set_or_faults(position, piece):
    raw = FILLED[:position] + piece + FILLED[position + len(piece) :]
    assert is_answered(raw)
