"""Rows that tasks work on; what the tasks make of it, the sweep included, is tested in test_tasks.py."""

import pytest
from django.utils import timezone

from assessments.enums import Purpose, WorkStatus
from assessments.errors import Refusal
from assessments.models import ReportFile, ScoreSnapshot
from assessments.work import begin, failure_recorded, finish, requeue
from tests.assessments.small import open_assessment_on_small

pytestmark = pytest.mark.django_db

FILE = {"file": "reports/a.pdf", "sha256": "a" * 64, "size": 9, "pages": 3}


@pytest.fixture
def row() -> ReportFile:
    """Queued."""
    day = timezone.localdate()
    snapshot = ScoreSnapshot.objects.create(
        assessment=open_assessment_on_small(), purpose=Purpose.PREVIEW, as_of=day, inputs={}, context={}
    )
    return ReportFile.objects.create(snapshot=snapshot)


def test_row_is_begun_and_finished_once(row):
    assert begin(row)
    assert finish(row, **FILE)
    assert not finish(row, **{**FILE, "pages": 4}), "a second worker came later"
    assert not begin(row)
    row.refresh_from_db()
    assert (row.status, row.attempts, row.pages, row.failure) == (WorkStatus.READY, 1, 3, "")


def test_row_that_was_not_begun_is_not_finished(row):
    assert not finish(row, **FILE)
    row.refresh_from_db()
    assert row.status == WorkStatus.QUEUED


def test_failure_is_recorded_by_its_kind_and_raised(row):
    begin(row)
    with pytest.raises(ZeroDivisionError), failure_recorded(row):
        raise ZeroDivisionError
    row.refresh_from_db()
    assert (row.status, row.failure) == (WorkStatus.FAILED, "ZeroDivisionError")


@pytest.mark.parametrize("sentence", ["Tệp “a.pdf” không còn trong kho lưu trữ.", "Ỷ" * 400])
def test_refusal_is_recorded_by_its_sentence(row, sentence):
    begin(row)
    with pytest.raises(Refusal), failure_recorded(row):
        raise Refusal(sentence)
    row.refresh_from_db()
    assert (row.status, row.failure) == (WorkStatus.FAILED, sentence[:300])


def test_transient_failure_is_left_to_the_retry(row):
    begin(row)
    with pytest.raises(ConnectionError), failure_recorded(row):
        raise ConnectionError
    row.refresh_from_db()
    assert (row.status, row.failure) == (WorkStatus.RUNNING, "")


def test_only_what_failed_is_queued_again(row):
    assert not requeue(row)
    begin(row)
    with pytest.raises(ZeroDivisionError), failure_recorded(row):
        raise ZeroDivisionError
    assert requeue(row)
    row.refresh_from_db()
    assert (row.status, row.attempts, row.failure, row.finished_at) == (WorkStatus.QUEUED, 0, "", None)
