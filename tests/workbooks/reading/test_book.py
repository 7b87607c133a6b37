from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from assessments.actions.answers import Content, load, save
from indicators.scoring.measures import RatioValue
from tests.workbooks.books import (
    NAME,
    Formula,
    changed,
    downloaded,
    faults,
    filled,
    read_back,
    small_draft,
    where,
)
from workbooks.sheets.cells import canonical

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return small_draft()


def given(assessment, by, code, content):
    save(by=by, assessment=assessment, code=code, content=content, expected_version=None)


def changes(assessment, raw):
    found = read_back(assessment, raw)
    assert found.faults == ()
    return {code: change.content for code, change in found.changes.items()}


def test_only_what_differs_from_the_download_is_a_change(draft):
    assessment, by = draft
    given(assessment, by, "A-1.1", Content("2", note="Đã có"))
    raw = downloaded(assessment, by)
    assert changes(assessment, raw) == {}
    found = changes(assessment, filled(raw, {("A-1.2", "answer"): "Có", ("A-1.1", "note"): None}))
    assert found == {"A-1.1": Content("2"), "A-1.2": Content("yes")}


def test_the_same_said_in_other_words_is_no_change(draft):
    assessment, by = draft
    load(by=by, assessment=assessment, contents={"A-1.1": Content("2"), "B-2": Content(Decimal("7.5"))})
    cells = {("A-1.1", "answer"): 2, ("B-2", "answer"): "7,50"}
    assert changes(assessment, filled(downloaded(assessment, by), cells)) == {}


def test_base_is_the_version_that_was_downloaded(draft):
    assessment, by = draft
    given(assessment, by, "A-1.1", Content("2"))
    raw = downloaded(assessment, by)
    given(assessment, by, "A-1.1", Content("3"))
    found = read_back(assessment, filled(raw, {("A-1.1", "answer"): "4"}))
    assert (found.changes["A-1.1"].base, found.changes["A-1.1"].content) == (Content("2"), Content("4"))
    assert found.rows["A-1.1"].choice == "3"


def test_leaf_answered_in_the_portal_after_the_download_is_no_change(draft):
    assessment, by = draft
    raw = downloaded(assessment, by)
    given(assessment, by, "A-1.1", Content("3"))
    assert changes(assessment, raw) == {}


def test_emptied_cells_are_a_withdrawn_answer(draft):
    assessment, by = draft
    load(by=by, assessment=assessment, contents={"A-1.3": Content(("a",)), "A-1.7": Content(None, note="Chờ")})
    emptied = {("A-1.3/a", "answer"): None, ("A-1.3/b", "answer"): None, ("A-1.3/c", "answer"): None}
    assert changes(assessment, filled(downloaded(assessment, by), emptied)) == {"A-1.3": Content()}


def test_faults_of_all_sheets_come_together_in_the_order_of_the_file(draft):
    assessment, by = draft
    cells = {
        ("B-2", "answer"): "nhiều",
        ("A-1.6", "numerator"): 120,
        ("A-1.6", "denominator"): 100,
        ("A-1.2", "answer"): "Có thể",
        ("A-1.8", "answer"): Formula("=1+1"),
        ("A-1.7", "document_date"): "31/02/2024",
        ("A-1.1", "numerator"): 3,
    }
    assert faults(assessment, filled(downloaded(assessment, by), cells)) == [
        "Trang “A”, ô E5: câu A-1.1 không dùng cột “Tử số”; hãy xóa nội dung của ô",
        "Trang “A”, ô D6: Câu A-1.2: hãy chọn một mục trong danh sách của ô; bạn nhập “Có thể”.",
        "Trang “A”, ô E13: Câu A-1.6: “Tử số” cần từ 0 đến “Mẫu số”; bạn nhập 120.",
        "Trang “A”, ô I14: Câu A-1.7: ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023.",
        "Trang “A”, ô D15: ô có công thức; hãy dán giá trị thay cho công thức",
        "Trang “Chỉ số”, ô D6: Câu B-2 cần một số, ví dụ 12 hoặc 12,5; bạn nhập “nhiều”.",
    ]


def test_workbook_with_a_fault_has_no_changes(draft):
    assessment, by = draft
    raw = filled(downloaded(assessment, by), {("A-1.1", "answer"): "2", ("A-1.2", "answer"): "?"})
    found = read_back(assessment, raw)
    assert (len(found.faults), found.changes) == (1, {})


def test_row_that_is_gone_leaves_its_answer_and_is_remarked(draft):
    assessment, by = draft
    given(assessment, by, "A-1.1", Content("2"))

    def remove(book):
        sheet, row, _place = where(book, "A-1.1")
        sheet.delete_rows(row)

    found = read_back(assessment, changed(downloaded(assessment, by), remove))
    assert (found.faults, found.changes) == ((), {})
    assert found.remarks == ("1 câu không có trong bảng tính và được giữ nguyên: A-1.1.",)


def test_sheet_that_is_gone_leaves_its_answers(draft):
    assessment, by = draft
    given(assessment, by, "B-1", Content(RatioValue(1, 2)))
    found = read_back(assessment, changed(downloaded(assessment, by), lambda book: book.remove(book["Chỉ số"])))
    assert found.remarks == ("2 câu không có trong bảng tính và được giữ nguyên: B-1, B-2.",)


def test_workbook_without_any_sheet_of_answers_is_refused(draft):
    assessment, by = draft

    def strip(book):
        for name in ("A", "Chỉ số"):
            del book[name]

    assert faults(assessment, changed(downloaded(assessment, by), strip)) == [
        "không thấy trang câu hỏi nào; hãy tải lại bảng tính từ cổng"
    ]


def test_lost_heading_is_a_fault_not_a_silence(draft):
    assessment, by = draft

    def rename(book):
        book["A"]["A3"] = "Ký hiệu"

    assert faults(assessment, changed(downloaded(assessment, by), rename)) == [
        "Trang “A”: không thấy dòng tiêu đề có cột “Mã” và “Trả lời”; hãy khôi phục hoặc tải lại bảng tính"
    ]


def test_other_files_are_refused_in_one_sentence(draft):
    assessment, _by = draft
    unknown = (
        "tệp không phải bảng tính trả lời do cổng lập, hoặc trang định danh đã bị sửa; hãy tải lại bảng tính từ cổng"
    )
    empty = changed(downloaded(*draft), lambda book: None)
    assert faults(assessment, b"PK", NAME) == [
        "Tệp “phieu.xlsx” không phải là tệp Excel như tên tệp; nội dung là văn bản thuần."
    ]
    assert faults(assessment, empty, "phieu.ods") == [
        "bảng tính OpenDocument (.ods) không được nhận; hãy lưu thành .xlsx"
    ]
    assert faults(assessment, blank_book()) == [unknown]


def blank_book():
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def test_base_is_compared_as_cells_carry_it(draft):
    assessment, by = draft
    note = "dòng một\r\ndòng hai x005F_ \x85"
    given(assessment, by, "A-1.1", Content("2", note=note))
    found = read_back(assessment, filled(downloaded(assessment, by), {("A-1.1", "answer"): "3"}))
    assert found.changes["A-1.1"].base == canonical(Content("2", note=note))
