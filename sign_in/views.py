"""The page of a person's security, and where django-allauth's views do a little more here."""

import logging
from http import HTTPStatus
from typing import Any

from allauth.account import views as account_views
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import sessions
from .second_factor import Standing, must_have, set_up, standing, why_not_remove
from .single_sign_on import PROVIDER, UNREACHABLE, OpenIDConnect, offer, refused

logger = logging.getLogger(__name__)


class SignIn(account_views.LoginView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given) | {"single_sign_on": offer()}


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """What protects the account, and where it is signed in."""
    kept = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    by_type = {kind: [one for one in kept if one.type == kind] for kind in Authenticator.Type}
    codes = next((one.wrap() for one in by_type[Authenticator.Type.RECOVERY_CODES]), None)
    context = {
        "is_due": standing(request) is Standing.TO_SET_UP,
        "must_have": must_have(request.user),
        "codes_app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "passkeys": [one.wrap() for one in by_type[Authenticator.Type.WEBAUTHN]],
        "recovery": codes,
        "recovery_left": len(codes.get_unused_codes()) if codes else 0,
        "places": sessions.places(request.user, request.session.session_key),
    }
    return render(request, "sign_in/security.html", context)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    if not sessions.end(request.user, pk):
        raise Http404
    messages.success(request, _("Đã kết thúc phiên đăng nhập."))
    return redirect("security")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    number = sessions.end_all(request.user, but=request.session.session_key)
    text = ngettext("Đã kết thúc %d phiên đăng nhập khác.", "Đã kết thúc %d phiên đăng nhập khác.", number)
    messages.success(request, text % number)
    return redirect("security")


class ActivateCodes(totp_views.ActivateTOTPView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        set_up(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(webauthn_views.AddWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        set_up(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RenamePasskey(webauthn_views.EditWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Đã đổi tên khóa đăng nhập."))
        return response


class RemovePasskey(webauthn_views.RemoveWebAuthnView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given) | {"reason": why_not_remove(self.request.user, self.object)}

    def form_valid(self, form: Form) -> HttpResponse:
        reason = why_not_remove(self.request.user, self.object)
        if reason:
            messages.error(self.request, reason)
            return redirect("security")
        return super().form_valid(form)


sign_in = SignIn.as_view()
activate_codes = ActivateCodes.as_view()
add_passkey = AddPasskey.as_view()
rename_passkey = RenamePasskey.as_view()
remove_passkey = RemovePasskey.as_view()


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Nobody is signed in by following a link: it begins with a button. Its form may not be redirected elsewhere
    (form-action 'self'), so a page of ours leads on."""
    if request.method == "GET":
        offered = offer() if provider_id == PROVIDER else None
        if offered is None:
            raise Http404
        return render(request, "sign_in/single_sign_on.html", {"offered": offered, "next": request.GET.get("next", "")})
    response = _by_provider(request, provider_id, OAuth2LoginView)
    if response.status_code != HTTPStatus.FOUND:
        return response
    return render(request, "sign_in/single_sign_on_away.html", {"away": response["Location"], "offered": offer()})


@login_not_required
@never_cache
@require_GET
def single_sign_on_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _by_provider(request, provider_id, OAuth2CallbackView)


def _by_provider(request: HttpRequest, provider_id: str, view: type[OAuth2View]) -> HttpResponse:
    if not settings.OIDC_ISSUER or provider_id != PROVIDER:
        raise Http404
    try:
        return view.adapter_view(OpenIDConnect(request, provider_id))(request)
    except UNREACHABLE as error:
        logger.warning("Single sign-on: the provider's answer was refused: %r", error)
        return refused(request, _("Hệ thống đăng nhập một lần không trả lời, hoặc trả lời không hợp lệ."))
