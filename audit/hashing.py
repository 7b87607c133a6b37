"""The sha256 that binds an event to all it says and to the event before it. Pure: no Django, no clock, no I/O."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIELDS = ("chain", "seq", "at", "actor", "role", "network", "verb", "what", "detail", "previous")
"""All of an event but its own key and hash."""


def digest(event: Mapping[str, Any]) -> str:
    """Over canonical JSON: keys sorted, no spaces, the moment in UTC with microseconds."""
    told = {name: _plain(event[name]) for name in FIELDS}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
