from decimal import Decimal

import pytest

from assessments.enums import Reading
from indicators.scoring.numbers import reported
from planning.cases import Target
from planning.proposals import propose, target_text
from tests.factories.items import question

from .test_cases import case_of


def proposal(code: str, place: int = 0, reading: Reading = Reading.CLAIMED, **changed):
    case = case_of(reading, **changed)
    return propose(case, case.datum(code).ways[place])


def test_step_is_told_in_the_catalogues_words():
    found = proposal("A-1.1")
    assert (found.code, found.title, found.section.code) == ("A-1.1", "Mức kiến trúc", "A-1")
    assert (found.text, found.target_text) == ("Ban hành văn bản", "Mức 3")
    assert (found.lead, found.lead_code, found.horizon) == ("Sở Khoa học và Công nghệ", "STTTT", "0-6")
    assert (found.efforts, found.score, reported(found.gain)) == (["S"], Decimal("50.00"), Decimal("4.17"))


def test_several_steps_are_told_one_after_the_other():
    found = proposal("A-1.1", 1)
    assert (found.text, found.target_text) == ("Ban hành văn bản. Đạt mức “Mức 4”", "Mức 4")
    assert (found.efforts, found.horizon) == (["S", "M"], "0-6")


def test_items_of_a_checklist_are_named():
    found = proposal("A-1.3", 1)
    assert found.text == "Bổ sung các mục còn thiếu: Mục b; Mục c"
    assert (found.target, found.target_text) == (Target(options=("b", "c")), "Mục b; Mục c")
    assert (found.efforts, found.horizon, found.lead) == (["L", "L"], "12-24", "")


def test_number_share_and_document_have_their_targets():
    assert (proposal("B-2").text, proposal("B-2").target_text) == ("Nâng giá trị đến mức mục tiêu", "10")
    assert (proposal("B-2").lead, proposal("B-2").lead_code) == ("Sở Xây dựng", "SXD")
    assert proposal("A-1.6").target_text == "100%"
    assert (proposal("A-1.7").text, proposal("A-1.7").target_text) == (
        "Hoàn thành nội dung này",
        "văn bản có đủ số, ngày và cơ quan ban hành",
    )


def test_evidence_alone_is_no_step_of_the_catalogue():
    found = proposal("A-1.1", reading=Reading.EVIDENCED, A_1_1={"code": "A-1.1", "value": "2"})
    assert found.text == "Bổ sung minh chứng cho câu trả lời đã khai"
    assert (found.target_text, found.horizon, found.efforts) == ("có minh chứng cho câu trả lời đã khai", "", ["S"])
    assert found.lead == ""  # the question itself names nobody
    later = proposal("A-1.1", 1, Reading.EVIDENCED, A_1_1={"code": "A-1.1", "value": "2"})
    assert (later.text, later.efforts) == ("Ban hành văn bản", ["S", "S"])


@pytest.mark.parametrize(
    ("kind", "fields", "target", "text"),
    [
        ("number", {"unit": "thủ tục"}, Target(value=Decimal("1234.5")), "1.234,5 thủ tục"),
        ("ratio", {}, Target(value=Decimal("90.1288")), "90,1%"),
        ("yes_no", {}, Target(options=("yes",)), "Có"),
        ("level", {}, Target(), ""),
    ],
)
def test_target_in_words(kind, fields, target, text):
    assert target_text(question(kind, **fields), target) == text
