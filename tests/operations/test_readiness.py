"""Each part by itself, one that hangs, one that raises; with services stopped in test_services_stopped.py."""

import threading
import time

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.storage import FileSystemStorage
from django.db.migrations.recorder import MigrationRecorder

from operations import heartbeats, readiness
from operations.models import ProcessKind
from operations.readiness import CHECKS, HANGS, Readiness
from tests.operations.processes import until


def reasons(found: Readiness) -> dict[str, str]:
    return {part.name: part.reason for part in found.report()}


@pytest.mark.django_db(transaction=True)
def test_everything_works_once_worker_and_beat_live(settings, tmp_path):
    settings.HEARTBEAT_DIR = tmp_path
    found = Readiness(CHECKS)
    silent = {**dict.fromkeys(CHECKS, ""), "worker": "no sign of life", "beat": "no sign of life"}
    assert reasons(found) == silent
    for kind in ProcessKind:
        heartbeats.beat(kind, "a")
    assert reasons(found) == dict.fromkeys(CHECKS, "")


@pytest.mark.slow
def test_part_that_hangs_holds_up_nothing_and_is_not_asked_twice(settings):
    settings.READY_SECONDS = 0.2
    asked, go_on = [], threading.Event()

    def hanging() -> str:
        asked.append(1)
        go_on.wait(20)
        return ""

    found = Readiness({"hanging": hanging, "quick": lambda: ""})
    began = time.monotonic()
    assert reasons(found) == {"hanging": HANGS, "quick": ""}
    assert reasons(found) == {"hanging": HANGS, "quick": ""}
    assert time.monotonic() - began < 5
    assert len(asked) == 1
    assert found.report()[0].milliseconds >= 200
    go_on.set()
    until(lambda: not found.attempts["hanging"].is_alive())
    assert reasons(found) == {"hanging": "", "quick": ""}


def test_part_that_raises_is_named_by_the_kind_of_its_error():
    def failing() -> str:
        raise ConnectionError("redis://:geheim@10.0.0.7:6379")

    assert reasons(Readiness({"failing": failing})) == {"failing": "ConnectionError"}


def test_one_answer_serves_all_who_ask_at_about_the_same_time(settings):
    settings.READY_FRESH_SECONDS = 60
    asked = []
    found = Readiness({"part": lambda: asked.append(1) or ""})
    assert [found.report() for _each in range(3)] == [found.report()] * 3
    assert len(asked) == 1


def test_database_that_lacks_a_migration_is_not_ready(db, monkeypatch):
    monkeypatch.setattr(readiness, "latest_migrations", lambda: (("assessments", "0002_later"),))
    assert readiness.database() == "1 migrations not applied"
    monkeypatch.setattr(
        MigrationRecorder, "applied_migrations", lambda self: {("assessments", "0002_later"): 1, ("newer", "0009"): 1}
    )
    assert readiness.database() == ""


def test_latest_migrations_are_those_of_this_release(settings):
    settings.MIGRATION_MODULES = {}
    readiness.latest_migrations.cache_clear()
    assert ("operations", "0001_initial") in readiness.latest_migrations()
    readiness.latest_migrations.cache_clear()


class Forgetful(LocMemCache):
    def get(self, *_arguments, **_options):
        return None


def test_cache_that_keeps_nothing_does_not_work(settings):
    assert readiness.stored_cache() == ""
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Forgetful"}}
    assert readiness.stored_cache() == "what was written is not read back"


class Garbling(FileSystemStorage):
    def _save(self, name, content):
        content.file.seek(0)
        content.file.truncate(3)
        return super()._save(name, content)


def test_storage_that_loses_bytes_does_not_work_and_nothing_is_left_behind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert readiness.storage() == ""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Garbling"}}
    assert readiness.storage() == "what was written is not read back"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_storage_that_cannot_be_written(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    assert reasons(Readiness({"storage": readiness.storage})) == {"storage": "NotADirectoryError"}
