"""Records what was shown, before it is: what cannot be recorded is not shown."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from . import trail
from .enums import Verb
from .recording import LONGEST_CODE, Fact, record_many

SHOWN = 200
PREFIXES = {4: 24, 6: 48}


class ReadTrail:
    """Reads of a province's data by those outside it, and exports by anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with trail.following(network_of(request)) as followed:
            response = self.get_response(request)
            user = getattr(request, "user", None)
            if response.status_code == SHOWN and request.resolver_match and user and user.is_authenticated:
                _record(request, response, list(followed.chains))
        return response


def _record(request: HttpRequest, response: HttpResponseBase, chains: list[str]) -> None:
    route = request.resolver_match.view_name
    user, own = request.user, [trail.chain_of("user", request.user.pk)]
    if is_export(route, response):
        verb, chains = Verb.EXPORT, chains or own
    elif request.method == "GET" and route not in settings.AUDIT_NOT_READS and _is_outsider(request, chains):
        verb, chains = Verb.READ, chains or own
    else:
        return
    keys = {name: str(value)[:LONGEST_CODE] for name, value in request.resolver_match.kwargs.items() if name != "pk"}
    for chain in chains:  # one after the other: whoever waits for one chain holds up no other
        record_many({chain: Fact(verb, route, keys)}, by=user)


def is_export(route: str, response: HttpResponseBase) -> bool:
    """A file that is taken away, or a document of the portal's that browsers show by themselves."""
    return response.get("Content-Disposition", "").startswith("attachment") or route in settings.AUDIT_EXPORTS


def _is_outsider(request: HttpRequest, chains: list[str]) -> bool:
    """Roles in the ministry, wherever data of a province were fetched; the system's administrators in their pages."""
    in_admin = "admin" in request.resolver_match.app_names and request.user.is_staff
    return in_admin or bool(chains and (request.user.is_staff or request.user.ministry_roles))


def network_of(request: HttpRequest) -> str:
    """The network, not the machine: less than an address, and enough to see that a sign-in came from elsewhere."""
    found = request.META.get("REMOTE_ADDR", "")
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    passed = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    if proxies and len(passed) >= proxies:
        found = passed[-proxies]
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/{PREFIXES[address.version]}", strict=False))
