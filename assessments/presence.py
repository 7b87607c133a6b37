"""Who is at which question right now: kept in the cache for less than a minute, never in the database.

One entry a section. Two heartbeats at the very same moment may lose one of them; it comes again with the next.
"""

from collections import defaultdict
from time import time

from django.core.cache import cache

from accounts.models import User

from .models import Assessment

FRESH_SECONDS = 45
"""Heartbeats come every 20 seconds: one may be lost."""

Entry = dict[int, tuple[str, str, float]]
"""Key of a person → name, code of the question, and when."""


def beat(user: User, assessment: Assessment, section: str, code: str) -> dict[str, list[str]]:
    """Note that this person is at a question ("": at none), and say who else is at which, by code."""
    key = f"presence:{assessment.pk}:{section}"
    now = time()
    found: Entry = cache.get(key) or {}
    fresh = {pk: entry for pk, entry in found.items() if entry[2] > now - FRESH_SECONDS and pk != user.pk}
    others: dict[str, list[str]] = defaultdict(list)
    for name, where, _at in fresh.values():
        others[where].append(name)
    if code:
        fresh[user.pk] = (str(user), code, now)
    if code or user.pk in found:
        cache.set(key, fresh, FRESH_SECONDS)
    return {where: sorted(names) for where, names in others.items()}
