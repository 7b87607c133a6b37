"""The frame around every request: its id, its line in the log, its counts; the probes; headers of every answer."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from . import metrics, request_ids
from .views.probes import PROBES

logger = logging.getLogger("operations.requests")

type_of_answer = Callable[[HttpRequest], HttpResponse]


class QueryTimer:
    """Wraps the queries of one request."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


class FramedRequests:
    """Gives a request its id and, when it was answered, one line in the log: the route's name, never its arguments."""

    def __init__(self, get_response: type_of_answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = request_ids.chosen(request.headers.get(request_ids.HEADER))
        began, timer = time.perf_counter(), QueryTimer()
        with bound_contextvars(request_id=request.request_id):
            with connection.execute_wrapper(timer):
                response = self.get_response(request)
            seconds = time.perf_counter() - began
            response[request_ids.HEADER] = request.request_id
            _record(request, response.status_code, seconds, timer)
        return response


class Probes:
    """Answers health, readiness and metrics before anything else has a say: they come from inside, under any host name
    and without TLS, and must not need what they ask about."""

    def __init__(self, get_response: type_of_answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class FixedHeaders:
    """Headers that are the same for every answer, static files and refusals included."""

    def __init__(self, get_response: type_of_answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _record(request: HttpRequest, status: int, seconds: float, timer: QueryTimer) -> None:
    route = _route(request)
    metrics.observe(route, request.method or "", status, seconds, timer.count, timer.seconds)
    user = getattr(request, "_cached_user", None)  # read, not asked for: that could need the database
    known = {"route": route, "method": request.method, "status": status, "milliseconds": round(seconds * 1000)}
    known |= {"queries": timer.count, "user": user.pk if user else None}
    level = logging.DEBUG if route in QUIET else logging.INFO
    logger.log(level, "request", extra=known)


QUIET = frozenset({"static", *(path.strip("/") for path in PROBES)})


def _route(request: HttpRequest) -> str:
    if request.path_info in PROBES:
        return request.path_info.strip("/")
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path.startswith(settings.STATIC_URL) else "unknown"
