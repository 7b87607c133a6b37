"""The command around backups.restoring; a drill with real processes is in tests/faults/test_restore.py."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Province
from backups.making import make
from tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_backup_is_restored_and_what_was_lost_before_is_said(keep, tmp_path):
    ProvinceFactory(code="A1")
    lost, printed = keep(b"%PDF"), io.StringIO()
    keep(b"%PDF-2")
    lost.file.storage.delete(lost.file.name)
    made = make(tmp_path)
    ProvinceFactory(code="B2")
    call_command("restore", str(made.path), "--force", stdout=printed)
    rows = sum(made.manifest.tables.values())
    assert printed.getvalue().splitlines()[:2] == [
        f"Đã khôi phục {rows} dòng, 1 tệp; mọi mã kiểm tra đều khớp.",
        f"Tệp “{lost.file.name}” đã mất từ trước khi sao lưu.",
    ]
    assert list(Province.objects.values_list("code", flat=True)) == ["A1"]


def test_what_is_no_backup_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"rubbish")
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(path), "--force")
    assert str(refused.value) == (
        "Chưa khôi phục: Tệp a.zip không phải là tệp sao lưu của cổng, hoặc đã bị cắt ngắn hay sửa đổi."
    )
