import hashlib

import pytest
from django.utils.datastructures import MultiValueDict

from assessments.forms import verification
from assessments.forms.verification import ChecksumForm, HashedFile, ReportFileForm, Sha256Handler

DIGITS = "0123456789abcdef"


@pytest.mark.parametrize(
    "typed", [DIGITS, "0123 4567 89ab cdef", DIGITS.upper(), f"  {DIGITS}\n", "0123\u00a04567\t89AB\u2003CDEF"]
)
def test_checksum_may_be_typed_as_it_is_printed(typed):
    form = ChecksumForm({"checksum": typed})
    assert form.is_valid()
    assert form.cleaned_data["checksum"] == DIGITS


@pytest.mark.parametrize(
    ("typed", "came"),
    [(DIGITS[:15], 15), (DIGITS * 4 + "0", 65), ("g" * 16, 16), ("-" * 20, 20), ("０" * 16, 16), ("%" * 64, 64)],
)
def test_what_is_no_checksum_is_refused_with_the_bounds(typed, came):
    form = ChecksumForm({"checksum": typed})
    assert form.errors["checksum"] == [
        f"Mã kiểm tra cần từ 16 đến 64 ký tự, chỉ gồm 0–9 và a–f; bạn nhập {came} ký tự."
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Hãy điền mục này."),
        ("   ", "Hãy điền mục này."),
        ("0" * 201, "Cần không quá 200 ký tự; bạn nhập 201 ký tự."),
        ("\x00" * 16, "Có ký tự không đọc được; hãy nhập lại."),
    ],
)
def test_what_is_nothing_or_far_too_much_is_refused(typed, sentence):
    assert ChecksumForm({"checksum": typed}).errors["checksum"] == [sentence]


def file_form(**fields) -> ReportFileForm:
    given = {"name": "a.pdf", "size": 9, "sha256": "a" * 64, **fields}
    return ReportFileForm(MultiValueDict({"file": [HashedFile(**given)]}))


def test_file_is_taken_by_its_digest():
    form = file_form()
    assert form.is_valid()
    assert form.cleaned_data["file"].sha256 == "a" * 64


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (0, "Tệp không có nội dung; hãy chọn tệp báo cáo."),
        (verification.MOST_BYTES + 1, "Tệp nặng 30,1 MB, giới hạn là 30 MB."),
        (10**12, "Tệp nặng 953.674,4 MB, giới hạn là 30 MB."),
    ],
)
def test_file_without_content_or_too_large_is_refused(size, sentence):
    assert file_form(size=size).errors["file"] == [sentence]


def test_no_file_at_all_is_refused():
    assert ReportFileForm(MultiValueDict()).errors["file"] == ["Hãy điền mục này."]
    assert not ReportFileForm().is_bound


def test_handler_keeps_nothing_but_the_digest():
    handler = Sha256Handler()
    handler.new_file("file", "a.pdf", "application/pdf", None)
    chunks = [b"abc", b"d" * 9]
    assert [handler.receive_data_chunk(chunk, 0) for chunk in chunks] == [None, None]
    assert handler.file_complete(12) == HashedFile("a.pdf", 12, hashlib.sha256(b"".join(chunks)).hexdigest())


def test_handler_stops_digesting_what_is_too_large(monkeypatch):
    monkeypatch.setattr(verification, "MOST_BYTES", 4)
    handler = Sha256Handler()
    handler.new_file("file", "a.pdf", "application/pdf", None)
    for chunk in (b"abcd", b"e"):
        handler.receive_data_chunk(chunk, 0)
    assert handler.file_complete(5) == HashedFile("a.pdf", 5, hashlib.sha256(b"abcd").hexdigest())
