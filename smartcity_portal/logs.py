"""What the log looks like, and what never stands in it: one JSON object a line in production, readable lines elsewhere.

Lines carry the request's id (operations.request_ids) and of what is given beside the message only what `BESIDE` names.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

TOKEN = re.compile(r"(?<=/invitations/)[^/\s]+|(?<=/reset/key/)[^/\s]+")
MAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[\w-]+(?:\.[\w-]+)+")
ROW = re.compile(r"^.*(?:DETAIL|CONTEXT|LINE \d+|PARAMETERS):.*\n?(?:\s*\^\s*\n?)?", re.MULTILINE)
"""What PostgreSQL adds to its errors: the values of the row."""

BESIDE = ("route", "method", "status", "milliseconds", "queries", "user", "outcome")

QUIET = {
    **{name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pypdf")},
    "kombu.connection": {"level": "ERROR"},  # warns that the embedded broker, which is a folder, has no host name
    "celery.app.trace": {"level": "WARNING"},  # operations.tasks has a line for each task that ended
}


class WithoutTokens(logging.Filter):
    """Takes the token out of an invitation's or a reset's address: whoever reads the log could use it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(TOKEN.sub("…", found) if isinstance(found, str) else found for found in record.args)
        record.msg = TOKEN.sub("…", record.msg) if isinstance(record.msg, str) else record.msg
        return True


def without_personal_data(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Neither mail addresses nor values of rows, also not in the trace of an error."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = MAIL.sub("…@…", TOKEN.sub("…", ROW.sub("", value)))
    return event


def readable(_logger: object, _name: str, event: MutableMapping[str, Any]) -> str:
    head = [str(event.pop(key, "")) for key in ("timestamp", "level", "logger", "event")]
    trace = event.pop("exception", "")
    beside = [f"{key}={value}" for key, value in event.items()]
    return " ".join([*head, *beside]) + (f"\n{trace}" if trace else "")


def configuration(*, form: str, level: str, each: bool) -> dict[str, Any]:
    """For logging.config. `form`: "json" or "readable"; `each`: a line for each request and task."""
    before = [
        merge_contextvars,
        add_log_level,
        add_logger_name,
        ExtraAdder(allow=BESIDE),
        TimeStamper(fmt="iso", utc=form == "json"),
        format_exc_info,
    ]
    render = JSONRenderer(ensure_ascii=False) if form == "json" else readable
    last = [ProcessorFormatter.remove_processors_meta, without_personal_data, render]
    each_level = level if each else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": ProcessorFormatter, "foreign_pre_chain": before, "processors": last}},
        "filters": {"no_tokens": {"()": "smartcity_portal.logs.WithoutTokens"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_tokens"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": QUIET | {name: {"level": each_level} for name in ("operations.requests", "operations.tasks")},
    }
