from pathlib import Path

import pytest

from catalogues.decoding import given_files
from catalogues.faults import CatalogueError
from indicators.loading import read_files, read_folder

SET = "set: s\nnumber: 1/S\ntitle: t\nnotice: n\norigin: official\n"


def group(code: str, *indicators: str) -> str:
    """A group file; each indicator is its fields, on a line of its own from line 3."""
    lines = [f"group: {{code: {code}, title: t}}", "indicators:"]
    return "\n".join([*lines, *(f"  - {{input: yes_no, title: t, {fields}}}" for fields in indicators)]) + "\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    found = tmp_path / "s" / "v2"
    found.mkdir(parents=True)
    (found / "set.yaml").write_text(SET)
    return found


def complaints(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    with pytest.raises(CatalogueError) as caught:
        read_folder(folder)
    return str(caught.value).splitlines()


def test_folder_is_read_in_the_order_of_its_files(folder):
    (folder / "2.yaml").write_text(group("A", "code: A-01", "code: A-02"))
    (folder / "1.yaml").write_text(group("B", "code: B-01"))
    found = read_folder(folder)
    assert (found.code, found.set.number) == ("s/v2", "1/S")
    assert [(g.code, [item.code for item in g.indicators]) for g in found.groups] == [
        ("B", ["B-01"]),
        ("A", ["A-01", "A-02"]),
    ]


def test_set_file_may_be_absent(folder):
    (folder / "set.yaml").unlink()
    (folder / "1.yaml").write_text(group("A", "code: A-01"))
    assert read_folder(folder).set is None


def test_folder_without_a_group_is_refused(folder):
    assert complaints(folder) == [f"{folder}: không có tệp nào mô tả một nhóm chỉ số (group)"]


def test_codes_are_unique_within_and_between_files(folder):
    found = complaints(
        folder,
        a=group("A", "code: A-01", "code: A-01"),
        b=group("A", "code: B-01", "code: A-01"),
        c=group("C", "code: A"),
    )
    assert found == [
        "a.yaml:4: indicators[1].code: mã A-01 bị lặp",
        "b.yaml:1: group.code: mã A bị lặp",
        "b.yaml:4: indicators[1].code: mã A-01 bị lặp",
        "c.yaml:3: indicators[0].code: mã A bị lặp",
    ]


def test_names_that_are_no_files_come_with_the_other_faults(folder):
    (folder / "set.yaml").unlink()
    (folder / "set.yaml").symlink_to("set.yaml")
    (folder / "b.yaml").symlink_to("nowhere")
    (folder / "c.yaml").mkdir()
    said = "cần là một tệp thường hoặc liên kết đến một tệp thường"
    assert complaints(folder, a=group("A", "code: A-01, weight: 0")) == [
        "a.yaml:3: indicators[0].weight: cần lớn hơn 0, nhận được 0",
        *(f"{name}.yaml: {said}" for name in ("b", "c", "set")),
    ]


def test_faults_of_all_files_come_together(folder):
    found = complaints(folder, a="- x\n", b=group("B", "code: B-01, weight: -2"), set="set: s\nset: t\n")
    assert found == [
        "a.yaml:1: cần một nhóm trường, nhận được một danh sách",
        "b.yaml:3: indicators[0].weight: cần lớn hơn 0, nhận được -2",
        "set.yaml:2: set: trường này đã có ở trên trong cùng một mục",
    ]


LADDER = f"{SET}scoring: ladder\n"


def test_ladder_takes_yes_no_criteria_with_evidence_and_what_is_not_scored(folder):
    (folder / "set.yaml").write_text(LADDER)
    (folder / "1.yaml").write_text(
        "group: {code: A, title: t}\nindicators:\n"
        "  - {code: A-01, title: t, input: yes_no, evidence: required}\n"
        "  - {code: A-02, title: t, input: text}\n"
        "  - {code: A-03, title: t, input: number, scored: false}\n"
    )
    assert read_folder(folder).is_ladder


def test_ladder_refuses_what_is_no_criterion(folder):
    said = "tiêu chí của bộ chỉ số theo cấp độ"
    found = complaints(
        folder,
        set=LADDER,
        a=group("A", "code: A-01, evidence: optional", "code: A-02, evidence: required", "code: A-03"),
        b="group: {code: B, title: t}\nindicators:\n"
        "  - {code: B-01, title: t, input: document, evidence: required}\n"
        "  - code: B-02\n    title: t\n    input: yes_partial_no\n    evidence: none\n",
    )
    assert found == [
        f"a.yaml:3: indicators[0].evidence: {said} cần minh chứng (required), nhận được “optional”",
        f"a.yaml:5: indicators[2].evidence: {said} cần minh chứng (required), nhận được “optional”",
        f"b.yaml:3: indicators[0].input: {said} cần kiểu yes_no, nhận được “document”",
        f"b.yaml:6: indicators[1].input: {said} cần kiểu yes_no, nhận được “yes_partial_no”",
        f"b.yaml:7: indicators[1].evidence: {said} cần minh chứng (required), nhận được “none”",
    ]


def test_ladder_refuses_other_scores_than_0_and_100(folder):
    options = "options: [{code: 'no', label: n, score: %s}, {code: 'yes', label: y, score: %s}]"
    found = complaints(
        folder,
        set=LADDER,
        a=group(
            "A",
            *(
                f"code: A-{n}, evidence: required, {options % pair}"
                for n, pair in enumerate([(0, 100), (0, 80), (5, 100)])
            ),
        ),
    )
    said = "tiêu chí của bộ chỉ số theo cấp độ chỉ có đạt (100) và không đạt (0), không dùng score khác"
    assert found == [f"a.yaml:{line}: indicators[{line - 3}].options: {said}" for line in (4, 5)]


def test_only_a_ladder_asks_for_criteria(folder):
    (folder / "1.yaml").write_text(group("A", "code: A-01"))
    assert not read_folder(folder).is_ladder
    (folder / "set.yaml").write_text(f"{SET}scoring: weighted\n")
    assert not read_folder(folder).is_ladder


def test_unknown_scoring_is_refused(folder):
    found = complaints(folder, set=f"{SET}scoring: stairs\n", a=group("A", "code: A-01"))
    assert found == ["set.yaml:6: scoring: cần một trong 'weighted' hoặc 'ladder', nhận được “stairs”"]


def test_given_files_make_the_same_set_as_a_folder(folder):
    (folder / "1.yaml").write_text(group("A", "code: A-01"))
    given = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert read_files("s/v2", given_files(given)) == read_folder(folder)


def test_set_that_lists_its_bodies_lists_all(folder):
    (folder / "set.yaml").write_text(f"{SET}bodies: [{{code: SXD, title: t}}]\n")
    options = "options: [{code: no, label: n, lead: X}, {code: yes, label: y, lead: SXD}]"
    found = complaints(folder, a=group("A", "code: A-01, body: Y, lead: SXD", f"code: A-02, lead: Z, {options}"))
    said = "danh sách cơ quan của bộ chỉ số không có mã"
    assert found == [
        f"a.yaml:3: indicators[0].body: {said} Y",
        f"a.yaml:4: indicators[1].lead: {said} Z",
        f"a.yaml:4: indicators[1].options[0].lead: {said} X",
    ]
