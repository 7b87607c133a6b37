"""From infected back to clean: by the administrator with the file, or when somebody gives the same bytes again."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import evidence, quarantine, scanning
from assessments.enums import AssessmentState, Verb
from assessments.errors import NotAllowed, Refusal, RefusedFile
from assessments.models import Evidence, Notice, QuarantineRelease, StoredFile, WorkflowEvent
from assessments.queries import filled
from audit.models import Event
from tests.assessments.review_world import submitted_on_small
from tests.factories import decide_all, open_assessment, pdf_upload, reviewer_of, user_as

pytestmark = pytest.mark.django_db

CODE, REASON = "ICT-4.2", "Đã quét bằng phần mềm khác."


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def assessment():
    return open_assessment()


@pytest.fixture
def by(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def infected(by, assessment, django_capture_on_commit_callbacks) -> StoredFile:
    return infect(given(by, assessment).stored_file, django_capture_on_commit_callbacks)


def infect(stored: StoredFile, commit) -> StoredFile:
    with commit(execute=True):
        assert scanning.record(stored=stored, finding="Eicar")
    return StoredFile.objects.get(pk=stored.pk)


def given(by, assessment, code: str = CODE) -> Evidence:
    return evidence.add_file(by=by, assessment=assessment, code=code, upload=pdf_upload())


def facts() -> tuple[str, str, bool]:
    stored = StoredFile.objects.get()
    return stored.scan_state, stored.scan_finding, default_storage.exists(stored.file.name)


def counted(assessment, *codes: str) -> list[int]:
    found = filled(assessment, date.today()).answers
    return [found[code].evidence for code in codes]


def release(manager, stored, reason=REASON, upload=None) -> QuarantineRelease:
    return quarantine.release(by=manager, stored=stored, reason=reason, upload=upload)


def test_released_file_is_taken_again_and_counts_wherever_it_stood(
    infected, manager, by, assessment, django_capture_on_commit_callbacks
):
    found = release(manager, infected)
    assert (found.finding, found.reason, found.by, found.returned_at) == ("Eicar", REASON, manager, None)
    assert (facts(), counted(assessment, CODE)) == (("infected", "Eicar", False), [0])
    with django_capture_on_commit_callbacks(execute=True):
        given(by, assessment, "ICT-4.1")
    assert (facts(), counted(assessment, CODE, "ICT-4.1")) == (("clean", "", True), [1, 1])
    assert QuarantineRelease.objects.get().returned_at is not None
    assert not scanning.record(stored=StoredFile.objects.get(), finding="Eicar"), "it is not scanned again"
    given(by, assessment, "ICT-4.3")
    assert facts() == ("clean", "", True)


def test_release_with_the_file_brings_it_back_at_once(infected, manager, assessment):
    release(manager, infected, upload=pdf_upload("ten-khac.pdf"))
    assert (facts(), counted(assessment, CODE)) == (("clean", "", True), [1])
    with StoredFile.objects.get().file.open() as kept:
        assert kept.read() == pdf_upload().read()
    bodies = Notice.objects.filter(key__startswith="released:").values_list("body", flat=True)
    assert [body.endswith("Tệp đã có lại trong kho lưu trữ và lại được tính là minh chứng.") for body in bodies] == [
        True
    ]


def test_another_file_with_the_release_is_refused_and_nothing_changes(infected, manager):
    with pytest.raises(Refusal) as refused:
        release(manager, infected, upload=pdf_upload(pages=3))
    assert str(refused.value) == ("Tệp vừa gửi không phải tệp bị cách ly: nội dung khác (mã sha256 không trùng).")
    assert (facts(), QuarantineRelease.objects.count()) == (("infected", "Eicar", False), 0)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_release_needs_a_reason(infected, manager, reason):
    with pytest.raises(Refusal) as refused:
        release(manager, infected, reason)
    assert (str(refused.value), QuarantineRelease.objects.count()) == ("Hãy ghi lý do bỏ cách ly.", 0)


def test_whoever_has_no_right_releases_nothing(infected, by, assessment):
    with pytest.raises(NotAllowed):
        release(by, infected)
    with pytest.raises(RefusedFile):
        given(by, assessment, "ICT-4.1")
    assert (facts(), QuarantineRelease.objects.count()) == (("infected", "Eicar", False), 0)


@pytest.mark.parametrize("has_file", [False, True])
def test_release_is_recorded_and_told(infected, manager, by, assessment, has_file):
    release(manager, infected, upload=pdf_upload() if has_file else None)
    event = WorkflowEvent.objects.get(verb=Verb.RELEASE)
    assert (event.assessment, event.by, event.detail) == (assessment, manager, f"{CODE}: quyet-dinh.pdf (Eicar)")
    chains = Event.objects.filter(what="release", actor=manager.pk).values_list("chain", flat=True)
    assert set(chains) == {f"stored_file:{infected.pk}", f"assessment:{assessment.pk}"}
    assert Notice.objects.get(key__startswith="released:").user == by


def test_file_that_no_answer_has_any_more_is_released_on_record_all_the_same(infected, manager, by, assessment):
    evidence.remove(by=by, assessment=assessment, code=CODE, evidence=Evidence.objects.get())
    release(manager, infected)
    assert not WorkflowEvent.objects.filter(verb=Verb.RELEASE).exists()
    assert Event.objects.get(what="release").chain == f"stored_file:{infected.pk}"


def test_a_file_that_was_never_released_does_not_come_back(infected):
    assert not quarantine.come_back(infected)
    assert facts() == ("infected", "Eicar", False)


# -- decisions that were taken without it ------------------------------------------------------------------------------


def standing_on(stored: StoredFile):
    """A submitted assessment with the file at A-1.1, all of which is decided while the file does not count."""
    assessment = submitted_on_small()
    named = {"province": assessment.province, "kind": "file", "title": "a.pdf", "stored_file": stored}
    item = Evidence.objects.create(**named, added_by=assessment.submitted_by)
    assessment.answers.get(code="A-1.1").answer_evidence.create(evidence=item)
    decide_all(assessment, reviewer_of(assessment))
    return assessment


def decided(assessment) -> bool:
    return assessment.decisions.standing().filter(code="A-1.1").exists()


def test_decisions_fall_when_the_file_counts_again(infected, manager, django_capture_on_commit_callbacks):
    reviewed = standing_on(infected)
    before = reviewed.decisions.standing().count()
    with django_capture_on_commit_callbacks(execute=True):
        release(manager, infected, upload=pdf_upload())
    assert (decided(reviewed), reviewed.decisions.standing().count()) == (False, before - 1)


def test_a_final_result_stays_as_it_is(infected, manager, django_capture_on_commit_callbacks):
    reviewed = standing_on(infected)
    final = {"state": AssessmentState.FINAL, "finalised_at": timezone.now(), "finalised_by": manager}
    type(reviewed).objects.filter(pk=reviewed.pk).update(**final)
    with django_capture_on_commit_callbacks(execute=True):
        release(manager, infected, upload=pdf_upload())
    assert decided(reviewed)


def test_evidence_that_nobody_gave_counts_again_too(infected, manager, assessment, django_capture_on_commit_callbacks):
    Evidence.objects.update(added_by=None)
    with django_capture_on_commit_callbacks(execute=True):
        release(manager, infected, upload=pdf_upload())
    assert counted(assessment, CODE) == [1]
