"""What stands in rows and with the broker, as Prometheus is told it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from assessments.enums import WorkStatus
from operations.metrics import exposition
from operations.models import Heartbeat, ProcessKind, TaskTally
from operations.standing import Standing
from smartcity_portal.celery import app
from tests.operations.rows import document_row, notice_row
from tests.services import free_port

pytestmark = pytest.mark.django_db


def told() -> dict[str, float]:
    lines = exposition(Standing()).decode().splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def test_rows_ages_mails_tasks_and_processes_are_told():
    app.control.purge()
    document_row(created_at=timezone.now() - timedelta(hours=1))
    document_row(WorkStatus.FAILED, failure="KeyError")
    TaskTally.objects.create(task="assessments.tasks.score", outcome="success", runs=7, seconds=3.5)
    notice_row(subject="Chuyện riêng")
    notice_row(attempts=5)
    Heartbeat.objects.create(kind=ProcessKind.WORKER, name="celery@a")
    app.send_task("nobody.knows.it")
    found = told()
    app.control.purge()
    assert found['portal_work{kind="document",status="queued"}'] == 1
    assert found['portal_work{kind="document",status="failed"}'] == 1
    assert 3600 <= found['portal_oldest_waiting_seconds{kind="document"}'] < 3660
    assert found['portal_oldest_waiting_seconds{kind="edition"}'] == 0
    assert found['portal_tasks_total{outcome="success",task="assessments.tasks.score"}'] == 7
    assert found['portal_task_seconds_total{outcome="success",task="assessments.tasks.score"}'] == 3.5
    assert (found['portal_mails{state="waiting"}'], found['portal_mails{state="given_up"}']) == (1, 1)
    assert (found['portal_processes{kind="worker"}'], found['portal_processes{kind="beat"}']) == (1, 0)
    assert found["portal_queue_messages"] == 1
    assert found['portal_unreadable{source="database"}'] == 0


def test_without_database_the_rest_is_told():
    def away(*_arguments):
        raise DatabaseError

    with connection.execute_wrapper(away):
        found = told()
    assert found['portal_unreadable{source="database"}'] == 1
    assert "portal_queue_messages" in found
    assert not any(name.startswith("portal_work") for name in found)


def test_without_broker_the_rest_is_told():
    before, app.conf.broker_url = app.conf.broker_url, f"redis://127.0.0.1:{free_port()}/0"
    try:
        found = told()
    finally:
        app.conf.broker_url = before
    assert found['portal_unreadable{source="broker"}'] == 1
    assert found['portal_mails{state="waiting"}'] == 0
    assert "portal_queue_messages" not in found


def test_nothing_is_asked_when_it_is_registered(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Standing().describe()) == []
