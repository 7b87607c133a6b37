"""What somebody with all rights on the database could do to the log."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from audit.enums import FaultKind

GONE_IN_TESTS = ("audit_event_keep_all", "audit_head_keep_all")
FOUND_IN_TESTS = [f"{name}: {FaultKind.PROTECTION.label}" for name in GONE_IN_TESTS]
"""tests/conftest.py takes these away, and verification says so."""


@contextmanager
def unguarded() -> Iterator[None]:
    """With the triggers switched off; on again afterwards, as somebody would who does not want to be found."""
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in ("audit_event", "audit_head"):
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def tamper(*statements: str) -> None:
    with unguarded(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
