"""Beat's schedule: what was sent is remembered in the database, what was missed is made up for, no file is needed."""

from datetime import timedelta

import pytest
from celery.schedules import crontab
from django.db import DatabaseError, connection
from django.utils import timezone

from operations.models import Heartbeat, ProcessKind, ScheduledTask
from operations.schedule import KeptSchedule
from smartcity_portal.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HEARTBEAT_DIR = tmp_path
    return tmp_path


@pytest.fixture
def planned():
    morning = timezone.localtime() - timedelta(hours=1)
    found = {
        "sweep": {"task": "assessments.tasks.sweep", "schedule": 60},
        "remind": {"task": "assessments.tasks.remind", "schedule": crontab(hour=morning.hour, minute=0)},
    }
    before, app.conf.beat_schedule = app.conf.beat_schedule, found
    yield
    app.conf.beat_schedule = before


def due(schedule: KeptSchedule) -> dict[str, bool]:
    return {name: bool(entry.is_due()[0]) for name, entry in schedule.schedule.items() if "." not in name}


def away(*_arguments):
    raise DatabaseError


def test_schedule_that_was_never_kept_starts_now(planned):
    assert due(KeptSchedule(app)) == {"sweep": False, "remind": False}


def test_what_fell_due_while_beat_was_away_is_due(planned):
    now = timezone.now()
    ScheduledTask.objects.create(name="remind", sent_at=now - timedelta(hours=3))
    ScheduledTask.objects.create(name="sweep", sent_at=now - timedelta(seconds=10))
    ScheduledTask.objects.create(name="of an earlier release", sent_at=now)
    assert due(KeptSchedule(app)) == {"sweep": False, "remind": True}


def test_what_was_sent_is_remembered(planned):
    schedule = KeptSchedule(app)
    schedule.reserve(schedule.schedule["remind"])
    kept = ScheduledTask.objects.get()
    assert (kept.name, timezone.now() - kept.sent_at < timedelta(seconds=5)) == ("remind", True)
    assert due(KeptSchedule(app))["remind"] is False


def test_database_that_is_away_stops_neither_start_nor_sending(planned, caplog):
    with connection.execute_wrapper(away):
        schedule = KeptSchedule(app)
        assert schedule.reserve(schedule.schedule["sweep"]).total_run_count == 1
    assert [record.message for record in caplog.records] == [
        "The database is away: the schedule starts anew",
        "The database is away: the schedule goes on in memory",
    ]


def test_ticks_are_signs_of_life_and_closing_takes_them_away(planned, settings, folder):
    settings.HEARTBEAT_SECONDS = 0
    schedule = KeptSchedule(app)
    assert schedule.tick() <= app.conf.beat_max_loop_interval
    first = Heartbeat.objects.get(kind=ProcessKind.BEAT).seen_at
    assert (folder / "beat").exists()
    schedule.tick()
    assert Heartbeat.objects.get(kind=ProcessKind.BEAT).seen_at > first
    schedule.close()
    assert Heartbeat.objects.count() == 0


def test_ticks_in_quick_succession_write_once(planned, settings, django_assert_num_queries):
    settings.HEARTBEAT_SECONDS = 60
    schedule = KeptSchedule(app)
    schedule.tick()
    with django_assert_num_queries(0):
        schedule.tick()


def test_schedule_that_never_ticked_has_nothing_to_take_away(planned):
    Heartbeat.objects.create(kind=ProcessKind.BEAT, name=KeptSchedule(app).node)
    KeptSchedule(app).close()
    assert Heartbeat.objects.count() == 1
