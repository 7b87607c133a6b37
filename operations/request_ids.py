"""One id for a request, its log lines and those of its tasks: from the proxy where it is well-formed, else new."""

import re
import uuid
from typing import Any

from celery import signals
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")


def chosen(told: str | None) -> str:
    return told if told and WELL_FORMED.fullmatch(told) else uuid.uuid4().hex


def current() -> str:
    return get_contextvars().get("request_id", "")


@signals.before_task_publish.connect
def send_along(headers: dict[str, Any], **_kwargs: Any) -> None:
    if current():
        headers["request_id"] = current()


@signals.task_prerun.connect
def take_over(task_id: str, task: Any, **_kwargs: Any) -> None:
    """A task that is run at once, as tests do, keeps what is bound already."""
    if task.request.is_eager:
        return
    clear_contextvars()
    known = {"request_id": task.request.get("request_id")} if task.request.get("request_id") else {}
    bind_contextvars(task=task.name, task_id=task_id, **known)


def let_go(task: Any) -> None:
    """Called by operations.tasks, after the task's last line in the log."""
    if not task.request.is_eager:
        clear_contextvars()
