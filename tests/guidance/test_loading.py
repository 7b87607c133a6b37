from pathlib import Path

import pytest

from catalogues.decoding import given_files
from catalogues.faults import CatalogueError
from guidance.loading import read_files, read_folder

DOCUMENT = """\
document: cv1
title: t
notice: n
rules: [{code: cv1, number: 1/CV, title: t, issuer: i}]
leads: [{code: SKHCN, title: s}]
"""
SOURCE = "source: {document: cv1, part: ICT, bullet: 1}"


def theme(code: str, *questions: str, recommendation: str = "") -> str:
    """A theme file with one recommendation; each question is its fields, on a line of its own from line 7."""
    lines = [f"theme: {{code: {code}, title: t}}", "recommendations:", f"  - code: {recommendation or code + '-1'}"]
    lines += ["    title: r", f"    {SOURCE}", "    questions:"]
    return "\n".join([*lines, *(f"      - {{kind: yes_no, prompt: p, {fields}}}" for fields in questions)]) + "\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    found = tmp_path / "cv1" / "v1"
    found.mkdir(parents=True)
    (found / "document.yaml").write_text(DOCUMENT)
    return found


def complaints(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    with pytest.raises(CatalogueError) as caught:
        read_folder(folder)
    return str(caught.value).splitlines()


def test_folder_is_read_in_the_order_of_its_files(folder):
    (folder / "2.yaml").write_text(theme("A", "code: A-1.1", "code: A-1.2"))
    (folder / "1.yaml").write_text(theme("B", "code: B-1.1"))
    found = read_folder(folder)
    assert found.code == "cv1/v1"
    assert [found_theme.code for found_theme in found.themes] == ["B", "A"]
    assert [question.code for question in found.themes[1].recommendations[0].questions] == ["A-1.1", "A-1.2"]
    assert found.document.rules[0].number == "1/CV"


def test_document_file_may_be_absent(folder):
    (folder / "document.yaml").unlink()
    (folder / "1.yaml").write_text(theme("A", "code: A-1.1, lead: NOBODY"))
    assert read_folder(folder).document is None


def test_folder_without_a_theme_is_refused(folder):
    assert complaints(folder) == [f"{folder}: không có tệp nào mô tả một nhóm nội dung (theme)"]


def test_names_that_are_no_files_come_with_the_other_faults(folder):
    (folder / "document.yaml").unlink()
    (folder / "document.yaml").symlink_to("document.yaml")
    (folder / "b.yaml").symlink_to("nowhere")
    (folder / "c.yaml").mkdir()
    said = "cần là một tệp thường hoặc liên kết đến một tệp thường"
    assert complaints(folder, a=theme("A", "code: A-1.1, weight: 0")) == [
        "a.yaml:7: recommendations[0].questions[0].weight: cần lớn hơn 0, nhận được 0",
        *(f"{name}.yaml: {said}" for name in ("b", "c", "document")),
    ]


def test_faults_of_all_files_come_together(folder):
    found = complaints(
        folder, document="document: cv1\n", a="theme: [", b=theme("B", "code: B-1.1, weight: 0"), c="a: 1\na: 2\n"
    )
    assert found == [
        "a.yaml:2: YAML sai cú pháp: did not find expected node content",
        "b.yaml:7: recommendations[0].questions[0].weight: cần lớn hơn 0, nhận được 0",
        "c.yaml:2: a: trường này đã có ở trên trong cùng một mục",
        "document.yaml:1: leads: thiếu trường bắt buộc này",
        "document.yaml:1: notice: thiếu trường bắt buộc này",
        "document.yaml:1: rules: thiếu trường bắt buộc này",
        "document.yaml:1: title: thiếu trường bắt buộc này",
    ]


# -- codes -----------------------------------------------------------------------------------------------------------


def test_question_code_repeated_within_a_file_is_refused(folder):
    found = complaints(folder, a=theme("A", "code: A-1.1", "code: A-1.2", "code: A-1.1"))
    assert found == ["a.yaml:9: A-1.1.code: mã câu hỏi bị lặp"]


def test_question_code_repeated_between_files_is_refused(folder):
    found = complaints(folder, a=theme("A", "code: A-1.1"), b=theme("B", "code: B-1.1", "code: A-1.1"))
    assert found == ["b.yaml:8: A-1.1.code: mã câu hỏi bị lặp"]


def test_codes_of_themes_and_recommendations_are_unique_together(folder):
    found = complaints(
        folder,
        a=theme("A", "code: A-1.1"),
        b=theme("A", "code: A-1.2", recommendation="A-1"),
        c=theme("C", "code: C-1.1", recommendation="A"),
    )
    assert found == [
        "b.yaml:1: theme.code: mã A bị lặp",
        "b.yaml:3: recommendations[0].code: mã A-1 bị lặp",
        "c.yaml:3: recommendations[0].code: mã A bị lặp",
    ]


def test_question_may_not_carry_the_code_of_a_recommendation(folder):
    found = complaints(folder, a=theme("A", "code: A-1.1"), b=theme("B", "code: A-1"))
    assert found == ["b.yaml:7: A-1.code: mã câu hỏi bị lặp"]


# -- conditions ------------------------------------------------------------------------------------------------------


def test_condition_on_an_earlier_single_choice_is_taken(folder):
    (folder / "1.yaml").write_text(theme("A", "code: A-1.1"))
    (folder / "2.yaml").write_text(theme("B", "code: B-1.1, shown_if: {question: A-1.1, in: [yes]}"))
    assert read_folder(folder).themes[1].recommendations[0].questions[0].shown_if.question == "A-1.1"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{question: X-9, in: [yes]}", "câu X-9 phải có và đứng trước câu này"),
        ("{question: A-1.3, in: [yes]}", "câu A-1.3 phải có và đứng trước câu này"),
        ("{question: A-1.2, in: [yes]}", "câu A-1.2 phải có và đứng trước câu này"),
        ("{question: B-1.1, in: [yes]}", "câu B-1.1 phải có và đứng trước câu này"),
        ("{question: A-1.1, in: [yes, maybe, never]}", "câu A-1.1 không có lựa chọn maybe, never"),
    ],
)
def test_condition_that_points_nowhere_or_forward_is_refused(folder, condition, message):
    a = theme("A", "code: A-1.1", f"code: A-1.2, shown_if: {condition}", "code: A-1.3")
    assert complaints(folder, a=a, b=theme("B", "code: B-1.1")) == [f"a.yaml:8: A-1.2.shown_if: {message}"]


def test_condition_on_what_is_no_single_choice_is_refused(folder):
    checklist = "      - {code: A-1.1, kind: checklist, prompt: p, options: [{code: x, label: x}]}\n"
    text = theme("A") + checklist
    text += (
        "      - code: A-1.2\n        kind: yes_no\n        prompt: p\n        shown_if: {question: A-1.1, in: [x]}\n"
    )
    assert complaints(folder, a=text) == ["a.yaml:11: A-1.2.shown_if: câu A-1.1 không có lựa chọn x"]


# -- feeds and leads -------------------------------------------------------------------------------------------------


def test_indicator_fed_twice_is_refused_within_and_between_files(folder):
    found = complaints(
        folder,
        a=theme("A", "code: A-1.1, feeds: [X-1]", "code: A-1.2, feeds: [X-2, X-1]"),
        b=theme("B", "code: B-1.1, feeds: [X-2]"),
    )
    assert found == [
        "a.yaml:8: A-1.2.feeds: chỉ số X-1 đã lấy giá trị từ câu A-1.1",
        "b.yaml:7: B-1.1.feeds: chỉ số X-2 đã lấy giá trị từ câu A-1.2",
    ]


def test_unknown_lead_is_refused_where_it_stands(folder):
    text = theme("A", "code: A-1.1, lead: NOBODY", "code: A-1.2, lead: SKHCN")
    text += "      - code: A-1.3\n        kind: level\n        prompt: p\n        options:\n"
    text += "          - {code: a, label: a}\n          - {code: b, label: b, lead: SOMEBODY}\n"
    assert complaints(folder, a=text) == [
        "a.yaml:7: A-1.1.lead: document.yaml không có cơ quan NOBODY",
        "a.yaml:14: A-1.3.options[1].lead: document.yaml không có cơ quan SOMEBODY",
    ]


def test_given_files_make_the_same_catalogue_as_a_folder(folder):
    (folder / "1.yaml").write_text(theme("A", "code: A-1.1"))
    given = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert read_files("cv1/v1", given_files(given)) == read_folder(folder)
