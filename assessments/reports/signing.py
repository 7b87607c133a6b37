"""Signing PDF with the certificate of the body that runs the portal: that a file comes from here and is unchanged.

Loaded only where a certificate is configured (storing.signed says how): pyHanko brings a cryptographic stack that a web
process has no use for. Nothing is fetched from anywhere unless an address for time stamps is set.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from assessments.errors import Refusal

FIELD = "ChuKySo"
TSA_SECONDS = 20


class SigningFailed(Refusal):
    """The certificate cannot be used now; the message names the setting to look at."""


def sign(pdf: bytes) -> bytes:
    """The PDF with an invisible signature added behind its own bytes, so that tags and metadata stay as they are.
    Raises SigningFailed."""
    signer = _signer()
    stamper = (
        HTTPTimeStamper(settings.PDF_SIGNING_TSA_URL, timeout=TSA_SECONDS) if settings.PDF_SIGNING_TSA_URL else None
    )
    field = SigFieldSpec(
        FIELD,
        readable_field_name=_("Chữ ký số của cổng"),
        # PDF/A wants the print flag and PDF/UA an untagged field off the page
        invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
    )
    content, metadata = IncrementalPdfFileWriter(BytesIO(pdf)), _metadata()
    try:
        with ThreadPoolExecutor(1) as alone:  # pyHanko starts an event loop, which a thread that runs one refuses
            signed = alone.submit(sign_pdf, content, metadata, signer, stamper, field).result()
    except TimestampRequestError as error:
        text = _("Không ký được báo cáo: máy chủ dấu thời gian trong PDF_SIGNING_TSA_URL không trả lời.")
        raise SigningFailed(text) from error
    return bytes(signed.getvalue())


def why_not() -> str:
    """Why the configured certificate cannot be used now; "" if it can."""
    try:
        _signer()
    except SigningFailed as refused:
        return str(refused)
    return ""


def _metadata() -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=_("Cổng đánh giá đô thị thông minh"),
        location=_("Việt Nam"),
        reason=_("Xác nhận tệp do cổng lập; không thay chữ ký của người có thẩm quyền"),
        contact_info=settings.PORTAL_URL,
        subfilter=SigSeedSubFilter.PADES,
    )


def _signer() -> SimpleSigner:
    path = Path(settings.PDF_SIGNING_PKCS12)
    try:
        content = path.read_bytes()
    except OSError as error:
        text = _("Không ký được báo cáo: không đọc được tệp “%s” (PDF_SIGNING_PKCS12).") % path.name[:100]
        raise SigningFailed(text) from error
    try:
        signer = SimpleSigner.load_pkcs12_data(content, (), settings.PDF_SIGNING_PASSWORD.encode() or None)
    except Exception as error:  # whatever the libraries raise on a file that is none, or has no key
        text = _("Không ký được báo cáo: mật khẩu trong PDF_SIGNING_PASSWORD không đúng, hoặc tệp PKCS#12 hỏng.")
        raise SigningFailed(text) from error
    _check_validity(signer)
    return signer


def _check_validity(signer: SimpleSigner) -> None:
    certificate, now = signer.signing_cert, datetime.now(UTC)
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if first <= now <= last:
        return
    days = {"first": date_format(timezone.localtime(first)), "last": date_format(timezone.localtime(last))}
    raise SigningFailed(
        _("Không ký được báo cáo: chứng thư số chỉ có hiệu lực từ %(first)s đến %(last)s (PDF_SIGNING_PKCS12).") % days
    )
