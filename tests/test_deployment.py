"""What docker-compose.yml, Dockerfile and docs/deploy.md say of variables and commands is true."""

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from celery.bin.base import CLIContext
from celery.bin.celery import celery
from django.core.management import get_commands, load_command_class

from smartcity_portal.celery import app

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "smartcity-portal"}
LOGS = "docker-compose.logs.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
CHECK = "-c", "import importlib, os; importlib.import_module(os.environ['DJANGO_SETTINGS_MODULE'])"

NOT_OURS = {"POSTGRES_PASSWORD", "SITE", "OWNER_DATABASE_URL", "LOG_SERVER", "LOG_SERVER_CA", "AWS_CA_BUNDLE"}
"""Read by the compose files themselves, and by the library of the object storage."""

NOT_FOR_DEPLOYERS = {
    *("DEBUG", "GALLERY"),
    *("VAR_DIR", "HEARTBEAT_DIR", "BACKUP_QUEUE", "DJANGO_SETTINGS_MODULE"),
}
"""Of development, or given by docker-compose.yml and Dockerfile themselves."""


def read_by_settings() -> set[str]:
    sources = [*(ROOT / "smartcity_portal/settings").glob("*.py"), ROOT / "gunicorn.conf.py"]
    text = "\n".join(path.read_text() for path in sources)
    return set(re.findall(r"env(?:\.\w+|iron\.get)\(\s*\"([A-Z0-9_]+)\"", text)) | {"EMAIL_URL"}


def documented() -> set[str]:
    rows = [
        line.split("|")[1]
        for name in ("deploy", "sign-in", "operations", "personal-data", "audit")
        for line in (ROOT / f"docs/{name}.md").read_text().splitlines()
        if line.startswith("| `")
    ]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def interpolated() -> set[str]:
    text = "".join((ROOT / name).read_text() for name in ("docker-compose.yml", LOGS))
    return set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", text))


def commands(text: str) -> list[list[str]]:
    """What `manage.py` is called with."""
    return [found.split() for found in re.findall(r"manage\.py ([a-z_]+(?: --[a-z-]+)*)", text)]


def test_there_is_something_to_check():
    assert {"web", "worker", "keeper", "beat", "prepare"} == OURS.keys()
    assert {"SECRET_KEY", "S3_BUCKET", "LOG_FORMAT"} <= read_by_settings()
    assert {"SECRET_KEY", "OIDC_ISSUER", "S3_BUCKET"} <= documented()


@pytest.mark.parametrize("name", OURS)
def test_settings_read_what_compose_gives_a_service(name):
    assert OURS[name]["environment"].keys() - read_by_settings() == set()


def test_settings_read_what_the_dockerfile_gives():
    given = set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", DOCKERFILE)) - {"PATH", "PYTHONUNBUFFERED"}
    assert given - read_by_settings() == set()
    assert {"DJANGO_SETTINGS_MODULE", "VAR_DIR", "EMAIL_URL"} <= given


def test_variables_of_the_documents_are_read_and_those_that_are_read_documented():
    assert documented() - read_by_settings() - NOT_OURS == set()
    assert read_by_settings() - documented() - NOT_FOR_DEPLOYERS == set()
    assert interpolated() - documented() == set()


@pytest.mark.parametrize("called", commands(str(OURS["prepare"]["command"]) + DOCKERFILE), ids=" ".join)
def test_commands_of_compose_and_dockerfile_exist_with_their_options(called):
    name, *options = called
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    parser.parse_args(options)  # ends the test by SystemExit at an option that is not there


@pytest.mark.parametrize("path", ["docs/deploy.md", "docs/operations.md", "docs/audit.md", "docs/personal-data.md"])
def test_commands_of_the_documents_exist(path):
    named = {name for name, *_options in commands((ROOT / path).read_text())}
    assert named - get_commands().keys() == set()
    assert len(named) > 0


@pytest.mark.parametrize("name", ["worker", "keeper", "beat"])
def test_celery_knows_its_options(name):
    program, *arguments = OURS[name]["command"]
    assert (program, arguments[:2]) == ("celery", ["-A", "smartcity_portal"])
    kind, *options = arguments[2:]
    celery.commands[kind].make_context(kind, options, obj=CLIContext(app, no_color=True, workdir=None))


def test_queue_of_the_backups_has_a_worker():
    assert OURS["web"]["environment"]["BACKUP_QUEUE"] in OURS["keeper"]["command"]
    assert "backups:/backups" in OURS["keeper"]["volumes"]


def test_volumes_and_configs_that_services_use_are_declared():
    volumes = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}
    assert volumes == COMPOSE["volumes"].keys()
    assert {config["source"] for config in SERVICES["proxy"]["configs"]} == COMPOSE["configs"].keys()
    awaited = {name for service in SERVICES.values() for name in service.get("depends_on", ())}
    assert awaited - SERVICES.keys() == set()


def test_logs_of_every_service_that_goes_on_are_sent_to_another_machine_where_that_is_wanted():
    sent = yaml.safe_load((ROOT / LOGS).read_text())["services"]
    assert sent.keys() == SERVICES.keys() - {"bucket"}
    assert {service["logging"]["driver"] for service in sent.values()} == {"syslog"}


def test_prepare_alone_owns_the_tables_where_that_is_wanted():
    ways = {name: service["environment"]["DATABASE_URL"].partition(":-")[0] for name, service in OURS.items()}
    assert ways == dict.fromkeys(OURS, "${DATABASE_URL") | {"prepare": "${OWNER_DATABASE_URL"}


def test_image_has_the_packages_that_setting_up_wants():
    wanted = re.findall(r"^want (lib\S+)", (ROOT / ".ci/packages").read_text(), re.MULTILINE)
    installed = re.search(r"apt-get install -y --no-install-recommends ([^&]+)", DOCKERFILE)[1].split()
    assert set(wanted) - set(installed) == set()
    assert f"{SERVICES['postgres']['image']} bookworm" == "postgres:15 bookworm"  # Debian 12's client, by `FROM`
    assert re.findall(r"FROM (\S+)", DOCKERFILE) == ["python:3.12-slim-bookworm"] * 2


def test_what_the_image_copies_is_there_and_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().split()
    copied = [name for line in re.findall(r"^COPY (?!--from|\. )(.+)", DOCKERFILE, re.M) for name in line.split()[:-1]]
    copied += [".ci/assets.py", "manage.py", "gunicorn.conf.py", "package-lock.json", ".npmrc"]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in copied if any(fnmatch(name, rule) for rule in ignored)] == []


@pytest.mark.slow
def test_gunicorn_and_the_settings_take_what_the_dockerfile_says(tmp_path):
    given = dict(re.findall(r"\b([A-Z][A-Z0-9_]+)=(\S+)", re.search(r"RUN /assets.*", DOCKERFILE)[0]))
    environment = {"PATH": os.environ["PATH"], **given, "VAR_DIR": str(tmp_path)}
    (tmp_path / "staticfiles").mkdir()
    program, *arguments = json.loads(re.search(r"^CMD (\[.+\])", DOCKERFILE, re.MULTILINE)[1])
    for command in (["-m", program, *arguments, "--check-config"], [*CHECK]):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr.decode()) == (0, "")
