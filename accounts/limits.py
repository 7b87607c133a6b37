"""How often one address may do what anybody may do: the mechanism that limits the sign-in, proxies included, which
django-allauth keeps among its internals (pyproject.toml pins its series). It counts in the database (sign_in.apps)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def is_within(request: HttpRequest, action: str, rates: str) -> bool:
    """Count one more request of this kind; False if it is one too many. `rates`: "20/m,200/h"."""
    usage = ratelimit.consume(request, app="portal", action=action, config={action: rates}, limit_get=True)
    return usage is not None
