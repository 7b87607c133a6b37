"""What people see when a request fails: the database away for a moment, the disk full, or a fault of ours."""

import errno
import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from operations.views.failing import server_error

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
RETRY_SECONDS = "5"


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception. 503: the same request may be sent again, which the form page
    does by itself (static/js/autosave.js)."""
    error = sys.exc_info()[1]
    if isinstance(error, AWAY):
        return _unavailable(request, "503.html", 503)
    if isinstance(error, OSError) and error.errno in FULL:
        return _unavailable(request, "507.html", 507)
    return server_error(request)


def _unavailable(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """From a file, without anything of the session or the database."""
    if "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse({"state": "unavailable"}, status=status)
    else:
        response = HttpResponse(loader.get_template(template).render(), status=status)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response
