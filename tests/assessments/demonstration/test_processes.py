"""Starting and stopping; the worker and the web server themselves are tried by tests/e2e."""

import os
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from assessments.demonstration import processes
from assessments.demonstration.processes import Processes, is_free
from tests.services import free_port

STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


def until(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_port_is_free_until_somebody_listens():
    port = free_port()
    assert is_free(port)
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)


def test_what_was_started_is_alive_within_and_stopped_after():
    port = free_port()
    with Processes() as running:
        running._start("http.server", str(port), "--bind", "127.0.0.1")
        until(lambda: not is_free(port))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        assert running.are_alive()
    assert not running.are_alive()
    assert [process.returncode is not None for process in running.started] == [True]


def test_what_was_started_is_stopped_after_an_error():
    running = Processes()

    def fail() -> None:
        with running:
            running._start("http.server", str(free_port()), "--bind", "127.0.0.1")
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        fail()
    assert not running.are_alive()


def test_one_that_ended_by_itself_is_noticed():
    with Processes() as running:
        running._start("this")
        until(lambda: not running.are_alive())


@pytest.mark.slow
def test_one_that_does_not_stop_when_asked_is_killed_with_its_children(tmp_path, monkeypatch):
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.3)
    with Processes() as running:
        running._start("stubborn", str(tmp_path / "ready"))
        until(lambda: (tmp_path / "ready").exists() and (tmp_path / "ready").read_text())
    assert [process.returncode for process in running.started] == [-9]
    child = Path("/proc", (tmp_path / "ready").read_text(), "cmdline")
    until(lambda: not (child.exists() and child.read_bytes()))


def test_beat_that_stopped_giving_signs_is_noticed_though_its_process_runs(tmp_path, settings):
    settings.HEARTBEAT_DIR = tmp_path
    with Processes() as running:
        running._start("http.server", str(free_port()), "--bind", "127.0.0.1")
        assert running.are_alive(), "no schedule was started here"
        running.beats_since = time.time()
        assert running.are_alive(), "it has just been started"
        running.beats_since -= processes.SILENT_SECONDS + 1
        assert not running.are_alive()
        (tmp_path / "beat").touch()
        assert running.are_alive()
        os.utime(tmp_path / "beat", (0, time.time() - processes.SILENT_SECONDS - 1))
        assert not running.are_alive()
