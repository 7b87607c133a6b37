"""Celery tasks: seal the log, and verify it."""

from celery import shared_task
from django.db import transaction

from . import sealing
from .enums import Verb
from .recording import record
from .verifying import verify

CHAIN = "verifications"
MOST_NAMED = 20


@shared_task
@transaction.atomic
def seal() -> bool:
    return sealing.seal() is not None


@shared_task(time_limit=3_600, soft_time_limit=3_500)
def check() -> int:
    """Verify the whole log and record what came of it; returns the number of faults."""
    found = verify()
    named = [[str(fault.kind), fault.chain, fault.seq] for fault in found.faults[:MOST_NAMED]]
    counts = {"chains": found.chains, "events": found.events, "seals": found.seals, "faults": found.count}
    record(Verb.VERIFY, CHAIN, named=named, **counts)
    return found.count
