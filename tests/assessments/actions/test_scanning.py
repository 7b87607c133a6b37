"""From waiting to clean or infected, through tasks and a process that speaks clamd's protocol; once through clamd."""

import logging
from datetime import date, timedelta
from zipfile import ZIP_STORED

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import carry_over, evidence, scanning
from assessments.enums import AssessmentState, ScanState, Verb
from assessments.errors import NotAllowed, RefusedFile
from assessments.kept_evidence import kept
from assessments.models import Evidence, Notice, StoredFile, WorkflowEvent
from assessments.queries import filled
from assessments.scorecards import freeze
from tests.assessments.review_world import submitted_on_small
from tests.factories import decide_all, open_assessment, pdf_upload, reviewer_of, user_as
from tests.factories.files import package, upload
from tests.scanners import EICAR, closed_port, fake_clamd, real_clamd

pytestmark = pytest.mark.django_db

CODE = "ICT-4.2"
PLAIN = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>", "word/media/a.txt": EICAR}
VIRUS = package(PLAIN, ZIP_STORED)
"""EICAR lies in there as it is, so that a scanner that unpacks nothing finds it too."""


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def clamd():
    with fake_clamd() as (address, _process):
        yield address


@pytest.fixture
def scanner(clamd, settings):
    settings.CLAMD_ADDRESS = clamd


@pytest.fixture
def assessment():
    return open_assessment()


@pytest.fixture
def by(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def infected_docx():
    return upload("don-vi.docx", VIRUS)


def given(by, assessment, file=None, code: str = CODE) -> Evidence:
    return evidence.add_file(by=by, assessment=assessment, code=code, upload=file or pdf_upload())


def facts() -> tuple[str, str, bool]:
    stored = StoredFile.objects.get()
    return stored.scan_state, stored.scan_finding, default_storage.exists(stored.file.name)


# -- from the upload to the result -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_without_a_scanner_a_file_is_unscanned_and_nothing_is_sent(by, assessment, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as sent:
        given(by, assessment)
    assert (facts(), sent) == (("unscanned", "", True), [])
    scanning.scan_file(StoredFile.objects.get().pk)
    assert (facts(), scanning.sweep_scans()) == (("unscanned", "", True), 0)


@pytest.mark.slow
def test_a_clean_file_waits_and_is_free_after_its_scan(
    scanner, by, assessment, eager_tasks, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        given(by, assessment)
        assert facts() == ("waiting", "", True)
    assert facts() == ("clean", "", True)
    assert StoredFile.objects.get().scanned_at is not None


@pytest.mark.slow
def test_an_infected_file_leaves_the_storage_and_never_comes_back(
    scanner, by, assessment, eager_tasks, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        given(by, assessment, infected_docx())
    assert facts() == ("infected", "Eicar-Signature", False)
    with pytest.raises(RefusedFile) as refused:
        given(by, assessment, infected_docx(), "ICT-4.1")
    assert str(refused.value) == "“don-vi.docx”: Tệp có mã độc nên đã bị xóa và không mở được nữa."
    assert (facts(), Evidence.objects.count()) == (("infected", "Eicar-Signature", False), 1)


@pytest.mark.slow
def test_a_file_that_waits_is_sent_again_when_it_is_given_again_after_it_was_lost(
    scanner, by, assessment, django_capture_on_commit_callbacks
):
    given(by, assessment)
    default_storage.delete(StoredFile.objects.get().file.name)
    with django_capture_on_commit_callbacks() as sent:
        given(by, assessment, code="ICT-4.1")
    assert (len(sent), facts()) == (1, ("waiting", "", True))


# -- a scanner that is away ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_where_the_scanner_is_away_files_wait_and_the_sweep_sends_them_again(
    by, assessment, settings, clamd, eager_tasks, caplog, django_capture_on_commit_callbacks
):
    settings.CLAMD_ADDRESS = closed_port()
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.WARNING):
        given(by, assessment)
    stored = StoredFile.objects.get()
    assert (facts(), stored.scan_failed_at is None) == (("waiting", "", True), False)
    assert [record.message.split(":")[0] for record in caplog.records][:1] == [f"file {stored.pk} is not scanned"]
    assert scanning.sweep_scans() == 0, "it was sent just now"
    StoredFile.objects.update(scan_sent_at=timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS + 1))
    settings.CLAMD_ADDRESS = clamd
    assert (scanning.sweep_scans(), scanning.sweep_scans()) == (1, 0)
    assert (facts(), StoredFile.objects.get().scan_failed_at) == (("clean", "", True), None)


@pytest.mark.slow
def test_files_from_before_there_was_a_scanner_are_scanned_and_stay_free_until_then(
    by, assessment, settings, clamd, eager_tasks
):
    given(by, assessment)
    StoredFile.objects.update(scan_sent_at=timezone.now() - timedelta(days=1))
    settings.CLAMD_ADDRESS = clamd
    assert not StoredFile.objects.get().is_held
    assert (scanning.sweep_scans(), facts()) == (1, ("clean", "", True))


@pytest.mark.slow
def test_a_file_over_the_scanner_s_limit_and_one_that_is_lost_go_on_waiting(by, assessment, settings, caplog):
    with fake_clamd(limit=10) as (settings.CLAMD_ADDRESS, _process), caplog.at_level(logging.WARNING):
        pk = given(by, assessment).stored_file_id
        scanning.scan_file(pk)
        default_storage.delete(StoredFile.objects.get().file.name)
        scanning.scan_file(pk)
    assert StoredFile.objects.get().scan_state == ScanState.WAITING
    assert caplog.records[0].message == f"file {pk} is not scanned: INSTREAM size limit exceeded. ERROR"
    assert len(caplog.records) == 2


@pytest.mark.slow
def test_a_task_that_comes_twice_or_for_nothing_changes_nothing(scanner, by, assessment):
    pk = given(by, assessment).stored_file_id
    scanning.scan_file(pk)
    scanned_at = StoredFile.objects.get().scanned_at
    scanning.scan_file(pk)
    scanning.scan_file(pk + 1)
    assert not scanning.record(stored=StoredFile.objects.get(), finding="Late")
    assert (facts(), StoredFile.objects.get().scanned_at) == (("clean", "", True), scanned_at)


# -- what follows ----------------------------------------------------------------------------------------------------


def infect(item: Evidence) -> None:
    assert scanning.record(stored=item.stored_file, finding="Eicar")


@pytest.mark.slow
def test_infected_evidence_counts_no_longer_and_is_told(by, assessment):
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    item = given(by, assessment)
    evidence.reuse(by=by, assessment=assessment, code="ICT-4.1", items=[item])
    assert filled(assessment, date.today()).answers[CODE].evidence == 1
    infect(item)
    found = filled(assessment, date.today()).answers
    assert (found[CODE].evidence, found["ICT-4.1"].evidence) == (0, 0)
    events = WorkflowEvent.objects.filter(verb=Verb.INFECTED)
    assert sorted((event.by, event.detail) for event in events) == sorted(
        (None, f"{code}: quyet-dinh.pdf (Eicar)") for code in (CODE, "ICT-4.1")
    )
    assert set(Notice.objects.values_list("user", "subject")) == {
        (user.pk, "Minh chứng “quyet-dinh.pdf” có mã độc") for user in (by, coordinator)
    }


@pytest.mark.slow
def test_infected_evidence_is_offered_and_carried_no_more(by, assessment):
    item = given(by, assessment)
    assert [line.evidence for line in kept(assessment, "ICT-4.1")] == [item]
    infect(item)
    assert kept(assessment, "ICT-4.1") == []
    assert carry_over._evidence(assessment) == {}
    with pytest.raises(NotAllowed) as refused:
        evidence.reuse(by=by, assessment=assessment, code="ICT-4.1", items=[Evidence.objects.get()])
    assert str(refused.value) == "Tệp có mã độc nên đã bị xóa và không mở được nữa."


@pytest.mark.slow
def test_decisions_on_it_fall_while_the_assessment_is_not_final(by):
    assessment = submitted_on_small()
    item = attached(assessment)
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer)
    infect(item)
    assert "A-1.1" not in set(assessment.decisions.standing().values_list("code", flat=True))
    assert assessment.decisions.standing().count() > 0


def test_a_final_result_stays_as_it_is():
    assessment = submitted_on_small()
    item = attached(assessment)
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer)
    before = assessment.decisions.standing().count()
    final = {"state": AssessmentState.FINAL, "finalised_at": timezone.now(), "finalised_by": reviewer}
    type(assessment).objects.filter(pk=assessment.pk).update(**final)
    infect(item)
    assert assessment.decisions.standing().count() == before
    assert assessment.events.filter(verb=Verb.INFECTED).count() == 1


def attached(assessment) -> Evidence:
    content = {"sha256": "a" * 64, "file": "evidence/aa/a", "size": 9, "content_type": "application/pdf"}
    stored = StoredFile.objects.create(**content)
    named = {"province": assessment.province, "kind": "file", "title": "a.pdf", "stored_file": stored}
    item = Evidence.objects.create(**named, added_by=assessment.submitted_by)
    assessment.answers.get(code="A-1.1").answer_evidence.create(evidence=item)
    return item


@pytest.mark.slow
def test_evidence_that_nobody_gave_is_taken_out_all_the_same(by, assessment):
    item = given(by, assessment)
    Evidence.objects.update(added_by=None)
    infect(item)
    assert (filled(assessment, date.today()).answers[CODE].evidence, Notice.objects.count()) == (0, 0)


@pytest.mark.slow
def test_a_snapshot_taken_afterwards_lists_it_no_more(by, assessment):
    item = given(by, assessment)
    answer = freeze(assessment, date.today())[1]["answers"][CODE]
    assert [found["title"] for found in answer["evidence"]] == ["quyet-dinh.pdf"]
    infect(item)
    inputs, context = freeze(assessment, date.today())
    assert ([found["evidence"] for found in inputs["answers"]], context["answers"][CODE]["evidence"]) == ([0], [])


@pytest.mark.slow
def test_the_whole_way_through_clamd_itself(by, assessment, settings, tmp_path, django_capture_on_commit_callbacks):
    with real_clamd(tmp_path) as (_port, settings.CLAMD_ADDRESS), django_capture_on_commit_callbacks(execute=True):
        clean = given(by, assessment)
        infected = given(by, assessment, upload("a.docx", VIRUS))
        assert StoredFile.objects.filter(scan_state=ScanState.WAITING).count() == 2
        for item in (clean, infected):
            scanning.scan_file(item.stored_file_id)
    states = [StoredFile.objects.get(pk=item.stored_file_id).scan_state for item in (clean, infected)]
    assert states == [ScanState.CLEAN, ScanState.INFECTED]
