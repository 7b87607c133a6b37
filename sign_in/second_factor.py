"""The second factor: who must have one, whether this session used it, and how its secrets are kept."""

import base64
import hashlib
from enum import Enum

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from . import sessions

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes stand in for one of these, they are none by themselves."""


class Standing(Enum):
    """Of a session, as to the second factor."""

    FREE = "may go on"
    TO_SET_UP = "must set one up first"
    TO_SIGN_IN = "began before there was one, and must sign in with it"


def must_have(user: User) -> bool:
    """Ministry roles and system administrators; nobody where settings.SECOND_FACTOR_ROLES is empty."""
    roles = frozenset(settings.SECOND_FACTOR_ROLES)
    return bool(roles) and (user.is_staff or bool(user.roles & roles))


def standing(request: HttpRequest) -> Standing:
    """Costs no query once the factor was used in this session."""
    if not settings.SECOND_FACTOR_ROLES or not request.user.is_authenticated or is_used(request):
        return Standing.FREE
    if not must_have(request.user) or is_done_by_provider(request, request.user):
        return Standing.FREE
    return Standing.TO_SIGN_IN if factors(request.user) else Standing.TO_SET_UP


def is_used(request: HttpRequest) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def is_done_by_provider(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    return settings.OIDC_SECOND_FACTOR == "provider" and any(one["method"] == "socialaccount" for one in records)


def factors(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("pk"))


def set_up(request: HttpRequest, kind: Authenticator.Type) -> None:
    """This session showed that it has the factor; the others have not, and end."""
    record_authentication(request, request.user, "mfa", type=kind)
    sessions.end_all(request.user, but=request.session.session_key)


def why_not_remove(user: User, factor: Authenticator) -> str:
    """Whoever must have a second factor keeps the last; "" if it may go."""
    is_last = not [one for one in factors(user) if one.pk != factor.pk]
    if is_last and must_have(user):
        return _("Vai trò của bạn cần bước xác minh thứ hai: hãy thêm cách khác trước khi gỡ cách này.")
    return ""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Mã chưa đúng hoặc đã hết hạn; hãy nhập mã mới nhất."),
        "cannot_delete_authenticator": gettext_lazy(
            "Vai trò của bạn cần bước xác minh thứ hai: hãy thêm cách khác trước khi gỡ cách này."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Hãy thiết lập bước xác minh thứ hai trước khi tạo mã dự phòng."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not why_not_remove(self.request.user, authenticator)

    def get_totp_issuer(self) -> str:
        return str(_("Cổng đô thị thông minh"))

    def encrypt(self, text: str) -> str:
        """Whoever reads the database alone, or a copy of it, can make no codes."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Khóa %d") % number


def _keys() -> MultiFernet:
    """From SECRET_KEY, and for reading also from those before it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (hashlib.sha256(b"sign_in.second_factor" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
