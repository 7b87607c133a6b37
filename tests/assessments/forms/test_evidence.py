from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict

from assessments.forms.evidence import EvidenceForm
from tests.factories import pdf_upload


def form(files=(), **posted) -> EvidenceForm:
    prefix = "q_IOC_6_2-evidence"
    data = {f"{prefix}-{name}": value for name, value in posted.items()}
    return EvidenceForm("IOC-6.2", data, MultiValueDict({f"{prefix}-files": list(files)}))


def cleaned(*args, **posted) -> dict:
    found = form(*args, **posted)
    assert found.errors == {}
    return found.cleaned_data


def test_nothing_given_is_no_error():
    assert cleaned() == {
        "files": [],
        "is_confidential": False,
        "url": "",
        "document_number": "",
        "document_date": None,
        "document_issuer": "",
        "document_title": "",
    }


def test_all_kinds_may_come_at_once():
    uploads = [pdf_upload("a.pdf"), pdf_upload("b.pdf")]
    found = cleaned(
        uploads,
        is_confidential="on",
        url="tinh.example/so-lieu",
        document_number=" 12/QĐ-UBND ",
        document_date="02/01/2026",
        document_issuer="Ủy ban nhân dân tỉnh",
        document_title="Về việc",
    )
    assert found == {
        "files": uploads,
        "is_confidential": True,
        "url": "https://tinh.example/so-lieu",
        "document_number": "12/QĐ-UBND",
        "document_date": date(2026, 1, 2),
        "document_issuer": "Ủy ban nhân dân tỉnh",
        "document_title": "Về việc",
    }


def test_files_are_at_most_twenty_at_once():
    assert form([pdf_upload()] * 20).is_valid()
    sentence = "Mỗi lần gửi không quá 20 tệp; bạn chọn 21 tệp."
    assert form([pdf_upload()] * 21).errors == {"files": [sentence]}


@pytest.mark.parametrize("url", ["ftp://tinh.example/a", "ftps://tinh.example/a"])
def test_link_is_to_a_page_of_the_web(url):
    assert form(url=url).errors == {"url": ["Đường dẫn cần bắt đầu bằng http:// hoặc https://."]}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "không phải"])
def test_link_that_is_no_address_is_refused(url):
    assert list(form(url=url).errors) == ["url"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("document_date", "2026-01-02"), ("document_issuer", "Ủy ban nhân dân tỉnh"), ("document_title", "Về việc")],
)
def test_document_needs_its_number(name, value):
    assert form(**{name: value}).errors == {"document_number": ["Văn bản dẫn chiếu cần số, ký hiệu."]}


def test_document_number_suffices():
    assert cleaned(document_number="12/QĐ-UBND")["document_number"] == "12/QĐ-UBND"
