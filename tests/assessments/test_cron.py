from django.conf import settings

from smartcity_portal.celery import app


def test_sweep_is_on_the_schedule_that_a_worker_reads():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["sweep"]
    assert (found["task"], found["schedule"]) == ("assessments.tasks.sweep", settings.SWEEP_SECONDS)
    assert found["task"] in app.tasks


def test_sweep_comes_round_before_work_counts_as_left_behind():
    assert settings.SWEEP_SECONDS < settings.LEFT_BEHIND_SECONDS
    assert settings.CELERY_TASK_TIME_LIMIT < settings.LEFT_BEHIND_SECONDS
