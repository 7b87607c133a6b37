"""Signing in as django-allauth does it, with our lock-out, our words and our second factor."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal.ratelimit import truncate_ip
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.adapter import AccountAdapter
from accounts.models import User

from . import lockout, sessions

ALLAUTH_STAGE, OUR_STAGE = "allauth.mfa.stages.AuthenticateStage", "sign_in.stages.SecondFactorStage"


class SignInAdapter(AccountAdapter):
    error_messages = AccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "Thư điện tử hoặc mật khẩu chưa đúng. Hãy kiểm tra lại; nếu vẫn không được, hãy đặt lại mật khẩu."
        ),
        "too_many_login_attempts": gettext_lazy("Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại."),
        "rate_limited": gettext_lazy("Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại."),
        "incorrect_password": gettext_lazy("Mật khẩu chưa đúng; hãy nhập lại."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """In place of allauth's own limit, which forgets with its cache and tells nothing of the time."""
        try:
            self.tried = lockout.begin(credentials.get("email", ""), truncate_ip(self.get_client_ip(request)))
        except lockout.LockedOut as locked:
            until = f"{timezone.localtime(locked.until):%H:%M:%S}"
            text = _("Đã thử sai quá nhiều lần. Có thể thử lại sau %(time)s (giờ Hà Nội).") % {"time": until}
            raise ValidationError(text, code="locked") from locked

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user:
            lockout.succeed(self.tried)
        return user

    def set_password(self, user: User, password: str) -> None:
        """By change or reset: whoever sits elsewhere with the old one is signed out."""
        super().set_password(user, password)
        lockout.forgive(user.email)
        sessions.end_all(user, but=context.request.session.session_key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("security")

    def get_login_stages(self) -> list[str]:
        return [OUR_STAGE if stage == ALLAUTH_STAGE else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Not by those who have just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        is_fresh = any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
        return not is_fresh and super().is_reauthentication_required(app=app, **given)
