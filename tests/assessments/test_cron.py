from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from smartcity_portal.celery import app


def test_sweep_is_on_the_schedule_that_a_worker_reads():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["sweep"]
    assert (found["task"], found["schedule"]) == ("assessments.tasks.sweep", settings.SWEEP_SECONDS)
    assert found["task"] in app.tasks


def test_files_that_wait_for_the_scanner_are_swept_too():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["sweep_scans"]
    assert (found["task"], found["schedule"]) == ("assessments.actions.scanning.sweep_scans", settings.SWEEP_SECONDS)
    assert {found["task"], "assessments.actions.scanning.scan_file"} <= set(app.tasks)


def test_mails_go_out_on_the_schedule_of_the_sweep():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["deliver"]
    expected = ("assessments.notifications.mailing.deliver", settings.SWEEP_SECONDS)
    assert (found["task"], found["schedule"]) == expected
    assert found["task"] in app.tasks


def test_people_are_reminded_at_eight_in_the_morning_of_vietnam():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["remind"]
    assert found["task"] == "assessments.tasks.remind"
    assert found["task"] in app.tasks
    eight = datetime(2026, 5, 6, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    schedule = found["schedule"]
    schedule.nowfun = lambda: eight
    assert schedule.is_due(eight.replace(day=5)).is_due
    assert not schedule.is_due(eight).is_due
    schedule.nowfun = lambda: eight.replace(hour=7, minute=59)
    assert not schedule.is_due(eight.replace(day=5)).is_due


def test_discussions_are_mailed_once_a_day_before_work_begins():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["digest"]
    assert found["task"] == "assessments.notifications.digest.digest"
    assert found["task"] in app.tasks
    half_past_seven = datetime(2026, 5, 6, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    schedule = found["schedule"]
    schedule.nowfun = lambda: half_past_seven
    assert schedule.is_due(half_past_seven.replace(day=5)).is_due
    assert not schedule.is_due(half_past_seven).is_due


def test_sweep_comes_round_before_work_counts_as_left_behind():
    assert settings.SWEEP_SECONDS < settings.LEFT_BEHIND_SECONDS
    assert settings.CELERY_TASK_TIME_LIMIT < settings.LEFT_BEHIND_SECONDS
