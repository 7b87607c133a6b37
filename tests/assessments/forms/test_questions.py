from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from assessments.answer_values import columns_of
from assessments.enums import Quality
from assessments.forms.questions import NONE_TICKED, QuestionForm, prefix_of
from assessments.models import Answer
from catalogues.schema import Kind
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories.items import question

TODAY = date(2026, 5, 6)
PAPER = {
    "document_number": "12/QĐ-UBND",
    "document_date": "2026-01-02",
    "document_issuer": "Ủy ban nhân dân tỉnh",
    "document_title": "Về việc ban hành Đề án",
}
EMPTY = {"value": None, "document_title": "", "not_applicable": False, "reason": "", "note": "", "quality": ""}

POSTED = [
    (Kind.LEVEL, {"value": "3"}, "3"),
    (Kind.YES_NO, {"value": "no"}, "no"),
    (Kind.YES_PARTIAL_NO, {"value": "partial"}, "partial"),
    (Kind.CHECKLIST, {"value": ["c", "a"]}, ("a", "c")),
    (Kind.CHECKLIST, {"value": NONE_TICKED}, ()),
    (Kind.NUMBER, {"value": "1.234,5"}, Decimal("1234.5")),
    (Kind.NUMBER, {"value": "0"}, Decimal(0)),
    (Kind.NUMBER, {"value": "-3"}, Decimal(-3)),
    (Kind.RATIO, {"numerator": "12,5", "denominator": "1.000"}, RatioValue(Decimal("12.5"), Decimal(1000))),
    (Kind.RATIO, {"numerator": "0", "denominator": "3"}, RatioValue(Decimal(0), Decimal(3))),
    (Kind.DOCUMENT, PAPER, DocumentValue("12/QĐ-UBND", date(2026, 1, 2), "Ủy ban nhân dân tỉnh")),
    (Kind.DOCUMENT, {"document_number": " 12 "}, DocumentValue("12", None, "")),
    (Kind.DOCUMENT, {"document_none": "on"}, DocumentValue("", None, "")),
    (Kind.TEXT, {"value": "Nội dung\nhai dòng"}, "Nội dung\nhai dòng"),
]


def form(item, answer: Answer | None = None, **posted) -> QuestionForm:
    """The form as a browser sends it back."""
    data = MultiValueDict()
    for name, value in {"version": "0", **posted}.items():
        data.setlist(f"{prefix_of(item.code)}-{name}", value if isinstance(value, list) else [value])
    return QuestionForm(item, answer, TODAY, data)


def content(kind: Kind, item_fields=None, **posted) -> dict:
    found = form(question(kind, **(item_fields or {})), **posted)
    assert found.errors == {}
    return found.content()


def errors(kind: Kind, item_fields=None, **posted) -> dict:
    return form(question(kind, **(item_fields or {})), **posted).errors


@pytest.mark.parametrize(("kind", "posted", "value"), POSTED)
def test_posted_fields_become_the_typed_value(kind, posted, value):
    title = posted.get("document_title", "")
    assert content(kind, **posted) == {**EMPTY, "value": value, "document_title": title}


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_posted_is_no_value(kind):
    assert content(kind) == EMPTY


@pytest.mark.parametrize(("kind", "posted", "value"), POSTED)
def test_stored_answer_is_shown_so_that_posting_it_back_changes_nothing(kind, posted, value):
    item = question(kind)
    answer = Answer(kind=kind, is_given=True, version=4, note="Ghi chú", **columns_of(kind, value))
    shown = QuestionForm(item, answer, TODAY)
    back = {name: shown[name].value() for name in shown.fields}
    back = {name: given for name, given in back.items() if given not in (None, False)}
    again = form(
        item, answer, **{name: given if isinstance(given, list) else str(given) for name, given in back.items()}
    )
    assert again.errors == {}
    assert again.content() == {**EMPTY, "value": value, "note": "Ghi chú"}
    assert again.cleaned_data["version"] == 4


@pytest.mark.parametrize("number", ["1234.50000000", "100.00000000", "0E-8", "-1234567.00000001"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_stored_numbers_survive_their_way_through_the_page(number, language):
    item, value = question(Kind.NUMBER), Decimal(number)
    answer = Answer(kind=Kind.NUMBER, is_given=True, **columns_of(Kind.NUMBER, value))
    with translation.override(language):
        again = form(item, answer, value=QuestionForm(item, answer, TODAY)["value"].value())
        assert again.errors == {}
        assert again.content()["value"] == value


def test_first_visit_shows_an_empty_form_of_version_nought():
    shown = QuestionForm(question(Kind.TEXT), None, TODAY)
    assert (shown["version"].value(), shown["value"].value(), shown["note"].value()) == (0, None, None)


def test_stored_not_applicable_is_shown_with_its_reason():
    item = question(Kind.LEVEL, may_not_apply=True)
    answer = Answer(kind=Kind.LEVEL, is_given=True, not_applicable=True, reason="Không có biển.", version=2)
    shown = QuestionForm(item, answer, TODAY)
    found = {name: shown[name].value() for name in ("value", "not_applicable", "reason", "version")}
    assert found == {"value": None, "not_applicable": True, "reason": "Không có biển.", "version": 2}


NUMBER = "một số, ví dụ 12 hoặc 12,5"
FORMAT = "một số có không quá 12 chữ số nguyên và 8 chữ số thập phân"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("abc", f"Câu Q.1 cần {NUMBER}; bạn nhập “abc”."),
        ("1e400", f"Câu Q.1 cần {NUMBER}; bạn nhập “1e400”."),
        ("1.234.5", f"Câu Q.1 cần {NUMBER}; bạn nhập “1.234.5”."),
        ("9999999999999", f"Câu Q.1 cần {FORMAT}; bạn nhập “9999999999999”."),
        ("Infinity", f"Câu Q.1 cần {NUMBER}; bạn nhập “Infinity”."),
        ("50%", f"Câu Q.1 cần {NUMBER}; bạn nhập “50%”."),
        ("100,5", "Câu Q.1 cần giá trị từ 0 đến 100; bạn nhập 100,5."),
        ("-1", "Câu Q.1 cần giá trị từ 0 đến 100; bạn nhập -1."),
        ("1.234", "Câu Q.1 cần giá trị từ 0 đến 100; bạn nhập 1.234."),
    ],
)
def test_number_that_is_refused_is_explained_at_its_field(typed, sentence):
    assert errors(Kind.NUMBER, {"minimum": 0, "maximum": 100}, value=typed) == {"value": [sentence]}


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ({"numerator": "1"}, {"denominator": ["Cần nhập cả hai số."]}),
        ({"denominator": "1"}, {"numerator": ["Cần nhập cả hai số."]}),
        ({"numerator": "1", "denominator": "0"}, {"denominator": ["Câu Q.1: “Mẫu số” cần lớn hơn 0; bạn nhập 0."]}),
        (
            {"numerator": "4", "denominator": "3"},
            {"numerator": ["Câu Q.1: “Tử số” cần từ 0 đến “Mẫu số”; bạn nhập 4."]},
        ),
        (
            {"numerator": "x", "denominator": "y"},
            {
                "numerator": [f"Câu Q.1 cần {NUMBER}; bạn nhập “x”."],
                "denominator": [f"Câu Q.1 cần {NUMBER}; bạn nhập “y”."],
            },
        ),
    ],
)
def test_ratio_that_is_refused_is_explained_at_each_half(posted, expected):
    assert errors(Kind.RATIO, **posted) == expected


def test_checklist_takes_none_of_these_only_by_itself():
    sentence = "Hãy chọn các mục đã có, hoặc chỉ chọn “Chưa có mục nào”, không chọn cả hai."
    assert errors(Kind.CHECKLIST, value=["a", NONE_TICKED]) == {"value": [sentence]}


def test_checklist_offers_its_items_and_none_of_these():
    choices = QuestionForm(question(Kind.CHECKLIST), None, TODAY).fields["value"].choices
    assert choices == [("a", "Mục a"), ("b", "Mục b"), ("c", "Mục c"), ("-", "Chưa có mục nào trong danh sách này")]


@pytest.mark.parametrize("kind", [Kind.LEVEL, Kind.CHECKLIST])
def test_choice_that_is_not_offered_is_refused(kind):
    sentence = "Lựa chọn này không có trong danh sách; hãy chọn lại."
    assert errors(kind, value="khác") == {"value": [sentence]}


def test_document_of_tomorrow_is_refused_at_its_date():
    sentence = "Câu Q.1: ngày ban hành 07/05/2026 ở sau hôm nay (06/05/2026); hãy kiểm tra lại."
    assert errors(Kind.DOCUMENT, **{**PAPER, "document_date": "2026-05-07"}) == {"document_date": [sentence]}


@pytest.mark.parametrize("part", sorted(PAPER))
def test_document_that_is_named_and_not_issued_at_once_is_refused(part):
    sentence = "Hãy nêu văn bản, hoặc chỉ đánh dấu “Chưa ban hành”, không làm cả hai."
    assert errors(Kind.DOCUMENT, **{part: PAPER[part], "document_none": "on"}) == {"document_none": [sentence]}


def test_document_of_today_is_taken():
    found = content(Kind.DOCUMENT, **{**PAPER, "document_date": "2026-05-06"})
    assert found["value"].date == TODAY


def test_document_without_a_real_day_is_refused_at_its_date():
    sentence = "Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."
    assert errors(Kind.DOCUMENT, **{**PAPER, "document_date": "30/2/2026"}) == {"document_date": [sentence]}


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_not_applicable_needs_a_reason(reason):
    found = errors(Kind.LEVEL, {"may_not_apply": True}, not_applicable="on", reason=reason)
    assert found == {"reason": ["Câu Q.1: hãy ghi lý do không áp dụng."]}


def test_not_applicable_drops_the_value_beside_it_even_a_wrong_one():
    found = content(
        Kind.NUMBER,
        {"may_not_apply": True},
        not_applicable="on",
        reason=" Không có biển. ",
        value="abc",
        quality="survey",
    )
    assert found == {**EMPTY, "not_applicable": True, "reason": "Không có biển."}


def test_not_applicable_is_ignored_where_the_question_always_applies():
    found = content(Kind.LEVEL, not_applicable="on", reason="Không muốn.", value="2")
    assert found == {**EMPTY, "value": "2"}


def test_reason_without_the_box_is_kept_for_the_action_to_drop():
    found = content(Kind.LEVEL, {"may_not_apply": True}, reason="Không có biển.", value="2")
    assert (found["value"], found["not_applicable"]) == ("2", False)


def test_note_is_trimmed_and_kept_without_a_value():
    assert content(Kind.LEVEL, note="  Đang rà soát. ") == {**EMPTY, "note": "Đang rà soát."}


def test_quality_is_asked_for_numbers_only():
    asked = {kind: "quality" in QuestionForm(question(kind), None, TODAY).fields for kind in Kind}
    assert asked == {kind: kind in {Kind.NUMBER, Kind.RATIO} for kind in Kind}


def test_quality_goes_with_a_value_and_not_without():
    assert content(Kind.NUMBER, value="5", quality="survey")["quality"] == Quality.SURVEY
    assert content(Kind.NUMBER, quality="survey")["quality"] == ""
    assert list(errors(Kind.NUMBER, value="5", quality="guess")) == ["quality"]


@pytest.mark.parametrize("version", ["", "-1", "x"])
def test_version_is_always_needed(version):
    assert list(errors(Kind.LEVEL, value="2", version=version)) == ["version"]


def test_text_beyond_its_length_is_refused():
    sentence = "Cần không quá 10000 ký tự; bạn nhập 10001 ký tự."
    assert errors(Kind.TEXT, value="x" * 10_001) == {"value": [sentence]}
    assert errors(Kind.LEVEL, note="x" * 10_001) == {"note": [sentence]}


def test_nul_characters_are_refused():
    assert errors(Kind.TEXT, value="a\x00b") == {"value": ["Có ký tự không đọc được; hãy nhập lại."]}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Kind.LEVEL, ["value"]),
        (Kind.NUMBER, ["value"]),
        (Kind.RATIO, ["numerator", "denominator"]),
        (
            Kind.DOCUMENT,
            ["document_number", "document_date", "document_issuer", "document_title", "document_none"],
        ),
    ],
)
def test_value_names_are_the_fields_of_the_value_in_order(kind, names):
    assert QuestionForm(question(kind), None, TODAY).value_names == names


def test_labels_carry_unit_and_the_names_of_both_halves():
    number = QuestionForm(question(Kind.NUMBER, unit="phút"), None, TODAY)
    bare = QuestionForm(question(Kind.NUMBER), None, TODAY)
    named = QuestionForm(question(Kind.RATIO, numerator="Số xã có mạng", denominator="Tổng số xã"), None, TODAY)
    plain = QuestionForm(question(Kind.RATIO), None, TODAY)
    labels = [found.fields[name].label for found in (number, bare) for name in ("value",)]
    assert labels == ["Giá trị (phút)", "Giá trị"]
    halves = [found.fields[name].label for found in (named, plain) for name in ("numerator", "denominator")]
    assert halves == ["Số xã có mạng", "Tổng số xã", "Tử số", "Mẫu số"]


@pytest.mark.parametrize(
    ("code", "prefix"), [("IOC-6.2", "q_IOC_6_2"), ("EC: ICT: ICT: 1C", "q_EC_ICT_ICT_1C"), ("a", "q_a")]
)
def test_prefix_makes_a_code_fit_for_names_and_ids(code, prefix):
    assert prefix_of(code) == prefix


def test_two_questions_on_one_page_do_not_share_fields():
    first, second = (QuestionForm(question(Kind.LEVEL, code=code), None, TODAY) for code in ("A-1", "A-2"))
    assert {field.html_name for field in first} & {field.html_name for field in second} == set()
