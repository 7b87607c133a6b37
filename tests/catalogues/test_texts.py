"""The rules of texts.py would find what they are there to find."""

import pytest

from .texts import broken_rules, untranslated


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Sở Xa\u0302y dựng", "not in NFC"),
        ("Uỷ ban nhân dân", "“Uỷ” instead of “Ủy”"),
        ("Phòng chuyên môn của Quận 1", "the abolished district level"),
        ("Cấp huyện", "the abolished district level"),
        ("từ 50% → 80%", "a character the report's font lacks"),
        ('Chọn "Có"', "a straight quotation mark"),
        ("TODO viết sau", "a mark left from writing"),
        ("Nội dung [1]", "a mark left from writing"),
        ("hai  dấu cách", "two blanks or a blank at an end"),
        ("dấu cách , trước dấu phẩy", "a blank before a mark"),
    ],
)
def test_rule_finds_what_it_is_for(tmp_path, text, rule):
    (tmp_path / "a.yaml").write_text(f"ok: {{vi: Quan trắc nước, en: ok}}\nbad:\n  vi: {text}\n")
    assert broken_rules(tmp_path, "vi") == [f"a.yaml:3: {rule}: {text}"]
    assert broken_rules(tmp_path, "en") == []


def test_district_is_found_in_english(tmp_path):
    (tmp_path / "a.yaml").write_text("a: {vi: cấp xã, en: three districts}")
    assert broken_rules(tmp_path, "en") == ["a.yaml:1: the abolished district level: three districts"]


def test_text_in_one_language_only_is_found(tmp_path):
    (tmp_path / "a.yaml").write_text("a: {vi: một, en: one}\nb: {vi: hai}\nc: {vi: ba, en: ''}\nd: '%'\n")
    assert untranslated(tmp_path) == ["a.yaml:2", "a.yaml:3"]
