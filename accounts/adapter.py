"""How django-allauth behaves here: nobody signs up by themselves, and a mail server that is away breaks no page."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The page says the same in any case, so as not to tell who has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # smtplib's own errors are such, too
            logger.exception("A mail could not be sent: %s", template_prefix)
