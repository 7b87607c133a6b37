import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from assessments.errors import StorageFailed
from assessments.kept_files import REUSED_FOR, keep

FULL = (
    "Kho lưu trữ của cổng chưa ghi được tệp (có thể đã hết chỗ) nên tệp này chưa được lưu. Hãy thử lại sau; nếu vẫn "
    "không được, hãy báo quản trị hệ thống."
)


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


def kept(content: bytes = b"abc") -> str:
    return keep("evidence/ab/ab", ContentFile(content), len(content))


def files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def age(delta: timedelta) -> float:
    moment = time.time() - delta.total_seconds()
    os.utime(Path(settings.MEDIA_ROOT, "evidence/ab/ab"), (moment, moment))
    return moment


@pytest.mark.parametrize("left", [None, b"ab", b"abc"])
def test_file_is_kept_once_and_whole_whatever_lay_there(left):
    if left is not None:
        kept(left)
    assert (kept(), kept(), files()) == ("evidence/ab/ab", "evidence/ab/ab", {"evidence/ab/ab": b"abc"})


@pytest.mark.parametrize(("older", "is_written"), [(timedelta(minutes=-1), False), (timedelta(minutes=1), True)])
def test_what_may_be_about_to_be_removed_is_written_anew(older, is_written):
    kept()
    before = age(REUSED_FOR + older)
    kept()
    now = Path(settings.MEDIA_ROOT, "evidence/ab/ab").stat().st_mtime
    assert (now > before + 60) == is_written


def test_storage_that_takes_nothing_is_said_and_nothing_is_left():
    Path(settings.MEDIA_ROOT).mkdir()
    Path(settings.MEDIA_ROOT, "evidence").write_bytes(b"no folder")
    with pytest.raises(StorageFailed) as refused:
        kept()
    assert (str(refused.value), files()) == (FULL, {"evidence": b"no folder"})
