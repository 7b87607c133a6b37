from datetime import datetime
from zoneinfo import ZoneInfo

from smartcity_portal.celery import app


def test_what_is_over_is_removed_every_night():
    app.loader.import_default_modules()
    found = app.conf.beat_schedule["retention"]
    assert found["task"] == "personal_data.tasks.retention"
    assert found["task"] in app.tasks
    night = datetime(2026, 5, 6, 3, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    found["schedule"].nowfun = lambda: night
    assert found["schedule"].is_due(night.replace(day=5)).is_due
