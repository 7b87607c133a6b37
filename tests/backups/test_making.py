import fcntl
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from accounts.models import Province
from backups.archive import BackupError, opened, summed
from backups.making import make
from tests.factories import ProvinceFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_backup_holds_the_database_and_the_files_that_it_refers_to(keep, tmp_path):
    ProvinceFactory.create_batch(3)
    first, lost, altered = keep(b"%PDF-1"), keep(b"%PDF-2"), keep(b"%PDF-3")
    default_storage.delete(lost.file.name)
    Path(default_storage.path(altered.file.name)).write_bytes(b"%PDF-?")
    made = make(tmp_path / "backups")
    with opened(made.path) as archive:
        manifest = archive.manifest
        assert manifest == made.manifest
        assert b"".join(archive.chunks(f"files/{first.file.name}")) == b"%PDF-1"
        assert b"".join(archive.chunks("database"))[:5] == b"PGDMP"
    assert set(manifest.files) == {first.file.name, altered.file.name}
    assert manifest.files[altered.file.name] == summed([b"%PDF-?"])
    assert (manifest.missing, manifest.damaged) == ([lost.file.name], [altered.file.name])
    assert made.faults == [
        f"Tệp “{lost.file.name}” không còn trong kho lưu trữ.",
        f"Tệp “{altered.file.name}” không còn nguyên như khi gửi.",
    ]
    counts = {"accounts_province": Province.objects.count(), "assessments_storedfile": 3, "planning_actionplan": 0}
    assert {name: manifest.tables[name] for name in counts} == counts
    assert sorted(manifest.tables) == sorted(connection.introspection.table_names())
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_only_so_many_of_the_newest_are_kept_and_nothing_else_is_touched(db, tmp_path):
    (tmp_path / "khac.zip").touch()
    (tmp_path / ".smartcity-backup-0.zip.part").touch()
    for number in range(3):
        (tmp_path / f"smartcity-backup-20200101-00000{number}-000000.zip").touch()
    made = make(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".lock",
        "khac.zip",
        "smartcity-backup-20200101-000002-000000.zip",
        made.path.name,
    ]


def test_two_backups_at_once_are_refused(db, tmp_path):
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BackupError) as refused:
            make(tmp_path)
    assert str(refused.value) == f"Một lần sao lưu khác đang chạy vào {tmp_path}; hãy đợi nó xong."
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
