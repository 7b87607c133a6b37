"""Beat's schedule, kept in memory and in the database: no file that a hard kill could leave in halves.

What beat was to send while it was away (the morning's reminders) it sends when it comes back.
"""

import logging
import socket
import time
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from django.db import Error, connection

from . import heartbeats
from .models import ProcessKind, ScheduledTask

logger = logging.getLogger(__name__)


class KeptSchedule(Scheduler):
    """`CELERY_BEAT_SCHEDULER`; ticks at least every `beat_max_loop_interval` seconds."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.node = socket.gethostname()
        self.last_beat: float | None = None
        super().__init__(*args, **options)

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for name, sent_at in self._kept().items():
            if name in self.schedule:
                self.schedule[name].last_run_at = sent_at

    def reserve(self, entry: ScheduleEntry) -> ScheduleEntry:
        following = super().reserve(entry)
        try:
            ScheduledTask.objects.update_or_create(name=entry.name, defaults={"sent_at": following.last_run_at})
        except Error:
            logger.warning("The database is away: the schedule goes on in memory")
        return following

    def tick(self, *args: Any, **options: Any) -> float:
        self._live()
        return super().tick(*args, **options)

    def close(self) -> None:
        if self.last_beat is not None:
            heartbeats.end(ProcessKind.BEAT, self.node)
        super().close()

    def _live(self) -> None:
        before, now = self.last_beat, time.monotonic()
        if before is not None and now - before < settings.HEARTBEAT_SECONDS:
            return
        self.last_beat = now
        give_sign = heartbeats.begin if before is None else heartbeats.beat
        give_sign(ProcessKind.BEAT, self.node)

    def _kept(self) -> dict[str, Any]:
        try:
            return dict(ScheduledTask.objects.values_list("name", "sent_at"))
        except Error:
            logger.warning("The database is away: the schedule starts anew")
            return {}
        finally:
            if not connection.in_atomic_block:
                connection.close()
