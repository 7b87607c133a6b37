"""Readiness with PostgreSQL, Redis and the rest really stopped or hanging: true answers, in time, without secrets."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.processes import running, until
from tests.services import POSTGRES_OPTIONS, answers, free_port, postgres_binaries, unprivileged

pytestmark = pytest.mark.slow
TOKEN = "m" * 20


@contextmanager
def server(command: list[object], port: int) -> Iterator[subprocess.Popen[bytes]]:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd="/", **quiet)
    try:
        until(lambda: answers(port))
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A server of its own with an empty database."""
    folder, port = Path(os.environ["VAR_DIR"]).parent / f"stopped-{os.getpid()}", free_port()
    folder.mkdir()
    as_user, binaries = unprivileged(folder), postgres_binaries()
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run([*as_user, binaries / "initdb", "-D", folder, *options], check=True, stdout=subprocess.DEVNULL)
    command = [*as_user, binaries / "postgres", "-D", folder, "-p", str(port), "-k", str(folder), *POSTGRES_OPTIONS]
    with server(command, port) as process:
        yield process, f"postgres://postgres:geheim@127.0.0.1:{port}/postgres"


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path_factory.mktemp("redis"))]
    with server([shutil.which("redis-server"), *options], port) as process:
        yield process, f"redis://127.0.0.1:{port}/0"


def asked(port: int, path: str = "/readyz") -> tuple[int, dict, float]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, text = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    assert b"geheim" not in text
    assert b"Traceback" not in text
    return status, json.loads(text), time.monotonic() - began


def reasons(port: int) -> dict[str, str]:
    status, told, took = asked(port)
    assert took < 4
    found = {name: part["reason"] for name, part in told["parts"].items()}
    assert status == (503 if any(found.values()) else 200)
    assert asked(port, "/healthz")[:2] == (200, {"alive": True})
    return found


def is_up(port: int) -> bool:
    try:
        return asked(port, "/healthz")[0] == 200
    except OSError:
        return False


@pytest.mark.django_db
def test_each_part_that_is_away_is_said_and_comes_back(postgres, redis, tmp_path):
    database, queue = postgres, redis
    port = free_port()
    more = {
        "DATABASE_URL": database[1],
        "REDIS_URL": queue[1],
        "METRICS_TOKEN": TOKEN,
        "VAR_DIR": str(tmp_path),
        "READY_SECONDS": "1",
    }
    command = ("gunicorn", "smartcity_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket")
    with running(*command, **more) as web:
        until(lambda: is_up(port), web)
        found = reasons(port)
        assert found["database"].endswith("migrations not applied"), "the database is empty"
        assert (found["broker"], found["cache"], found["storage"]) == ("", "", "")
        queue[0].send_signal(signal.SIGSTOP)
        database[0].send_signal(signal.SIGSTOP)
        assert {reasons(port)[name] for name in ("cache", "database")} <= {"no answer in time", "TimeoutError"}
        queue[0].send_signal(signal.SIGCONT)
        database[0].send_signal(signal.SIGCONT)
        until(lambda: reasons(port)["database"].endswith("not applied"), web)
        assert reasons(port)["cache"] == ""
        database[0].send_signal(signal.SIGINT)
        queue[0].terminate()
        database[0].wait()
        queue[0].wait()
        until(lambda: reasons(port)["database"] == "OperationalError", web)
        assert reasons(port)["cache"] == "what was written is not read back"  # pages do without it
        assert reasons(port)["broker"] in {"OperationalError", "ConnectionError", "no answer in time"}
        assert reasons(port)["worker"] == "OperationalError"
        (tmp_path / "media").chmod(0o700)
        shutil.rmtree(tmp_path / "media")
        (tmp_path / "media").touch()
        assert reasons(port)["storage"] == "NotADirectoryError"
