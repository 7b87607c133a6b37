"""SIGTERM to real processes: a request in flight is answered, a task in the works is finished or another worker does it
again, and nothing that stopped is still counted as alive."""

import json
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.contextvars import bound_contextvars

from operations.models import Heartbeat, ProcessKind, ScheduledTask, TaskTally
from smartcity_portal.celery import app
from tests.operations.processes import QUIET_WORKER, running, until
from tests.operations.slow_tasks import slow
from tests.services import free_port

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@contextmanager
def worker(folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    command = ("celery", "-A", "smartcity_portal", "worker", "-I", "tests.operations.slow_tasks", "-n", f"{name}@test")
    logs = {"LOG_FORMAT": "json", "LOG_EACH": "true", "VAR_DIR": str(folder)}
    with running(*command, "--pool", "prefork", "-c", "1", *QUIET_WORKER, **logs) as process:
        yield process


@pytest.fixture(autouse=True)
def _empty_queue():
    app.control.purge()
    yield
    app.control.purge()


def workers() -> list[str]:
    return [found.name for found in Heartbeat.objects.filter(kind=ProcessKind.WORKER)]


def test_worker_finishes_its_task_and_its_log_has_the_request_id(tmp_path):
    with worker(tmp_path, "a") as process:
        with bound_contextvars(request_id="request-of-a-person"):
            slow.delay(str(tmp_path), 2)
        until((tmp_path / "begun").exists, process)
        until(lambda: workers() == ["a@test"], process)
        process.send_signal(signal.SIGTERM)
        printed, _nothing = process.communicate(timeout=30)
    assert process.returncode == 0
    assert (tmp_path / "done").read_text() == "request-of-a-person"
    assert workers() == []
    assert list(TaskTally.objects.values_list("task", "outcome", "runs")) == [("tests.slow", "success", 1)]
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line["event"] == "task"]
    assert (line["task"], line["request_id"], line["outcome"]) == ("tests.slow", "request-of-a-person", "success")
    assert line["milliseconds"] >= 2000


def test_task_of_a_worker_that_had_to_go_at_once_is_done_by_another(tmp_path):
    """SIGQUIT: what a supervisor's impatience comes to; the message goes back to the queue."""
    with worker(tmp_path, "a") as process:
        slow.delay(str(tmp_path), 5)
        until((tmp_path / "begun").exists, process)
        process.send_signal(signal.SIGQUIT)
        process.communicate(timeout=30)
    assert not (tmp_path / "done").exists()
    with worker(tmp_path, "b") as process:
        until((tmp_path / "done").exists, process)


@contextmanager
def web(port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    command = ("gunicorn", "tests.operations.slow_wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket")
    with running(*command, "--worker-class", "gthread", "--workers", "2", "--threads", "2", **more) as process:
        until(lambda: answers(port), process)
        yield process


def read(port: int, path: str, token: str = "") -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return response.status, response.read().decode()


def answers(port: int) -> bool:
    try:
        return read(port, "/healthz")[0] == 200
    except OSError:
        return False


def test_web_answers_what_is_in_flight_and_tells_the_counts_of_all_its_processes(tmp_path):
    port, found = free_port(), []
    with web(
        port, BEGUN=str(tmp_path / "begun"), METRICS_TOKEN="m" * 20, VAR_DIR=str(tmp_path), LOG_EACH="1"
    ) as process:
        for _each in range(20):
            read(port, "/accounts/login/")
        told = read(port, "/metrics", "m" * 20)[1]
        assert 'portal_requests_total{method="GET",route="account_login",status="200"} 20.0' in told
        read(port, "/accounts/login/?next=/geheim/")
        asking = threading.Thread(target=lambda: found.append(read(port, "/accounts/login/?slow")))
        asking.start()
        until((tmp_path / "begun").exists, process)
        process.send_signal(signal.SIGTERM)
        asking.join(30)
        printed, _nothing = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "geheim" not in printed, "gunicorn's own log of requests has addresses and query strings"
    assert "operations.requests request" in printed
    assert [status for status, _page in found] == [200]
    assert not answers(port)


def test_beat_that_was_killed_starts_again_and_goes_on_with_its_schedule(tmp_path):
    """It keeps no file: there is nothing that a hard kill could leave in halves."""
    command = ("celery", "-A", "smartcity_portal", "beat", "--pidfile=")
    more = {"VAR_DIR": str(tmp_path), "SWEEP_SECONDS": "1", "HEARTBEAT_SECONDS": "1"}
    began = time.time()
    with running(*command, **more) as process:
        until(lambda: _sent_since(began), process)
        process.kill()
    assert [found.kind for found in Heartbeat.objects.all()] == [ProcessKind.BEAT]
    began = time.time()
    with running(*command, **more) as process:
        until(lambda: _sent_since(began), process)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert Heartbeat.objects.count() == 0, "one that stops properly says so"
    assert {path.name for path in tmp_path.iterdir()} == {"heartbeats", "staticfiles"}, "no file of a schedule"


def _sent_since(moment: float) -> bool:
    found = ScheduledTask.objects.filter(name="sweep").first()
    return found is not None and found.sent_at.timestamp() > moment
