import os
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogues.faults import CatalogueError, Fault
from catalogues.yaml_file import MAX_BYTES, MAX_DEPTH, YamlFile, field_name, parse_yaml, read_yaml


def refused(raw: bytes) -> Fault:
    """The one fault for which this content is refused."""
    with pytest.raises(CatalogueError) as caught:
        parse_yaml(raw, "a.yaml")
    (fault,) = caught.value.faults
    return fault


# -- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("01", "01"),
        ("no", "no"),
        ("0.1", "0.1"),
        ("2023-06-20", "2023-06-20"),
        ("''", ""),
        ("'null'", "null"),
        ("null", None),
        ("~", None),
        ("", None),
        ("!!python/object/apply:os.system [ls]", ["ls"]),
    ],
)
def test_scalars_stay_text(text, value):
    assert parse_yaml(f"a: {text}".encode(), "a.yaml").content == {"a": value}


def test_lines_of_keys_and_items_are_remembered():
    file = parse_yaml(b"a:\n  - b: 1\n    c:\n\n  - x\nd: {e: 2}\n", "a.yaml")
    assert file.content == {"a": [{"b": "1", "c": None}, "x"], "d": {"e": "2"}}
    assert file.lines == {
        (): 1,
        ("a",): 1,
        ("a", 0): 2,
        ("a", 0, "b"): 2,
        ("a", 0, "c"): 3,
        ("a", 1): 5,
        ("d",): 6,
        ("d", "e"): 6,
    }


def test_line_of_an_unknown_part_is_that_of_the_part_around_it():
    file = parse_yaml(b"a:\n  b: 1\n", "a.yaml")
    assert file.line_of(("a", "b")) == 2
    assert file.line_of(("a", "missing")) == 1
    assert file.line_of(("linear", "a", "b")) == 2
    assert YamlFile("a.yaml", None, {}).line_of(("a",)) == 1


def test_value_at_a_place_is_found():
    file = parse_yaml(b"a: [x, {b: y}]", "a.yaml")
    assert file.at(("a", 1, "b")) == "y"
    assert file.at(()) == {"a": ["x", {"b": "y"}]}


def test_empty_file_has_no_content():
    assert parse_yaml(b"", "a.yaml").content is None


def test_byte_order_mark_is_passed_over():
    assert parse_yaml(b"\xef\xbb\xbfa: 1", "a.yaml").content == {"a": "1"}


def test_deepest_nesting_allowed_is_read():
    nested = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert len(parse_yaml(nested, "a.yaml").lines) == MAX_DEPTH


def test_merge_keys_are_plain_keys():
    assert parse_yaml(b"<<: {a: 1}\na: 2", "a.yaml").content == {"<<": {"a": "1"}, "a": "2"}


# -- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"a: [1\nb: 2\n", 2, "YAML sai cú pháp: did not find expected ',' or ']'"),
        (b"ok: 1\na: b: c\n", 2, "YAML sai cú pháp: mapping values are not allowed in this context"),
        (b"a:\n  - b\n c: 1\n", 3, "YAML sai cú pháp: did not find expected key"),
        (b"a: 'b\n", 2, "YAML sai cú pháp: found unexpected end of stream"),
        (b"a: 1\n---\nb: 2\n", 2, "YAML sai cú pháp: but found another document"),
        (b"%YAML 9.9\n---\na: 1", 1, "YAML sai cú pháp: found incompatible YAML document"),
        (b"a: 1\nb: \xe1\n", 2, "tệp không phải UTF-8 (byte thứ 9)"),
        ("a: 1\nb: á\n".encode("utf-16"), 1, "tệp không phải UTF-8 (byte thứ 1)"),
        (b"a: 1\nb: \x07\n", 2, "có ký tự điều khiển U+0007 không dùng được"),
        (b'a: 1\nb: "\\0"\n', 2, "có ký tự điều khiển U+0000 không dùng được"),
        (b'a: 1\n"\\x1b": 1\n', 2, "có ký tự điều khiển U+001B không dùng được"),
        (b"a: 1\n? [b]\n: 2\n", 2, "tên trường phải là chữ"),
        (b"a: &x 1\nb: *x\n", 2, "không dùng bí danh (*tên) trong tệp danh mục"),
        (b"a: 1\nb: &b [*b]\n", 2, "không dùng bí danh (*tên) trong tệp danh mục"),
        (b"[" * 100_000, 1, "lồng quá 20 cấp"),
        (b"a:\n" + b"".join(b"   " * n + b"- b:\n" for n in range(1, 30)), 11, "lồng quá 20 cấp"),
    ],
)
def test_bad_yaml_is_refused_with_its_line(raw, line, message):
    assert refused(raw) == Fault("a.yaml", line, "", message)


def test_field_given_twice_is_refused_at_the_second():
    message = "trường này đã có ở trên trong cùng một mục"
    assert refused(b"a: 1\nb:\n  c: 1\n  c: 2\n") == Fault("a.yaml", 4, "c", message)


def test_billion_laughs_is_refused_at_its_first_alias():
    bomb = b"a: &a [lol, lol, lol]\n" + b"".join(
        b"%c: &%c [*%c, *%c, *%c]\n" % (n + 1, n + 1, n, n, n) for n in range(97, 110)
    )
    assert refused(bomb) == Fault("a.yaml", 2, "", "không dùng bí danh (*tên) trong tệp danh mục")


def test_oversized_content_is_refused():
    assert refused(b"#" * (MAX_BYTES + 1)) == Fault("a.yaml", 0, "", "tệp lớn hơn giới hạn 2000000 byte")
    assert parse_yaml(b"#" * MAX_BYTES, "a.yaml").content is None


def test_oversized_file_is_refused_without_being_read_whole(tmp_path):
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(CatalogueError) as caught:
        read_yaml(tmp_path / "big.yaml", "big.yaml")
    assert str(caught.value) == "big.yaml: tệp lớn hơn giới hạn 2000000 byte"


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(CatalogueError) as caught:
        read_yaml(tmp_path / "none.yaml", "none.yaml")
    assert str(caught.value) == "none.yaml: cần là một tệp thường hoặc liên kết đến một tệp thường"


@pytest.mark.parametrize("target", ["a.yaml", "nowhere.yaml", ".", "/dev/zero", "fifo"])
def test_link_to_what_is_no_regular_file_is_refused(tmp_path, target):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "a.yaml").symlink_to(target)
    with pytest.raises(CatalogueError) as caught:
        read_yaml(tmp_path / "a.yaml", "a.yaml")
    assert str(caught.value) == "a.yaml: cần là một tệp thường hoặc liên kết đến một tệp thường"


def test_link_to_a_file_is_read_and_one_that_may_not_be_opened_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text("a: 1")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert read_yaml(tmp_path / "b.yaml", "b.yaml").content == {"a": "1"}
    monkeypatch.setattr(Path, "open", Mock(side_effect=PermissionError(13, "Permission denied")))
    with pytest.raises(CatalogueError) as caught:
        read_yaml(tmp_path / "b.yaml", "b.yaml")
    assert str(caught.value) == "b.yaml: không đọc được tệp: Permission denied"


def test_file_is_read_under_the_name_given(tmp_path):
    (tmp_path / "a.yaml").write_text("a: chữ")
    assert read_yaml(tmp_path / "a.yaml", "v1/a.yaml") == YamlFile("v1/a.yaml", {"a": "chữ"}, {(): 1, ("a",): 1})


# -- anything at all -------------------------------------------------------------------------------------------------

YAML_ISH = st.text(alphabet="ab:-[]{}&*!%@|>?#'\"\\\n\t ~0,é\x00\u2028\ufeff", max_size=80).map(str.encode)


@given(st.binary(max_size=200) | YAML_ISH)
@example(b"\xef\xbb\xbf")
@example(b'"\\ud800"')
@example(b"- ! a\n- !<x> b")
def test_anything_is_read_or_refused_with_one_fault(raw):
    try:
        file = parse_yaml(raw, "a.yaml")
    except CatalogueError as error:
        (fault,) = error.faults
        assert fault.file == "a.yaml"
        assert fault.line > 0
    else:
        assert isinstance(file.content, dict | list | str | None)


def test_field_name_is_written_as_people_write_it():
    assert field_name(("questions", 0, "rule", "steps", 2, "at")) == "questions[0].rule.steps[2].at"
    assert field_name(()) == ""


def test_fault_is_said_at_the_deepest_part_the_file_has():
    file = parse_yaml(b"a:\n  - b: 1\n", "a.yaml")
    assert str(file.fault(("a", 0, "c"), "thiếu")) == "a.yaml:2: a[0].c: thiếu"
