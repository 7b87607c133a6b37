"""Signs of life: a row and a file while a process runs; none after it stopped; silent after it was killed."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, connection
from django.utils import timezone

from operations.heartbeats import FORGOTTEN_AFTER, Pulse, alive, beat, begin, end, is_silent
from operations.models import Heartbeat, ProcessKind
from tests.operations.processes import until

WORKER = ProcessKind.WORKER
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HEARTBEAT_DIR = tmp_path / "heartbeats"
    return settings.HEARTBEAT_DIR


def names(kind=WORKER) -> list[str]:
    return [found.name for found in alive(kind)]


def test_process_is_alive_from_beat_to_end(folder):
    beat(WORKER, "celery@a")
    assert (names(), names(ProcessKind.BEAT)) == (["celery@a"], [])
    assert (folder / "worker").exists()
    end(WORKER, "celery@a")
    assert names() == []
    assert not (folder / "worker").exists()


def test_process_that_is_silent_too_long_is_not_alive(settings):
    settings.HEARTBEAT_OLD_SECONDS = 60
    now = timezone.now()
    Heartbeat.objects.create(kind=WORKER, name="late", seen_at=now - timedelta(seconds=61))
    Heartbeat.objects.create(kind=WORKER, name="just", seen_at=now - timedelta(seconds=50))
    assert names() == ["just"]
    assert [is_silent(found) for found in Heartbeat.objects.order_by("name")] == [False, True]


def test_beat_moves_only_the_sign_of_life():
    begun = timezone.now() - timedelta(hours=2)
    Heartbeat.objects.create(kind=WORKER, name="celery@a", started_at=begun, seen_at=begun)
    beat(WORKER, "celery@a")
    found = Heartbeat.objects.get()
    assert found.started_at == begun
    assert not is_silent(found)


def test_process_that_starts_under_the_name_of_a_killed_one_is_new():
    begun = timezone.now() - timedelta(hours=2)
    Heartbeat.objects.create(kind=WORKER, name="celery@a", started_at=begun, seen_at=begun)
    begin(WORKER, "celery@a")
    assert Heartbeat.objects.get().started_at > begun


def test_killed_process_is_forgotten_after_a_day():
    Heartbeat.objects.create(kind=WORKER, name="gone", seen_at=timezone.now() - FORGOTTEN_AFTER * 1.1)
    Heartbeat.objects.create(kind=WORKER, name="killed", seen_at=timezone.now() - FORGOTTEN_AFTER * 0.9)
    beat(WORKER, "celery@new")
    assert [found.name for found in Heartbeat.objects.order_by("name")] == ["celery@new", "killed"]


def test_file_is_written_though_the_database_is_away(folder, caplog):
    with connection.execute_wrapper(away):
        begin(WORKER, "celery@a")
        end_file = (folder / "worker").exists()
        end(WORKER, "celery@a")
    assert end_file
    assert [record.message for record in caplog.records] == [
        "An earlier heartbeat could not be removed: the database is away",
        "No heartbeat in the database: it is away",
        "The heartbeat could not be removed: the database is away",
    ]


def away(*_arguments):
    raise InterfaceError


def test_folder_that_cannot_be_written_stops_nothing(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.HEARTBEAT_DIR = tmp_path / "file" / "below"
    beat(WORKER, "celery@a")
    assert names() == ["celery@a"]
    assert [record.message for record in caplog.records] == [
        "The heartbeat's file could not be written: NotADirectoryError"
    ]


@pytest.mark.django_db(transaction=True)
def test_pulse_beats_until_it_is_stopped(settings):
    settings.HEARTBEAT_SECONDS = 0.05
    pulse = Pulse(WORKER, "celery@a")
    pulse.start()
    until(lambda: names() == ["celery@a"])
    first = Heartbeat.objects.get().seen_at
    until(lambda: Heartbeat.objects.get().seen_at > first)
    pulse.stop()
    assert (names(), pulse.is_alive()) == ([], False)
