"""What a checksum or a file finds, and what it never finds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.enums import CampaignState, Purpose, WorkStatus
from assessments.models import Campaign, ReportFile, ScoreSnapshot
from assessments.verification import by_checksum, by_content, newer
from tests.assessments.small import open_assessment_on_small

pytestmark = pytest.mark.django_db

CHECKSUM = "0123456789abcdef" + "7" * 48


@pytest.fixture
def assessment():
    return open_assessment_on_small()


def ready(assessment, purpose=Purpose.SUBMISSION, checksum=CHECKSUM, minutes=0, **fields) -> ScoreSnapshot:
    done = {"status": WorkStatus.READY, "scorecard": {}, "trace": {}, "checksum": checksum}
    at = timezone.now() + timedelta(minutes=minutes)
    given = {"inputs": {}, "context": {}, "as_of": timezone.localdate(), "created_at": at, "finished_at": at}
    return ScoreSnapshot.objects.create(assessment=assessment, purpose=purpose, **{**given, **done, **fields})


@pytest.mark.parametrize("digits", [16, 17, 40, 64])
def test_first_sixteen_digits_or_more_find_a_result(assessment, digits):
    found = ready(assessment)
    ready(assessment, Purpose.VERIFIED, checksum="f" * 64)
    assert by_checksum(CHECKSUM[:digits]) == found


@pytest.mark.parametrize("digits", ["", "0", CHECKSUM[:15], "1" + CHECKSUM[1:], CHECKSUM[1:40], "%" * 16, "_" * 64])
def test_fewer_or_other_digits_find_nothing(assessment, digits):
    ready(assessment)
    assert by_checksum(digits) is None


def test_digits_that_two_results_begin_with_find_neither(assessment):
    ready(assessment)
    ready(assessment, Purpose.VERIFIED, checksum=CHECKSUM[:20] + "8" * 44)
    assert by_checksum(CHECKSUM[:16]) is None
    assert by_checksum(CHECKSUM[:21]).purpose == Purpose.SUBMISSION


def test_trial_is_found_by_its_whole_checksum_only(assessment):
    found = ready(assessment, Purpose.PREVIEW)
    assert by_checksum(CHECKSUM[:63]) is None
    assert by_checksum(CHECKSUM) == found


def test_document_is_found_by_its_bytes_once_it_is_ready(assessment):
    file = {"file": "reports/a.pdf", "size": 9, "pages": 3, "sha256": "a" * 64}
    report = ReportFile.objects.create(snapshot=ready(assessment, Purpose.PREVIEW), status=WorkStatus.READY, **file)
    assert by_content("a" * 64) == report
    assert by_content("b" * 64) is None
    assert by_content("") is None
    ReportFile.objects.update(status=WorkStatus.RUNNING)
    assert by_content("a" * 64) is None


def test_same_bytes_of_two_rows_are_one_document(assessment):
    snapshot = ready(assessment)
    file = {"file": "reports/a.pdf", "size": 9, "pages": 3, "sha256": "a" * 64, "status": WorkStatus.READY}
    first = ReportFile.objects.create(snapshot=snapshot, **file)
    ReportFile.objects.create(snapshot=snapshot, supplement_key="b" * 64, **file)
    assert by_content("a" * 64) == first


def published(assessment) -> None:
    Campaign.objects.filter(pk=assessment.campaign_id).update(state=CampaignState.PUBLISHED)


def looked_up(snapshot: ScoreSnapshot) -> ScoreSnapshot | None:
    return newer(ScoreSnapshot.objects.with_campaign().get(pk=snapshot.pk))


def test_verified_result_is_followed_by_the_next_one(assessment):
    first = ready(assessment, Purpose.VERIFIED)
    assert looked_up(first) is None
    ready(assessment, Purpose.PREVIEW, minutes=1)
    assert looked_up(first) is None, "a trial takes nobody's place"
    ready(assessment, Purpose.VERIFIED, minutes=2)
    last = ready(assessment, Purpose.VERIFIED, minutes=3)
    assert (looked_up(first), looked_up(last)) == (last, None)


def test_trial_is_followed_by_the_submission(assessment):
    trial = ready(assessment, Purpose.PREVIEW)
    submission = ready(assessment, minutes=1)
    ready(assessment, Purpose.VERIFIED, minutes=2)
    assert looked_up(trial) == submission


def test_verification_of_a_submission_is_told_once_it_is_public(assessment):
    submission = ready(assessment)
    verified = ready(assessment, Purpose.VERIFIED, minutes=1)
    assert looked_up(submission) is None
    published(assessment)
    assert looked_up(submission) == verified


def test_result_that_is_still_being_made_takes_no_place(assessment):
    first = ready(assessment, Purpose.VERIFIED)
    unfinished = {"status": WorkStatus.RUNNING, "scorecard": None, "trace": None, "checksum": "", "finished_at": None}
    ready(assessment, Purpose.VERIFIED, minutes=1, **unfinished)
    assert looked_up(first) is None
