import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from indicators.scoring.exchange import Header, Problem, plain, read_answers, read_header, write_answers, written_value
from indicators.scoring.frame import Answer
from indicators.scoring.measures import DocumentValue, RatioValue, shown

from .examples import ACCEPTED, REJECTED, adjusted
from .exchange_examples import FRAME, HUGE, PAPER, document, header_problems, without

APART = unicodedata.normalize("NFD", "ế")

# -- header ------------------------------------------------------------------------------------------------------------


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


def test_header_takes_ten_thousand_answers():
    assert read_header(document(*[None] * 10_000)).alpha == Decimal("0.5")


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


# -- answers -----------------------------------------------------------------------------------------------------------


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


def test_texts_are_read_in_composed_letters():
    raw = {"code": "TEXT", "value": APART, "reason": APART * 2_000}
    paper = {"code": "PAPER", "value": {"number": APART, "issuer": f" {APART}"}}
    assert read_answers(document(raw, paper), FRAME) == {
        "TEXT": Answer("ế", reason="ế" * 2_000),
        "PAPER": Answer(DocumentValue("ế", None, "ế")),
    }


# -- writing -----------------------------------------------------------------------------------------------------------


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


def test_written_document_marks_what_the_format_does_not_carry():
    paper = DocumentValue("1\0", None, "a\tb\r\n\ud800")
    answers = {"PAPER": Answer(paper, reason="\x0b", review=adjusted(paper)), "TEXT": Answer("a\x1bb")}
    found = write_answers(Header("", "", Decimal(1)), answers)
    kept = DocumentValue("1\ufffd", None, "a\tb\r\n\ufffd")
    assert read_answers(found, FRAME) == {
        "PAPER": Answer(kept, reason="\ufffd", review=adjusted(kept)),
        "TEXT": Answer("a\ufffdb"),
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
