"""The file of a backup: a ZIP without compression that holds `manifest.json`, the dump as `database` and every stored
file as `files/NAME`, and ends with the sha256 of all that comes before, so that no byte of it can change unseen."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Literal

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORMAT = "smartcity-backup/1"
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
LARGEST_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024
SEAL = 64
"""Length of the sha256 at the very end, which stands in the comment of the ZIP."""

NOT_OURS = "không phải là tệp sao lưu của cổng, hoặc đã bị cắt ngắn hay sửa đổi"


class BackupError(Exception):
    """A backup that cannot be made or used; the message says why and what to do."""


class Sum(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Manifest(BaseModel):
    """`tables`: rows of each; `missing`, `damaged`: files that the rows refer to and that were lost, or not the bytes
    that the row knows, when the backup was made; the latter are kept as they were."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["smartcity-backup/1"]
    made_at: datetime
    engine: Literal["postgresql", "sqlite"]
    migrations: list[tuple[str, str]]
    tables: dict[str, Annotated[int, Field(ge=0)]]
    database: Sum
    files: dict[str, Sum]
    missing: list[str]
    damaged: list[str]


class Archive:
    """A backup opened for reading, seen to be whole: see `opened`."""

    def __init__(self, packed: zipfile.ZipFile, manifest: Manifest) -> None:
        self.packed, self.manifest = packed, manifest

    def chunks(self, member: str) -> Iterator[bytes]:
        with self.packed.open(member) as stream:
            yield from chunks(stream)


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def summed(parts: Iterable[bytes]) -> Sum:
    digest, size = hashlib.sha256(), 0
    for part in parts:
        digest.update(part)
        size += len(part)
    return Sum(sha256=digest.hexdigest(), size=size)


# -- writing ---------------------------------------------------------------------------------------------------------


def add(packed: zipfile.ZipFile, member: str, parts: Iterable[bytes]) -> Sum:
    """Write a member as its bytes come, whatever its size; returns what it amounts to."""
    with packed.open(zipfile.ZipInfo(member), "w", force_zip64=True) as target:
        return summed(_written(target, parts))


def _written(target: IO[bytes], parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        target.write(part)
        yield part


@contextmanager
def written(path: Path) -> Iterator[zipfile.ZipFile]:
    """A new archive under a temporary name; it gets its own when it is whole, sealed and on the disk."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
            yield packed
            packed.comment = b"0" * SEAL
        _seal(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _seal(path: Path) -> None:
    with path.open("r+b") as stream:
        seal = _seal_of(stream)
        stream.seek(-SEAL, os.SEEK_END)
        stream.write(seal)
        stream.flush()
        os.fsync(stream.fileno())


def _seal_of(stream: IO[bytes]) -> bytes:
    """Of all bytes but the last ones, where it stands."""
    left = stream.seek(0, os.SEEK_END) - SEAL
    stream.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := stream.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


# -- reading ---------------------------------------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup of which every byte has been checked. Raises BackupError."""
    _check_seal(path)
    try:
        with zipfile.ZipFile(path) as packed:
            archive = Archive(packed, _manifest(packed, path))
            _check_members(archive, path)
            yield archive
    except zipfile.BadZipFile as error:
        raise BackupError(f"Tệp {path.name} {NOT_OURS}.") from error


def _check_seal(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            expected = _seal_of(stream)
            is_whole = stream.read(SEAL) == expected
    except OSError as error:
        raise BackupError(f"Không đọc được tệp {path}: {error.strerror}.") from error
    if not is_whole:
        raise BackupError(f"Tệp {path.name} {NOT_OURS}.")


def _manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    found = packed.NameToInfo.get(MANIFEST)
    if found is None or found.compress_type != zipfile.ZIP_STORED or found.file_size > LARGEST_MANIFEST:
        raise BackupError(f"Tệp {path.name} {NOT_OURS}.")
    try:
        return Manifest.model_validate_json(packed.read(found))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or MANIFEST
        raise BackupError(f"Bản kê trong tệp {path.name} không đọc được ({place}).") from error


def _check_members(archive: Archive, path: Path) -> None:
    """Just what the manifest lists, under names that stay inside the storage, with the bytes it states."""
    manifest = archive.manifest
    for name in manifest.files:
        _check_name(name, path)
    sums = {DATABASE: manifest.database, **{FILES + name: known for name, known in manifest.files.items()}}
    infos = archive.packed.infolist()
    if sorted(info.filename for info in infos) != sorted([MANIFEST, *sums]):
        raise BackupError(f"Tệp {path.name} có thành phần thừa hoặc thiếu so với bản kê.")
    if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise BackupError(f"Tệp {path.name} {NOT_OURS}.")
    for member, known in sums.items():
        if summed(archive.chunks(member)) != known:
            raise BackupError(f"“{member}” trong tệp {path.name} không khớp mã kiểm tra trong bản kê.")


def _check_name(name: str, path: Path) -> None:
    try:
        validate_file_name(name, allow_relative_path=True)
    except SuspiciousFileOperation as error:
        raise BackupError(f"Tệp {path.name} có tên tệp không an toàn: {name!r}.") from error
    if not name.isprintable() or "\\" in name or ":" in name or name != os.path.normpath(name):
        raise BackupError(f"Tệp {path.name} có tên tệp không an toàn: {name!r}.")
