"""How django-allauth behaves here: nobody signs up by themselves, and a mail server that is away breaks no page."""

from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import get_language

from .mailing import is_sent


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the recipient's own language. The page says the same in any case, so as not to tell who has an account."""
        language = getattr(context.get("user"), "language", None) or get_language()
        with translation.override(language):
            is_sent(partial(super().send_mail, template_prefix, email, context), template_prefix)
