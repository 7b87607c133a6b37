"""A signed report is the same report with a signature behind it that any change breaks."""

import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from weasyprint import HTML

from assessments.enums import WorkStatus
from assessments.models import ReportFile
from assessments.reports import gap_report, pdf, signing
from assessments.reports.signing import SigningFailed, sign, why_not
from assessments.tasks import render_report
from tests.assessments.reports import certificates, snapshots
from tests.assessments.reports.packed import Filling

PAGE = "<html lang=vi><title>Báo cáo</title><h1>Đô thị</h1><p>Một <a href='https://tinh.example'>đường dẫn</a></p>"
WRONG = "Không ký được báo cáo: mật khẩu trong PDF_SIGNING_PASSWORD không đúng, hoặc tệp PKCS#12 hỏng."


@pytest.fixture(autouse=True)
def _certificate(tmp_path, settings):
    settings.PDF_SIGNING_PKCS12 = str(certificates.pkcs12_file(tmp_path))
    settings.PDF_SIGNING_PASSWORD = certificates.PASSWORD


@cache
def page(variant: str = "pdf/ua-1") -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the engine leaves its colour profile open
        return HTML(string=PAGE).write_pdf(pdf_variant=variant, pdf_identifier=b"x" * 32)


@cache
def report() -> bytes:
    return pdf.print_out(gap_report.build(snapshots.whole(), "vi")).content


def judged(signed: bytes):
    (found,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    trust = ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    with ThreadPoolExecutor(1) as alone:  # as signing does: the browser's tests leave an event loop running here
        return alone.submit(validate_pdf_signature, found, trust).result()


def tag_names(content: bytes) -> list[str]:
    """Of the structure tree, in reading order."""
    document = pikepdf.open(BytesIO(content))
    found, waiting = [], [document.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += reversed(list(element))
        elif isinstance(element, pikepdf.Dictionary):
            found += [str(element.S)] if "/S" in element else []
            waiting += [element.K] if "/K" in element else []
    return found


@pytest.fixture
def field() -> Iterator[pikepdf.Dictionary]:
    """Of a signed page."""
    with pikepdf.open(BytesIO(sign(page()))) as document:
        (found,) = document.Root.AcroForm.Fields
        yield found


@pytest.mark.slow
def test_signature_is_sound_and_covers_the_whole_file():
    status = judged(sign(page()))
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level == ModificationLevel.NONE
    assert status.timestamp_validity is None


@pytest.mark.slow
@pytest.mark.parametrize("place", [100, 1_000, -30])
def test_flipped_byte_breaks_it(place):
    signed = bytearray(sign(page()))
    signed[place] ^= 1
    try:
        status = judged(bytes(signed))
    except Exception:  # the file may not even open any more
        return
    assert not status.bottom_line


def test_signature_says_in_vietnamese_what_it_is(field):
    assert (str(field.T), str(field.TU)) == ("ChuKySo", "Chữ ký số của cổng")
    assert {name: str(field.V[f"/{name}"]) for name in ("Name", "Location", "Reason", "ContactInfo", "SubFilter")} == {
        "Name": "Cổng đánh giá đô thị thông minh",
        "Location": "Việt Nam",
        "Reason": "Xác nhận tệp do cổng lập; không thay chữ ký của người có thẩm quyền",
        "ContactInfo": "http://127.0.0.1:8000",
        "SubFilter": "/ETSI.CAdES.detached",
    }


@pytest.mark.parametrize(("variant", "mark"), [("pdf/ua-1", "pdfuaid:part"), ("pdf/a-3a", "pdfaid:part")])
def test_document_stays_what_it_claims_to_be(variant, mark):
    before, after = page(variant), sign(page(variant))
    assert after.startswith(before), "the signature is added behind it"
    assert tag_names(after) == tag_names(before)
    assert tag_names(after)
    old, new = (pikepdf.open(BytesIO(content)) for content in (before, after))
    assert old.open_metadata()[mark] == new.open_metadata()[mark]
    assert (str(new.Root.Lang), bool(new.Root.MarkInfo.Marked)) == ("vi", True)
    assert ("/OutputIntents" in new.Root) == ("/OutputIntents" in old.Root)


def test_field_is_printed_and_off_the_page(field):
    """As PDF/A and PDF/UA ask of a field without a tag."""
    assert int(field.F) & 0b111 == 0b100
    assert [int(place) for place in field.Rect] == [-9999] * 4


@pytest.mark.slow
def test_real_report_is_signed_with_its_tags_and_attachments():
    signed = sign(report())
    assert judged(signed).bottom_line
    assert signed.startswith(report())
    assert tag_names(signed) == tag_names(report())
    old, new = (pikepdf.open(BytesIO(content)) for content in (report(), signed))
    assert (len(new.pages), list(new.attachments)) == (len(old.pages), list(old.attachments))
    assert str(new.pages[0].Tabs) == "/S"
    assert new.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.slow
@pytest.mark.django_db
def test_printed_report_is_signed_when_it_is_made_and_says_why_if_it_cannot(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    snapshot = Filling().scored()
    report = ReportFile.objects.create(snapshot=snapshot)
    settings.PDF_SIGNING_PASSWORD, right = "sai", settings.PDF_SIGNING_PASSWORD
    with pytest.raises(SigningFailed):
        render_report(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.failure, report.file.name) == (WorkStatus.FAILED, WRONG, "")
    settings.PDF_SIGNING_PASSWORD = right
    render_report(str(report.pk))
    report.refresh_from_db()
    with report.file.open("rb") as file:
        assert judged(file.read()).bottom_line


# -- what stops it ---------------------------------------------------------------------------------------------------


def refused() -> str:
    with pytest.raises(SigningFailed) as failure:
        sign(page())
    assert why_not() == str(failure.value)
    return str(failure.value)


def test_certificate_that_can_be_used_has_no_fault():
    assert why_not() == ""


@pytest.mark.parametrize("password", ["", "sai", "mật khẩu sai"])
def test_wrong_password_is_said(settings, password):
    settings.PDF_SIGNING_PASSWORD = password
    assert refused() == WRONG


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\x30\x82" * 500])
def test_file_that_is_no_certificate_is_said(tmp_path, content):
    (tmp_path / "chung-thu.p12").write_bytes(content)
    assert refused() == WRONG


def test_certificate_without_its_key_is_said(tmp_path):
    certificates.pkcs12_file(tmp_path, with_key=False)
    assert refused() == WRONG


@pytest.mark.parametrize("name", ["khong-co.p12", "."])
def test_missing_file_is_said_without_its_folder(tmp_path, settings, name):
    settings.PDF_SIGNING_PKCS12 = str(tmp_path / name)
    text = refused()
    assert text.startswith("Không ký được báo cáo: không đọc được tệp “")
    assert text.endswith("” (PDF_SIGNING_PKCS12).")
    assert str(tmp_path) not in text


@pytest.mark.parametrize(("days", "since"), [(-1, 30), (30, -1)])
def test_certificate_out_of_its_time_is_said_with_the_days(tmp_path, days, since):
    certificates.pkcs12_file(tmp_path, days=days, since=since)
    text = refused()
    assert text.startswith("Không ký được báo cáo: chứng thư số chỉ có hiệu lực từ ")
    assert len(text) <= 300


# -- time stamps -----------------------------------------------------------------------------------------------------


def stamper(url: str, timeout: int) -> DummyTimeStamper:
    """As the service at the address would answer."""
    made = certificates.of_a_stamp_service()
    secret = certificates.key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1.Certificate.load(made.public_bytes(Encoding.DER))
    known = SimpleCertificateStore()
    known.register(certificate)
    return DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(secret), known)


@pytest.mark.slow
def test_time_stamp_is_added_where_a_service_is_set(settings, monkeypatch):
    unstamped = sign(page())
    settings.PDF_SIGNING_TSA_URL = "https://tsa.example"
    monkeypatch.setattr(signing, "HTTPTimeStamper", stamper)
    signed = sign(page())
    (found,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    names = [attribute["type"].native for attribute in found.signer_info["unsigned_attrs"]]
    assert names == ["signature_time_stamp_token"]
    assert found.signer_info["unsigned_attrs"][0]["values"][0]["content"].native
    (plain,) = PdfFileReader(BytesIO(unstamped)).embedded_signatures
    assert not plain.signer_info["unsigned_attrs"].native


def test_service_that_does_not_answer_is_said(settings):
    settings.PDF_SIGNING_TSA_URL = "http://127.0.0.1:9/tsa"
    with pytest.raises(SigningFailed) as failure:
        sign(page())
    assert str(failure.value) == (
        "Không ký được báo cáo: máy chủ dấu thời gian trong PDF_SIGNING_TSA_URL không trả lời."
    )
