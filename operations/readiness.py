"""What the portal needs in order to work, each part tried for a bounded time.

Every part is tried in a thread of its own, so that one that hangs holds up neither the others nor the answer. While
an attempt hangs no other is begun, and an answer serves all who ask within `READY_FRESH_SECONDS`: asking often costs
nothing.
"""

import functools
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from .broker import waiting_messages
from .heartbeats import alive
from .models import ProcessKind

HANGS = "no answer in time"


@dataclass(frozen=True)
class Part:
    """One part; `reason` why it does not work, "" if it does. Reasons name kinds of errors, never addresses."""

    name: str
    reason: str
    milliseconds: int


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    missing = len(unapplied_migrations())
    return f"{missing} migrations not applied" if missing else ""


def unapplied_migrations() -> list[tuple[str, str]]:
    """The last migrations of each app that this release has and the database has not; more in the database is fine: a
    newer release may be starting beside this one."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [node for node in latest_migrations() if node not in applied]


@functools.cache
def latest_migrations() -> tuple[tuple[str, str], ...]:
    """Of this release: read from the disk once."""
    return tuple(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def broker() -> str:
    waiting_messages()
    return ""


def stored_cache() -> str:
    key, value = f"readiness-{uuid.uuid4().hex}", uuid.uuid4().hex
    cache.set(key, value, 10)
    found = cache.get(key)
    cache.delete(key)
    return "" if found == value else "what was written is not read back"


def storage() -> str:
    content = uuid.uuid4().bytes
    name = default_storage.save(f"readiness/{uuid.uuid4().hex}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            found = file.read()
    finally:
        default_storage.delete(name)
    return "" if found == content else "what was written is not read back"


def worker() -> str:
    return "" if alive(ProcessKind.WORKER) else "no sign of life"


def beat() -> str:
    return "" if alive(ProcessKind.BEAT) else "no sign of life"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "broker": broker,
    "cache": stored_cache,
    "storage": storage,
    "worker": worker,
    "beat": beat,
}


class Attempt(threading.Thread):
    def __init__(self, name: str, check: Callable[[], str]) -> None:
        super().__init__(daemon=True, name=f"readiness {name}")
        self.check = check
        self.reason, self.began, self.took = HANGS, time.perf_counter(), 0.0

    def run(self) -> None:
        try:
            reason = self.check()
        except Exception as error:
            reason = type(error).__name__
        finally:
            connections.close_all()
        self.took = time.perf_counter() - self.began
        self.reason = reason

    def part(self, name: str) -> Part:
        took = self.took or time.perf_counter() - self.began
        return Part(name, self.reason, round(took * 1000))


class Readiness:
    """The latest answer of this process."""

    def __init__(self, checks: dict[str, Callable[[], str]]) -> None:
        self.checks = checks
        self.attempts: dict[str, Attempt] = {}
        self.parts: list[Part] = []
        self.made_at: float | None = None
        self.lock = threading.Lock()

    def report(self) -> list[Part]:
        with self.lock:
            if self.made_at is None or time.monotonic() - self.made_at >= settings.READY_FRESH_SECONDS:
                self.parts = self._tried()
                self.made_at = time.monotonic()
            return self.parts

    def _tried(self) -> list[Part]:
        for name, check in self.checks.items():
            if name not in self.attempts or not self.attempts[name].is_alive():
                self.attempts[name] = Attempt(name, check)
                self.attempts[name].start()
        deadline = time.monotonic() + settings.READY_SECONDS
        for attempt in self.attempts.values():
            attempt.join(max(0.0, deadline - time.monotonic()))
        return [attempt.part(name) for name, attempt in self.attempts.items()]


readiness = Readiness(CHECKS)
