"""Rows that tasks work on (models.scores.Work): begun, finished once, failed with a reason, swept up when left behind.

Every task may run twice or half: the row says what is done, and only one finish counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import Task
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from .enums import UNFINISHED, WorkStatus
from .errors import Refusal
from .models.scores import Work

GAVE_UP = gettext_noop("đã thử nhiều lần mà chưa xong")
"""Stored as it stands here; pages translate the reason of a failure where they show it."""

LONGEST_FAILURE = Work._meta.get_field("failure").max_length
MOST_ATTEMPTS = 5
TRANSIENT = (OperationalError, InterfaceError, ConnectionError)


def enqueue(task: Task, work: Work) -> None:
    """Send a task for a row once the row is committed. Where the broker is away the row waits for the sweep."""
    transaction.on_commit(lambda: task.delay(str(work.pk)), robust=True)


def begin(work: Work) -> bool:
    """Mark a row as being worked on; False if it is ready already."""
    rows = type(work)._default_manager.filter(pk=work.pk).exclude(status=WorkStatus.READY)
    now = timezone.now()
    return bool(rows.update(status=WorkStatus.RUNNING, touched_at=now, attempts=F("attempts") + 1, failure=""))


def finish(work: Work, **columns: Any) -> bool:
    """Write the result, once: a second worker that comes later changes nothing and gets False."""
    rows = type(work)._default_manager.filter(pk=work.pk, status=WorkStatus.RUNNING)
    now = timezone.now()
    return bool(rows.update(status=WorkStatus.READY, touched_at=now, finished_at=now, **columns))


def requeue(work: Work) -> bool:
    """Let what failed be tried again; False if it has not failed."""
    rows = type(work)._default_manager.filter(pk=work.pk, status=WorkStatus.FAILED)
    now = timezone.now()
    return bool(rows.update(status=WorkStatus.QUEUED, attempts=0, failure="", finished_at=None, touched_at=now))


@contextmanager
def failure_recorded(work: Work) -> Iterator[None]:
    """What is not transient is recorded on the row, for the page to show, and raised for the log: a refusal by its
    sentence, anything else by its kind."""
    try:
        yield
    except TRANSIENT:
        raise
    except Exception as error:
        rows = type(work)._default_manager.filter(pk=work.pk, status=WorkStatus.RUNNING)
        failure = str(error)[:LONGEST_FAILURE] if isinstance(error, Refusal) else type(error).__name__
        rows.update(status=WorkStatus.FAILED, finished_at=timezone.now(), failure=failure)
        raise


def sweep_rows(model: type[Work], task: Task) -> int:
    """Re-enqueue rows that have shown no sign of life for too long; give up on what failed too often. Returns how many
    were sent again."""
    deadline = timezone.now() - timedelta(seconds=settings.LEFT_BEHIND_SECONDS)
    left = model._default_manager.filter(status__in=UNFINISHED, touched_at__lt=deadline)
    left.filter(attempts__gte=MOST_ATTEMPTS).update(
        status=WorkStatus.FAILED, failure=GAVE_UP, finished_at=timezone.now()
    )
    found = 0
    for work in left.filter(attempts__lt=MOST_ATTEMPTS):
        model._default_manager.filter(pk=work.pk).update(touched_at=timezone.now())
        enqueue(task, work)
        found += 1
    return found
