from importlib import import_module

from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

COUNTING = (
    "allauth.core.internal.ratelimit",
    "allauth.mfa.totp.internal.auth",
    "allauth.socialaccount.internal.jwtkit",
)
"""Modules of django-allauth that count tries and remember used codes and tokens."""


class SignInConfig(AppConfig):
    name = "sign_in"
    verbose_name = _("Đăng nhập")

    def ready(self) -> None:
        """They do it in the default cache, which is Redis and may come back empty: here it is kept in the database
        (docs/adr/0019)."""
        for name in COUNTING:
            import_module(name).cache = ConnectionProxy(caches, "limits")


class SessionsConfig(UserSessionsConfig):
    """allauth.usersessions with our receivers in place of its own, which fail where no browser signs in."""

    def ready(self) -> None:
        user_logged_in.connect(import_string("sign_in.sessions.begin"), dispatch_uid="sign_in.sessions.begin")
        changed = import_string("allauth.account.signals.password_changed")
        changed.connect(import_string("sign_in.sessions.carry_on"), dispatch_uid="sign_in.sessions.carry_on")
