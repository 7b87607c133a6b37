import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.aggregate import assess
from indicators.scoring.exchange import (
    ExchangeError,
    Header,
    Problem,
    plain,
    read_answers,
    read_header,
    write_answers,
    written_value,
)
from indicators.scoring.frame import Answer, Frame
from indicators.scoring.measures import (
    Checklist,
    Document,
    DocumentValue,
    FreeText,
    Number,
    Ratio,
    RatioValue,
    shown,
)

from .examples import (
    ACCEPTED,
    LEVELS,
    REJECTED,
    TODAY,
    YES_NO,
    adjusted,
    group,
    indicator,
    question,
    questions,
    rising,
)
from .strategies import law

FRAME = Frame(
    questions(
        question("CHOICE", LEVELS),
        question("LIST", Checklist({"a": Decimal(1), "b": Decimal(1)})),
        question("PAPER", Document()),
        question("TEXT", FreeText(), scored=False),
        question("SKIP", YES_NO, may_not_apply=True),
    ).themes,
    (
        group(
            "G",
            indicator("NUMBER", Number(rising(0, 100), Decimal(0), Decimal(100))),
            indicator("RATIO", Ratio(rising(0, 100))),
        ),
    ),
)
HUGE = pytest.param(10**5000, id="huge")
PAPER = {"number": "12/QĐ-UBND", "date": "2025-03-04", "issuer": "Ủy ban nhân dân tỉnh"}


def document(*answers, **fields) -> dict:
    return {
        "schema": "smartcity-answers/1",
        "guidance": "cv2333/v1",
        "indicators": "cv3098/v1",
        "alpha": "0.5",
        "answers": list(answers),
        **fields,
    }


def header_problems(raw) -> list[Problem]:
    with pytest.raises(ExchangeError) as caught:
        read_header(raw)
    return list(caught.value.problems)


def problems(*answers) -> list[Problem]:
    with pytest.raises(ExchangeError) as caught:
        read_answers(document(*answers), FRAME)
    return list(caught.value.problems)


def places(*answers) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.field, problem.came) for problem in problems(*answers)]


def without(field: str) -> dict:
    return {name: value for name, value in document().items() if name != field}


# -- header ----------------------------------------------------------------------------------------------------------


def test_header_names_the_catalogues_and_alpha():
    assert read_header(document(alpha="0.35")) == Header("cv2333/v1", "cv3098/v1", Decimal("0.35"))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("guidance", Header("", "cv3098/v1", Decimal("0.5"))),
        ("indicators", Header("cv2333/v1", "", Decimal("0.5"))),
        ("alpha", Header("cv2333/v1", "cv3098/v1", Decimal("0.5"))),
    ],
)
def test_header_may_leave_out_a_catalogue_and_alpha(field, expected):
    assert read_header(without(field)) == expected


@pytest.mark.parametrize("alpha", ["0", "0.00", "1", "1.0", "0.12345678"])
def test_header_takes_every_alpha_from_0_to_1(alpha):
    assert read_header(document(alpha=alpha)).alpha == Decimal(alpha)


@pytest.mark.parametrize(
    "alpha", ["-0.1", "1.01", "NaN", "1e999", "٠", "half", "", None, True, False, 0.5, float("nan"), [], {}, HUGE]
)
def test_header_refuses_other_alphas(alpha):
    assert header_problems(document(alpha=alpha)) == [Problem("", "alpha", "một số từ 0 đến 1", shown(alpha))]


@pytest.mark.parametrize(
    "schema", ["smartcity-answers/2", "smartcity-scorecard/1", "", None, 1, ["smartcity-answers/1"]]
)
def test_header_refuses_other_schemas(schema):
    assert header_problems(document(schema=schema)) == [Problem("", "schema", "smartcity-answers/1", shown(schema))]


@pytest.mark.parametrize("field", ["guidance", "indicators"])
@pytest.mark.parametrize("name", [None, 1, True, ["cv2333/v1"], {}])
def test_header_refuses_catalogues_that_are_no_names(field, name):
    assert header_problems(document(**{field: name})) == [Problem("", field, "tên phiên bản danh mục", shown(name))]


@pytest.mark.parametrize("answers", [None, "none", {}, {"CHOICE": "3"}, 3, True])
def test_header_refuses_answers_that_are_no_list(answers):
    assert [(problem.field, problem.came) for problem in header_problems(document(answers=answers))] == [
        ("answers", shown(answers))
    ]


@pytest.mark.parametrize("field", ["schema", "answers"])
def test_header_refuses_documents_without_a_schema_or_answers(field):
    assert [(problem.field, problem.came) for problem in header_problems(without(field))] == [(field, "null")]


def test_header_refuses_more_answers_than_any_catalogue_has():
    assert [(problem.field, problem.came) for problem in header_problems(document(*[None] * 10_001))] == [
        ("answers", "10001 mục")
    ]


@pytest.mark.parametrize("raw", [None, [], [document()], "smartcity-answers/1", 1, 0.5, True])
def test_header_refuses_what_is_no_object(raw):
    assert header_problems(raw) == [Problem("", "", "một đối tượng JSON", shown(raw))]


def test_header_refuses_fields_of_no_meaning():
    found = header_problems(document(alhpa="0.9", comment="thử"))
    assert [(problem.code, problem.field) for problem in found] == [("", "alhpa"), ("", "comment")]


def test_header_lists_every_problem():
    found = header_problems({"schema": 1, "guidance": 2, "indicators": [], "alpha": "2", "answers": {}})
    assert sorted(problem.field for problem in found) == ["alpha", "answers", "guidance", "indicators", "schema"]


# -- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "raw", "value"),
    [
        ("CHOICE", "3", "3"),
        ("LIST", ["b", "a"], ("a", "b")),
        ("LIST", [], ()),
        ("PAPER", PAPER, DocumentValue("12/QĐ-UBND", date(2025, 3, 4), "Ủy ban nhân dân tỉnh")),
        ("TEXT", "Đang làm.", "Đang làm."),
        ("NUMBER", "33.30", Decimal("33.3")),
        ("RATIO", {"numerator": "1", "denominator": "3"}, RatioValue(Decimal(1), Decimal(3))),
        ("CHOICE", None, None),
    ],
)
def test_answer_is_read_by_the_kind_of_its_leaf(code, raw, value):
    assert read_answers(document({"code": code, "value": raw}), FRAME) == {code: Answer(value)}


def test_answer_has_evidence_and_a_review():
    raw = {"code": "CHOICE", "value": "3", "evidence": 2, "review": {"verdict": "adjusted", "value": "1"}}
    assert read_answers(document(raw), FRAME) == {"CHOICE": Answer("3", evidence=2, review=adjusted("1"))}


@pytest.mark.parametrize(("verdict", "review"), [("accepted", ACCEPTED), ("rejected", REJECTED)])
def test_answer_has_a_plain_review(verdict, review):
    raw = {"code": "CHOICE", "value": "3", "review": {"verdict": verdict}}
    assert read_answers(document(raw), FRAME) == {"CHOICE": Answer("3", review=review)}


def test_answer_may_say_that_it_does_not_apply():
    raw = {"code": "SKIP", "not_applicable": True, "reason": "Tỉnh không có cảng biển."}
    assert read_answers(document(raw), FRAME) == {
        "SKIP": Answer(not_applicable=True, reason="Tỉnh không có cảng biển.")
    }


def test_answer_of_a_code_alone_is_no_answer():
    assert read_answers(document({"code": "CHOICE"}), FRAME) == {"CHOICE": Answer()}


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


# -- writing ---------------------------------------------------------------------------------------------------------


def test_written_document_is_the_format_of_the_specification():
    answers = {
        "CHOICE": Answer("3", evidence=2, review=adjusted("1")),
        "LIST": Answer(("a", "b"), review=ACCEPTED),
        "SKIP": Answer(not_applicable=True, reason="Có lý do."),
        "NUMBER": Answer(Decimal("33.30")),
    }
    plain_fields = {"not_applicable": False, "reason": "", "evidence": 0}
    assert write_answers(Header("cv2333/v1", "", Decimal("0.50")), answers) == {
        "schema": "smartcity-answers/1",
        "guidance": "cv2333/v1",
        "indicators": "",
        "alpha": "0.5",
        "answers": [
            {
                "code": "CHOICE",
                "value": "3",
                **plain_fields,
                "evidence": 2,
                "review": {"verdict": "adjusted", "value": "1"},
            },
            {"code": "LIST", "value": ["a", "b"], **plain_fields, "review": {"verdict": "accepted"}},
            {"code": "SKIP", "value": None, **plain_fields, "not_applicable": True, "reason": "Có lý do."},
            {"code": "NUMBER", "value": "33.3", **plain_fields},
        ],
    }


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (None, None),
        ("3", "3"),
        ((), []),
        (("a", "b"), ["a", "b"]),
        (Decimal("10.00"), "10"),
        (RatioValue(Decimal("0.50"), Decimal(3)), {"numerator": "0.5", "denominator": "3"}),
        (DocumentValue("12", date(2025, 3, 4), "Tỉnh"), {"number": "12", "date": "2025-03-04", "issuer": "Tỉnh"}),
        (DocumentValue("", None, ""), {"number": "", "date": "", "issuer": ""}),
    ],
)
def test_value_is_written_as_the_format_has_it(value, raw):
    assert written_value(value) == raw


@pytest.mark.parametrize(
    ("number", "text"),
    [("0", "0"), ("0.00", "0"), ("10", "10"), ("100.00", "100"), ("1E+3", "1000"), ("0.10", "0.1"), ("-5.50", "-5.5")],
)
def test_plain_writes_equal_numbers_equally(number, text):
    assert plain(Decimal(number)) == text


# -- anything at all -------------------------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
codes = st.sampled_from([leaf.code for leaf in FRAME.leaves()])
near_values = (
    st.sampled_from(["0", "3", "yes", "a", "12.5", "-1", "1e999", "NaN", "٥", "2025-03-04"])
    | st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)
    | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["numerator", "denominator"], st.sampled_from(["0", "1", "2", "x"]))
    )
    | st.fixed_dictionaries({}, optional=dict.fromkeys(PAPER, st.sampled_from(["", "12", "2025-03-04", None])))
    | json_values
)
near_reviews = st.fixed_dictionaries(
    {"verdict": st.sampled_from(["accepted", "adjusted", "rejected"]) | json_values}, optional={"value": near_values}
)
near_answers = st.fixed_dictionaries(
    {"code": codes | json_values},
    optional={
        "value": near_values,
        "not_applicable": st.booleans() | json_values,
        "reason": st.text(max_size=5) | json_values,
        "evidence": st.integers(-1, 5) | json_values,
        "review": near_reviews | json_values,
        "extra": json_values,
    },
)
near_documents = st.fixed_dictionaries(
    {"schema": st.just("smartcity-answers/1"), "answers": st.lists(near_answers | json_values, max_size=4)},
    optional={"alpha": st.sampled_from(["0", "0.5", "1", "2"]) | json_values, "guidance": st.text() | json_values},
)


def read_and_score(raw) -> None:
    """Either refused with problems, or everything that was read can be scored and written."""
    refused: tuple[Problem, ...] | None = None
    try:
        header = read_header(raw)
        answers = read_answers(raw, FRAME)
    except ExchangeError as error:
        refused = error.problems
    assert refused != ()
    if refused:
        return
    assess(FRAME, answers, header.alpha, TODAY)
    written = json.loads(json.dumps(write_answers(header, answers)))
    assert (read_header(written), read_answers(written, FRAME)) == (header, answers)


@law
@given(json_values)
def test_any_json_is_refused_with_problems(raw):
    assert header_problems(raw) != []


@law
@given(near_documents)
def test_any_document_is_read_or_refused_with_problems(raw):
    read_and_score(raw)


@law
@given(st.lists(near_answers, max_size=3, unique_by=lambda raw: str(raw["code"])))
def test_any_answers_are_read_or_refused_with_problems(answers):
    read_and_score(document(*answers))
