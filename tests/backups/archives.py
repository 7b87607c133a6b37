"""Archives as somebody might make them up, sealed as ours are."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backups.archive import SEAL, summed


def sealed(path: Path, members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
        packed.comment = b"0" * SEAL
    return seal_again(path)


def seal_again(path: Path) -> Path:
    raw = path.read_bytes()[:-SEAL]
    path.write_bytes(raw + hashlib.sha256(raw).hexdigest().encode())
    return path


def manifest(files: Mapping[str, bytes], database: bytes = b"dump", /, **changed: Any) -> bytes:
    found = {
        "format": "smartcity-backup/1",
        "made_at": "2026-11-01T00:00:00Z",
        "engine": "postgresql",
        "migrations": [],
        "tables": {},
        "database": summed([database]).model_dump(),
        "files": {name: summed([content]).model_dump() for name, content in files.items()},
        "missing": [],
        "damaged": [],
    }
    return json.dumps({**found, **changed}).encode()


def whole(path: Path, files: Mapping[str, bytes], database: bytes = b"dump", /, **changed: Any) -> Path:
    """All that the manifest lists, which lists what it is told."""
    members = {f"files/{name}": content for name, content in files.items()}
    return sealed(path, {"database": database, **members, "manifest.json": manifest(files, database, **changed)})
