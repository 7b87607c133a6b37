import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from assessments.management.answer_files import read_json
from indicators.scoring.exchange import ExchangeError

from .refused_files import UNREADABLE


def refusal(name: object) -> str:
    with pytest.raises(CommandError) as caught:
        read_json(str(name))
    assert caught.value.returncode == 2
    return str(caught.value)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "answers.json"


def test_numbers_with_a_fraction_stay_as_they_are_written(path):
    path.write_text('{"a": 0.10, "b": 2, "c": NaN, "d": 1e5, "e": "ế"}', encoding="utf-8")
    assert read_json(str(path)) == {"a": "0.10", "b": 2, "c": "NaN", "d": "1e5", "e": "ế"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_is_passed_over_in_files_and_standard_input(mark, path, monkeypatch):
    path.write_bytes(mark + b'{"a": 1}')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes()), encoding="ascii"))
    assert read_json(str(path)) == read_json("-") == {"a": 1}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_one_sentence(name, path):
    content, sentence = UNREADABLE[name]
    path.write_bytes(content)
    assert refusal(path) == f"{path}: {sentence}"


def test_what_is_no_file_is_refused_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "loop").symlink_to("loop")
    names = {
        tmp_path: "đây là một thư mục",
        tmp_path / "none": "không có tệp này",
        tmp_path / "\udcff": "không có tệp này",
        tmp_path / "loop": "lỗi hệ thống số 40",
        tmp_path / ("a" * 300): "lỗi hệ thống số 36",
    }
    assert [refusal(name) for name in names] == [f"{name}: không đọc được tệp: {why}" for name, why in names.items()]


def test_file_that_may_not_be_read_is_refused(path, monkeypatch):
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refusal(path) == f"{path}: không đọc được tệp: không có quyền đọc"


def test_closed_standard_input_is_an_empty_file(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert refusal("-") == "-: không phải JSON: sai ở dòng 1, cột 1"


def test_every_field_given_twice_is_named_with_the_code_it_stands_beside(path):
    path.write_text('[{"value": 1, "value": {"x": 1, "x": 1}, "code": "A-1"}, {"\\ud800": 1, "\\ud800": 1, "b": 2}]')
    with pytest.raises(ExchangeError) as caught:
        read_json(str(path))
    assert str(caught.value).splitlines() == [
        "tệp: x: cần mỗi trường một lần; nhận được: trường bị lặp",
        "A-1: value: cần mỗi trường một lần; nhận được: trường bị lặp",
        "tệp: U+D800: cần mỗi trường một lần; nhận được: trường bị lặp",
    ]
