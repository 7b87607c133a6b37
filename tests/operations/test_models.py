"""What the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from operations.models import Heartbeat, ProcessKind, ScheduledTask, SentAgain, TaskTally
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def refusals(row) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    return refused.value.messages


def test_process_has_one_heartbeat():
    Heartbeat.objects.create(kind=ProcessKind.BEAT, name="may-1")
    assert refusals(Heartbeat(kind=ProcessKind.BEAT, name="may-1")) == ["Tiến trình này đã có dấu hiệu hoạt động."]


def test_outcome_has_one_tally():
    TaskTally.objects.create(task="a", outcome="success")
    assert refusals(TaskTally(task="a", outcome="success")) == ["Kết quả này của việc đã có thống kê."]


def test_tally_counts_time_that_passed():
    assert refusals(TaskTally(task="a", outcome="success", seconds=-1)) == ["Số giây không được âm."]


def test_rows_have_names():
    now = timezone.now()
    assert str(Heartbeat(kind=ProcessKind.WORKER, name="celery@may-1")) == "tiến trình xử lý celery@may-1"
    assert str(ScheduledTask(name="sweep", sent_at=now)) == "sweep"
    assert str(TaskTally(task="a.b", outcome="retry")) == "a.b: retry"
    assert str(SentAgain(what="mail", object_id="7", by=UserFactory())) == "mail 7"
