"""Making a backup: the database in one snapshot, then every file that this snapshot refers to.

Files are kept by their content and never deleted while a row refers to them, so what the snapshot names is there
whenever it is copied; what is added meanwhile belongs to the next backup.
"""

import fcntl
import logging
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from . import postgres, sqlite
from .archive import DATABASE, FILES, FORMAT, MANIFEST, BackupError, Manifest, Sum, add, chunks, written
from .references import Execute, referred_to

logger = logging.getLogger(__name__)

ENGINES: dict[str, ModuleType] = {"postgresql": postgres, "sqlite": sqlite}
NAME = "smartcity-backup-{moment}.zip"
PATTERN = NAME.format(moment="*")


class Copied(NamedTuple):
    files: dict[str, Sum]
    missing: list[str]
    damaged: list[str]


class Made(NamedTuple):
    path: Path
    manifest: Manifest

    @property
    def faults(self) -> list[str]:
        """Sentences about files that were already lost or changed; the backup holds everything else."""
        lost = [f"Tệp “{name}” không còn trong kho lưu trữ." for name in self.manifest.missing]
        return lost + [f"Tệp “{name}” không còn nguyên như khi gửi." for name in self.manifest.damaged]


def make(folder: Path, keep: int = 0) -> Made:
    """Make a backup in a folder and, if so asked, keep only so many of the newest. Raises BackupError or OSError; then
    the folder is as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        path = folder / NAME.format(moment=f"{timezone.localtime():%Y%m%d-%H%M%S-%f}")
        with written(path) as packed:
            manifest = _packed(packed)
        path.chmod(0o600)
        for old in sorted(folder.glob(PATTERN))[:-keep] if keep else []:
            old.unlink()
            logger.info("old backup removed: %s", old.name)
    return Made(path, manifest)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two at once would only compete for the disk."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Một lần sao lưu khác đang chạy vào {folder}; hãy đợi nó xong.") from error
        for left in folder.glob(f".{PATTERN}.part"):  # of one that was killed
            left.unlink()
        yield


def _packed(packed: zipfile.ZipFile) -> Manifest:
    moment = timezone.now()
    with engine().snapshot() as (execute, dump):
        referred, tables, migrations = referred_to(execute), _rows(execute), _migrations(execute)
        database = add(packed, DATABASE, dump)
    copied = _copied(packed, referred)
    manifest = Manifest(
        format=FORMAT,
        made_at=moment,
        engine=connection.vendor,
        migrations=migrations,
        tables=tables,
        database=database,
        **copied._asdict(),
    )
    add(packed, MANIFEST, [manifest.model_dump_json().encode()])
    return manifest


def engine() -> ModuleType:
    if connection.vendor not in ENGINES:
        raise BackupError(f"Chưa biết sao lưu cơ sở dữ liệu loại {connection.vendor}.")
    return ENGINES[connection.vendor]


def _rows(execute: Execute) -> dict[str, int]:
    quote = connection.ops.quote_name
    return {
        name: next(iter(execute(f"SELECT count(*) FROM {quote(name)}")))[0]  # noqa: S608
        for name in sorted(connection.introspection.table_names())
    }


def _migrations(execute: Execute) -> list[tuple[str, str]]:
    if "django_migrations" not in connection.introspection.table_names():
        return []
    return [(app, name) for app, name in execute("SELECT app, name FROM django_migrations ORDER BY app, name")]


def _copied(packed: zipfile.ZipFile, referred: Mapping[str, str]) -> Copied:
    found = Copied({}, [], [])
    for name, known in sorted(referred.items()):
        if not default_storage.exists(name):
            found.missing.append(name)
            continue
        with default_storage.open(name, "rb") as stream:
            found.files[name] = add(packed, FILES + name, chunks(stream))
        if known and found.files[name].sha256 != known:
            found.damaged.append(name)
    return found
