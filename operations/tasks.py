"""What Celery's worker does beside the tasks themselves; it imports this module when it starts.

The tally is of rows and not of a process, since web, which is asked for the metrics, may run on another machine.
"""

import logging
import time
from typing import Any

from celery import signals
from django.db import Error, connection

from . import request_ids
from .heartbeats import Pulse
from .models import ProcessKind

logger = logging.getLogger(__name__)

ADD = """INSERT INTO operations_tasktally AS tally (task, outcome, runs, seconds) VALUES (%s, %s, 1, %s)
    ON CONFLICT (task, outcome) DO UPDATE SET runs = tally.runs + 1, seconds = tally.seconds + excluded.seconds"""
"""One statement, since it stands behind every task."""

begun: dict[str, float] = {}
pulses: list[Pulse] = []


@signals.worker_ready.connect
def start_pulse(sender: Any, **_kwargs: Any) -> None:
    pulses.append(Pulse(ProcessKind.WORKER, sender.hostname))
    pulses[-1].start()


@signals.worker_shutdown.connect
def stop_pulse(**_kwargs: Any) -> None:
    while pulses:
        pulses.pop().stop()


@signals.task_prerun.connect
def note_start(task_id: str, task: Any, **_kwargs: Any) -> None:
    if not task.request.is_eager:
        begun[task_id] = time.perf_counter()


@signals.task_postrun.connect
def note_end(task_id: str, task: Any, state: str | None = None, **_kwargs: Any) -> None:
    if task_id in begun:
        seconds = time.perf_counter() - begun.pop(task_id)
        outcome = (state or "lost").lower()
        logger.info("task", extra={"outcome": outcome, "milliseconds": round(seconds * 1000)})
        count(task.name, outcome, seconds)
    request_ids.let_go(task)


def count(task: str, outcome: str, seconds: float) -> None:
    """A tally that cannot be written is lost: no task fails by it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(ADD, [task, outcome, seconds])
    except Error:
        logger.warning("The tally of a task was not written: the database is away")
