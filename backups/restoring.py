"""Restoring a backup: everything is checked before anything is touched, then files, then the database at once."""

from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from .archive import DATABASE, FILES, Archive, BackupError, Manifest, Sum, chunks, opened, summed
from .making import engine

MADE_BY_MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Tables with rows in a database that nobody has used."""


def restore(path: Path, *, force: bool = False) -> Manifest:
    """Put a backup in the place of all there is. Raises BackupError; then the database is as it was, and no file of the
    backup was left behind."""
    with opened(path) as archive:
        _check_fits(archive.manifest)
        if not force and (used := _used_tables()):
            raise BackupError(
                f"Cơ sở dữ liệu đã có dữ liệu (bảng {used[0]}). Muốn thay toàn bộ bằng bản sao lưu, hãy dừng web, "
                "worker, beat rồi chạy lại với --force."
            )
        added: list[str] = []
        try:
            for name, known in archive.manifest.files.items():
                _put(archive, name, known, added)
            engine().restore(archive.chunks(DATABASE), archive.manifest.tables)
        except BaseException:
            for name in added:
                default_storage.delete(name)
            raise
        return archive.manifest


def is_behind(manifest: Manifest) -> bool:
    """Whether `migrate` has something to do after this backup was restored."""
    return bool(set(MigrationLoader(None).disk_migrations) - set(manifest.migrations))


def _check_fits(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"Bản sao lưu là của {manifest.engine}, cơ sở dữ liệu này là {connection.vendor}; hãy đặt lại DATABASE_URL."
        )
    known = MigrationLoader(None).disk_migrations
    newer = sorted(set(manifest.migrations) - set(known))
    if newer and known:
        app, name = newer[0]
        raise BackupError(
            f"Bản sao lưu thuộc một phiên bản mới hơn (có {app}.{name}); hãy cài phiên bản đó rồi khôi phục."
        )


def _used_tables() -> list[str]:
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in MADE_BY_MIGRATIONS]
        return [name for name in sorted(names) if _has_rows(cursor, name)]


def _has_rows(cursor, name: str) -> bool:
    cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608
    return cursor.fetchone() is not None


def _put(archive: Archive, name: str, known: Sum, added: list[str]) -> None:
    """Keep a file under its name, and read it again: what is there already and the same stays as it is."""
    if default_storage.exists(name):
        if _stored(name) == known:
            return
        default_storage.delete(name)
    added.append(name)
    with archive.packed.open(FILES + name) as stream:
        kept = default_storage.save(name, File(stream, name=name))
    if kept != name or _stored(name) != known:
        default_storage.delete(kept)
        raise BackupError(f"Kho lưu trữ không giữ đúng tệp “{name}”; hãy kiểm tra kho rồi chạy lại.")


def _stored(name: str) -> Sum:
    with default_storage.open(name, "rb") as stream:
        return summed(chunks(stream))
