"""The command around backups.making."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from backups.archive import opened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_backup_is_made_and_what_was_lost_is_an_exit_of_its_own(keep, tmp_path):
    lost, printed = keep(b"%PDF"), io.StringIO()
    lost.file.storage.delete(lost.file.name)
    with pytest.raises(CommandError) as failed:
        call_command("backup", "--to", str(tmp_path / "a"), stdout=printed)
    [path] = (tmp_path / "a").glob("*.zip")
    assert printed.getvalue() == f"Đã sao lưu vào {path}: 0 tệp kèm theo.\n"
    assert (str(failed.value), failed.value.returncode) == (f"Tệp “{lost.file.name}” không còn trong kho lưu trữ.", 3)
    with opened(path) as archive:
        assert archive.manifest.missing == [lost.file.name]


def test_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"^Chưa sao lưu được: .*File exists"):
        call_command("backup", "--to", str(tmp_path / "file"))
