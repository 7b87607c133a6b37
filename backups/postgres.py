"""Dumping and restoring PostgreSQL with its own programs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

from .archive import BackupError, chunks
from .references import Execute

PLACES = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""

CHECKED = "SELECT count(*) FROM public.{table}"


@contextmanager
def snapshot() -> Iterator[tuple[Execute, Iterator[bytes]]]:
    """What executes SQL in one snapshot of the database, and the dump of that very snapshot, while others write."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        name = str(cursor.fetchone()[0])
        options = ("--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={name}")

        def execute(sql: str) -> list[tuple[Any, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        yield execute, _output([_program("pg_dump"), *options])


def restore(dump: Iterable[bytes], tables: Mapping[str, int]) -> None:
    """Put the dump in the place of all there is, in one transaction that only ends well if every table then has its
    rows. Raises BackupError, and nothing is changed."""
    with tempfile.NamedTemporaryFile() as file:
        for part in dump:
            file.write(part)
        file.flush()
        script = _output([_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", file.name])
        _run_script(_whole(script, tables))
    connection.close()


def _whole(script: Iterable[bytes], tables: Mapping[str, int]) -> Iterator[bytes]:
    """Without its last line, which comes only if all before could be made, nothing of it holds."""
    yield b"BEGIN; SET LOCAL lock_timeout = '20s'; SET LOCAL client_min_messages = warning;\n"
    yield b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
    for part in script:
        yield part.replace(b"\nCREATE SCHEMA public;\n", b"\n")
    for table, rows in tables.items():
        counted = CHECKED.format(table=connection.ops.quote_name(table))
        name = table.replace("'", "''")
        yield f"DO $$ BEGIN IF ({counted}) <> {rows} THEN RAISE 'rows of {name}'; END IF; END $$;\n".encode()
    yield b"COMMIT;\n"


def _run_script(parts: Iterable[bytes]) -> None:
    command = [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=errors, env=_environment())
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # it stopped at an error, which it has said
                for part in parts:
                    process.stdin.write(part)
        finally:
            _close(process.stdin)
            code = process.wait()
        if code:
            raise BackupError(f"Cơ sở dữ liệu không nhận bản sao lưu nên giữ nguyên như cũ: {_said(errors)}")


def _close(stream: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        stream.close()


def _output(command: list[str]) -> Iterator[bytes]:
    """What a program writes, as it comes. Raises BackupError at the end if it failed."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=_environment())
        assert process.stdout is not None
        with process.stdout as stream:
            yield from chunks(stream)
        if process.wait():
            raise BackupError(f"{Path(command[0]).name} không thành công: {_said(errors)}")


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read(2000).decode(errors="replace").strip() or "không có thông báo"


def _program(name: str) -> str:
    """Of the server's own version where it is installed: another may not read what this one writes."""
    version = connection.cursor().connection.server_version // 10_000
    own = PLACES / str(version) / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        raise BackupError(
            f"Thiếu chương trình {name}: hãy cài gói postgresql-client (phiên bản {version}) rồi thử lại."
        )
    return found


def _environment() -> dict[str, str]:
    """Where the database is, for PostgreSQL's programs; a password is on no command line."""
    known = connection.settings_dict
    values = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {variable: str(known[key]) for variable, key in values.items() if known[key]}
    options = known["OPTIONS"]
    keys = ("sslmode", "sslrootcert", "sslcert", "sslkey")
    secured = {f"PG{key.upper()}": str(options[key]) for key in keys if options.get(key)}
    return {**os.environ, "PGCLIENTENCODING": "UTF8", **found, **secured}
