from celery import Celery

from backups import cron
from smartcity_portal.celery import app


def planned() -> dict[str, tuple[str, set[int], set[int], str | None]]:
    """Of an application of its own: task, hours, minutes and queue by name."""
    own = Celery("planned", set_as_current=False)
    own.conf.timezone = "Asia/Ho_Chi_Minh"
    cron.plan(own)
    return {
        name: (entry["task"], entry["schedule"].hour, entry["schedule"].minute, entry["options"].get("queue"))
        for name, entry in own.conf.beat_schedule.items()
    }


def test_files_that_nothing_refers_to_are_swept_every_night_and_no_backup_is_made_unasked(settings):
    settings.BACKUP_DIR = ""
    assert planned() == {"sweep files": ("backups.tasks.sweep_files", {3}, {15}, None)}


def test_backup_is_made_every_night_at_its_hour_where_a_folder_is_set(settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_HOUR, settings.BACKUP_QUEUE = str(tmp_path), 2, "backups"
    assert planned()["back up"] == ("backups.tasks.back_up", {2}, {0}, "backups")


def test_schedule_is_the_one_that_a_worker_reads():
    app.loader.import_default_modules()
    assert app.conf.beat_schedule["sweep files"]["task"] in app.tasks
