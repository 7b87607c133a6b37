"""What one request has looked at, and from where it came: fetches say it here, the middleware records it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Trail:
    """`chains` in the order in which they were looked at."""

    network: str = ""
    chains: dict[str, None] = field(default_factory=dict)


_current: ContextVar[Trail | None] = ContextVar("audit_trail", default=None)


def chain_of(kind: str, key: object) -> str:
    """The chain of one thing: `chain_of("assessment", pk)`."""
    return f"{kind}:{key}"


def seen(kind: str, key: object) -> None:
    """Somebody is being shown this; without a request nobody is."""
    if trail := _current.get():
        trail.chains[chain_of(kind, key)] = None


def network() -> str:
    """From where the request at hand comes; "" for tasks and commands."""
    trail = _current.get()
    return trail.network if trail else ""


@contextmanager
def following(origin: str) -> Iterator[Trail]:
    trail = Trail(origin)
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)
