"""Adding events: one look at the end of the chain, one insert, in the transaction of what is recorded.

No lock is taken beforehand. Of two that continue a chain at once the later insert waits for the earlier transaction,
finds its place taken, adds nothing and tries again behind it; other chains are not held up.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import OperationalError, connection
from django.utils import timezone

from . import trail
from .enums import Verb
from .hashing import FIELDS, digest
from .models import Head
from .trail import chain_of

__all__ = ("Actor", "Fact", "Verb", "chain_of", "plain", "record", "record_many")

LONGEST_CODE = 80
MOST_ATTEMPTS = 200
COLUMNS = (*FIELDS, "hash")
ROW = f"({', '.join(['%s'] * len(COLUMNS))})"
INSERT = f"INSERT INTO audit_event ({', '.join(COLUMNS)}) VALUES "  # noqa: S608
OR_LATER = " ON CONFLICT (chain, seq) DO NOTHING RETURNING chain"


class Actor(Protocol):
    """A user of accounts, which this package does not know."""

    pk: Any

    @property
    def roles(self) -> Collection[str]: ...


class Fact(NamedTuple):
    """What is to be recorded; `detail`: codes, keys and counts only."""

    verb: Verb
    what: str = ""
    detail: Mapping[str, Any] = {}


def record(verb: Verb, chain: str, *, by: Actor | None = None, what: str = "", **detail: Any) -> None:
    """`by` None: the system itself, or somebody unknown."""
    record_many({chain: Fact(verb, what, detail)}, by=by)


def record_many(facts: Mapping[str, Fact], *, by: Actor | None = None) -> None:
    """One fact a chain, all or none."""
    actor, role = (by.pk, ",".join(sorted(by.roles))) if by else (None, "")
    common = {"actor": actor, "role": role[:80], "network": trail.network()}
    waiting = {
        chain: {**common, "verb": str(fact.verb), "what": fact.what[:LONGEST_CODE], "detail": plain(fact.detail)}
        for chain, fact in sorted(facts.items())  # always in one order, so that two batches never wait for each other
    }
    for _attempt in range(MOST_ATTEMPTS):
        if not waiting:
            return
        for chain in _inserted(waiting):
            del waiting[chain]
    raise OperationalError("the audit log could not be continued")


def _inserted(waiting: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Try to put each behind the end of its chain as it is now; the chains where that went well."""
    heads = {head.chain: head for head in Head.objects.filter(chain__in=list(waiting))}
    now = timezone.now()
    values: list[Any] = []
    for chain, given in waiting.items():
        head = heads.get(chain)
        place = {"chain": chain, "seq": head.seq + 1 if head else 1, "previous": head.hash if head else "", "at": now}
        event = {**given, **place}
        event["hash"] = digest(event)
        event["detail"] = json.dumps(event["detail"], ensure_ascii=False)
        event["at"] = connection.ops.adapt_datetimefield_value(now)
        values += [event[name] for name in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(INSERT + ", ".join([ROW] * len(waiting)) + OR_LATER, values)
        return [chain for (chain,) in cursor.fetchall()]


def plain(value: Any) -> Any:
    """As JSON holds it and gives it back unchanged. Raises ValueError for what might be somebody's text."""
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(found) for key, found in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(found) for found in value]
    if value is None or isinstance(value, bool | int):
        return value
    if not isinstance(value, str | UUID) or len(str(value)) > LONGEST_CODE:
        raise ValueError(f"the audit log takes codes, keys and counts, not {value!r}")
    return str(value)
