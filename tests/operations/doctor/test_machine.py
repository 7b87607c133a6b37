"""Static files that are missing, disks that are full, fonts, the age of a backup."""

import os
import sys
import time
from collections import namedtuple

import pytest
from django.contrib.staticfiles import storage as static_storage

from operations.doctor import machine
from operations.doctor.findings import Level

GB = 1024**3
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """Static files with hashed names, as production has them."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.1234.css").touch()
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "hash": "", "paths": {"a.css": "a.1234.css"}}')
    storage = static_storage.ManifestStaticFilesStorage(location=str(tmp_path))
    monkeypatch.setattr(machine, "staticfiles_storage", storage)
    return tmp_path


def test_static_files_without_hashes():
    assert machine.static_files().level == Level.WARNING


def test_static_files_that_were_collected_and_one_that_is_missing(collected):
    assert (machine.static_files().level, machine.static_files().found) == (Level.FINE, "1 tệp")
    (collected / "a.1234.css").unlink()
    assert (machine.static_files().level, machine.static_files().found) == (
        Level.ERROR,
        "chưa thu thập hoặc thiếu 1 tệp",
    )


def test_static_files_that_were_never_collected(collected):
    (collected / "staticfiles.json").unlink()
    assert machine.static_files().level == Level.ERROR


@pytest.mark.parametrize(
    ("total", "free", "level"), [(100, 50, Level.FINE), (100, 5, Level.WARNING), (100, 0.5, Level.ERROR)]
)
def test_room_on_the_disk(monkeypatch, settings, tmp_path, total, free, level):
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"
    asked = []
    monkeypatch.setattr(
        machine.shutil, "disk_usage", lambda path: asked.append(path) or Usage(total * GB, 0, int(free * GB))
    )
    assert machine.disk().level == level
    assert asked == [tmp_path]


def test_pdf_engine_is_there(monkeypatch):
    assert machine.pdf_engine().level == Level.FINE
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    found = machine.pdf_engine()
    assert (found.level, found.found) == (Level.ERROR, "không nạp được bộ in PDF (ModuleNotFoundError)")


def test_fonts_that_are_missing(settings, tmp_path):
    assert machine.fonts().level == Level.FINE
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATIC_ROOT = tmp_path
    assert machine.fonts().level == Level.ERROR


def test_backup_that_is_not_set_missing_old_or_fresh(settings, tmp_path):
    settings.BACKUP_DIR = ""
    assert machine.backup().level == Level.WARNING
    settings.BACKUP_DIR = str(tmp_path)
    assert (machine.backup().level, machine.backup().found) == (Level.ERROR, "chưa có bản sao lưu nào")
    old = tmp_path / "smartcity-backup-1.zip"
    old.touch()
    os.utime(old, (0, time.time() - 30 * 3600))
    assert (machine.backup().level, machine.backup().found) == (Level.ERROR, "bản mới nhất đã 30 giờ")
    (tmp_path / "smartcity-backup-2.zip").touch()
    assert (machine.backup().level, machine.backup().found) == (Level.FINE, "bản mới nhất 0 giờ trước")
