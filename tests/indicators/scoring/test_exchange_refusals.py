"""Everything wrong in an answer is listed: code, field, what was expected, what came."""

import pytest

from indicators.scoring.exchange import ExchangeError, Problem, read_answers
from indicators.scoring.measures import shown

from .exchange_examples import FRAME, GROWING, HUGE, PAPER, document, header_problems, places, problems


@pytest.mark.parametrize("code", ["X", "choice", "", " CHOICE", "T", "G", None, 1, True, ["CHOICE"], {}, "a" * 500])
def test_unknown_code_is_listed_with_its_position(code):
    assert places({"code": "CHOICE"}, {"code": code, "value": "3"}) == [("", "answers[1].code", shown(code))]


@pytest.mark.parametrize("raw", [None, "CHOICE", 1, True, ["CHOICE", "3"], 0.5])
def test_answer_that_is_no_object_is_listed_as_it_came(raw):
    assert places(raw) == [("", "answers[0].code", shown(raw))]


def test_answer_without_a_code_is_listed():
    assert places({"value": "3"}) == [("", "answers[0].code", "null")]


def test_code_given_twice_is_listed_each_time():
    found = problems({"code": "CHOICE", "value": "1"}, {"code": "CHOICE", "value": "1"}, {"code": "CHOICE"})
    assert [(problem.code, problem.field, problem.expected) for problem in found] == [
        ("CHOICE", "code", "mỗi mã một lần")
    ] * 2


@pytest.mark.parametrize(
    ("code", "value", "field", "came"),
    [
        ("CHOICE", "5", "value", "5"),
        ("CHOICE", 3, "value", "3"),
        ("CHOICE", True, "value", "True"),
        ("CHOICE", "３", "value", "３"),
        ("CHOICE", ["3"], "value", "['3']"),
        ("LIST", "a", "value", "a"),
        ("LIST", ["a", "x"], "value", "x"),
        ("LIST", [["a"]], "value", "['a']"),
        ("LIST", ["a"] * 100_000, "value", "a"),
        ("PAPER", "12/QĐ-UBND", "value", "12/QĐ-UBND"),
        ("PAPER", {**PAPER, "date": "04/03/2025"}, "value.date", "04/03/2025"),
        ("PAPER", {**PAPER, "number": 12}, "value.number", "12"),
        ("PAPER", {**PAPER, "issuer": False}, "value.issuer", "False"),
        ("TEXT", 5, "value", "5"),
        ("NUMBER", "100.01", "value", "100.01"),
        ("NUMBER", "-1", "value", "-1"),
        ("NUMBER", 1.5, "value", "1.5"),
        ("NUMBER", float("nan"), "value", "nan"),
        ("NUMBER", "1e999", "value", "1e999"),
        ("NUMBER", "٥", "value", "٥"),
        ("RATIO", "1/3", "value", "1/3"),
        ("RATIO", {"numerator": "1", "denominator": "0"}, "value.denominator", "0"),
        ("RATIO", {"numerator": "4", "denominator": "3"}, "value.numerator", "4"),
        ("RATIO", {"numerator": "1", "denominator": True}, "value.denominator", "True"),
    ],
)
def test_value_of_the_wrong_kind_or_range_is_listed(code, value, field, came):
    assert places({"code": code, "value": value}) == [(code, field, came)]
    review = {"verdict": "adjusted", "value": value}
    assert places({"code": code, "review": review}) == [(code, f"review.{field}", came)]


@pytest.mark.parametrize(
    ("code", "value", "fields"),
    [
        ("RATIO", {"numerator": "x", "denominator": "y"}, ["value.denominator", "value.numerator"]),
        ("PAPER", {"number": 1, "date": "x", "issuer": 2}, ["value.date", "value.issuer", "value.number"]),
    ],
)
def test_every_wrong_part_of_a_value_is_listed(code, value, fields):
    assert sorted(problem.field for problem in problems({"code": code, "value": value})) == fields


@pytest.mark.parametrize("evidence", [-1, 10_001, HUGE, True, False, 1.0, "1", None, [], {}, float("inf")])
def test_evidence_that_is_no_count_is_listed(evidence):
    assert places({"code": "CHOICE", "evidence": evidence}) == [("CHOICE", "evidence", shown(evidence))]


@pytest.mark.parametrize("flag", [0, 1, "true", None, [], {}])
def test_flag_that_is_no_boolean_is_listed(flag):
    assert places({"code": "SKIP", "not_applicable": flag}) == [("SKIP", "not_applicable", shown(flag))]


def test_leaf_that_always_applies_cannot_be_left_out():
    raw = {"code": "CHOICE", "not_applicable": True, "reason": "Không muốn trả lời."}
    assert [(problem.code, problem.field) for problem in problems(raw)] == [("CHOICE", "not_applicable")]


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": " \n"}])
def test_leaving_out_needs_a_reason(reason):
    assert places({"code": "SKIP", "not_applicable": True, **reason}) == [("SKIP", "reason", "ô trống")]


@pytest.mark.parametrize("reason", [None, 5, True, ["a"], {}])
def test_reason_that_is_no_text_is_listed(reason):
    assert places({"code": "SKIP", "not_applicable": True, "reason": reason}) == [("SKIP", "reason", shown(reason))]


@pytest.mark.parametrize(("length", "letter"), [(2_001, "a"), (2_000_000, "a"), (667, GROWING), (2_000_000, "\u0301")])
def test_reason_that_is_too_long_is_listed(length, letter):
    assert problems({"code": "CHOICE", "reason": letter * length}) == [
        Problem("CHOICE", "reason", "văn bản dài không quá 2000 ký tự", letter * 77 + "...")
    ]


@pytest.mark.parametrize(
    ("text", "came"),
    [
        *(("\0", "U+0000"), ("a\x08", "U+0008"), ("\x0b", "U+000B"), ("\n\x0c", "U+000C"), ("\x0e", "U+000E")),
        *(("\x1f", "U+001F"), ("\ud800", "U+D800"), ("a\udfff\0", "U+DFFF")),
    ],
)
def test_characters_that_no_database_need_keep_are_listed(text, came):
    answers = (
        {"code": "TEXT", "value": text, "reason": text},
        {"code": "PAPER", "review": {"verdict": "adjusted", "value": {**PAPER, "number": text, "issuer": text}}},
        {"code": "LIST", "value": {text: text}},
    )
    fields = [("TEXT", "value"), ("TEXT", "reason"), ("PAPER", "review.value.number"), ("PAPER", "review.value.issuer")]
    expected = "văn bản không có ký tự điều khiển hay nửa mã UTF-16"
    found = problems(*answers)
    assert found[:4] == [Problem(code, field, expected, f"ký tự {came}") for code, field in fields]
    assert [problem.field for problem in found[4:]] == [f"value.{shown(text)}", "value"]
    assert header_problems(document(guidance=text, indicators=text)) == [
        Problem("", field, expected, f"ký tự {came}") for field in ("guidance", "indicators")
    ]


def test_unreadable_part_does_not_hide_what_is_wrong_with_the_others():
    found = places({"code": "PAPER", "value": {"number": "\0", "date": "x", "issuer": 5}})
    assert found == [
        ("PAPER", "value.number", "ký tự U+0000"),
        ("PAPER", "value.date", "x"),
        ("PAPER", "value.issuer", "5"),
    ]


@pytest.mark.parametrize("verdict", ["approved", "", "ACCEPTED", None, 1, True, ["accepted"], {"a": 1}])
def test_unknown_verdict_is_listed(verdict):
    found = problems({"code": "CHOICE", "review": {"verdict": verdict}})
    assert found == [
        Problem("CHOICE", "review.verdict", "một trong accepted, adjusted, rejected", shown(verdict)),
    ]


@pytest.mark.parametrize("review", ["accepted", 1, True, False, ["accepted"], [], ""])
def test_review_that_is_no_object_is_listed_as_it_came(review):
    assert places({"code": "CHOICE", "review": review}) == [("CHOICE", "review.verdict", shown(review))]


def test_adjusting_needs_a_value():
    assert places({"code": "CHOICE", "review": {"verdict": "adjusted"}}) == [("CHOICE", "review.value", "ô trống")]


def test_fields_of_no_meaning_are_listed():
    raw = {"code": "CHOICE", "valeu": "3", "Evidence": 2, "review": {"verdict": "accepted", "by": "A"}}
    assert sorted(problem.field for problem in problems(raw)) == ["Evidence", "review.by", "valeu"]


def test_every_problem_of_every_answer_is_listed():
    found = places(
        {"code": "X"},
        {"code": "CHOICE", "value": "9", "evidence": -1, "reason": 5, "review": {"verdict": "maybe"}, "extra": 1},
        {"code": "SKIP", "value": "yes", "not_applicable": "no"},
        {"code": "SKIP"},
        {"code": "NUMBER", "value": "101", "review": {"verdict": "adjusted", "value": "-1"}},
        7,
    )
    assert sorted((code, field) for code, field, _came in found) == [
        ("", "answers[0].code"),
        ("", "answers[5].code"),
        ("CHOICE", "evidence"),
        ("CHOICE", "extra"),
        ("CHOICE", "reason"),
        ("CHOICE", "review.verdict"),
        ("CHOICE", "value"),
        ("NUMBER", "review.value"),
        ("NUMBER", "value"),
        ("SKIP", "code"),
        ("SKIP", "not_applicable"),
    ]


def test_ten_thousand_wrong_answers_are_all_listed():
    assert len(problems(*[{"code": f"X{number}"} for number in range(10_000)])) == 10_000


def test_value_nested_beyond_reason_is_listed():
    nested = []
    for _depth in range(100_000):
        nested = [nested]
    assert [place[:2] for place in places({"code": "CHOICE", "value": nested}, {"code": "LIST", "value": nested})] == [
        ("CHOICE", "value"),
        ("LIST", "value"),
    ]


def test_problem_reads_as_a_sentence_with_code_field_bounds_and_what_came():
    found = problems({"code": "NUMBER", "value": "101"}, {"code": "X"})
    assert [str(problem) for problem in found] == [
        "NUMBER: value: cần giá trị từ 0 đến 100; nhận được: 101",
        "tệp: answers[1].code: cần mã câu hỏi hoặc chỉ số có trong danh mục; nhận được: X",
    ]


def test_error_says_every_problem():
    with pytest.raises(ExchangeError) as caught:
        read_answers(document({"code": "X"}, {"code": "Y"}), FRAME)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
