"""Seals: events that fix where the other chains end, so that a chain that is cut, rewritten or taken away whole, with
its head, is found; and the log line by which a seal is known outside the database."""

import logging
from datetime import timedelta

from .enums import Verb
from .models import Event, Head
from .recording import record

CHAIN = "seals"
OVERLAP = timedelta(hours=1)
"""An event bears the time before its transaction ends: what was under way at the last seal is fixed by this one."""

logger = logging.getLogger(__name__)


def seal() -> Event | None:
    """Fix every chain that has grown since the last seal; None if none has."""
    last = newest()
    grown = Head.objects.exclude(chain=CHAIN).order_by("chain")
    if last:
        grown = grown.filter(at__gt=last.at - OVERLAP)
    known = last.detail.get("heads", {}) if last else {}
    ends = {head.chain: [head.seq, head.hash] for head in grown}
    if all(known.get(chain) == end for chain, end in ends.items()):
        return None
    record(Verb.SEAL, CHAIN, heads=ends)
    sealed = Event.objects.get(chain=CHAIN, seq=last.seq + 1 if last else 1)
    logger.info("audit seal %d:%s", sealed.seq, sealed.hash)
    return sealed


def newest() -> Event | None:
    return Event.objects.filter(chain=CHAIN).order_by("-seq").first()
