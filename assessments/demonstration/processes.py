"""The web server, the Celery worker and its schedule of the embedded default, started and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

STOP_SECONDS = 10
SILENT_SECONDS = 120
"""Beat is counted as dead after so long without a sign of life, also when its process is still there."""

ROOT_WARNING = "You're running the worker with superuser privileges"
"""Celery's, of no use to somebody who tries the portal as root in a container."""


class Processes:
    """A context manager: whatever was started in it is stopped at its end."""

    def __init__(self) -> None:
        self.started: list[subprocess.Popen[bytes]] = []
        self.beats_since: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:  # in the middle of a report; its own children, the schedule, go with it
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def start_worker(self) -> None:
        """One worker; no chatter between workers, as it is the only one."""
        self._start(
            *("celery", "-A", "smartcity_portal", "--quiet", "worker", "--pool", "solo"),
            *("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
        )

    def start_beat(self) -> None:
        """The schedule, in a process of its own: what dies is noticed."""
        self.beats_since = time.time()
        self._start("celery", "-A", "smartcity_portal", "--quiet", "beat", "--loglevel", "WARNING", "--pidfile=")

    def start_web(self, port: int) -> None:
        self._start(
            *("gunicorn", "smartcity_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"),
            *("--log-level", "warning", "--no-control-socket"),
        )

    def are_alive(self) -> bool:
        return all(process.poll() is None for process in self.started) and self.beat_is_alive()

    def beat_is_alive(self) -> bool:
        """By the file it touches as long as its schedule turns (operations.heartbeats)."""
        sign = Path(settings.HEARTBEAT_DIR, "beat")
        seen = sign.stat().st_mtime if sign.exists() else 0.0
        return self.beats_since is None or time.time() - max(seen, self.beats_since) < SILENT_SECONDS

    def _start(self, module: str, *arguments: str) -> None:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": f"ignore:{ROOT_WARNING}"}
        command = [sys.executable, "-m", module, *arguments]
        self.started.append(
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL, process_group=0)
        )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
