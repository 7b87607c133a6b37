import pytest

from tests.workbooks.books import Formula, changed, downloaded, faults, filled, read_back, small_draft, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return small_draft()


def after(draft, change):
    return faults(draft[0], changed(downloaded(*draft), change))


def test_rows_in_any_order_with_blank_ones_between_say_the_same(draft):
    assessment, by = draft

    def shuffle(book):
        sheet = book["A"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        for line, row in enumerate([row for pair in zip([[]] * len(rows), rows[::-1], strict=True) for row in pair], 4):
            for place in range(1, 18):
                sheet.cell(line, place).value = row[place - 1] if place <= len(row) else None

    raw = filled(downloaded(assessment, by), {("A-1.2", "answer"): "Có"})
    found = read_back(assessment, changed(raw, shuffle))
    assert (found.faults, list(found.changes)) == ((), ["A-1.2"])


def test_inserted_columns_do_no_harm(draft):
    def insert(book):
        book["A"].insert_cols(2, 3)
        book["A"]["C3"], book["A"]["C5"] = "Tôi nghĩ", "việc riêng"

    assert after(draft, insert) == []


def test_code_that_is_unknown_or_stands_twice_is_named(draft):
    def disturb(book):
        sheet, row, _place = where(book, "A-1.1")
        sheet.cell(row, 1).value = "A-9.9"
        sheet, row, _place = where(book, "B-2")
        sheet.cell(row, 1).value = "B-1"

    assert after(draft, disturb) == [
        "Trang “A”, ô A5: danh mục của đợt đánh giá không có mã “A-9.9”",
        "Trang “Chỉ số”, ô A6: mã B-1 bị lặp, đã có ở trang “Chỉ số”, ô A5",
    ]


def test_copied_sheet_is_refused_row_by_row(draft):
    def copy(book):
        book.copy_worksheet(book["Chỉ số"])

    assert after(draft, copy) == [
        "Trang “Chỉ số Copy”, ô A5: mã B-1 bị lặp, đã có ở trang “Chỉ số”, ô A5",
        "Trang “Chỉ số Copy”, ô A6: mã B-2 bị lặp, đã có ở trang “Chỉ số”, ô A6",
    ]


def test_content_without_a_code_is_named(draft):
    def write(book):
        book["A"]["D40"] = "Có"
        book["A"]["A41"] = Formula("=A5")
        book["A"]["A41"].data_type = "f"

    assert after(draft, write) == [
        "Trang “A”, ô D40: ô có nội dung nhưng dòng không có mã câu",
        "Trang “A”, ô A41: ô có công thức; hãy dán giá trị thay cho công thức",
    ]


def test_checklist_needs_all_its_rows(draft):
    def remove(code):
        def change(book):
            sheet, row, _place = where(book, code)
            sheet.delete_rows(row)

        return change

    again = "hãy khôi phục dòng hoặc tải lại bảng tính"
    assert after(draft, remove("A-1.3/b")) == [f"Trang “A”, ô A7: câu A-1.3 thiếu dòng có mã A-1.3/b; {again}"]
    assert after(draft, remove("A-1.3")) == [f"Trang “A”, ô A7: câu A-1.3 thiếu dòng có mã A-1.3; {again}"]


def test_option_rows_take_only_an_answer(draft):
    raw = filled(downloaded(*draft), {("A-1.3/a", "note"): "x", ("A-1.3/b", "answer"): "Chắc"})
    assert faults(draft[0], raw) == ["Trang “A”, ô O8: dòng của một mục chỉ có ô “Trả lời” để điền"]
    raw = filled(downloaded(*draft), {("A-1.3/b", "answer"): "Chắc"})
    assert faults(draft[0], raw) == ["Trang “A”, ô D9: Câu A-1.3 cần Có hoặc Không; bạn nhập “Chắc”."]


def test_missing_columns_are_named_once_a_sheet(draft):
    def remove(book):
        for title in ("Ghi chú", "Mẫu số"):
            headings = [cell.value for cell in book["A"][3]]
            book["A"].delete_cols(headings.index(title) + 1)

    assert after(draft, remove) == ["Trang “A”: không thấy cột “Mẫu số”, “Ghi chú”; hãy tải lại bảng tính"]


def test_every_fault_of_a_leaf_is_named_at_its_cell(draft):
    cells = {("A-1.6", "numerator"): Formula("=1"), ("A-1.6", "answer"): "50%", ("A-1.6", "quality"): "đoán"}
    assert faults(draft[0], filled(downloaded(*draft), cells)) == [
        "Trang “A”, ô D13: câu A-1.6 không dùng cột “Trả lời”; hãy xóa nội dung của ô",
        "Trang “A”, ô E13: ô có công thức; hãy dán giá trị thay cho công thức",
    ]
