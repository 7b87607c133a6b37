"""To which machines the processes of the portal may connect: those that the settings name, and no others.

Held by an audit hook of Python at the place where every library looks a name or an address up. What connects without
it (libpq, which is given the database's address alone) is not held; a firewall holds all.
"""

import logging
import sys
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

EVERYWHERE = "*"
HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})


class NotOnTheList(ConnectionRefusedError):
    """For a library it is as if nobody listened there."""


def named_hosts(settings: Mapping[str, Any]) -> frozenset[str]:
    """By the settings of a process."""
    addresses = [settings["CELERY_BROKER_URL"], settings["OIDC_ISSUER"], settings["PDF_SIGNING_TSA_URL"]]
    addresses.append(settings["FILES"].get("OPTIONS", {}).get("endpoint_url"))
    found = {urlsplit(address).hostname or "" for address in addresses if address}
    found |= {settings["DATABASES"]["default"].get("HOST", ""), settings["EMAIL_CONFIG"].get("EMAIL_HOST", "")}
    scanner = settings["CLAMD_ADDRESS"]
    return frozenset(_name(host) for host in found | {scanner.rpartition(":")[0]})


def restrict(hosts: Collection[str]) -> None:
    """For the rest of this process. `*` among them: everywhere; what begins with a dot: all below that name."""
    allowed = HERE | {_name(host) for host in hosts}
    domains = tuple(name for name in allowed if name.startswith("."))
    if EVERYWHERE in allowed:
        return

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event != "socket.getaddrinfo":
            return
        name = _name(given[0])
        if name not in allowed and not name.endswith(domains):
            logger.error("not on the list of machines to connect to (OUTGOING_HOSTS): %s", name)
            raise NotOnTheList(f"{name} is not in OUTGOING_HOSTS")

    sys.addaudithook(hook)


def _name(host: str | bytes | None) -> str:
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host or ""
    return text.strip("[]").rstrip(".").lower()
