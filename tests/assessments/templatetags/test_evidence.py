from datetime import timedelta

import pytest
from django.utils import timezone, translation

from assessments.models import Evidence, StoredFile
from assessments.templatetags import evidence
from tests.factories import open_assessment

pytestmark = pytest.mark.django_db
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("content_type", "size", "facts"),
    [
        ("application/pdf", 1_258_291, "PDF, 1,2\xa0MB"),
        ("image/jpeg", 2048, "JPEG, 2,0\xa0KB"),
        (OFFICE, 2048, "DOCX, 2,0\xa0KB"),
        ("application/x-khac", 2048, "2,0\xa0KB"),
    ],
)
def test_file_is_told_by_kind_and_size(content_type, size, facts):
    with translation.override("vi"):
        assert evidence.file_facts(StoredFile(content_type=content_type, size=size)) == facts


@pytest.mark.parametrize(
    ("content_type", "shown"), [("application/pdf", True), ("image/png", True), (OFFICE, False), (None, False)]
)
def test_pdf_and_images_are_viewable(content_type, shown):
    stored = StoredFile(content_type=content_type) if content_type else None
    assert evidence.is_viewable(Evidence(stored_file=stored)) is shown


@pytest.mark.parametrize("state", ["waiting", "infected"])
def test_what_is_handed_to_nobody_is_not_viewable(state):
    stored = StoredFile(content_type="application/pdf", scan_state=state)
    assert evidence.is_viewable(Evidence(stored_file=stored)) is False


@pytest.mark.parametrize(
    ("state", "has_failed", "facts"),
    [
        ("waiting", False, ("warn", "clock", "đang chờ quét mã độc", "")),
        ("waiting", True, ("warn", "clock", "đang chờ quét mã độc", evidence.AWAY)),
        ("clean", True, ("ok", "ok", "đã quét, không có mã độc", "")),
        ("infected", False, ("bad", "error", "có mã độc, đã xóa", "")),
        ("unscanned", True, ("", "", "chưa quét mã độc", "")),
    ],
)
def test_state_of_the_scan_is_told_by_word_and_shape(state, has_failed, facts):
    stored = StoredFile(scan_state=state, scan_failed_at=timezone.now() if has_failed else None)
    assert evidence.scan_facts(stored) == facts


def test_expiry_is_of_the_assessment():
    yesterday = timezone.localdate() - timedelta(days=1)
    assessment = open_assessment()
    found = [evidence.expired_for(Evidence(valid_until=day), assessment) for day in (yesterday, None)]
    assert found == [True, False]


def test_limits_are_those_of_the_server(settings):
    settings.EVIDENCE_MAX_BYTES = 12345
    assert evidence.largest_upload() == 12345
    assert evidence.upload_endings() == ".pdf,.docx,.xlsx,.odt,.ods,.png,.jpg,.jpeg"
