"""When the second factor is asked for in the course of signing in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from .second_factor import is_done_by_provider


class SecondFactorStage(AuthenticateStage):
    """Not after single sign-on, if the provider is set to see to it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not is_done_by_provider(request, self.login.user)
