from decimal import Decimal

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from assessments.enums import AssessmentState, Reading
from assessments.models import Answer
from assessments.templatetags import shown
from catalogues.schema import Kind
from tests.factories.items import question


def rule(**fields):
    return question(Kind.NUMBER, rule=fields).rule


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.25", "+1,25"), ("-0.5", "−0,50"), ("0", "+0,00"), ("0.005", "+0,01"), ("-0.005", "−0,01"), ("1.999", "+2,00")],
)
def test_difference_has_its_sign_and_is_rounded(value, text):
    assert shown.signed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("40", "40"), ("12.50", "12,5"), ("0", "0"), ("1234567.1", "1.234.567,1"), ("0.33333333", "0,333333")],
)
def test_number_has_as_many_decimals_as_it_needs(value, text):
    assert shown.trimmed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("days", "text"), [(-3, "quá hạn 3 ngày"), (0, "hết hạn hôm nay"), (1, "còn 1 ngày"), (45, "còn 45 ngày")]
)
def test_days_left_in_words(days, text):
    assert shown.days_left(days) == text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (
            Answer(kind=Kind.LEVEL, not_applicable=True, is_given=True, reason="Không có biển."),
            "Không áp dụng: Không có biển.",
        ),
        (Answer(kind=Kind.LEVEL), "Chưa trả lời"),
        (Answer(kind=Kind.LEVEL, is_given=True, choice="2"), "Mức 2"),
    ],
)
def test_stored_answer_in_words(answer, text):
    assert shown.said(answer, question(Kind.LEVEL)) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"kind": "linear", "floor": 0, "target": 80},
            "Từ 0 trở xuống được 0 điểm, từ 80 trở lên được 100 điểm, ở giữa theo tỷ lệ.",
        ),
        (
            {"kind": "linear", "floor": 100, "target": 5},
            "Từ 100 trở lên được 0 điểm, từ 5 trở xuống được 100 điểm, ở giữa theo tỷ lệ.",
        ),
        (
            {"kind": "steps", "steps": [{"at": 1, "score": 50}, {"at": 1500, "score": 100}]},
            "Theo mốc: từ 1: 50 điểm; từ 1.500: 100 điểm.",
        ),
        (
            {"kind": "steps", "lower_is_better": True, "steps": [{"at": 1, "score": 100}, {"at": 3, "score": 50}]},
            "Theo mốc: từ 1 trở xuống: 100 điểm; từ 3 trở xuống: 50 điểm.",
        ),
        (
            {"kind": "optimum", "floor": 0, "low": 40, "high": 75, "ceiling": 100},
            "Từ 40 đến 75 được 100 điểm, giảm dần về 0 điểm tại 0 và 100.",
        ),
    ],
)
def test_rule_in_words(fields, text):
    assert shown.rule_in_words(rule(**fields)) == text


def test_question_without_a_rule_has_no_words_for_it():
    assert shown.rule_in_words(None) == ""


@pytest.mark.parametrize(
    ("filter_", "code", "text"),
    [
        ("frequency", "half_yearly", "sáu tháng một lần"),
        ("direction", "range", "tốt nhất trong một khoảng"),
        ("kind", "ratio", "nhập tử số và mẫu số"),
        ("evidence_rule", "required", "Cần minh chứng"),
        ("origin", "working", "bộ làm việc do nhóm xây dựng cổng biên soạn"),
        ("reading_meaning", Reading.EVIDENCED, "Câu cần minh chứng mà chưa có thì tính 0 điểm."),
        ("frequency", "biennial", "biennial"),
        ("frequency", None, ""),
    ],
)
def test_codes_in_words_and_unknown_ones_as_they_are(filter_, code, text):
    template = engines["django"].from_string("{% load shown %}{{ code|" + filter_ + " }}")
    assert template.render({"code": code}) == text


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_answer_has_its_words(kind):
    template = engines["django"].from_string("{% load shown %}{{ kind|kind }}")
    assert template.render({"kind": kind}) != kind


def test_numbers_follow_the_language():
    with translation.override("en"):
        assert (shown.trimmed(Decimal("1234.5")), shown.signed(Decimal("1.5"))) == ("1,234.5", "+1.50")


def test_every_state_of_an_assessment_has_its_look():
    looks = [(shown.state_tone(state), shown.state_icon(state)) for state in AssessmentState.values]
    assert looks == [("accent", "begun"), ("ok", "ok"), ("warn", "warning"), ("ok", "lock")]


def test_bar_is_that_of_the_component_and_missing_where_there_is_no_score():
    written = render_to_string("components/score_bar.html", {"score": Decimal("41.67")})
    assert shown.score_bar(Decimal("41.67")) == written.strip()
    assert shown.score_bar(None) == ""
