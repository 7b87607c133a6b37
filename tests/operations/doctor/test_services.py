"""The doctor at real services, and at places where none is."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import redis
import time_machine
from django.conf import settings as configured
from django.db import DatabaseError, connection
from django.utils import timezone

from operations import readiness
from operations.doctor import services
from operations.doctor.findings import Level
from tests.services import free_port

ERROR, WARNING, FINE = Level.ERROR, Level.WARNING, Level.FINE


@contextmanager
def speaking(
    answer: bytes, family: int = socket.AF_INET, address: object = ("127.0.0.1", 0)
) -> Iterator[socket.socket]:
    """A server that says something to whoever connects; once before and once after it was spoken to."""
    with socket.socket(family) as server:
        server.bind(address)
        server.listen()

        def serve() -> None:
            line, _from = server.accept()
            with line:
                line.settimeout(5)
                line.sendall(answer)
                line.recv(64)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server
        thread.join(10)


def test_database_is_fine_with_its_version(db):
    found = services.database()
    assert (found.level, found.found) == (FINE, f"phiên bản {connection.pg_version // 10_000}, UTF8")


def test_database_of_an_old_version(db, monkeypatch):
    monkeypatch.setattr(services, "OLDEST_POSTGRES", 99)
    assert (services.database().level, services.database().advice) == (ERROR, "Nâng cấp lên PostgreSQL 99 trở lên.")


def test_database_in_another_encoding(db):
    """As the server would answer."""

    def other(execute, sql, parameters, many, context):
        return execute("SELECT 'SQL_ASCII'" if sql == "SHOW server_encoding" else sql, parameters, many, context)

    with connection.execute_wrapper(other):
        assert (services.database().level, services.database().found) == (ERROR, "bảng mã SQL_ASCII")


def test_database_that_is_away(db):
    def away(*_arguments):
        raise DatabaseError("password=geheim")

    with connection.execute_wrapper(away):
        found = services.database()
    assert (found.level, found.found) == (ERROR, "không kết nối được (DatabaseError)")


def test_migrations_that_are_missing(db, monkeypatch):
    assert services.migrations().level == FINE
    monkeypatch.setattr(readiness, "latest_migrations", lambda: (("assessments", "0002_later"),))
    found = services.migrations()
    assert (found.level, found.found) == (ERROR, "cơ sở dữ liệu chưa theo kịp bản cài đặt: assessments")


def test_clock_that_is_wrong(db):
    assert services.clock().level == FINE
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        found = services.clock()
    assert (found.level, found.found) in {
        (ERROR, "lệch 3600 giây so với cơ sở dữ liệu"),
        (ERROR, "lệch 3601 giây so với cơ sở dữ liệu"),
    }


def test_redis_without_persistence_and_with_it():
    with redis.from_url(configured.CELERY_BROKER_URL) as client:
        assert services.queue().level == WARNING, "the tests' own keeps nothing"
        client.config_set("maxmemory-policy", "allkeys-lru")
        evicting = services.queue()
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("appendonly", "yes")
        kept = services.queue()
        client.config_set("appendonly", "no")
    assert (evicting.level, evicting.found) == (ERROR, "maxmemory-policy là allkeys-lru")
    assert kept.level == FINE


def test_redis_that_is_old(monkeypatch):
    monkeypatch.setattr(services, "OLDEST_REDIS", 99)
    assert services.queue().advice == "Nâng cấp lên Redis 99 trở lên."


def test_redis_that_is_away_or_not_used(settings):
    settings.CELERY_BROKER_URL = f"redis://:geheim@127.0.0.1:{free_port()}/0"
    found = services.queue()
    assert (found.level, found.found) == (ERROR, "không kết nối được (ConnectionError)")
    settings.CELERY_BROKER_URL = "filesystem://"
    assert services.queue().level == WARNING


def test_storage_that_works_and_one_that_cannot_be_written(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert services.storage().level == FINE
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    found = services.storage()
    assert (found.level, found.found) == (ERROR, "không ghi, đọc hoặc xóa được (NotADirectoryError)")


def test_mail_server_that_answers_refuses_or_is_away(settings):
    assert services.mail().level == WARNING, "the tests send no mail out"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 2
    assert (services.mail().level, services.mail().found) == (
        ERROR,
        "không kết nối được máy chủ thư (ConnectionRefusedError)",
    )
    with speaking(b"554 go away\r\n") as server:
        settings.EMAIL_PORT = server.getsockname()[1]
        assert services.mail().found == "không kết nối được máy chủ thư (SMTPConnectError)"
    with speaking(b"220 mail ready\r\n250 hello\r\n") as server:
        settings.EMAIL_PORT = server.getsockname()[1]
        assert services.mail().level == FINE


def test_scanner_that_answers_or_does_not(settings, tmp_path):
    settings.CLAMD_ADDRESS = ""
    assert services.scanner().level == WARNING
    with speaking(b"PONG\0") as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        assert services.scanner().level == FINE
    with speaking(b"PONG\0", socket.AF_UNIX, str(tmp_path / "clamd")):
        settings.CLAMD_ADDRESS = str(tmp_path / "clamd")
        assert services.scanner().level == FINE
    with speaking(b"UNKNOWN COMMAND\0") as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        assert services.scanner().found == "không trả lời (UNKNOWN COMMAND)"


@pytest.mark.parametrize("address", ["127.0.0.1:1", "no port", "127.0.0.1:x", "/nowhere/clamd"])
def test_address_of_no_scanner(settings, address):
    settings.CLAMD_ADDRESS = address
    assert services.scanner().level == ERROR
