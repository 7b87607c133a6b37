import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import guidance.loading
import indicators.loading
from catalogue_desk.reading import MAX_LEAVES, read_yaml_files
from catalogues.faults import CatalogueError
from tests.catalogue_desk.sets import faults_of

ROOT = Path(__file__).resolve().parents[2]
HEAD = b"set: thu\nnumber: 1/THU\ntitle: t\nnotice: n\norigin: working\n"
GROUP = b"group: {code: A, title: t}\nindicators:\n  - {code: A-1, title: t, input: yes_no}\n"
GOOD = {"set.yaml": HEAD, "a.yaml": GROUP}


def complaints(given_files, kind="indicators"):
    return [str(fault) for fault in faults_of(read_yaml_files, kind, "thu/v1", given_files)]


@pytest.mark.slow
def test_uploaded_files_make_the_same_catalogue_as_their_folder():
    for kind, load, folder in (
        ("indicators", indicators.loading.read_folder, "indicators/data/cv3098/v1"),
        ("guidance", guidance.loading.read_folder, "guidance/data/cv2333/v1"),
    ):
        files = {path.name: path.read_bytes() for path in (ROOT / folder).iterdir()}
        assert read_yaml_files(kind, folder.split("data/")[1], files) == load(ROOT / folder)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"a.yaml": GROUP},
            ["set.yaml: thiếu tệp set.yaml về cả danh mục: tên, số hiệu, lưu ý về nguồn gốc"],
        ),
        (
            {"a.yaml": b"x"},
            [
                "a.yaml:1: cần một nhóm trường, nhận được x",
                "set.yaml: thiếu tệp set.yaml về cả danh mục: tên, số hiệu, lưu ý về nguồn gốc",
            ],
        ),
        ({**GOOD, "b.yaml": b"\xff"}, ["b.yaml:1: tệp không phải UTF-8 (byte thứ 1)"]),
        (
            {**GOOD, "b.yaml": GROUP},
            ["b.yaml:1: group.code: mã A bị lặp", "b.yaml:3: indicators[0].code: mã A-1 bị lặp"],
        ),
        (
            {**GOOD, "a.yaml": GROUP.replace(b"yes_no", b"yes_no, weight: 0")},
            ["a.yaml:3: indicators[0].weight: cần lớn hơn 0, nhận được 0"],
        ),
        ({**GOOD, **{f"{n}.yaml": b"" for n in range(49)}}, [": có 51 tệp, giới hạn là 50 tệp"]),
        (
            {**GOOD, "b.yaml": b"#" * 1_000_000, "c.yaml": b"#" * 1_000_000},
            [": các tệp cộng lại lớn hơn giới hạn 2000000 byte"],
        ),
        ({}, ["set.yaml: thiếu tệp set.yaml về cả danh mục: tên, số hiệu, lưu ý về nguồn gốc"]),
    ],
)
def test_files_that_make_no_set_are_refused(files, expected):
    assert [line for line in complaints(files) if "không có tệp nào" not in line] == expected


def test_unknown_references_of_guidance_are_refused():
    document = b"document: cv\ntitle: t\nnotice: n\nleads: [{code: S, title: s}]\n"
    document += b"rules: [{code: cv, number: '1', title: t, issuer: i}]\n"
    theme = (
        b"theme: {code: A, title: t}\nrecommendations:\n  - code: A-1\n    title: t\n"
        b"    source: {document: cv, part: I, bullet: 1}\n    questions:\n"
        b"      - {code: A-1.1, kind: yes_no, prompt: p, lead: X, shown_if: {question: Q, in: [yes]}}\n"
    )
    assert complaints({"document.yaml": document, "a.yaml": theme}, "guidance") == [
        "a.yaml:7: A-1.1.lead: document.yaml không có cơ quan X",
        "a.yaml:7: A-1.1.shown_if: câu Q phải có và đứng trước câu này",
    ]


@pytest.mark.slow
def test_more_indicators_than_the_limit_are_refused_before_they_are_checked():
    item = "  - {code: A-%d, title: t, input: yes_no}\n"
    many = "group: {code: A, title: t}\nindicators:\n" + "".join(item % n for n in range(MAX_LEAVES + 1))
    started = time.monotonic()
    assert complaints({"set.yaml": HEAD, "a.yaml": many.encode()}) == [": có hơn 5000 câu hỏi hoặc chỉ số"]
    assert time.monotonic() - started < 20


@settings(max_examples=60, deadline=None)
@given(
    position=st.integers(0, len(GROUP)),
    piece=st.one_of(
        st.binary(max_size=8), st.sampled_from([b"\n", b": ", b"[", b"{", b"- ", b"&a *a", b"'", b"!!python/x"])
    ),
    kind=st.sampled_from(["guidance", "indicators"]),
)
def test_damaged_files_give_a_set_or_faults(position, piece, kind):
    assert is_answered(kind, {**GOOD, "a.yaml": GROUP[:position] + piece + GROUP[position:]})


def is_answered(kind, files):
    try:
        return read_yaml_files(kind, "thu/v1", files).code == "thu/v1"
    except CatalogueError as error:
        return error.faults and all(fault.message for fault in error.faults)
