"""What `manage.py check` tells, and that telling it keeps nobody out."""

from django.core.checks import Warning as CheckWarning
from django.core.checks import run_checks

from assessments.checks import signing
from tests.assessments.reports import certificates

WRONG = "Không ký được báo cáo: mật khẩu trong PDF_SIGNING_PASSWORD không đúng, hoặc tệp PKCS#12 hỏng."


def test_without_a_certificate_there_is_nothing_to_tell(settings):
    settings.PDF_SIGNING_PKCS12 = ""
    assert signing(None) == []


def test_certificate_that_can_be_used_is_not_mentioned(settings, tmp_path):
    settings.PDF_SIGNING_PKCS12, settings.PDF_SIGNING_PASSWORD = (
        str(certificates.pkcs12_file(tmp_path)),
        certificates.PASSWORD,
    )
    assert signing(None) == []


def test_certificate_that_cannot_be_used_is_a_warning_with_the_reason(settings, tmp_path):
    settings.PDF_SIGNING_PKCS12, settings.PDF_SIGNING_PASSWORD = str(certificates.pkcs12_file(tmp_path)), "sai"
    assert run_checks(include_deployment_checks=False) == [CheckWarning(WRONG, id="assessments.W001")]
