"""The same settings serve the embedded default and production; the environment says which."""

import importlib.util
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from smartcity_portal.logs import WithoutTokens

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SHOWN = """
import importlib.util
import json
from django.conf import settings as s
print(json.dumps({
    "engine": s.DATABASES["default"]["ENGINE"], "age": s.DATABASES["default"].get("CONN_MAX_AGE"),
    "options": s.DATABASES["default"].get("OPTIONS", {}), "broker": s.CELERY_BROKER_URL,
    "cache": s.CACHES["default"]["BACKEND"], "files": s.STORAGES["default"]["BACKEND"],
}))
"""
SWITCHES = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "S3_BUCKET",
    "TRUSTED_PROXIES",
    "PORTAL_URL",
    "METRICS_TOKEN",
    "LOG_FORMAT",
)
PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://p:s@db/portal",
    "REDIS_URL": "redis://queue:6379/0",
    "EMAIL_URL": "smtp://mail:587",
}


def run(module, folder, code=SHOWN, **variables):
    inherited = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    environment = inherited | {"DJANGO_SETTINGS_MODULE": f"smartcity_portal.settings.{module}", "VAR_DIR": str(folder)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment | variables, capture_output=True, text=True, check=False)


def test_embedded_default_needs_no_service(tmp_path):
    found = json.loads(run("dev", tmp_path).stdout)
    assert found["engine"] == "django.db.backends.sqlite3"
    assert found["options"]["transaction_mode"] == "IMMEDIATE"
    assert found["options"]["init_command"].startswith("PRAGMA journal_mode=WAL;")
    assert found["broker"] == "filesystem://"
    assert found["files"] == "smartcity_portal.storage.WholeFiles"


def test_embedded_database_really_is_in_wal_mode(tmp_path):
    code = (
        "import django; django.setup(); from django.db import connection; c = connection.cursor();"
        "c.execute('PRAGMA journal_mode'); print(c.fetchone()[0])"
    )
    assert run("dev", tmp_path, code).stdout.strip() == "wal"


def test_urls_switch_to_postgresql_and_redis(tmp_path):
    urls = {"DATABASE_URL": "postgres://p:s@db/portal", "REDIS_URL": "redis://queue:6379/0"}
    found = json.loads(run("dev", tmp_path, **urls).stdout)
    assert (found["engine"], found["age"]) == ("django.db.backends.postgresql", 60)
    assert found["broker"] == "redis://queue:6379/0"
    assert found["cache"] == "smartcity_portal.caching.ForgivingRedisCache"


def test_object_storage_is_chosen_by_its_bucket(tmp_path):
    found = json.loads(run("dev", tmp_path, S3_BUCKET="portal").stdout)
    assert found["files"] == "smartcity_portal.object_storage.ObjectStorage"


def test_own_secret_key_is_made_once_and_kept_private(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = run("dev", tmp_path, code).stdout, run("dev", tmp_path, code).stdout
    assert first == second
    assert len(first.strip()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_does_not_start_without_what_it_needs(tmp_path, name):
    done = run("prod", tmp_path, **{other: value for other, value in PRODUCTION.items() if other != name})
    assert done.returncode == 1
    assert f"Set the {name} environment variable" in done.stderr


def test_sign_in_is_limited_by_the_address_before_the_proxy(tmp_path):
    code = (
        "import django; django.setup()\n"
        "from allauth.account.adapter import get_adapter\n"
        "from django.test import RequestFactory\n"
        "for told in ('203.0.113.7', '10.9.9.9, 203.0.113.7'):\n"
        "    request = RequestFactory().get('/', REMOTE_ADDR='172.18.0.2', HTTP_X_FORWARDED_FOR=told)\n"
        "    print(get_adapter().get_client_ip(request))\n"
    )
    assert run("prod", tmp_path, code, **PRODUCTION).stdout.split() == ["203.0.113.7"] * 2


SIGN_IN = (
    "from django.conf import settings as s; print(s.SECOND_FACTOR_ROLES, s.CACHES['limits']['BACKEND'], s.OIDC_ISSUER)"
)
IN_DATABASE = "django.core.cache.backends.db.DatabaseCache"


def test_second_factor_is_obligatory_for_the_ministry_in_production_only(tmp_path):
    done = run("prod", tmp_path, SIGN_IN, **PRODUCTION)
    assert done.stdout.strip() == f"['auditor', 'campaign_manager', 'reviewer'] {IN_DATABASE}"
    assert run("dev", tmp_path, SIGN_IN).stdout.strip() == f"[] {IN_DATABASE}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECOND_FACTOR_ROLES", "reviewer,auditr", "'auditr' is not a valid Role"),
        ("OIDC_ISSUER", "http://id.bo.example", "OIDC_ISSUER must begin with https://"),
    ],
)
def test_mistyped_sign_in_does_not_start(tmp_path, name, value, said):
    done = run("prod", tmp_path, SIGN_IN, **PRODUCTION, **{name: value})
    assert (done.returncode, said in done.stderr) == (1, True)


def test_single_sign_on_is_what_the_environment_says(tmp_path):
    done = run(
        "prod", tmp_path, SIGN_IN, **PRODUCTION, OIDC_ISSUER="https://id.bo.example", SECOND_FACTOR_ROLES="auditor"
    )
    assert done.stdout.strip() == f"['auditor'] {IN_DATABASE} https://id.bo.example"


def test_production_reads_its_secret_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 60)
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    others = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    done = run("prod", tmp_path, code, SECRET_KEY_FILE=str(tmp_path / "key"), **others)
    assert done.stdout.strip() == "k" * 60


def test_mailed_links_lead_to_the_portals_host_or_where_the_environment_says(tmp_path):
    code = "from django.conf import settings; print(settings.PORTAL_URL)"
    assert run("prod", tmp_path, code, **PRODUCTION).stdout.strip() == "https://portal.example"
    chosen = run("prod", tmp_path, code, **PRODUCTION, PORTAL_URL="https://dothi.example/cong")
    assert chosen.stdout.strip() == "https://dothi.example/cong"


def test_compose_file_runs_the_parts_that_production_needs():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert {"web", "worker", "beat", "postgres", "redis", "storage", "prepare"} <= services.keys()
    assert services["worker"]["command"][:4] == ["celery", "-A", "smartcity_portal", "worker"]
    stateless = {name for name, service in services.items() if "volumes" not in service}
    assert {"web", "worker", "beat"} <= stateless


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_compose_asks_worker_and_beat_for_their_heartbeat(tmp_path, monkeypatch, name):
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert "/healthz" in services["web"]["healthcheck"]["test"][-1]
    asked = services[name]["healthcheck"]["test"][-1].replace("/tmp/portal-heartbeats", str(tmp_path))
    assert str(tmp_path / name) in asked

    def is_healthy() -> bool:
        return subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False).returncode == 0

    before = is_healthy()
    (tmp_path / name).touch()
    fresh = is_healthy()
    os.utime(tmp_path / name, (0, 0))
    assert (before, fresh, is_healthy()) == (False, True, False)


def test_production_keeps_heartbeats_where_compose_looks(tmp_path):
    code = "from django.conf import settings; print(settings.HEARTBEAT_DIR)"
    assert run("prod", tmp_path, code, TMPDIR="/tmp", **PRODUCTION).stdout.strip() == "/tmp/portal-heartbeats"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_every_secret_may_come_from_a_file(tmp_path, ending):
    """As container engines hand them over, with or without the editor's line end."""
    secrets = {**PRODUCTION, "METRICS_TOKEN": "m" * 20, "S3_BUCKET": "b", "S3_SECRET_KEY": "s3-secret"}
    files = {}
    for name, value in secrets.items():
        (tmp_path / name).write_bytes(f"{value}{ending}".encode())
        files[f"{name}_FILE"] = str(tmp_path / name)
    code = (
        "from django.conf import settings as s; d = s.DATABASES['default']; print([s.SECRET_KEY, s.ALLOWED_HOSTS,"
        " d['HOST'], d['PASSWORD'], d['NAME'], s.CELERY_BROKER_URL, s.EMAIL_PORT, s.METRICS_TOKEN,"
        " s.STORAGES['default']['OPTIONS']['secret_key']])"
    )
    told = run("prod", tmp_path, code, **files)
    expected = [
        *("k" * 60, ["portal.example"], "db", "s", "portal", "redis://queue:6379/0", 587, "m" * 20, "s3-secret")
    ]
    assert told.stdout.strip() == str(expected), told.stderr


def test_file_of_a_secret_that_is_not_there_is_said(tmp_path):
    told = run("prod", tmp_path, SECRET_KEY_FILE=str(tmp_path / "nowhere"), **PRODUCTION)
    assert told.returncode == 1
    assert "FileNotFoundError" in told.stderr


def test_production_logs_json_and_development_lines(tmp_path):
    code = "import django; django.setup(); import logging; logging.getLogger('x').warning('hello')"
    assert json.loads(run("prod", tmp_path, code, **PRODUCTION).stderr)["event"] == "hello"
    assert run("dev", tmp_path, code).stderr.strip().endswith("warning x hello")


def test_psycopg_3_cannot_be_imported():
    assert importlib.util.find_spec("psycopg") is None, "Django would take it in place of psycopg2"


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("%s: %s", ("Unprocessable Entity", "/invitations/geheim-1/")),
        ("Forbidden (%s): %s", ("CSRF", "/invitations/geheim-1/?next=/")),
        ("/invitations/geheim-1/ %d", (3,)),
        ("/invitations/geheim-1/", ()),
    ],
)
def test_logs_do_not_hold_the_token_of_an_invitation(message, arguments):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert WithoutTokens().filter(record)
    assert "geheim" not in record.getMessage()
    assert "/invitations/…" in record.getMessage()


def test_gallery_is_not_in_production(tmp_path):
    code = "import django; django.setup(); from django.urls import reverse; print(reverse('gallery'))"
    assert run("dev", tmp_path, code).stdout.strip() == "/gallery/"
    assert "NoReverseMatch" in run("prod", tmp_path, code, **PRODUCTION).stderr


def test_cookies_of_production_belong_to_this_host_alone(tmp_path):
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME LANGUAGE_COOKIE_NAME SCHEME_COOKIE_NAME"
    code = f"from django.conf import settings as s; print(*(getattr(s, name) for name in '{names}'.split()))"
    assert run("prod", tmp_path, code, **PRODUCTION).stdout.split() == [
        *("__Host-session", "__Host-csrf", "__Host-language", "__Host-scheme")
    ]
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN)"
    assert run("prod", tmp_path, code, **PRODUCTION).stdout.split() == ["None", "None"]


def test_sessions_end_when_the_environment_says(tmp_path):
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_AGE, s.SESSION_LONGEST_HOURS)"
    assert run("prod", tmp_path, code, **PRODUCTION).stdout.split() == ["14400", "24"]
    chosen = {"SESSION_IDLE_MINUTES": "30", "SESSION_LONGEST_HOURS": "12"}
    assert run("prod", tmp_path, code, **PRODUCTION, **chosen).stdout.split() == ["1800", "12"]
