"""The page for what went wrong inside: it tells the request's id, by which the log says what it was."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Without the request's context: whatever failed may be needed there."""
    known = {"request_id": getattr(request, "request_id", "")}
    return HttpResponseServerError(render_to_string("500.html", known))
