from datetime import date

import pytest
from django.utils.datastructures import MultiValueDict

from assessments.forms.evidence import EvidenceForm
from tests.factories import pdf_upload

WRONG_LINK = "Đường dẫn cần bắt đầu bằng https:// hoặc http://, ví dụ https://tinh.gov.vn/ke-hoach."


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
        "valid_until": None,
        "url": "",
        "document_number": "",
        "document_date": None,
        "document_valid_until": None,
        "document_issuer": "",
        "document_title": "",
    }


@pytest.mark.parametrize("url", ["http://ten:mat-khau@tinh.example/", "https://ten@tinh.example/"])
def test_link_with_a_name_or_password_is_refused(url):
    assert form(url=url).errors == {"url": ["Đường dẫn không được chứa tên đăng nhập hay mật khẩu."]}


@pytest.mark.parametrize(
    "url", ["https://\u202etinh.example/", "https://tinh.example/\x01", "https://tinh.example/\u2066"]
)
def test_link_with_what_cannot_be_seen_is_refused(url):
    assert form(url=url).errors == {"url": [WRONG_LINK]}


def test_sound_is_what_is_right_without_a_document_that_has_a_fault():
    upload = pdf_upload("a.pdf")
    found = form([upload], url="x y", document_number="12", document_date="30/2/2026", is_confidential="on").sound()
    assert found == {**form().sound(), "files": [upload], "is_confidential": True}
    assert form(document_number="12", url="https://a.vn/").sound()["document_number"] == "12"


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
        "valid_until": None,
        "url": "https://tinh.example/so-lieu",
        "document_number": "12/QĐ-UBND",
        "document_date": date(2026, 1, 2),
        "document_issuer": "Ủy ban nhân dân tỉnh",
        "document_title": "Về việc",
        "document_valid_until": None,
    }


def test_files_are_at_most_twenty_at_once():
    assert form([pdf_upload()] * 20).is_valid()
    sentence = "Mỗi lần gửi không quá 20 tệp; bạn chọn 21 tệp."
    assert form([pdf_upload()] * 21).errors == {"files": [sentence]}


@pytest.mark.parametrize("url", ["ftp://tinh.example/a", "ftps://tinh.example/a"])
def test_link_is_to_a_page_of_the_web(url):
    assert form(url=url).errors == {"url": [WRONG_LINK]}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "không phải"])
def test_link_that_is_no_address_is_refused(url):
    assert form(url=url).errors == {"url": [WRONG_LINK]}


@pytest.mark.parametrize(
    ("name", "value"),
    [("document_date", "2026-01-02"), ("document_issuer", "Ủy ban nhân dân tỉnh"), ("document_title", "Về việc")],
)
def test_document_needs_its_number(name, value):
    assert form(**{name: value}).errors == {"document_number": ["Văn bản dẫn chiếu cần số, ký hiệu."]}


def test_document_number_suffices():
    assert cleaned(document_number="12/QĐ-UBND")["document_number"] == "12/QĐ-UBND"


def test_document_of_tomorrow_is_refused_at_its_date(time_machine):
    time_machine.move_to("2026-05-06T20:00:00+07:00")
    sentence = "Câu IOC-6.2: ngày ban hành 07/05/2026 ở sau hôm nay (06/05/2026); hãy kiểm tra lại."
    found = form(document_number="12/QĐ-UBND", document_date="07/05/2026")
    assert found.errors == {"document_date": [sentence]}


def test_document_of_today_is_taken(time_machine):
    time_machine.move_to("2026-05-06T01:00:00+07:00")
    assert cleaned(document_number="12", document_date="06/05/2026")["document_date"] == date(2026, 5, 6)


def test_document_without_a_real_day_is_refused_at_its_date():
    sentence = "Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."
    assert form(document_number="12", document_date="30/2/2026").errors == {"document_date": [sentence]}


def test_text_beyond_its_length_is_refused_with_the_bound():
    sentence = "Cần không quá 200 ký tự; bạn nhập 201 ký tự."
    assert form(document_number="x" * 201).errors == {"document_number": [sentence]}


# -- how long it holds -------------------------------------------------------------------------------------------------

NO_DAY = "Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."
BOUNDS = "Ngày hết hiệu lực cần từ 02/09/1945 đến 31/12/2199; bạn nhập %s."


def test_day_until_which_evidence_holds_is_read_day_first():
    found = cleaned([pdf_upload()], valid_until="05/01/2030", document_number="1", document_valid_until="06/01/2030")
    assert (found["valid_until"], found["document_valid_until"]) == (date(2030, 1, 5), date(2030, 1, 6))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2030", NO_DAY),
        ("sang năm", NO_DAY),
        ("\x00", NO_DAY),
        ("9" * 500, NO_DAY),
        ("01/01/0001", BOUNDS % "01/01/0001"),
        ("01/09/1945", BOUNDS % "01/09/1945"),
        ("01/01/2200", BOUNDS % "01/01/2200"),
    ],
)
def test_wrong_day_keeps_the_file_back_and_says_so(typed, said):
    found = form([pdf_upload()], valid_until=typed)
    held = "Tệp chưa được thêm: hãy sửa ngày hết hiệu lực rồi gửi lại."
    assert found.errors == {"valid_until": [said], "files": [held]}
    assert found.sound() == form().sound()
    assert form(valid_until=typed).errors == {"valid_until": [said]}


def test_wrong_day_of_a_document_keeps_the_document_back():
    found = form(document_number="1", document_valid_until="01/01/2200", url="https://a.vn/")
    assert found.errors == {"document_valid_until": [BOUNDS % "01/01/2200"]}
    assert found.sound() == {**form().sound(), "url": "https://a.vn/"}


def test_document_cannot_end_before_it_is_issued():
    found = form(document_number="1", document_date="02/01/2026", document_valid_until="01/01/2026")
    said = "Ngày hết hiệu lực 01/01/2026 ở trước ngày ban hành 02/01/2026; hãy kiểm tra lại."
    assert found.errors == {"document_valid_until": [said]}
    assert form(document_number="1", document_date="02/01/2026", document_valid_until="02/01/2026").errors == {}


def test_day_of_a_document_needs_its_number():
    assert form(document_valid_until="01/01/2030").errors == {"document_number": ["Văn bản dẫn chiếu cần số, ký hiệu."]}
