"""Lines that leave the machine without encryption are warned of, each with what to do."""

import pytest

from operations.doctor import encryption
from operations.doctor.findings import Level

SMTP = "django.core.mail.backends.smtp.EmailBackend"
GOOD = {
    "DATABASES": {"default": {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}},
    "CELERY_BROKER_URL": "rediss://queue.example:6380/0?ssl_cert_reqs=required&ssl_ca_certs=/tls/ca.pem",
    "STORAGES": {"default": {"BACKEND": "x", "OPTIONS": {"endpoint_url": "https://s3.example"}}},
    "EMAIL_BACKEND": SMTP,
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
    "CLAMD_ADDRESS": "/run/clamav/clamd.ctl",
}


class Given:
    """In place of django.conf.settings, which would have connections made anew."""

    EMAIL_USE_SSL = False

    def __init__(self, **values):
        self.__dict__.update(GOOD | values)


def told(monkeypatch, **values) -> list[tuple[str, Level, str]]:
    monkeypatch.setattr(encryption, "settings", Given(**values))
    found = [check() for check in encryption.CHECKS]
    assert [bool(one.advice) for one in found] == [one.level != Level.FINE for one in found]
    return [(one.name, one.level, one.found) for one in found if one.level != Level.FINE]


def test_encrypted_and_checked_lines_are_fine(monkeypatch):
    assert told(monkeypatch) == []
    assert told(monkeypatch, EMAIL_USE_TLS=False, EMAIL_USE_SSL=True) == []
    assert told(monkeypatch, CELERY_BROKER_URL="rediss://queue.example/0") == []


@pytest.mark.parametrize(
    ("name", "host", "values"),
    [
        ("PostgreSQL", "db", {"DATABASES": {"default": {"HOST": "db"}}}),
        ("PostgreSQL", "db", {"DATABASES": {"default": {"HOST": "db", "OPTIONS": {"sslmode": "require"}}}}),
        ("Redis", "redis", {"CELERY_BROKER_URL": "redis://redis:6379/0"}),
        ("Redis", "redis", {"CELERY_BROKER_URL": "rediss://redis:6379/0?ssl_cert_reqs=none"}),
        ("storage", "s3", {"STORAGES": {"default": {"OPTIONS": {"endpoint_url": "http://s3:9000"}}}}),
        ("mail", "mail.example", {"EMAIL_USE_TLS": False}),
        ("clamd", "clamav", {"CLAMD_ADDRESS": "clamav:3310"}),
    ],
)
def test_line_that_is_not_is_told_with_its_machine(monkeypatch, name, host, values):
    expected = (f"TLS {name}", Level.WARNING, f"{host}: không mã hóa hoặc không kiểm tra chứng thư")
    assert told(monkeypatch, **values) == [expected]


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "/run/postgresql"])
def test_what_stays_on_the_machine_needs_none(monkeypatch, host):
    assert told(monkeypatch, DATABASES={"default": {"HOST": host}}, CLAMD_ADDRESS="localhost:3310") == []


def test_embedded_default_sends_nothing_anywhere(monkeypatch):
    embedded = {"CELERY_BROKER_URL": "filesystem://", "STORAGES": {"default": {}}, "EMAIL_BACKEND": "console"}
    assert told(monkeypatch, **embedded, DATABASES={"default": {}}, CLAMD_ADDRESS="") == []
