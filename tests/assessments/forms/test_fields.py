import time
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from assessments.forms.fields import DayField, FilesField, NumberField, TextField, one_line


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("vi", "1.234,5", "1234.5"),
        ("vi", "1.234", "1234"),
        ("vi", "1.234.567", "1234567"),
        ("vi", "-1.234,5", "-1234.5"),
        ("vi", "0,5", "0.5"),
        ("vi", "1.5", "1.5"),
        ("vi", "0.125", "0.125"),
        ("vi", "1 234,5", "1234.5"),
        ("vi", " 1\u00a0234\t", "1234"),
        ("vi", "1.234.5", "1.234.5"),
        ("vi", "12.34,5", "12.34.5"),
        ("vi", "1,234,5", "1.234,5"),
        ("vi", "", ""),
        ("vi", "abc", "abc"),
        ("vi", "1e400", "1e400"),
        ("en", "1,234.5", "1234.5"),
        ("en", "1.234,5", "1.234,5"),
        ("en", "1,5", "1,5"),
        ("en", "1.125", "1.125"),
    ],
)
def test_number_field_takes_out_grouping_and_guesses_at_nothing(language, typed, plain):
    with translation.override(language):
        assert NumberField(required=False).clean(typed) == plain


@pytest.mark.parametrize(
    ("language", "number", "shown"),
    [
        ("vi", Decimal("1234.50000000"), "1.234,5"),
        ("vi", Decimal("100.00000000"), "100"),
        ("vi", Decimal("0E-8"), "0"),
        ("vi", Decimal("-1234567.00000001"), "-1.234.567,00000001"),
        ("en", Decimal("1234.5"), "1,234.5"),
    ],
)
def test_number_field_shows_numbers_as_they_are_written_here(language, number, shown):
    with translation.override(language):
        assert NumberField().prepare_value(number) == shown


def test_number_field_shows_what_was_typed_as_it_was_typed():
    assert NumberField().prepare_value("1.2.3,4x") == "1.2.3,4x"


@given(
    st.decimals(-(10**12) + 1, 10**12 - 1, places=8, allow_nan=False, allow_infinity=False),
    st.sampled_from(["vi", "en"]),
)
def test_number_field_reads_back_whatever_it_shows(number, language):
    with translation.override(language):
        field = NumberField()
        assert Decimal(field.clean(field.prepare_value(number))) == number


def test_number_field_refuses_endless_input():
    with pytest.raises(forms.ValidationError):
        NumberField().clean("9" * 41)


def test_number_field_is_a_text_box_with_a_number_keyboard():
    assert NumberField().widget.attrs["inputmode"] == "decimal"


@pytest.mark.parametrize("typed", ["2026-05-06", "06/05/2026"])
def test_day_field_takes_the_pickers_form_and_the_vietnamese_one(typed):
    assert DayField().clean(typed) == date(2026, 5, 6)


@pytest.mark.parametrize("typed", ["2026-02-30", "5/2026", "hôm nay", "10000-01-01"])
def test_day_field_refuses_what_is_no_day(typed):
    with pytest.raises(forms.ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]


def test_text_is_composed_before_its_length_is_judged():
    assert TextField(max_length=4).clean("e\u0302\u0301e\u0302\u0301") == "ếế"
    with pytest.raises(forms.ValidationError):
        TextField(max_length=4).clean("\ufb2c" * 2)  # three letters each once composed


def test_endless_text_is_refused_before_it_is_composed():
    began = time.perf_counter()
    with pytest.raises(forms.ValidationError):
        TextField(max_length=10).clean("a" + "\u0301\u0323" * 100_000)
    assert time.perf_counter() - began < 1


def test_day_field_writes_the_day_first():
    assert 'value="06/05/2026"' in DayField().widget.render("day", date(2026, 5, 6))


class Files(forms.Form):
    files = FilesField(required=False)


def test_files_field_takes_several_files_and_none():
    uploads = [SimpleUploadedFile(f"{number}.pdf", b"x") for number in range(3)]
    form = Files({}, MultiValueDict({"files": uploads}))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["0.pdf", "1.pdf", "2.pdf"]
    empty = Files({}, MultiValueDict())
    assert empty.is_valid()
    assert empty.cleaned_data["files"] == []


def test_files_field_leaves_an_empty_file_to_be_refused_by_name():
    uploads = [SimpleUploadedFile("a.pdf", b"x"), SimpleUploadedFile("b.pdf", b"")]
    form = Files({}, MultiValueDict({"files": uploads}))
    assert form.is_valid()
    assert form.cleaned_data["files"] == uploads


def test_files_field_lets_the_browser_choose_several():
    assert " multiple" in str(Files()["files"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Nhầm\r\nminh chứng\t", "Nhầm minh chứng"),
        ("a\0b\u202ec", "a b c"),
        ("e\u0302\u0301", "ế"),
        ("x" * 100_000, "x" * 10),
        ("\0\u2066 \n", ""),
    ],
)
def test_one_line_has_nothing_that_is_not_seen(given, kept):
    assert one_line(given, 10) == kept[:10]
