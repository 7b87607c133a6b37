from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from catalogues.decoding import decode, find_leaf, folder_files, given_files, yaml_names
from catalogues.faults import CatalogueError, Fault
from catalogues.schema import Shape
from catalogues.yaml_file import parse_yaml
from guidance.schema import DocumentFile, ThemeFile
from indicators.schema import GroupFile, SetFile


class Inner(Shape):
    name: str
    codes: dict[str, str] = Field(default_factory=dict)


class Outer(Shape):
    inner: Inner
    count: int = 0
    share: Decimal = Decimal(0)
    flag: bool = False
    day: date = date(2025, 7, 1)
    items: tuple[Inner, ...] = Field(default=(), min_length=0)
    word: str = Field(default="x", max_length=3)


def complaints(text: str, model=Outer) -> str:
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(text.encode(), "a.yaml"), model)
    return str(caught.value)


# -- the sentence and the place --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "a.yaml:1: cần một nhóm trường, nhận được ô trống"),
        ("\n- a", "a.yaml:2: cần một nhóm trường, nhận được một danh sách"),
        ("word", "a.yaml:1: cần một nhóm trường, nhận được word"),
        ("count: 1", "a.yaml:1: inner: thiếu trường bắt buộc này"),
        ("count: 1\ninner: {}", "a.yaml:2: inner.name: thiếu trường bắt buộc này"),
        ("inner:\n  name: a\n  nmae: b", "a.yaml:3: inner.nmae: định dạng không có trường này"),
        ("inner: {name: [a]}", "a.yaml:1: inner.name: cần một chuỗi chữ, nhận được một danh sách"),
        ("inner: {name: {a: b}}", "a.yaml:1: inner.name: cần một chuỗi chữ, nhận được một nhóm trường"),
        ("inner: {name: }", "a.yaml:1: inner.name: cần một chuỗi chữ, nhận được ô trống"),
        ("inner: {name: a, codes: x}", "a.yaml:1: inner.codes: cần một nhóm trường, nhận được x"),
        ("inner: a", "a.yaml:1: inner: cần một nhóm trường, nhận được a"),
        ("inner: {name: a}\ncount: two", "a.yaml:2: count: cần một số nguyên, nhận được “two”"),
        ("inner: {name: a}\ncount:", "a.yaml:2: count: cần một số nguyên, nhận được ô trống"),
        ("inner: {name: a}\nshare: 1/2", "a.yaml:2: share: cần một số, nhận được “1/2”"),
        ("inner: {name: a}\nshare: [1]", "a.yaml:2: share: cần một số, nhận được một danh sách"),
        ("inner: {name: a}\nshare: NaN", "a.yaml:2: share: cần một số hữu hạn, nhận được “NaN”"),
        ("inner: {name: a}\nflag: perhaps", "a.yaml:2: flag: cần true hoặc false, nhận được “perhaps”"),
        ("inner: {name: a}\nflag:", "a.yaml:2: flag: cần true hoặc false, nhận được ô trống"),
        ("inner: {name: a}\nday: 20/6/2023", "a.yaml:2: day: cần ngày dạng YYYY-MM-DD, nhận được “20/6/2023”"),
        ("inner: {name: a}\nday: [1]", "a.yaml:2: day: cần ngày dạng YYYY-MM-DD, nhận được một danh sách"),
        (
            "inner: {name: a}\nday: 2023-06-20T10:00",
            "a.yaml:2: day: cần ngày dạng YYYY-MM-DD, nhận được “2023-06-20T10:00”",
        ),
        ("inner: {name: a}\nitems: a", "a.yaml:2: items: cần một danh sách, nhận được a"),
        (
            "inner: {name: a}\nitems:\n  - name: a\n  - b",
            "a.yaml:4: items[1]: cần một nhóm trường, nhận được b",
        ),
    ],
)
def test_fault_says_what_is_wrong_and_where(text, fault):
    assert complaints(text) == fault


def test_number_of_thousands_of_digits_is_refused_shortly():
    fault = complaints(f"inner: {{name: a}}\ncount: {'9' * 5000}")
    assert fault == f"a.yaml:2: count: số “{'9' * 80}” có quá nhiều chữ số"


def test_every_fault_of_a_file_is_listed():
    assert complaints("inner: {nmae: a}\ncount: x\nitems: [{name: b}, {}]").splitlines() == [
        "a.yaml:1: inner.name: thiếu trường bắt buộc này",
        "a.yaml:1: inner.nmae: định dạng không có trường này",
        "a.yaml:2: count: cần một số nguyên, nhận được “x”",
        "a.yaml:3: items[1].name: thiếu trường bắt buộc này",
    ]


def test_fault_without_a_sentence_of_ours_keeps_that_of_the_schema():
    assert complaints("inner: {name: a}\nword: abcd") == "a.yaml:2: word: String should have at most 3 characters"


def test_choices_are_listed_in_the_language_of_the_reader():
    text = "group: {code: G, title: g}\nindicators: [{code: G-1, title: t, input: yes_no, origin: x}]"
    fault = "a.yaml:2: indicators[0].origin: "
    assert complaints(text, GroupFile) == fault + "cần một trong 'official' hoặc 'working', nhận được “x”"
    with translation.override("en"):
        assert complaints(text, GroupFile).startswith(fault)


def test_good_content_becomes_a_model():
    file = parse_yaml(b"inner: {name: ' a '}\nshare: 0.1\nflag: true\nday: 2023-06-20", "a.yaml")
    assert decode(file, Outer) == Outer(inner=Inner(name="a"), share=Decimal("0.1"), flag=True, day=date(2023, 6, 20))


# -- folders ---------------------------------------------------------------------------------------------------------


def test_folder_files_are_read_when_they_are_opened(tmp_path):
    (tmp_path / "1-a.yaml").write_text("inner: {name: a}")
    opened = folder_files(tmp_path)["1-a.yaml"]()
    assert (opened.name, opened.content) == ("1-a.yaml", {"inner": {"name": "a"}})


def test_given_files_are_read_in_the_order_of_their_names():
    files = given_files({"b.yaml": b"b: 1", "a.yaml": b"a: ["})
    assert list(files) == ["a.yaml", "b.yaml"]
    assert files["b.yaml"]().content == {"b": "1"}
    with pytest.raises(CatalogueError) as caught:
        files["a.yaml"]()
    assert [fault.file for fault in caught.value.faults] == ["a.yaml"]


def test_yaml_names_are_sorted_and_leave_out_what_is_not_named_so(tmp_path):
    for name in ("2-b.yaml", "1-a.yml", "notes.md", "3.yaml.bak"):
        (tmp_path / name).touch()
    (tmp_path / "3-c.yaml").symlink_to("nowhere")
    assert yaml_names(tmp_path) == ["1-a.yml", "2-b.yaml", "3-c.yaml"]


def test_folder_without_yaml_is_refused(tmp_path):
    with pytest.raises(CatalogueError) as caught:
        yaml_names(tmp_path)
    assert str(caught.value) == f"{tmp_path}: thư mục không có tệp .yaml nào"


def test_missing_folder_is_refused(tmp_path):
    with pytest.raises(CatalogueError) as caught:
        yaml_names(tmp_path / "none")
    assert str(caught.value) == f"{tmp_path / 'none'}: không đọc được thư mục: No such file or directory"


def test_leaf_is_found_by_its_code_and_not_an_option_of_that_code(tmp_path):
    (tmp_path / "1.yaml").write_text("recommendations:\n  - code: A\n    questions:\n      - code: B\n")
    (tmp_path / "2.yaml").write_text(
        "indicators:\n  - code: C\n    options:\n      - {code: A-1, label: x}\n  - code: A-1\n"
    )
    file, place = find_leaf(tmp_path, "A-1")
    assert (file.name, place, file.line_of(place)) == ("2.yaml", ("indicators", 1), 5)
    file, place = find_leaf(tmp_path, "B")
    assert (file.name, place) == ("1.yaml", ("recommendations", 0, "questions", 0))
    with pytest.raises(LookupError):
        find_leaf(tmp_path, "A")


# -- anything at all -------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(
    [
        "theme",
        "group",
        "recommendations",
        "indicators",
        "questions",
        "code",
        "title",
        "vi",
        "kind",
        "input",
        "options",
        "label",
        "rule",
        "steps",
        "at",
        "score",
        "weight",
        "floor",
        "target",
        "source",
        "bullet",
        "shown_if",
        "in",
        "rules",
        "leads",
        "issued",
        "document",
        "reference",
        "minimum",
        "maximum",
        "feeds",
        "scored",
        "notice",
    ]
)
SCALARS = st.sampled_from(
    ["", "~", "a", "level", "number", "linear", "steps", "optimum", "NaN", "-1", "0", "1e999", "true", "2023-06-20"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(KEYS, inner, max_size=5).map(
            lambda found: "{" + ", ".join(f"{key}: {value}" for key, value in found.items()) + "}"
        )
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("model", [ThemeFile, DocumentFile, GroupFile, SetFile])
@given(text=TREES | st.text(max_size=60))
@example(text="{group: {code: G, title: g}, indicators: [{code: G-1, title: t, input: number, rule: [linear]}]}")
@example(text="{theme: steps, recommendations: [steps]}")
def test_any_yaml_is_decoded_or_refused_with_places(model, text):
    faults = faults_of(text, model)
    assert {fault.file for fault in faults} <= {"a.yaml"}
    assert all(fault.line > 0 and fault.message for fault in faults)


def faults_of(text: str, model) -> tuple[Fault, ...]:
    try:
        decode(parse_yaml(text.encode("utf-8", "surrogatepass"), "a.yaml"), model)
    except CatalogueError as error:
        return error.faults or (Fault("refused without a fault", 0, "", ""),)
    return ()
