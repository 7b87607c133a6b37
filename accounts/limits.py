"""How often one address or person may do what many may do. Counted in the database, by one statement a time."""

from datetime import datetime, timedelta
from itertools import chain

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

COUNT = """
    INSERT INTO {table} (cache_key, value, expires) VALUES {rows}
    ON CONFLICT (cache_key) DO UPDATE SET
        value = CASE WHEN {table}.expires < %s THEN '1' ELSE CAST(CAST({table}.value AS integer) + 1 AS text) END,
        expires = CASE WHEN {table}.expires < %s THEN excluded.expires ELSE {table}.expires END
    RETURNING cache_key, value
"""
"""The table is that of the cache "limits", which clears away what has expired; it reads none of these rows."""


def is_within(request: HttpRequest, action: str, rates: str) -> bool:
    """Count one more request of this kind; False if it is one too many. `rates`: "20/m,200/h", of an address, proxies
    and neighbours of one network included as django-allauth does (pyproject.toml pins its series); "60/h/user", of a
    person. A period begins with the first request in it."""
    now = timezone.now()
    most = {_key(request, action, rate): rate for rate in ratelimit.parse_rates(rates)}
    if not most:
        return True
    rows = [(key, "1", _moment(now + timedelta(seconds=rate.duration))) for key, rate in sorted(most.items())]
    statement = COUNT.format(table=settings.CACHES["limits"]["LOCATION"], rows=", ".join(["(%s, %s, %s)"] * len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*chain.from_iterable(rows), _moment(now), _moment(now)])
        return all(int(number) <= most[key].amount for key, number in cursor.fetchall())


def _key(request: HttpRequest, action: str, rate: ratelimit.Rate) -> str:
    return "rate:" + ratelimit.get_cache_key(request, app="portal", action=action, rate=rate)


def _moment(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)
