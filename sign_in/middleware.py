from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.limits import is_within

from . import sessions
from .second_factor import Standing, standing

OPEN_TO_SET_UP = frozenset(
    {
        *("security", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"),
        *("set_language", "set_scheme"),
    }
)
"""What a person may open who still has to set up a second factor."""


class SecondFactor:
    """Keeps those who must have a second factor from everything until they used it: pages, files and the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and sessions.is_over(request):
            logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_given: Any) -> HttpResponse | None:
        if request.user.is_authenticated and request.resolver_match.view_name not in settings.NOT_USE:
            sessions.note(request)
        found = standing(request)
        if found is Standing.FREE or request.resolver_match.view_name == "account_logout":
            return None
        if found is Standing.TO_SIGN_IN:
            logout(request)
            messages.info(request, _("Hãy đăng nhập lại bằng bước xác minh thứ hai vừa thiết lập."))
            return redirect("account_login")
        return None if request.resolver_match.view_name in OPEN_TO_SET_UP else redirect("security")


class Rates:
    """How often one person may upload, export and invite: settings.RATES, by method and route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_given: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name
        rates = settings.RATES.get(request.method, {}).get(name)
        if not rates or not request.user.is_authenticated or is_within(request, f"{request.method}-{name}", rates):
            return None
        if "application/json" in request.headers.get("accept", ""):
            return JsonResponse({"problems": [_("Quá nhiều lần trong thời gian ngắn; hãy đợi ít phút.")]}, status=429)
        return render(request, "429.html", status=429)
