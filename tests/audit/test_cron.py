from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from smartcity_portal.celery import app


def test_log_is_sealed_every_hour_and_verified_every_night():
    app.loader.import_default_modules()
    seal, check = (app.conf.beat_schedule[name] for name in ("seal the audit log", "verify the audit log"))
    assert (seal["task"], seal["schedule"]) == ("audit.tasks.seal", settings.AUDIT_SEAL_SECONDS)
    assert check["task"] == "audit.tasks.check"
    assert {seal["task"], check["task"]} <= set(app.tasks)
    night = datetime(2026, 5, 6, 2, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    check["schedule"].nowfun = lambda: night
    assert check["schedule"].is_due(night.replace(day=5)).is_due
