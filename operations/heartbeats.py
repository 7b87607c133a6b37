"""Signs of life: a row that everybody sees, and a file for the supervisor of the same machine."""

import logging
import threading
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from .models import Heartbeat, ProcessKind

logger = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(days=1)
"""A process that was killed is shown as silent for so long, then its row goes."""


def beat(kind: ProcessKind, name: str) -> None:
    """Say that this process lives. Where the database is away only the file is written."""
    _touch(settings.HEARTBEAT_DIR / kind)
    now = timezone.now()
    try:
        if not Heartbeat.objects.filter(kind=kind, name=name).update(seen_at=now):
            Heartbeat.objects.update_or_create(kind=kind, name=name, defaults={"seen_at": now})
            Heartbeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    except Error:
        logger.warning("No heartbeat in the database: it is away")
    finally:
        if not connection.in_atomic_block:
            connection.close()


def begin(kind: ProcessKind, name: str) -> None:
    """A process that starts under the name of one that was killed is a new one."""
    try:
        Heartbeat.objects.filter(kind=kind, name=name).delete()
    except Error:
        logger.warning("An earlier heartbeat could not be removed: the database is away")
    beat(kind, name)


def end(kind: ProcessKind, name: str) -> None:
    (settings.HEARTBEAT_DIR / kind).unlink(missing_ok=True)
    try:
        Heartbeat.objects.filter(kind=kind, name=name).delete()
    except Error:
        logger.warning("The heartbeat could not be removed: the database is away")


def alive(kind: ProcessKind) -> list[Heartbeat]:
    since = timezone.now() - timedelta(seconds=settings.HEARTBEAT_OLD_SECONDS)
    return list(Heartbeat.objects.filter(kind=kind, seen_at__gte=since))


def is_silent(heartbeat: Heartbeat) -> bool:
    return heartbeat.seen_at < timezone.now() - timedelta(seconds=settings.HEARTBEAT_OLD_SECONDS)


class Pulse(threading.Thread):
    """Beats until it is stopped, beside whatever else the process does."""

    def __init__(self, kind: ProcessKind, name: str) -> None:
        super().__init__(daemon=True, name="heartbeat")
        self.kind, self.node = kind, name
        self.stopped = threading.Event()

    def run(self) -> None:
        begin(self.kind, self.node)
        while not self.stopped.wait(settings.HEARTBEAT_SECONDS):
            beat(self.kind, self.node)

    def stop(self) -> None:
        self.stopped.set()
        self.join(5)
        end(self.kind, self.node)


def _touch(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        logger.warning("The heartbeat's file could not be written: %s", type(error).__name__)
