from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments.actions.answers import Content, load
from assessments.enums import AssessmentState
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.assessments import small
from tests.factories import evidence_document, open_assessment, user_as
from tests.workbooks.books import cell, downloaded, small_draft, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return small_draft()


@pytest.fixture
def answered(draft):
    assessment, by = draft
    contents = {
        "A-1.1": Content("2", note="=HYPERLINK(1)"),
        "A-1.3": Content(("a", "c")),
        "A-1.6": Content(RatioValue(Decimal(1), Decimal(4)), quality="survey"),
        "A-1.7": Content(DocumentValue("-1/QĐ", date(2023, 6, 20), "Ủy ban"), "+Kế hoạch"),
        "B-2": Content(Decimal("7.5")),
    }
    load(by=by, assessment=assessment, contents=contents)
    return downloaded(assessment, by)


def test_answers_stand_in_their_cells(answered):
    def held(code, key):
        return cell(answered, code, key).value

    assert held("A-1.1", "answer") == "2 – Mức 2"
    assert [held(f"A-1.3/{option}", "answer") for option in "abc"] == ["Có", "Không", "Có"]
    assert (held("A-1.6", "numerator"), held("A-1.6", "denominator")) == (1, 4)
    assert held("A-1.6", "quality") == "Điều tra, khảo sát"
    assert held("A-1.7", "document_date").date() == date(2023, 6, 20)
    assert held("B-2", "answer") == 7.5
    assert held("B-1", "answer") is None


@pytest.mark.parametrize(
    ("code", "key", "text"),
    [
        ("A-1.1", "note", "=HYPERLINK(1)"),
        ("A-1.7", "document_number", "-1/QĐ"),
        ("A-1.7", "document_title", "+Kế hoạch"),
    ],
)
def test_text_is_never_a_formula(answered, code, key, text):
    found = cell(answered, code, key)
    assert (found.data_type, found.value, found.number_format) == ("s", text, "@")


def test_percentage_is_a_formula_that_anybody_sees(answered):
    found = cell(answered, "A-1.6", "result")
    assert found.data_type == "f"
    assert found.value == '=IF(AND(ISNUMBER(E13),ISNUMBER(F13),N(F13)>0),100*E13/F13,"")'
    assert found.protection.locked
    book = load_workbook(BytesIO(answered), data_only=True)
    sheet, row, place = where(book, "A-1.6", "result")
    assert sheet.cell(row, place).value == 25


def test_only_cells_to_fill_in_are_open_and_they_look_it(answered):
    book = load_workbook(BytesIO(answered))
    for name in ("A", "Chỉ số"):
        for row in book[name].iter_rows(min_row=4):
            for each in row:
                assert (not each.protection.locked) == (each.fill.fgColor.rgb == "FFFFF9DB"), each.coordinate
    opened = [each.coordinate for each in book["Chỉ số"][6] if not each.protection.locked]
    assert opened == ["D6", "H6", "I6"]


def offers(raw, code, key="answer"):
    """What a cell offers, or the kind of value it wants with its bounds."""
    book = load_workbook(BytesIO(raw))
    sheet, row, place = where(book, code, key)
    coordinate = sheet.cell(row, place).coordinate
    (rule,) = [each for each in sheet.data_validations.dataValidation if coordinate in each.sqref]
    if rule.type != "list":
        return rule.type, rule.operator, rule.formula1, rule.formula2, rule.errorStyle
    name, cells = rule.formula1.split("!")
    return [each[0].value for each in book[name.strip("'")][cells.replace("$", "")]]


def test_choices_are_offered(answered):
    assert offers(answered, "A-1.1") == [f"{level} – Mức {level}" for level in range(5)]
    assert offers(answered, "A-1.2") == ["Không", "Có"]
    assert offers(answered, "A-1.3/b") == ["Có", "Không"]
    assert offers(answered, "A-1.7") == ["Chưa ban hành"]
    assert offers(answered, "A-1.4", "not_applicable") == ["Có", "Không"]
    assert offers(answered, "B-2", "quality") == [
        *("Đo trực tiếp", "Số liệu thống kê", "Điều tra, khảo sát", "Ngoại suy", "Ước tính")
    ]


def test_numbers_and_days_only_warn(answered):
    assert offers(answered, "A-1.6", "denominator") == ("decimal", "greaterThanOrEqual", "0.0", None, "warning")
    assert offers(answered, "A-1.7", "document_date")[::4] == ("date", "warning")


def test_leaf_says_what_it_is_how_to_answer_and_when_it_is_asked(answered):
    assert cell(answered, "A-1.1", "question").value == "Kiến trúc ở mức nào?"
    assert cell(answered, "A-1.1", "how").value == "Chọn một mục trong danh sách của ô.\nCần minh chứng."
    assert cell(answered, "A-1.5", "how").value == (
        "Chọn Có hoặc Không.\nMinh chứng nếu có.\nChỉ hỏi khi câu A-1.2 được trả lời là “Không”.\nHiện chưa hỏi tới."
    )
    assert "Để trống thì lấy giá trị của câu A-1.6." in cell(answered, "B-1", "how").value


def test_evidence_in_the_portal_is_counted(draft):
    assessment, by = draft
    evidence_document(assessment, by, "A-1.1")
    raw = downloaded(assessment, by)
    assert (cell(raw, "A-1.1", "evidence").value, cell(raw, "A-1.2", "evidence").value) == (1, 0)


def test_last_round_stands_beside(draft):
    assessment, by = draft
    before = open_assessment(
        assessment.province,
        guidance=assessment.campaign.guidance,
        indicators=assessment.campaign.indicators,
        opens_on=timezone.localdate() - timedelta(days=400),
    )
    exempt = Content(not_applicable=True, reason="Không có biển")
    contents = {"A-1.1": Content("3"), "A-1.6": Content(RatioValue(1, 4)), "A-1.4": exempt}
    load(by=by, assessment=before, contents=contents)
    type(before).objects.filter(pk=before.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=timezone.now(), submitted_by=by
    )
    raw = downloaded(assessment, by)
    found = [cell(raw, code, "earlier").value for code in ("A-1.1", "A-1.6", "A-1.4", "A-1.2")]
    assert found == ["mức 3", "25%", "không áp dụng", None]


def test_note_tells_what_counts(draft):
    assessment = open_assessment()
    raw = downloaded(assessment, user_as("coordinator", assessment.province))
    item = small.GUIDANCE["themes"][0]["recommendations"][0]["questions"][0]
    assert item["code"] == "A-1.1"
    assert cell(raw, "HT-01", "question").comment.text.startswith("Định nghĩa: ")
    assert "Minh chứng: " in cell(raw, "HT-01", "question").comment.text
    assert cell(downloaded(*draft), "A-1.1", "question").comment is None
