from datetime import date

import pytest

from catalogue_desk.workbook import sheets
from catalogue_desk.workbook.reading import read_workbook
from tests.catalogue_desk.sets import column, faults_of, indicator_set, workbook

KIND = column(sheets.INDICATORS, "input")
STEPS = column(sheets.INDICATORS, "rule.steps")
WEIGHT = column(sheets.INDICATORS, "weight")
REFERENCE = column(sheets.INDICATORS, "reference")


def faults(changes):
    return [
        (f.file, f.line, f.field, f.message) for f in faults_of(read_workbook, "thu/v1", "a.xlsx", workbook(changes))
    ]


@pytest.mark.parametrize(
    ("cell", "value", "field", "message"),
    [
        ("C3", "=1+1", "C: Tên chỉ số", "ô có công thức; hãy dán giá trị thay cho công thức"),
        ("C3", date(2026, 1, 2), "C: Tên chỉ số", "ô đang ở dạng ngày giờ; hãy định dạng ô là văn bản rồi nhập lại"),
        ("C3", "#N/A", "C: Tên chỉ số", "ô báo lỗi #N/A"),
        ("C3", "A" * 10_001, "C: Tên chỉ số", "ô có hơn 10000 ký tự"),
        ("C3", "A\x80", "C: Tên chỉ số", "có ký tự điều khiển U+0080 không dùng được"),
        ("CV3", "ghi chú", "", "ô nằm ngoài các cột của mẫu"),
        (f"{WEIGHT}3", "nhiều", f"{WEIGHT}: Trọng số", "cần một số, nhận được “nhiều”"),
        (f"{WEIGHT}3", True, f"{WEIGHT}: Trọng số", "cần một số, nhận được “true”"),
        (f"{WEIGHT}3", 1e300, f"{WEIGHT}: Trọng số", f"số “1{'0' * 79}” có quá nhiều chữ số"),
        (f"{KIND}3", "Chọn", f"{KIND}: Cách trả lời", None),
        (f"{STEPS}5", "1 40", f"{STEPS}: Các mốc", "cần dạng “10: 40; 20: 100”; nhận được “1 40”"),
        (f"{STEPS}5", "1: 40: 3", f"{STEPS}: Các mốc", "cần một số, nhận được “40: 3”"),
        (f"{REFERENCE}3", "u4ssc", f"{REFERENCE}: Tham chiếu", None),
    ],
)
def test_cell_that_cannot_be_used_is_named(cell, value, field, message):
    (found,) = faults({("Chỉ số", cell): value})
    assert found[:3] == ("Chỉ số", 5 if cell.endswith("5") else 3, field)
    assert message in {found[3], None}


def test_word_that_is_not_offered_is_refused_with_those_that_are():
    (found,) = faults({("Chỉ số", f"{KIND}3"): "Chọn"})
    assert found[3] == (
        "cần một trong: chọn mức, có/không, có/một phần/không, đánh dấu danh mục, nhập số, tử số/mẫu số, nêu văn bản, "
        "lời văn; nhận được “Chọn”"
    )


def test_words_codes_and_decimal_commas_are_taken():
    changes = {
        ("Chỉ số", f"{KIND}3"): " LEVEL ",
        ("Chỉ số", f"{WEIGHT}3"): "2,50",
        ("Chỉ số", f"{STEPS}5"): "-1,5: 100;\n20: 12,345;",
    }
    assert read_workbook("thu/v1", "a.xlsx", workbook(changes)) == indicator_set()


def test_blank_rows_are_passed_over():
    changes = {
        ("Chỉ số", "A30"): "A",
        ("Chỉ số", "B30"): "A-9",
        ("Chỉ số", "C30"): "Thêm",
        ("Chỉ số", f"{KIND}30"): "lời văn",
    }
    found = read_workbook("thu/v1", "a.xlsx", workbook(changes | {("Chỉ số", "C25"): "   "}))
    assert [item.code for item in found.groups[0].indicators] == ["A-1", "A-2", "A-3", "A-9"]
