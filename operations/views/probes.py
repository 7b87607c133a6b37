"""Health, readiness and metrics, for machines. No sign-in; what tells more than "yes" or "no" asks for a token.

A token rather than addresses: behind a proxy every request comes from the proxy's, and who may write a forwarded
address may write any.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from operations.metrics import exposition
from operations.readiness import readiness
from operations.standing import Standing


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    parts = readiness.report()
    is_ready = not any(part.reason for part in parts)
    answer: dict[str, object] = {"ready": is_ready}
    if has_token(request):
        answer["parts"] = {
            part.name: {"state": "failing" if part.reason else "ok", "reason": part.reason, "ms": part.milliseconds}
            for part in parts
        }
    response = JsonResponse(answer, status=200 if is_ready else 503)
    response._has_been_logged = True  # "no" is an answer, not a failure that Django should log
    return response


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not has_token(request):
        return HttpResponseNotFound()
    return HttpResponse(exposition(Standing()), content_type=CONTENT_TYPE_LATEST)


def has_token(request: HttpRequest) -> bool:
    """Whether the request carries METRICS_TOKEN; nobody does where none is set."""
    told = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(told, f"Bearer {settings.METRICS_TOKEN}")


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
