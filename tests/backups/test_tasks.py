import logging

import pytest

from backups.archive import opened
from backups.tasks import back_up, sweep_files


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nightly_backup_keeps_so_many_and_says_what_was_lost(keep, settings, tmp_path, caplog):
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "backups"), 1
    lost = keep(b"%PDF")
    lost.file.storage.delete(lost.file.name)
    with caplog.at_level(logging.INFO, "backups.tasks"):
        names = [back_up(), back_up()]
    assert [path.name for path in (tmp_path / "backups").glob("*.zip")] == names[1:]
    with opened(tmp_path / "backups" / names[1]) as archive:
        assert archive.manifest.missing == [lost.file.name]
    said = f"backup {names[0]}: Tệp “{lost.file.name}” không còn trong kho lưu trữ."
    assert [(record.levelname, record.getMessage()) for record in caplog.records][:2] == [
        ("ERROR", said),
        ("INFO", f"backup made: {names[0]}, 0 files"),
    ]


@pytest.mark.django_db
def test_backup_that_cannot_be_made_is_an_error_in_the_log(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.BACKUP_DIR = str(tmp_path / "file")
    with pytest.raises(FileExistsError):
        back_up()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert caplog.records[0].getMessage().startswith("backup failed: ")


@pytest.mark.django_db
def test_sweep_of_files_says_how_many_went():
    assert sweep_files() == 0
