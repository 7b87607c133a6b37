from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from assessments.enums import EvidenceKind, ScanState
from assessments.models import Answer, AnswerEvidence, Evidence, StoredFile
from tests.factories import ProvinceFactory, open_assessment

from .refusals import assert_refused

pytestmark = pytest.mark.django_db

NUMBER, URL = "12/QĐ-UBND", "https://tinh.example/so-lieu"
NEEDS = "Minh chứng cần một tệp, một đường dẫn hoặc một văn bản."


def stored_file(sha256: str = "a" * 64, size: int = 10) -> StoredFile:
    return StoredFile.objects.create(sha256=sha256, file="evidence/aa/a", size=size, content_type="application/pdf")


def evidence(**fields) -> Evidence:
    return Evidence(**{"province": ProvinceFactory(), "title": "Quyết định", **fields})


@pytest.mark.parametrize(
    ("kind", "has_file", "url", "number"),
    [
        (EvidenceKind.FILE, False, "", ""),
        (EvidenceKind.FILE, True, URL, ""),
        (EvidenceKind.FILE, True, "", NUMBER),
        (EvidenceKind.LINK, False, "", ""),
        (EvidenceKind.LINK, True, URL, ""),
        (EvidenceKind.LINK, False, URL, NUMBER),
        (EvidenceKind.DOCUMENT, False, "", ""),
        (EvidenceKind.DOCUMENT, True, "", NUMBER),
        (EvidenceKind.DOCUMENT, False, URL, NUMBER),
        ("video", False, URL, ""),
    ],
)
def test_evidence_refuses_what_its_kind_does_not_need(kind, has_file, url, number):
    row = evidence(kind=kind, stored_file=stored_file() if has_file else None, url=url, document_number=number)
    assert_refused(row, "evidence_has_what_its_kind_needs", NEEDS)


@pytest.mark.parametrize(
    ("kind", "has_file", "url", "number"),
    [
        (EvidenceKind.FILE, True, "", ""),
        (EvidenceKind.LINK, False, URL, ""),
        (EvidenceKind.DOCUMENT, False, "", NUMBER),
    ],
)
def test_evidence_takes_what_its_kind_needs(kind, has_file, url, number):
    evidence(kind=kind, stored_file=stored_file() if has_file else None, url=url, document_number=number).save()
    assert Evidence.objects.get().kind == kind


def test_stored_file_is_never_empty():
    row = StoredFile(sha256="b" * 64, file="evidence/bb/b", size=0, content_type="application/pdf")
    assert_refused(row, "stored_file_is_not_empty", "Tệp không có nội dung.")


SCANNED = "Kết quả quét mã độc cần đủ thời điểm và, nếu có mã độc, tên mã độc."


@pytest.mark.parametrize(
    ("state", "is_scanned", "finding"),
    [
        (ScanState.WAITING, True, ""),
        (ScanState.UNSCANNED, False, "Eicar"),
        (ScanState.CLEAN, False, ""),
        (ScanState.CLEAN, True, "Eicar"),
        (ScanState.INFECTED, True, ""),
        (ScanState.INFECTED, False, "Eicar"),
        ("lost", False, ""),
    ],
)
def test_stored_file_is_scanned_with_a_time_and_infected_with_a_name(state, is_scanned, finding):
    row = stored_file()
    row.scan_state, row.scan_finding, row.scanned_at = state, finding, timezone.now() if is_scanned else None
    assert_refused(row, "stored_file_scanned_with_its_finding", SCANNED)


def test_stored_file_is_held_while_it_waits_and_when_it_is_infected():
    held = [StoredFile(scan_state=state).is_held for state in ScanState]
    assert dict(zip(ScanState, held, strict=True)) == {
        ScanState.WAITING: True,
        ScanState.CLEAN: False,
        ScanState.INFECTED: True,
        ScanState.UNSCANNED: False,
    }


def test_stored_file_is_kept_once_a_content():
    stored_file()
    with pytest.raises(IntegrityError, match="assessments_storedfile_sha256"), transaction.atomic():
        stored_file()


def test_stored_file_stays_while_evidence_refers_to_it():
    stored = stored_file()
    evidence(kind=EvidenceKind.FILE, stored_file=stored).save()
    with pytest.raises(ProtectedError):
        stored.delete()


def test_document_does_not_end_before_it_was_issued():
    dates = {"document_date": date(2026, 1, 2), "valid_until": date(2026, 1, 1)}
    row = evidence(kind=EvidenceKind.DOCUMENT, document_number=NUMBER, **dates)
    assert_refused(row, "evidence_is_valid_from_its_date_on", "Văn bản không thể hết hiệu lực trước ngày ban hành.")
    row.valid_until = date(2026, 1, 2)
    row.save()
    evidence(kind=EvidenceKind.LINK, url=URL, valid_until=date(2026, 1, 1)).save()
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(("days", "has_expired"), [(None, False), (-1, True), (0, False), (1, False)])
def test_evidence_expires_after_its_last_day(days, has_expired):
    assessment, today = open_assessment(), timezone.localdate()
    until = None if days is None else today + timedelta(days=days)
    assert Evidence(valid_until=until).has_expired_for(assessment) is has_expired


def test_what_held_on_the_day_of_submission_holds_for_the_assessment():
    assessment = open_assessment()
    assessment.submitted_at = timezone.now() - timedelta(days=10)
    day = timezone.localdate(assessment.submitted_at)
    found = [Evidence(valid_until=day + timedelta(days=more)).has_expired_for(assessment) for more in (-1, 0)]
    assert found == [True, False]


def test_evidence_is_attached_once_to_an_answer():
    assessment = open_assessment()
    answer = Answer.objects.create(assessment=assessment, code="X-1", section="X", kind="text")
    item = evidence(kind=EvidenceKind.DOCUMENT, document_number=NUMBER, document_date=date(2026, 1, 2))
    item.save()
    AnswerEvidence.objects.create(answer=answer, evidence=item)
    again = AnswerEvidence(answer=answer, evidence=item)
    assert_refused(again, "evidence_once_an_answer", "Minh chứng này đã có trong câu trả lời.")


def test_evidence_stays_while_an_answer_refers_to_it():
    assessment = open_assessment()
    answer = Answer.objects.create(assessment=assessment, code="X-1", section="X", kind="text")
    item = evidence(kind=EvidenceKind.LINK, url=URL)
    item.save()
    AnswerEvidence.objects.create(answer=answer, evidence=item)
    with pytest.raises(ProtectedError):
        item.delete()
    with pytest.raises(ProtectedError):
        answer.delete()


def test_evidence_rows_have_readable_names():
    assessment = open_assessment(ProvinceFactory(name="Huế"), name="Đợt 2026")
    answer = Answer.objects.create(assessment=assessment, code="X-1", section="X", kind="text")
    item = evidence(kind=EvidenceKind.LINK, url=URL)
    item.save()
    link = AnswerEvidence.objects.create(answer=answer, evidence=item)
    assert str(stored_file()) == "a" * 64
    assert str(item) == "Quyết định"
    assert str(link) == "Huế, Đợt 2026: X-1: Quyết định"
