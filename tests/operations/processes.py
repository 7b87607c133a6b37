"""Real processes of the portal for the tests of operations: on the test database, each with a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def environment(**more: str) -> dict[str, str]:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    known = {"DATABASE_URL": urlunsplit(url), "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.test"}
    return {**os.environ, **known, **more}


@contextmanager
def running(*command: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m …`, killed at the end if it still runs, with its children: who holds its output is waited for."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def until(condition: Callable[[], object], process: subprocess.Popen[str] | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process is None or process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)
