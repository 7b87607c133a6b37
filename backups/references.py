"""Which stored files the rows of the database refer to, read through whatever executes SQL: the live database, the
snapshot that is being dumped, or a copy."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models

Execute = Callable[[str], Iterable[tuple[Any, ...]]]
"""SQL → its rows."""


def referred_to(execute: Execute) -> dict[str, str]:
    """Name of every file that a row refers to → the sha256 its row knows, "" if it knows none."""
    found: dict[str, str] = {}
    for model, column in _file_columns():
        sha256 = _quoted("sha256") if _has_sha256(model) else "''"
        rows = execute(f"SELECT {_quoted(column)}, {sha256} FROM {_quoted(model._meta.db_table)}")  # noqa: S608
        found |= {name: digest or "" for name, digest in rows if name}
    return found


def _file_columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]


def _has_sha256(model: type[models.Model]) -> bool:
    return any(field.column == "sha256" for field in model._meta.local_concrete_fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
