from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.answer_values import EMPTY, columns_of, halves, read, value_of, why_not_dated
from assessments.errors import InvalidAnswer
from assessments.models import Answer
from assessments.models.answers import VALUE_COLUMNS
from catalogues.schema import Kind
from indicators.scoring.exchange import written_value
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories.items import question

TODAY = date(2026, 5, 6)
PAPER = {"number": "12/QĐ-UBND", "date": "2026-05-06", "issuer": "Ủy ban nhân dân tỉnh"}
FORMAT = "một số có không quá 12 chữ số nguyên và 8 chữ số thập phân"
NUMBER = "một số, ví dụ 12 hoặc 12,5"

VALUES = [
    (Kind.LEVEL, "3", "3"),
    (Kind.YES_NO, "yes", "yes"),
    (Kind.YES_PARTIAL_NO, "partial", "partial"),
    (Kind.CHECKLIST, ["c", "a"], ("a", "c")),
    (Kind.CHECKLIST, [], ()),
    (Kind.NUMBER, "12.5", Decimal("12.5")),
    (Kind.NUMBER, "0", Decimal(0)),
    (Kind.RATIO, {"numerator": "1", "denominator": "3"}, RatioValue(Decimal(1), Decimal(3))),
    (Kind.DOCUMENT, PAPER, DocumentValue("12/QĐ-UBND", TODAY, "Ủy ban nhân dân tỉnh")),
    (Kind.DOCUMENT, {"number": "12"}, DocumentValue("12", None, "")),
    (Kind.TEXT, "Nội dung", "Nội dung"),
]


def refusals(kind: Kind, raw, **fields) -> dict[str, str]:
    with pytest.raises(InvalidAnswer) as refused:
        read(question(kind, **fields), raw, TODAY)
    return refused.value.messages


@pytest.mark.parametrize(("kind", "raw", "value"), VALUES)
def test_read_gives_the_typed_value(kind, raw, value):
    assert read(question(kind), raw, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "raw", "messages"),
    [
        (Kind.LEVEL, "5", {"": "Câu Q.1 cần một trong 0, 1, 2, 3, 4; bạn nhập “5”."}),
        (Kind.YES_NO, "maybe", {"": "Câu Q.1 cần một trong no, yes; bạn nhập “maybe”."}),
        (Kind.YES_PARTIAL_NO, None, {"": "Câu Q.1 cần một trong no, partial, yes; bạn nhập “null”."}),
        (Kind.CHECKLIST, ["d"], {"": "Câu Q.1 cần danh sách các mã trong a, b, c, mỗi mã một lần; bạn nhập “d”."}),
        (Kind.CHECKLIST, ["a", "a"], {"": "Câu Q.1 cần danh sách các mã trong a, b, c, mỗi mã một lần; bạn nhập “a”."}),
        (Kind.NUMBER, "abc", {"": f"Câu Q.1 cần {NUMBER}; bạn nhập “abc”."}),
        (Kind.NUMBER, "1e400", {"": f"Câu Q.1 cần {NUMBER}; bạn nhập “1e400”."}),
        (Kind.NUMBER, "NaN", {"": f"Câu Q.1 cần {NUMBER}; bạn nhập “NaN”."}),
        (Kind.NUMBER, "1234567890123", {"": f"Câu Q.1 cần {FORMAT}; bạn nhập “1234567890123”."}),
        (Kind.NUMBER, "1.123456789", {"": f"Câu Q.1 cần {FORMAT}; bạn nhập “1.123456789”."}),
        (Kind.NUMBER, "٣", {"": f"Câu Q.1 cần {NUMBER}; bạn nhập “٣”."}),
        (Kind.NUMBER, "9" * 200, {"": f"Câu Q.1 cần {FORMAT}; bạn nhập “{'9' * 77}...”."}),
        (
            Kind.RATIO,
            {"numerator": "3", "denominator": "0"},
            {"denominator": "Câu Q.1: “Mẫu số” cần lớn hơn 0; bạn nhập 0."},
        ),
        (
            Kind.RATIO,
            {"numerator": "3", "denominator": "-1200"},
            {"denominator": "Câu Q.1: “Mẫu số” cần lớn hơn 0; bạn nhập -1.200."},
        ),
        (
            Kind.RATIO,
            {"numerator": "3.5", "denominator": "3"},
            {"numerator": "Câu Q.1: “Tử số” cần từ 0 đến “Mẫu số”; bạn nhập 3,5."},
        ),
        (
            Kind.RATIO,
            {"numerator": "-1", "denominator": "3"},
            {"numerator": "Câu Q.1: “Tử số” cần từ 0 đến “Mẫu số”; bạn nhập -1."},
        ),
        (
            Kind.RATIO,
            {"numerator": "1.123456789", "denominator": "1234567890123"},
            {
                "denominator": f"Câu Q.1 cần {FORMAT}; bạn nhập “1234567890123”.",
                "numerator": f"Câu Q.1 cần {FORMAT}; bạn nhập “1.123456789”.",
            },
        ),
        (
            Kind.RATIO,
            {"numerator": "", "denominator": "ba"},
            {
                "denominator": f"Câu Q.1 cần {NUMBER}; bạn nhập “ba”.",
                "numerator": f"Câu Q.1 cần {NUMBER}; bạn nhập “”.",
            },
        ),
        (Kind.NUMBER, "-1234567890123.5", {"": f"Câu Q.1 cần {FORMAT}; bạn nhập “-1234567890123.5”."}),
        (Kind.NUMBER, ["7"], {"": f"Câu Q.1 cần {NUMBER}; bạn nhập “['7']”."}),
        (Kind.RATIO, "5", {"": "Câu Q.1 cần một nhóm numerator và denominator; bạn nhập “5”."}),
        (Kind.RATIO, "1/3", {"": "Câu Q.1 cần một nhóm numerator và denominator; bạn nhập “1/3”."}),
        (
            Kind.DOCUMENT,
            {**PAPER, "date": "06/05/2026"},
            {"date": "Câu Q.1 cần ngày dạng YYYY-MM-DD; bạn nhập “06/05/2026”."},
        ),
        (
            Kind.DOCUMENT,
            {**PAPER, "date": "2026-05-07"},
            {"date": "Câu Q.1: ngày ban hành 07/05/2026 ở sau hôm nay (06/05/2026); hãy kiểm tra lại."},
        ),
        (
            Kind.DOCUMENT,
            {**PAPER, "number": "x" * 201},
            {"number": f"Câu Q.1 cần văn bản dài không quá 200 ký tự; bạn nhập “{'x' * 77}...”."},
        ),
        (Kind.TEXT, 5, {"": "Câu Q.1 cần văn bản dài không quá 10000 ký tự; bạn nhập “5”."}),
    ],
)
def test_read_says_what_is_wrong_with_which_field(kind, raw, messages):
    assert refusals(kind, raw) == messages


@pytest.mark.parametrize(
    ("bounds", "raw", "sentence"),
    [
        ({"minimum": 0, "maximum": 100}, "120", "Câu Q.1 cần giá trị từ 0 đến 100; bạn nhập 120."),
        ({"minimum": 0, "maximum": 10000}, "-0.5", "Câu Q.1 cần giá trị từ 0 đến 10.000; bạn nhập -0,5."),
        ({"minimum": "0.5"}, "0.25", "Câu Q.1 cần giá trị từ 0,5 trở lên; bạn nhập 0,25."),
        ({"maximum": "1000.50"}, "1001", "Câu Q.1 cần giá trị từ 1.000,5 trở xuống; bạn nhập 1.001."),
    ],
)
def test_read_names_the_bounds_of_a_number(bounds, raw, sentence):
    assert refusals(Kind.NUMBER, raw, **bounds) == {"": sentence}


def test_read_does_not_blame_the_bounds_for_too_many_decimals():
    sentence = f"Câu Q.1 cần {FORMAT}; bạn nhập “1.123456789”."
    assert refusals(Kind.NUMBER, "1.123456789", minimum=0, maximum=100) == {"": sentence}


def test_read_takes_no_fraction_of_what_is_counted():
    assert refusals(Kind.NUMBER, "2.5", whole=True) == {"": "Câu Q.1 cần một số nguyên; bạn nhập 2,5."}
    names = {"numerator": "Số xã có mạng", "denominator": "Tổng số xã"}
    found = refusals(Kind.RATIO, {"numerator": "1.5", "denominator": "2.5"}, whole=True, **names)
    assert found == {
        "numerator": "Câu Q.1: “Số xã có mạng” cần là số nguyên; bạn nhập 1,5.",
        "denominator": "Câu Q.1: “Tổng số xã” cần là số nguyên; bạn nhập 2,5.",
    }


def test_read_lets_a_ratio_exceed_where_the_catalogue_allows_it():
    above = {"numerator": "5", "denominator": "3"}
    assert read(question(Kind.RATIO, may_exceed=True), above, TODAY) == RatioValue(Decimal(5), Decimal(3))
    below = {"numerator": "-5", "denominator": "3"}
    sentence = "Câu Q.1: “Tử số” cần từ 0 trở lên; bạn nhập -5."
    assert refusals(Kind.RATIO, below, may_exceed=True) == {"numerator": sentence}


@pytest.mark.parametrize(
    ("raw", "fields", "messages"),
    [
        (
            {"numerator": "99999", "denominator": "1000"},
            {},
            {"numerator": "Câu Q.1: “Doanh thu” cần từ 0 đến “Tổng sản phẩm”; bạn nhập 99.999."},
        ),
        (
            {"numerator": "-1", "denominator": "1000"},
            {"may_exceed": True},
            {"numerator": "Câu Q.1: “Doanh thu” cần từ 0 trở lên; bạn nhập -1."},
        ),
        (
            {"numerator": "1", "denominator": "0"},
            {},
            {"denominator": "Câu Q.1: “Tổng sản phẩm” cần lớn hơn 0; bạn nhập 0."},
        ),
    ],
)
def test_read_calls_the_halves_of_a_ratio_what_the_page_calls_them(raw, fields, messages):
    assert refusals(Kind.RATIO, raw, numerator="Doanh thu", denominator="Tổng sản phẩm", **fields) == messages


def test_document_is_of_today_at_the_latest():
    assert why_not_dated("Q.1", TODAY, TODAY) == ""
    sentence = "Câu Q.1: ngày ban hành 07/05/2026 ở sau hôm nay (06/05/2026); hãy kiểm tra lại."
    assert why_not_dated("Q.1", date(2026, 5, 7), TODAY) == sentence


def test_halves_without_names_are_called_as_in_arithmetic():
    assert halves(question(Kind.RATIO)) == ("Tử số", "Mẫu số")
    assert halves(question(Kind.RATIO, numerator="Số xã có mạng", denominator="Tổng số xã")) == (
        "Số xã có mạng",
        "Tổng số xã",
    )


def test_read_writes_bounds_in_the_readers_own_way():
    with translation.override("en"):
        messages = refusals(Kind.NUMBER, "1234.5", minimum=0, maximum=1000)
    assert messages == {"": "Q.1 needs a value between 0 and 1,000; you entered 1,234.5."}


@pytest.mark.parametrize(("kind", "raw", "value"), VALUES)
def test_columns_and_value_are_inverse(kind, raw, value):
    columns = columns_of(kind, value)
    row = Answer(kind=kind, is_given=True, **columns)
    assert value_of(row) == value
    assert {name for name in columns if columns[name] != EMPTY[name]} <= {
        name for name, kinds in VALUE_COLUMNS.items() if kind in kinds
    }


@pytest.mark.parametrize("kind", list(Kind))
def test_no_value_empties_every_column(kind):
    assert columns_of(kind, None) == EMPTY
    assert set(EMPTY) == set(VALUE_COLUMNS) - {"document_title"}


@pytest.mark.parametrize(("kind", "raw", "value"), VALUES)
def test_value_of_is_none_where_nothing_is_given(kind, raw, value):
    columns = columns_of(kind, value)
    assert value_of(Answer(kind=kind, is_given=False, **columns)) is None
    assert value_of(Answer(kind=kind, is_given=True, not_applicable=True, **columns)) is None


def test_value_of_a_ratio_without_its_parts_is_none():
    assert value_of(Answer(kind=Kind.RATIO, is_given=True)) is None


numbers = st.decimals(-(10**12) + 1, 10**12 - 1, places=8, allow_nan=False, allow_infinity=False)


@given(numbers)
def test_any_number_goes_through_row_and_exchange_format_unchanged(number):
    row = Answer(kind=Kind.NUMBER, is_given=True, **columns_of(Kind.NUMBER, number))
    assert read(question(Kind.NUMBER), written_value(value_of(row)), TODAY) == number


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_whatever_comes_is_read_or_refused_with_sentences(raw):
    for kind in Kind:
        sentences = sentences_about(kind, raw)
        assert all(sentence.startswith("Câu Q.1") for sentence in sentences)


def sentences_about(kind: Kind, raw) -> list[str]:
    """None where the value is taken."""
    try:
        read(question(kind), raw, TODAY)
    except InvalidAnswer as refused:
        return list(refused.messages.values())
    return []
