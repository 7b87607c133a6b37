"""The command: readable, as JSON, and its exit code; a whole run against broken settings in a real process."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from operations import doctor
from operations.doctor.findings import error, fine, warning

ROOT = Path(__file__).resolve().parents[3]
SOUND = (lambda: fine("một", "tốt"), lambda: warning("hai", "chưa đặt", "Đặt nó."))


def test_sound_deployment_is_told_in_lines_and_ends_well(monkeypatch):
    monkeypatch.setattr(doctor, "CHECKS", SOUND)
    told = io.StringIO()
    call_command("doctor", stdout=told)
    assert told.getvalue().splitlines() == [
        "ĐẠT    một: tốt",
        "LƯU Ý  hai: chưa đặt",
        "       → Đặt nó.",
        "Tổng cộng: 1 đạt, 1 lưu ý, 0 lỗi",
    ]


def test_names_that_say_nothing_to_an_administrator_are_told_in_words(monkeypatch):
    monkeypatch.setattr(doctor, "CHECKS", (lambda: fine("clock", "khớp"),))
    told = io.StringIO()
    call_command("doctor", stdout=told)
    assert told.getvalue().splitlines()[0] == "ĐẠT    Đồng hồ: khớp"


def test_error_ends_with_1_and_json_has_everything(monkeypatch):
    monkeypatch.setattr(doctor, "CHECKS", (*SOUND, lambda: error("ba", "hỏng", "Sửa nó.")))
    told = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=told)
    assert ended.value.code == 1
    assert json.loads(told.getvalue())[2] == {"name": "ba", "level": "error", "found": "hỏng", "advice": "Sửa nó."}


@pytest.mark.slow
def test_production_where_nothing_answers(tmp_path):
    """Neither database nor Redis nor mail server: everything is told, nothing raised, no secret shown."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.prod",
        "SECRET_KEY": "geheim",
        "ALLOWED_HOSTS": "dothi.example",
        "DATABASE_URL": "postgres://p:geheim@127.0.0.1:1/portal",
        "REDIS_URL": "redis://:geheim@127.0.0.1:1/0",
        "EMAIL_URL": "smtp://u:geheim@127.0.0.1:1",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "doctor", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    found = {finding["name"]: finding["level"] for finding in json.loads(done.stdout)}
    wrong = {"SECRET_KEY", "PostgreSQL", "Redis", "mail", "migrations", "static files", "provinces", "workers", "beat"}
    assert done.returncode == 1
    assert {name for name in wrong if found[name] != "error"} == set()
    assert (found["HTTPS"], found["PORTAL_URL"], found["DEBUG"]) == ("fine", "fine", "fine")
    assert "geheim" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
