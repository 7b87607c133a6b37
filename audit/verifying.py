"""Walking every chain: what was altered, removed, inserted or moved is found and named. Pure but for `verify`, which
reads the rows one by one and keeps no more than the end of each chain in memory."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, transaction

from . import protection
from .enums import FaultKind, Verb
from .hashing import FIELDS, digest
from .models import Event, Head
from .sealing import CHAIN as SEALS

MOST_KEPT = 1_000
"""So many faults are named; all are counted."""

Row = Mapping[str, Any]


class End(NamedTuple):
    """The place and hash of an event: a chain's last, or one that a seal has fixed."""

    seq: int
    hash: str


class Fault(NamedTuple):
    kind: FaultKind
    chain: str
    seq: int | None = None

    def __str__(self) -> str:
        place = self.chain if self.seq is None else f"{self.chain} #{self.seq}"
        return f"{place}: {self.kind.label}"


@dataclass
class Report:
    chains: int = 0
    events: int = 0
    seals: int = 0
    count: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.count += 1
            if len(self.faults) < MOST_KEPT:
                self.faults.append(fault)


def verify(anchor: End | None = None) -> Report:
    """The whole log, as it is at one moment. `anchor`: a seal that was written down elsewhere."""
    report = Report()
    with _one_view():
        heads = {chain: End(seq, hashed) for chain, seq, hashed in Head.objects.values_list("chain", "seq", "hash")}
        sealed = _sealed(report)
        if anchor:
            sealed[SEALS] = anchor
        for chain, rows in groupby(_rows(), key=itemgetter("chain")):
            report.chains += 1
            report.add(chain_faults(chain, _counted(rows, report), heads.pop(chain, None), sealed.pop(chain, None)))
        report.add(_of_removed_chains(heads, sealed))
        report.add(Fault(FaultKind.PROTECTION, name) for name in protection.missing(connection))
    return report


def chain_faults(chain: str, rows: Iterable[Row], head: End | None, sealed: End | None = None) -> Iterator[Fault]:
    """Of one chain, its rows in their order."""
    last = End(0, "")
    at_seal: End | None = None
    for row in rows:
        yield from _row_faults(chain, row, last)
        last = End(row["seq"], row["hash"])
        if sealed and sealed.seq == last.seq:
            at_seal = last
    if head and head.seq > last.seq:
        yield Fault(FaultKind.MISSING, chain, last.seq + 1)
    elif head != last:
        yield Fault(FaultKind.HEAD, chain, last.seq)
    if sealed and sealed != at_seal:  # the seals themselves are only sealed by what was written down elsewhere
        yield Fault(FaultKind.ANCHOR if chain == SEALS else FaultKind.SEAL, chain, sealed.seq)


def _row_faults(chain: str, row: Row, last: End) -> Iterator[Fault]:
    """Of a row that stands behind `last`."""
    if row["seq"] != last.seq + 1:
        yield Fault(FaultKind.MISSING, chain, last.seq + 1)
    elif row["previous"] != last.hash:
        yield Fault(FaultKind.UNLINKED, chain, row["seq"])
    if row["hash"] != digest(row):
        yield Fault(FaultKind.ALTERED, chain, row["seq"])


def _of_removed_chains(heads: Mapping[str, End], sealed: Mapping[str, End]) -> Iterator[Fault]:
    """Heads and seals of chains that have no event any more."""
    for chain in sorted({*heads, *sealed}):
        yield Fault(FaultKind.CHAIN, chain)


def _sealed(report: Report) -> dict[str, End]:
    """What each chain's last seal has fixed."""
    found: dict[str, End] = {}
    seals = Event.objects.filter(chain=SEALS, verb=Verb.SEAL).order_by("seq").values_list("detail", flat=True)
    for detail in seals.iterator(chunk_size=100):
        report.seals += 1
        ends = detail.get("heads") if isinstance(detail, dict) else None
        for chain, end in ends.items() if isinstance(ends, dict) else ():
            if isinstance(end, list) and len(end) == len(End._fields):
                found[chain] = End(*end)
    return found


def _rows() -> Iterator[dict[str, Any]]:
    return Event.objects.order_by("chain", "seq").values(*FIELDS, "hash").iterator(chunk_size=2_000)


def _counted(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    for row in rows:
        report.events += 1
        yield row


@contextmanager
def _one_view() -> Iterator[None]:
    """Everything as it is at one moment, while others go on adding."""
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
