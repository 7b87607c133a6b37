"""What the page of queues shows beyond the rows themselves: the page is in views/test_queues.py."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.enums import WorkStatus
from operations import queries, work
from operations.models import ScheduledTask, TaskTally
from operations.readiness import CHECKS
from smartcity_portal.celery import app
from tests.operations.rows import document_row, manager, notice_row

pytestmark = pytest.mark.django_db


def test_rows_beyond_those_shown_are_counted(monkeypatch):
    monkeypatch.setattr(work, "MOST_SHOWN", 1)
    document_row(WorkStatus.FAILED)
    document_row(WorkStatus.FAILED)
    found = {queue.kind: (len(queue.lines), queue.hidden) for queue in queries.queues(manager())}
    assert found == {"snapshot": (1, 1), "document": (1, 1), "edition": (0, 0), "national_report": (0, 0)}


def test_reason_is_shown_in_the_readers_words():
    document_row(WorkStatus.FAILED, failure="KeyError")
    line = next(queue for queue in queries.queues(manager()) if queue.kind == "document").lines[0]
    assert (line.failure, line.next_look, line.tone) == ("KeyError", None, "bad")


def test_mail_that_was_never_tried_goes_by_itself():
    notice_row()
    notice_row(attempts=2)
    assert [line.why_not for line in queries.mails(manager())] == ["Sẽ gửi trong lượt tới.", ""]


def test_schedule_tells_last_and_next():
    now = timezone.now()
    ScheduledTask.objects.create(name="sweep", sent_at=now)
    found = {name: (last, due) for name, last, due in queries.schedule()}
    last, due = found["Quét bản chấm điểm và tài liệu bị bỏ dở"]
    assert last == now
    assert timedelta(0) <= due - now <= timedelta(seconds=61)
    assert found["Nhắc việc đến hạn"][0] is None
    assert timezone.localtime(found["Nhắc việc đến hạn"][1]).strftime("%H:%M") in {"08:00", "07:59"}


def test_overdue_task_is_next_now():
    ScheduledTask.objects.create(name="sweep", sent_at=timezone.now() - timedelta(days=1))
    due = {name: due for name, _last, due in queries.schedule()}["Quét bản chấm điểm và tài liệu bị bỏ dở"]
    assert abs(due - timezone.now()) < timedelta(seconds=5)


def test_every_scheduled_task_of_the_portal_has_a_name_for_people():
    app.loader.import_default_modules()
    planned = {name for name in app.conf.beat_schedule if not name.startswith("celery.")}
    assert set(queries.SCHEDULED) == planned | {"back up"}  # which is planned only where it is configured


def test_every_part_has_a_name_for_people():
    assert {name: str(queries.part_label(name)) for name in CHECKS}.keys() == set(queries.PARTS)


def test_outcomes_are_told_in_words():
    TaskTally.objects.create(task="a", outcome="failure", runs=1)
    TaskTally.objects.create(task="a", outcome="revoked", runs=1)
    assert [str(outcome) for _tally, outcome in queries.tallies()] == ["không thành công", "revoked"]
