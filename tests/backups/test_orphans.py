import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from backups.orphans import SAFE_AGE, remove_orphans

pytestmark = pytest.mark.django_db

LONG = (SAFE_AGE + timedelta(minutes=1)).total_seconds()


def left(name: str, seconds: float = LONG) -> str:
    """A file without a row that has lain there so long."""
    kept = default_storage.save(name, ContentFile(b"x"))
    aged(kept, seconds)
    return kept


def aged(name: str, seconds: float = LONG) -> None:
    moment = time.time() - seconds
    os.utime(Path(settings.MEDIA_ROOT, name), (moment, moment))


def test_only_old_files_that_nothing_refers_to_are_removed(keep):
    kept = keep(b"%PDF").file.name
    aged(kept)
    young = left("evidence/aa/aaaa", LONG - 120)
    elsewhere = left("khac/a.txt")
    for name in ("evidence/bb/bbbb", "evidence/bb/.0123.part", "reports/cc/cccc.pdf", "report-templates/dd/d.docx"):
        left(name)
    assert remove_orphans() == 4
    found = {
        str(path.relative_to(settings.MEDIA_ROOT)) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    }
    assert found == {kept, young, elsewhere}


def test_empty_storage_is_no_fault():
    assert remove_orphans() == 0
