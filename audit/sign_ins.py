"""Receivers of Django's and django-allauth's signals: who came in, who was refused, who changed a password or a
second factor."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.contrib.auth import get_user_model
from django.contrib.auth import signals as auth_signals

from . import trail
from .enums import Verb
from .recording import Fact, record_many

UNKNOWN = "sign-ins"
"""The chain of those who tried with an address that nobody has; the address is not kept."""


class _Somebody:
    """The user alone: their roles are not asked for."""

    roles = ()

    def __init__(self, pk: Any) -> None:
        self.pk = pk


def connect() -> None:
    for signal, receiver in (
        (auth_signals.user_logged_in, signed_in),
        (auth_signals.user_logged_out, signed_out),
        (auth_signals.user_login_failed, refused),
        (account_signals.password_changed, password_changed),
        (account_signals.password_reset, password_reset),
        (factor_signals.authenticator_added, factor_added),
        (factor_signals.authenticator_removed, factor_removed),
        (factor_signals.authenticator_reset, factor_reset),
    ):
        signal.connect(receiver, dispatch_uid=f"audit.{receiver.__name__}")


def signed_in(user: Any, **_rest: Any) -> None:
    _record(Verb.SIGN_IN, user.pk)


def signed_out(user: Any, **_rest: Any) -> None:
    if user:
        _record(Verb.SIGN_OUT, user.pk)


def refused(credentials: dict[str, Any], **_rest: Any) -> None:
    """The event stands with the account that was tried, by nobody."""
    mail = str(credentials.get("email") or credentials.get("username") or "")
    users = get_user_model()._default_manager.filter(email__iexact=mail).values_list("pk", flat=True)
    found = users.first() if mail and mail.isprintable() else None
    record_many({trail.chain_of("user", found) if found else UNKNOWN: Fact(Verb.SIGN_IN_FAILED)})


def password_changed(user: Any, **_rest: Any) -> None:
    _record(Verb.PASSWORD, user.pk, "change")


def password_reset(user: Any, **_rest: Any) -> None:
    _record(Verb.PASSWORD, user.pk, "reset")


def factor_added(user: Any, authenticator: Any, **_rest: Any) -> None:
    _record(Verb.SECOND_FACTOR, user.pk, f"added {authenticator.type}")


def factor_removed(user: Any, authenticator: Any, **_rest: Any) -> None:
    _record(Verb.SECOND_FACTOR, user.pk, f"removed {authenticator.type}")


def factor_reset(user: Any, authenticator: Any, **_rest: Any) -> None:
    _record(Verb.SECOND_FACTOR, user.pk, f"renewed {authenticator.type}")


def _record(verb: Verb, pk: Any, what: str = "") -> None:
    record_many({trail.chain_of("user", pk): Fact(verb, what)}, by=_Somebody(pk))
