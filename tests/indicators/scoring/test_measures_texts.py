"""Texts in measures: lengths count in composed letters."""

from datetime import date

import pytest

from indicators.scoring.measures import Document, DocumentValue, FreeText

from .test_measures import refusal


@pytest.mark.parametrize(
    ("value", "is_cited"),
    [
        (DocumentValue("", None, ""), False),
        (DocumentValue("1", None, ""), True),
        (DocumentValue("", date(2025, 3, 4), ""), True),
        (DocumentValue("", None, "Tỉnh"), True),
    ],
)
def test_document_is_cited_by_any_part(value, is_cited):
    assert value.is_cited is is_cited


@pytest.mark.parametrize(
    ("longest", "too_long"),
    [
        (("e\u0302\u0301" * 200, "ế" * 200), "e\u0302\u0301" * 201),
        (("\ufb2c" * 66, "\u05e9\u05bc\u05c1" * 66), "\ufb2c" * 67),
        (("\u03b1\u0313\u0300\u0345" * 200, "\u1f82" * 200), "\u03b1\u0313\u0300\u0345" * 200 + "a"),
    ],
)
def test_document_counts_composed_letters(longest, too_long):
    raw, expected = longest
    assert Document().read({"number": raw}).number == expected
    found = refusal(Document(), {"number": too_long})
    assert (found.field, found.expected) == ("number", "văn bản dài không quá 200 ký tự")


def test_text_counts_composed_letters():
    assert FreeText().read("e\u0302\u0301" * 10_000) == "ế" * 10_000
    assert len(FreeText().read("\ufb2c" * 3_333)) == 9_999
    assert refusal(FreeText(), "\ufb2c" * 3_334).expected == "văn bản dài không quá 10000 ký tự"
