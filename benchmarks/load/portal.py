"""A throw-away portal of real processes with production's settings: PostgreSQL, Redis, gunicorn, Celery workers.

PostgreSQL is as Debian brings it and writes to the disk before it says "done". This process asks by HTTP and SQL;
whatever needs the portal's code on that database runs in a process of its own.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from redis import Redis

from tests import services

from .memory import children

ROOT = Path(__file__).resolve().parents[2]
HOST = "portal.test"
PATIENCE, STOP_SECONDS = 60, 10
STOCK = ("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200")
PRODUCTION, BARE = "smartcity_portal.settings.prod", "benchmarks.load.bare_settings"
WEB_WORKERS = 2
WEB_OPTIONS = (
    *("--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", "8", "--worker-tmp-dir", "/dev/shm"),  # noqa: S108
    *("--no-control-socket", "--log-level", "warning", "--backlog", "512"),
)
"""As in the Dockerfile, where there are three."""


class Portal:
    """A context manager: whatever was started in it is stopped at its end, also after an error."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = secrets.token_urlsafe(30)
        self.started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)
        try:
            self.database = services.start_postgres(self.folder, STOCK)
            self.postgres = services.STARTED[-1].pid
            self.redis = services.start_redis(self.folder)
        except BaseException:
            services.stop()
            raise
        self.environment = {**os.environ, **self._settings()}
        (self.folder / "var").mkdir()
        (self.folder / "var/staticfiles").symlink_to(settings.STATIC_ROOT)
        return self

    def _settings(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": PRODUCTION,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis,
            "EMAIL_URL": "dummymail://",
            "VAR_DIR": str(self.folder / "var"),
            "HEARTBEAT_DIR": str(self.folder / "heartbeats"),
            "METRICS_TOKEN": self.token,
            "PYTHONPYCACHEPREFIX": str(ROOT / "var/pycache"),  # production's is compiled too
            "PYTHONDONTWRITEBYTECODE": "",
            "SECOND_FACTOR_ROLES": "",  # those who measure have no telephone
        }

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.started:
            self.stop(process)
        services.stop()

    def run(self, *arguments: str) -> Any:
        """What a program of the portal prints as JSON; raises if it fails."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout) if done.stdout else None

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        place = urlsplit(self.database)
        opened = psycopg2.connect(
            host=place.hostname, port=place.port, user=place.username, dbname=place.path.strip("/")
        )
        try:
            with opened, opened.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            opened.close()

    # -- processes

    @contextmanager
    def web(self, settings_module: str = PRODUCTION) -> Iterator["Web"]:
        """Answers at its port within; `settings_module` other than production's: something else in the same server."""
        port = services.free_port()
        process = self._start(
            settings_module, "gunicorn", "smartcity_portal.wsgi", "--bind", f"127.0.0.1:{port}", *WEB_OPTIONS
        )
        try:
            until(lambda: self._lives(process) and len(children(process.pid)) >= WEB_WORKERS, "web")
            yield Web(port, process.pid)
        finally:
            self.stop(process)

    @contextmanager
    def workers(self, count: int) -> Iterator[int]:
        """One worker with so many processes, as in docker-compose.yml; gives the process id of their parent."""
        process = self._start(
            PRODUCTION,
            *("celery", "-A", "smartcity_portal", "worker", "--concurrency", str(count), "--loglevel", "WARNING"),
        )
        try:
            until(lambda: self._lives(process) and len(children(process.pid)) >= count, "workers")
            yield process.pid
        finally:
            self.stop(process)
            self.empty_queue()

    def empty_queue(self) -> None:
        """What nobody should do any more; rows keep what is to be done."""
        with Redis.from_url(self.redis) as broker:
            broker.flushall()

    def _start(self, settings_module: str, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": settings_module, "LOG_LEVEL": "WARNING"}
        command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
        with (self.folder / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0
            )
        self.started.append(process)
        return process

    def _lives(self, process: subprocess.Popen[bytes]) -> bool:
        if process.poll() is not None:
            logs = [path.read_text(errors="replace")[-2000:] for path in sorted(self.folder.glob("*.log"))]
            raise RuntimeError("a process of the portal ended:\n" + "\n".join(logs))
        return True

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Asked first; what is in the middle of something does not count any more."""
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


class Web:
    """A running gunicorn."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid


def until(found: Callable[[], bool], what: str, patience: float = PATIENCE, pause: float = 0.05) -> None:
    """Once it is so; raises after `patience` seconds. Who measures meanwhile asks seldom: asking costs, too."""
    deadline = time.monotonic() + patience
    while not found():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited in vain for {what}")
        time.sleep(pause)
