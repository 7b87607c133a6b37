"""The tally of what tasks came to; the worker's sign of life (with a real worker in test_stopping.py)."""

import pytest
from django.db import DatabaseError, connection

from operations import tasks
from operations.models import Heartbeat, TaskTally
from operations.tasks import count, note_end, note_start, start_pulse, stop_pulse
from tests.operations.processes import until
from tests.operations.test_request_ids import Task

pytestmark = pytest.mark.django_db


def tallies() -> list[tuple[str, str, int]]:
    return list(TaskTally.objects.values_list("task", "outcome", "runs"))


def test_runs_are_counted_by_task_and_outcome():
    for state in ("SUCCESS", "FAILURE", "SUCCESS", None):
        note_start("t-1", Task())
        note_end("t-1", Task(), state)
    assert tallies() == [(Task.name, "failure", 1), (Task.name, "lost", 1), (Task.name, "success", 2)]
    assert 0 < TaskTally.objects.get(outcome="success").seconds < 5


def test_seconds_add_up():
    count("a", "success", 1.5)
    count("a", "success", 2)
    assert TaskTally.objects.get().seconds == 3.5


def test_tasks_that_tests_run_at_once_are_not_counted():
    note_start("t-1", Task(is_eager=True))
    note_end("t-1", Task(is_eager=True), "SUCCESS")
    assert tallies() == []


@pytest.mark.django_db(transaction=True)
def test_another_worker_that_wrote_first_loses_nothing():
    """Its row comes between this worker's update and its insert."""

    def between(execute, sql, parameters, many, context):
        if sql.startswith("INSERT"):
            connection.execute_wrappers.remove(between)
            TaskTally.objects.create(task="a", outcome="success", runs=1, seconds=1)
        return execute(sql, parameters, many, context)

    connection.execute_wrappers.append(between)
    count("a", "success", 2)
    assert tallies() == [("a", "success", 2)]


def test_tally_that_cannot_be_written_fails_no_task(caplog):
    def away(*_arguments):
        raise DatabaseError

    with connection.execute_wrapper(away):
        count("a", "success", 1)
    assert [record.message for record in caplog.records] == [
        "The tally of a task was not written: the database is away"
    ]


@pytest.mark.django_db(transaction=True)
def test_worker_that_is_ready_gives_a_sign_of_life_until_it_stops(settings, tmp_path):
    settings.HEARTBEAT_DIR = tmp_path

    class Consumer:
        hostname = "celery@a"

    start_pulse(Consumer())
    until(lambda: [found.name for found in Heartbeat.objects.all()] == ["celery@a"])
    stop_pulse()
    assert (Heartbeat.objects.count(), tasks.pulses) == (0, [])
