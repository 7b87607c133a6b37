"""A whole portal of real processes with a PostgreSQL and a Redis of its own, which the tests stop, kill and starve."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection

from tests import services

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
LOCK = 4242
ENDED = """SELECT coalesce(sum(runs), 0) FROM operations_tasktally WHERE outcome IN ('success', 'failure')
    AND task !~ '^(assessments\\.tasks\\.sweep|comparison|assessments\\.notif|operations|audit|backups)'"""
WEB, A, B = "web", "worker-a", "worker-b"


def until(found: Callable[[], Any], what: str = "", patience: float = PATIENCE) -> Any:
    """What `found` gives as soon as it gives something."""
    deadline = time.monotonic() + patience
    while not (result := found()):
        assert time.monotonic() < deadline, f"waited in vain: {what or found}"
        time.sleep(0.05)
    return result


class Portal:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        folder.chmod(0o755)
        server = services.start_postgres(folder)
        self.postgres = services.STARTED[-1]
        self.database = server.rsplit("/", 1)[0] + "/portal"
        self.postgres_port = int(self.database.split(":")[-1].split("/")[0])
        self.sql("CREATE DATABASE portal", "postgres")
        self.sql("ALTER DATABASE portal SET synchronous_commit = on", "postgres")
        self.redis_url = services.start_redis(folder)
        self.redis = services.STARTED[-1]
        self.port = services.free_port()

    # -- the database

    def sql(self, statement: str, database: str = "portal") -> list[tuple[Any, ...]]:
        """On a connection of its own."""
        opened = psycopg2.connect(host="127.0.0.1", port=self.postgres_port, user="postgres", dbname=database)
        opened.autocommit = True
        try:
            with opened.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            opened.close()

    def at(self, database: str) -> str:
        """Address of another database of this server."""
        return self.database.rsplit("/", 1)[0] + f"/{database}"

    def stop_postgres(self) -> None:
        """As in a crash: nobody is asked, nothing is written any more."""
        connection.close()
        self.postgres.send_signal(signal.SIGQUIT)
        self.postgres.wait(PATIENCE)

    def start_postgres(self) -> None:
        services.launch(self.postgres.args, self.folder / "postgres-again.log")
        self.postgres = services.STARTED[-1]
        binaries, port = services.postgres_binaries(), self.postgres_port
        until(lambda: services.answers(port) and services.ready(binaries, port), "PostgreSQL")

    def stop_redis(self) -> None:
        self.redis.kill()
        self.redis.wait(PATIENCE)

    def start_redis(self) -> None:
        """It keeps nothing on the disk, so it comes back empty."""
        services.launch(self.redis.args, self.folder / "redis-again.log")
        self.redis = services.STARTED[-1]
        until(lambda: services.answers(int(self.redis_url.rsplit(":", 1)[1].split("/")[0])), "Redis")

    def empty_queue(self) -> None:
        port = int(self.redis_url.rsplit(":", 1)[1].split("/")[0])
        subprocess.run(["redis-cli", "-p", str(port), "flushall"], check=True, stdout=subprocess.DEVNULL)

    # -- processes

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis_url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "SWEEP_SECONDS": "1",
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, *names: str) -> None:
        """Those that do not run; then wait until they are at work."""
        new = [name for name in names if not self.is_running(name)]
        for name in new:
            self._start(name, *(self._web() if name == WEB else self._worker(name)))
        for name in new:
            self.at_work(name)

    def at_work(self, name: str) -> None:
        """Once it is."""
        until(lambda: self._is_at_work(name), name)

    @contextmanager
    def elsewhere(self, database: str) -> Iterator[int]:
        """A second web server, on another database; gives its port."""
        before, self.database = (self.port, self.database), self.at(database)
        self.port = services.free_port()
        try:
            self._start("elsewhere", *self._web())
            until(lambda: services.answers(self.port), "elsewhere")
            yield self.port
        finally:
            self.kill("elsewhere")
            self.port, self.database = before

    def is_running(self, name: str) -> bool:
        return name in self.processes and self.processes[name].poll() is None

    def _web(self) -> tuple[str, ...]:
        # one process with threads, as each of the three in production
        options = ("--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "8")
        return ("gunicorn", "smartcity_portal.wsgi", *options, "--no-control-socket", "--graceful-timeout", "1")

    def _worker(self, name: str) -> tuple[str, ...]:
        beat = ("--beat", "--schedule", str(self.folder / "schedule")) if name == A else ()
        options = ("--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
        return ("celery", "-A", "smartcity_portal", "worker", "-n", f"{name}@%h", *beat, *options)

    def _start(self, name: str, module: str, *arguments: str) -> None:
        environment = {**self.environment, "PGAPPNAME": name}
        command = [sys.executable, "-m", module, *arguments]
        with self._log(name).open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, process_group=0
            )

    def _is_at_work(self, name: str) -> bool:
        assert self.processes[name].poll() is None, self.log(name)
        if name == WEB:
            return bool(self.children(name)) and services.answers(self.port)
        return " ready." in self.log(name)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        return self._log(name).read_text(errors="replace")

    def said(self, name: str, text: str) -> None:
        """Once its log has this text."""
        until(lambda: text in self.log(name), text)

    def children(self, name: str) -> list[int]:
        """Process ids of those that do the work."""
        pid = self.processes[name].pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill(self, name: str) -> None:
        """kill -9, with its children."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait(PATIENCE)

    def kill_children(self, name: str) -> None:
        for child in self.children(name):
            os.kill(child, signal.SIGKILL)

    def done(self, count: int) -> None:
        """Once the workers have ended so many tasks more, by whatever end, than at the call."""
        before = self._ended()
        until(lambda: self._ended() >= before + count, f"{count} tasks ended")

    def _ended(self) -> int:
        return int(self.sql(ENDED)[0][0])

    @contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """They run, but get nothing done."""
        for name in names:
            os.killpg(self.processes[name].pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for name in names:
                os.killpg(self.processes[name].pid, signal.SIGCONT)

    @contextmanager
    def disk_full(self, name: str, beyond: int) -> Iterator[None]:
        """No file of these processes can grow beyond so many bytes."""
        children = self.children(name)
        for child in children:
            resource.prlimit(child, resource.RLIMIT_FSIZE, (beyond, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            for child in set(children) & set(self.children(name)):
                resource.prlimit(child, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    @contextmanager
    def held(self, act: str, table: str) -> Iterator["Hold"]:
        """Whoever does this to the table ("INSERT", "UPDATE OF column") waits, in the middle of its work and before any
        row is locked, until the end of this."""
        hold = Hold(self)
        body = f"'BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN NULL; END'"
        self.sql(f"CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS {body}")
        self.sql(f"CREATE TRIGGER hold BEFORE {act} ON {table} EXECUTE FUNCTION hold()")
        try:
            yield hold
        finally:
            hold.release()
            self.sql(f"DROP TRIGGER hold ON {table}")
            self.sql("DROP FUNCTION hold()")

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(PATIENCE)


class Hold:
    """The lock that `Portal.held` makes others wait for."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.own = psycopg2.connect(host="127.0.0.1", port=portal.postgres_port, user="postgres", dbname="portal")
        self.own.autocommit = True
        with self.own.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_lock({LOCK})")

    def waiting(self, most: int = 1) -> list[str]:
        """Names of the processes that wait, as soon as there are so many."""
        found = until(lambda: self._waiting(most), f"{most} waiting")
        return sorted(name for _pid, name in found)

    def _waiting(self, most: int) -> list[tuple[int, str]]:
        found = self.portal.sql(
            "SELECT pid, application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
            f" WHERE locktype = 'advisory' AND objid = {LOCK} AND NOT granted"
        )
        return found if len(found) >= most else []

    def sever(self) -> None:
        """End the connections of those that wait: a process that died before it could say anything."""
        self.portal.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            f" WHERE locktype = 'advisory' AND objid = {LOCK} AND NOT granted"
        )

    def release(self) -> None:
        self.own.close()
