from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts.models import Province
from backups.archive import BackupError, opened
from backups.making import make
from backups.restoring import is_behind, restore
from tests.factories import ProvinceFactory

from .archives import whole

USED = (
    "Cơ sở dữ liệu đã có dữ liệu (bảng {}). Muốn thay toàn bộ bằng bản sao lưu, hãy dừng web, worker, beat rồi chạy "
    "lại với --force."
)


def files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def refusal(path, **options) -> str:
    before = files()
    with pytest.raises(BackupError) as refused:
        restore(path, **options)
    assert files() == before
    return str(refused.value)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_backup_takes_the_place_of_all_there_is(keep, tmp_path):
    ProvinceFactory(code="A1")
    kept = [keep(b"%PDF-1"), keep(b"%PDF-2"), keep(b"%PDF-3")]
    before = files()
    made = make(tmp_path / "backups")
    ProvinceFactory(code="B2")
    default_storage.delete(kept[0].file.name)
    Path(default_storage.path(kept[1].file.name)).write_bytes(b"%PDF-?")
    later = default_storage.save("evidence/later", ContentFile(b"x"))
    assert refusal(made.path) == USED.format("accounts_province")
    assert restore(made.path, force=True) == made.manifest
    assert list(Province.objects.values_list("code", flat=True)) == ["A1"]
    assert files() == before | {later: b"x"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_dump_that_the_database_refuses_leaves_neither_rows_nor_files(tmp_path):
    ProvinceFactory(code="A1")
    path = whole(tmp_path / "a.zip", {"evidence/ab/ab": b"%PDF"}, b"rubbish")
    assert refusal(path, force=True).startswith("pg_restore không thành công: ")
    assert list(Province.objects.values_list("code", flat=True)) == ["A1"]


@pytest.fixture
def _real_migrations(settings):
    """Also with --no-migrations."""
    settings.MIGRATION_MODULES = {}


@pytest.mark.django_db
@pytest.mark.usefixtures("_real_migrations")
def test_backup_of_a_newer_release_is_refused(tmp_path):
    path = whole(tmp_path / "a.zip", {}, migrations=[("accounts", "0001_initial"), ("accounts", "0099_later")])
    assert refusal(path, force=True) == (
        "Bản sao lưu thuộc một phiên bản mới hơn (có accounts.0099_later); hãy cài phiên bản đó rồi khôi phục."
    )


@pytest.mark.usefixtures("_real_migrations")
def test_backup_without_the_last_migrations_is_behind(tmp_path):
    every = sorted(MigrationLoader(None).disk_migrations)
    for migrations, expected in ((every, False), (every[1:], True)):
        with opened(whole(tmp_path / "a.zip", {}, migrations=migrations)) as archive:
            assert is_behind(archive.manifest) == expected


@pytest.mark.django_db
def test_backup_of_another_kind_of_database_is_refused(tmp_path):
    path = whole(tmp_path / "a.zip", {}, engine="sqlite")
    sentence = "Bản sao lưu là của sqlite, cơ sở dữ liệu này là postgresql; hãy đặt lại DATABASE_URL."
    assert (refusal(path, force=True), connection.vendor) == (sentence, "postgresql")
