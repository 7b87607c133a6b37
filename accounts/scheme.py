"""Light or dark: the browser's wish until the person at it chooses otherwise."""

from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

A_YEAR = 365 * 24 * 60 * 60


class Scheme(TextChoices):
    AUTO = "auto", _("Tự động")
    LIGHT = "light", _("Sáng")
    DARK = "dark", _("Tối")


def chosen(request: HttpRequest) -> Scheme:
    kept = request.COOKIES.get(settings.SCHEME_COOKIE_NAME, "")
    return Scheme(kept) if kept in Scheme.values else Scheme.AUTO


def keep(request: HttpRequest, scheme: Scheme) -> HttpResponse:
    """Back to the page, with the choice kept for this browser."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if is_ours and target.startswith("/") else "home")  # a word is a route's name
    safely = {"secure": request.is_secure(), "httponly": True, "samesite": "Lax"}
    response.set_cookie(settings.SCHEME_COOKIE_NAME, scheme.value, max_age=A_YEAR, **safely)
    return response


def scheme(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the choice, and what can be chosen."""
    return {"scheme": chosen(request), "schemes": Scheme}
