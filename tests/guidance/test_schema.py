from datetime import date

import pytest

from catalogues.decoding import decode
from catalogues.faults import CatalogueError
from catalogues.yaml_file import parse_yaml
from guidance.schema import Condition, DocumentFile, ThemeFile

THEME = """\
theme: {{code: T, title: t}}
recommendations:
  - code: T-1
    title: r
    source: {{document: cv2333, part: ICT, bullet: {bullet}}}
    questions:
      - {{code: T-1.1, kind: yes_no, prompt: p{question}}}
"""
DOCUMENT = """\
document: cv2333
title: d
notice: n
rules:
  - {{code: cv2333, number: 2333/BTTTT-CĐSQG, title: t, issuer: i, issued: {issued}}}
leads:
  - {{code: SKHCN, title: s}}
"""


def theme(bullet: str = "1", question: str = "") -> ThemeFile:
    return decode(parse_yaml(THEME.format(bullet=bullet, question=question).encode(), "a.yaml"), ThemeFile)


def document(issued: str) -> DocumentFile:
    return decode(parse_yaml(DOCUMENT.format(issued=issued).encode(), "document.yaml"), DocumentFile)


def test_question_has_what_a_leaf_has_and_its_own_fields():
    found = theme(question=", shown_if: {question: T-0.1, in: [yes, partly]}, feeds: [X-01]").recommendations[0]
    assert found.questions[0].shown_if == Condition.model_validate({"question": "T-0.1", "in": ("yes", "partly")})
    assert found.questions[0].feeds == ("X-01",)
    assert (found.later_rules, found.summary, found.source.bullet) == ((), None, 1)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"bullet": "0"}, "5: recommendations[0].source.bullet: cần từ 1 trở lên, nhận được 0"),
        ({"bullet": "first"}, "5: recommendations[0].source.bullet: cần một số nguyên, nhận được “first”"),
        ({"bullet": "1.5"}, "5: recommendations[0].source.bullet: cần một số nguyên, nhận được “1.5”"),
        (
            {"question": ", shown_if: {question: A, in: []}"},
            "7: recommendations[0].questions[0].shown_if.in: danh sách cần ít nhất 1 mục",
        ),
        (
            {"question": ", shown_if: {question: A}"},
            "7: recommendations[0].questions[0].shown_if.in: thiếu trường bắt buộc này",
        ),
        (
            {"question": ", shown_if: {among: [a], question: A}"},
            "7: recommendations[0].questions[0].shown_if.among: định dạng không có trường này\n"
            "a.yaml:7: recommendations[0].questions[0].shown_if.in: thiếu trường bắt buộc này",
        ),
        (
            {"question": ", feeds: [a/b]"},
            "7: recommendations[0].questions[0].feeds[0]: mã “a/b” có ký tự không dùng được hoặc quá dài",
        ),
        ({"question": ", ask: x"}, "7: recommendations[0].questions[0].ask: định dạng không có trường này"),
    ],
)
def test_bad_theme_is_refused_at_its_field(fields, fault):
    with pytest.raises(CatalogueError) as caught:
        theme(**fields)
    assert str(caught.value) == f"a.yaml:{fault}"


def test_theme_needs_recommendations_and_a_recommendation_needs_questions():
    text = "theme: {code: T, title: t}\nrecommendations:\n"
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(f"{text}  []\n".encode(), "a.yaml"), ThemeFile)
    assert str(caught.value) == "a.yaml:2: recommendations: danh sách cần ít nhất 1 mục"
    recommendation = "  - {code: A, title: a, source: {document: d, part: P, bullet: 1}, questions: []}\n"
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(f"{text}{recommendation}".encode(), "a.yaml"), ThemeFile)
    assert str(caught.value) == "a.yaml:3: recommendations[0].questions: danh sách cần ít nhất 1 mục"


def test_list_whose_items_are_all_faulty_is_not_called_too_short():
    text = "theme: {code: T, title: t}\nrecommendations:\n  - {code: A}\n"
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(text.encode(), "a.yaml"), ThemeFile)
    assert [fault.field for fault in caught.value.faults] == [
        "recommendations[0].questions",
        "recommendations[0].source",
        "recommendations[0].title",
    ]


def test_day_of_issue_is_a_date_or_unknown():
    assert document("2023-06-20").rules[0].issued == date(2023, 6, 20)
    assert document("").rules[0].issued is None


@pytest.mark.parametrize("issued", ["20/6/2023", "2023-13-01", "0", "1687219200", "2023-06-20T10:00:00", "soon"])
def test_day_of_issue_in_another_form_is_refused(issued):
    with pytest.raises(CatalogueError) as caught:
        document(issued)
    assert str(caught.value) == f"document.yaml:5: rules[0].issued: cần ngày dạng YYYY-MM-DD, nhận được “{issued}”"
