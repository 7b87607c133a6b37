"""JSON that is written once and read whole. PostgreSQL keeps it as the text that came (`json`): as `jsonb` it would
take each document apart when it is written and put it together again when it is read."""

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

canonical = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode
"""The one text of a document: what a snapshot's checksum is of, and what its row holds."""


class Document(dict[str, Any]):
    """A JSON object that does not change any more, with its canonical text."""

    @cached_property
    def text(self) -> str:
        return canonical(self)


class FrozenJSON(models.JSONField):
    """May be asked for by key, not compared."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return value.text if isinstance(value, Document) else canonical(value)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """psycopg has parsed `json` already."""
        return value if connection.vendor == "postgresql" else super().from_db_value(value, expression, connection)
