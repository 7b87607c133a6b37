from pathlib import Path

import pytest

from catalogues.faults import CatalogueError
from indicators.loading import read_folder

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
