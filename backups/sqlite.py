"""Dumping and restoring SQLite through its own backup interface, which copies a database that is in use."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from .archive import BackupError, chunks
from .references import Execute


@contextmanager
def snapshot() -> Iterator[tuple[Execute, Iterator[bytes]]]:
    """What executes SQL on a copy of the database, and that copy."""
    connection.ensure_connection()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "database")
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
            yield copy.execute, _read(path)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from chunks(stream)


def restore(dump: Iterable[bytes], tables: Mapping[str, int]) -> None:
    """Put the copy in the place of all there is, at once. Raises BackupError, and nothing is changed."""
    connection.ensure_connection()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "database")
        with path.open("wb") as target:
            for part in dump:
                target.write(part)
        with closing(sqlite3.connect(path)) as copy:
            _check(copy, tables)
            copy.backup(connection.connection)


def _check(copy: sqlite3.Connection, tables: Mapping[str, int]) -> None:
    try:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        quote = connection.ops.quote_name
        rows = {name: copy.execute(f"SELECT count(*) FROM {quote(name)}").fetchone()[0] for name in tables}  # noqa: S608
    except sqlite3.DatabaseError as error:
        raise BackupError(f"Cơ sở dữ liệu trong bản sao lưu không mở được: {error}") from error
    if found != "ok" or rows != tables:
        raise BackupError("Cơ sở dữ liệu trong bản sao lưu không đủ như bản kê.")
