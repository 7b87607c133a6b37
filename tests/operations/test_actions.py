"""Sending again: once, by those who may, on record, and then the work is really done."""

import pytest
from django.core import mail
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.workflow import preview
from assessments.enums import WorkStatus
from assessments.errors import NotAllowed
from assessments.models import Notice, ReportFile, ScoreSnapshot
from audit.models import Event
from operations.actions import mail_again, send_again
from operations.models import SentAgain
from tests.factories import complete_assessment, user_as
from tests.operations.rows import LONG_AGO, document_row, manager, notice_row

pytestmark = pytest.mark.django_db


def deeds() -> list[tuple[str, str, int, str]]:
    return list(SentAgain.objects.values_list("what", "object_id", "tries", "by__email"))


def test_failed_scoring_is_sent_again_and_done(eager_tasks, django_capture_on_commit_callbacks):
    assessment, coordinator = complete_assessment()
    snapshot = preview(by=coordinator, assessment=assessment)
    ScoreSnapshot.objects.filter(pk=snapshot.pk).update(status=WorkStatus.FAILED, attempts=3, failure="KeyError")
    by = manager()
    with django_capture_on_commit_callbacks(execute=True):
        send_again(by=by, kind="snapshot", pk=str(snapshot.pk))
    snapshot.refresh_from_db()
    assert (snapshot.status, snapshot.attempts, snapshot.failure) == (WorkStatus.READY, 1, "")
    assert deeds() == [("snapshot", str(snapshot.pk), 3, by.email)]


def test_work_left_behind_is_sent_again_and_keeps_its_tries(django_capture_on_commit_callbacks):
    left = document_row(WorkStatus.RUNNING, attempts=2, touched_at=timezone.now() - LONG_AGO)
    by = manager()
    with django_capture_on_commit_callbacks() as sent:
        send_again(by=by, kind="document", pk=str(left.pk))
    assert len(sent) == 1
    found = ReportFile.objects.get(pk=left.pk)
    assert (found.status, found.attempts) == (WorkStatus.RUNNING, 2)
    assert timezone.now() - found.touched_at < LONG_AGO
    assert deeds() == [("document", str(left.pk), 2, by.email)]


def test_second_press_sends_nothing(django_capture_on_commit_callbacks):
    failed, by = document_row(WorkStatus.FAILED, attempts=5), manager()
    with django_capture_on_commit_callbacks() as sent:
        send_again(by=by, kind="document", pk=str(failed.pk))
        with pytest.raises(NotAllowed, match="đang chờ hoặc đang làm"):
            send_again(by=by, kind="document", pk=str(failed.pk))
    assert len(sent) == 1
    assert len(deeds()) == 1


def test_those_who_may_not_change_nothing():
    failed, lost = document_row(WorkStatus.FAILED, attempts=5), notice_row(attempts=5)
    by = user_as(Role.AUDITOR)
    with pytest.raises(NotAllowed, match="Chỉ quản trị"):
        send_again(by=by, kind="document", pk=str(failed.pk))
    with pytest.raises(NotAllowed, match="Chỉ quản trị"):
        mail_again(by=by, pk=lost.pk)
    failed.refresh_from_db()
    assert (failed.status, failed.attempts, deeds()) == (WorkStatus.FAILED, 5, [])
    assert Notice.objects.get(pk=lost.pk).attempts == 5


def test_mail_given_up_goes_out(eager_tasks, django_capture_on_commit_callbacks):
    lost, by = notice_row(attempts=5), manager()
    with django_capture_on_commit_callbacks(execute=True):
        mail_again(by=by, pk=lost.pk)
    assert [letter.to for letter in mail.outbox] == [[lost.user.email]]
    assert deeds() == [("mail", str(lost.pk), 5, by.email)]


def test_sending_again_is_chained_in_the_audit_log(django_capture_on_commit_callbacks):
    failed, lost, by = document_row(WorkStatus.FAILED, attempts=5), notice_row(attempts=4), manager()
    with django_capture_on_commit_callbacks():
        send_again(by=by, kind="document", pk=str(failed.pk))
        mail_again(by=by, pk=lost.pk)
    events = Event.objects.filter(chain="queues").order_by("seq")
    assert list(events.values_list("seq", "verb", "what", "actor", "detail")) == [
        (1, "operation", "send_again", by.pk, {"kind": "document", "key": str(failed.pk), "tries": 5}),
        (2, "operation", "send_again", by.pk, {"kind": "mail", "key": str(lost.pk), "tries": 4}),
    ]
