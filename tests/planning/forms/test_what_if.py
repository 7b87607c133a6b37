from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from assessments.enums import Reading
from indicators.scoring.choices import UNKNOWN
from indicators.scoring.measures import DocumentValue, RatioValue
from planning.forms.what_if import ChangeForm
from tests.assessments.small import AS_OF
from tests.planning.test_cases import case_of

CASE = case_of()


def sent(code: str, case=CASE, **fields) -> ChangeForm:
    """A form that was sent with these fields; a list sends a field more than once."""
    form = ChangeForm(case, case.datum(code))
    data = {f"{form.prefix}-{name}": [given] if isinstance(given, str) else given for name, given in fields.items()}
    return ChangeForm(case, case.datum(code), MultiValueDict(data))


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("A-1.1", "4", "4"),
        ("A-1.1", "0", "0"),
        ("A-1.3", ["b"], ("a", "b")),
        ("A-1.3", ["c", "b"], ("a", "b", "c")),
        ("A-1.6", "45,5", RatioValue(Decimal("45.5"), Decimal(100))),
        ("A-1.6", "0", RatioValue(Decimal(0), Decimal(100))),
        ("A-1.7", "yes", DocumentValue(UNKNOWN, AS_OF, UNKNOWN)),
        ("A-1.7", "no", DocumentValue("", None, "")),
        ("B-2", "9,5", Decimal("9.5")),
        ("B-2", "1.234", Decimal(1234)),
    ],
)
def test_field_becomes_an_answer(code, field, value):
    form = sent(code, value=field)
    assert (form.is_valid(), form.value, form.is_changed) == (True, value, True)


@pytest.mark.parametrize("code", ["A-1.1", "A-1.3", "A-1.6", "A-1.7", "B-2"])
def test_empty_fields_leave_the_answer(code):
    empty = {} if code == "A-1.3" else {"value": ""}
    for form in (sent(code), sent(code, **empty)):
        assert (form.is_valid(), form.value, form.is_changed) == (True, None, False)


@pytest.mark.parametrize(
    ("code", "field", "sentence"),
    [
        ("A-1.1", "9", "Lựa chọn này không có trong danh sách; hãy chọn lại."),
        ("A-1.3", ["a"], "Lựa chọn này không có trong danh sách; hãy chọn lại."),
        ("A-1.6", "120", "Câu A-1.6 cần tỷ lệ từ 0 đến 100 (%); bạn nhập 120."),
        ("A-1.6", "-1", "Câu A-1.6 cần tỷ lệ từ 0 đến 100 (%); bạn nhập -1."),
        ("A-1.6", "nhiều", "Câu A-1.6 cần một số, ví dụ 12 hoặc 12,5; bạn nhập “nhiều”."),
        ("A-1.6", "1e5", "Câu A-1.6 cần một số, ví dụ 12 hoặc 12,5; bạn nhập “1e5”."),
        ("A-1.7", "maybe", "Lựa chọn này không có trong danh sách; hãy chọn lại."),
        ("B-2", "NaN", "Câu B-2 cần một số, ví dụ 12 hoặc 12,5; bạn nhập “NaN”."),
        ("B-2", "\x00", "Có ký tự không đọc được; hãy nhập lại."),
        ("B-2", "9" * 41, "Cần không quá 40 ký tự; bạn nhập 41 ký tự."),
    ],
)
def test_rubbish_is_refused_with_a_sentence(code, field, sentence):
    form = sent(code, value=field)
    assert (form.is_valid(), form.errors, form.value) == (False, {"value": [sentence]}, None)
    assert form.is_changed


def test_share_of_things_that_are_counted_is_two_whole_numbers():
    case = case_of()
    item = case.catalogue.items["A-1.6"].model_copy(update={"whole": True, "may_exceed": True})
    form = sent("A-1.6", value="45,3")
    form.item = item
    assert form.is_valid()
    assert form.value == RatioValue(Decimal(453), Decimal(1000))
    form = sent("A-1.6", value="120")
    form.item = item
    assert (form.is_valid(), form.value) == (True, RatioValue(Decimal(120), Decimal(100)))
    form = sent("A-1.6", value="-1")
    form.item = item
    assert form.errors == {"value": ["Câu A-1.6 cần tỷ lệ từ 0 trở lên (%); bạn nhập -1."]}


def test_evidence_can_be_brought_where_it_is_missing():
    case = case_of(Reading.EVIDENCED, A_1_1={"code": "A-1.1", "value": "2"})
    assert "evidence" not in ChangeForm(CASE, CASE.datum("A-1.1")).fields
    form = sent("A-1.1", case, evidence="on")
    assert (form.is_valid(), form.value, form.is_changed) == (True, "2", True)
    assert sent("A-1.1", case, evidence="on", value="3").is_valid()
    form = sent("A-1.1", case)
    assert (form.is_valid(), form.value) == (True, None)


@pytest.mark.parametrize(
    ("code", "chosen", "initial"),
    [
        ("A-1.1", "4", {"value": "4"}),
        ("A-1.3", ("a", "c"), {"value": ["c"]}),
        ("A-1.6", RatioValue(Decimal(54), Decimal(60)), {"value": Decimal(90)}),
        ("A-1.7", DocumentValue(UNKNOWN, AS_OF, UNKNOWN), {"value": "yes"}),
        ("B-2", Decimal(10), {"value": Decimal(10)}),
        ("A-1.1", "2", {"evidence": True}),
        ("A-1.1", None, {}),
    ],
)
def test_ready_made_change_fills_the_fields_in(code, chosen, initial):
    assert ChangeForm(CASE, CASE.datum(code), chosen=chosen).initial == initial


def test_form_says_what_counts_today():
    assert ChangeForm(CASE, CASE.datum("A-1.1")).today == "Mức 2"
    assert ChangeForm(CASE, CASE.datum("A-1.7")).today == "chưa có gì được tính"
    assert ChangeForm(CASE, CASE.datum("B-1")).title == "Tỷ lệ?"


def test_other_peoples_fields_are_passed_over():
    form = ChangeForm(CASE, CASE.datum("B-2"), QueryDict("q_X-value=5&value=7"))
    assert (form.is_valid(), form.value) == (True, None)
