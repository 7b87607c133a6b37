"""Stored files that no row refers to: what an upload left whose transaction was undone, or a worker that died."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from .references import referred_to

FOLDERS = ("evidence", "reports", "report-templates")
SAFE_AGE = timedelta(days=1)
"""Longer than any upload or task takes between writing its file and its row."""


def remove_orphans() -> int:
    """Delete them; returns how many. A file is listed before rows are read, so that none can appear in between that
    would not be seen."""
    oldest = timezone.now() - SAFE_AGE
    found = [name for folder in FOLDERS for name in _files(folder) if default_storage.get_modified_time(name) < oldest]
    referred = referred_to(_execute)
    orphans = [name for name in found if name not in referred]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _execute(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _files(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")
