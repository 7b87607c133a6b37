"""Counts and ages of the rows that tasks work on; what of the mails waits and what was given up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.enums import WorkStatus
from assessments.notifications.mailing import STALE_AFTER, WAITS
from operations.work import KINDS, counts, mails_given_up, mails_waiting, next_look, next_mail, oldest_waiting
from tests.factories import UserFactory
from tests.factories.comparison import made_edition
from tests.operations.rows import document_row, notice_row, ready_document, snapshot_row

pytestmark = pytest.mark.django_db

NONE = {"queued": 0, "running": 0, "ready": 0, "failed": 0}


def test_rows_are_counted_by_status():
    document_row(WorkStatus.FAILED)
    ready_document()
    assert counts(KINDS["document"]) == {**NONE, "failed": 1, "ready": 1}
    assert counts(KINDS["snapshot"]) == {**NONE, "queued": 2}
    assert counts(KINDS["edition"]) == NONE


def test_oldest_that_waits_or_runs():
    now = timezone.now()
    assert oldest_waiting(KINDS["document"]) is None
    document_row(WorkStatus.FAILED, created_at=now - timedelta(hours=9))
    document_row(WorkStatus.RUNNING, created_at=now - timedelta(hours=2))
    document_row(created_at=now - timedelta(hours=1))
    assert oldest_waiting(KINDS["document"]) == now - timedelta(hours=2)


def test_open_rows_have_the_failed_first_and_no_ready_one():
    queued, failed = snapshot_row(), snapshot_row(WorkStatus.FAILED)
    ready_document()
    found = list(KINDS["snapshot"].open_rows())
    assert found[0] == failed
    assert queued in found
    assert "inputs" in found[0].get_deferred_fields()


def test_titles_say_whose_work_it_is():
    document = document_row()
    assessment, edition = document.snapshot.assessment, made_edition()
    assert KINDS["snapshot"].title(document.snapshot) == f"{assessment.province}, {assessment.campaign}: Tính thử"
    assert KINDS["document"].title(document) == (
        f"{assessment.province}, {assessment.campaign}: {document.get_kind_display()}"
    )
    assert KINDS["edition"].title(edition) == f"{edition.campaign}: {edition.number}"


def test_sweep_looks_when_a_row_was_silent_long_enough(settings):
    settings.LEFT_BEHIND_SECONDS = 100
    document = document_row()
    assert next_look(document) == document.touched_at + timedelta(seconds=100)


def test_mails_wait_until_they_are_given_up():
    now = timezone.now()
    waiting, lost = notice_row(attempts=len(WAITS) - 1), notice_row(attempts=len(WAITS))
    late = notice_row(created_at=now - STALE_AFTER)
    notice_row(mailed_at=now)
    notice_row(by_mail=False)
    notice_row(user=UserFactory(is_active=False))
    notice_row(created_at=now - timedelta(days=40))
    assert list(mails_waiting(now)) == [waiting]
    assert set(mails_given_up(now)) == {lost, late}


def test_next_attempt_of_a_mail():
    fresh, tried = notice_row(), notice_row(attempts=1)
    assert next_mail(tried) == tried.created_at + WAITS[1]
    assert timezone.now() - next_mail(fresh) < timedelta(seconds=5)
