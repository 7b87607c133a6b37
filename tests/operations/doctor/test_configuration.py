"""Settings that are wrong in one way each."""

import pytest

from operations.doctor import configuration
from operations.doctor.findings import Level

GOOD = {
    "SECRET_KEY": "k3y-" + "abcdefghij" * 6,
    "DEBUG": False,
    "GALLERY": False,
    "ALLOWED_HOSTS": ["dothi.example"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "PORTAL_URL": "https://dothi.example/cong",
    "DEFAULT_FROM_EMAIL": "cong@dothi.example",
    "METRICS_TOKEN": "t" * 20,
}


@pytest.fixture
def good(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def told() -> list[tuple[str, Level]]:
    return [(found.name, found.level) for found in (check() for check in configuration.CHECKS) if found.advice]


def test_good_settings_are_fine(good):
    assert told() == []
    assert {check().level for check in configuration.CHECKS} == {Level.FINE}


@pytest.mark.parametrize(
    ("setting", "value", "name", "level"),
    [
        ("SECRET_KEY", "k" * 60, "SECRET_KEY", Level.ERROR),
        ("SECRET_KEY", "abcdefghij", "SECRET_KEY", Level.ERROR),
        ("SECRET_KEY", "django-insecure-" + "abcdefghij" * 6, "SECRET_KEY", Level.ERROR),
        ("DEBUG", True, "DEBUG", Level.ERROR),
        ("GALLERY", True, "DEBUG", Level.ERROR),
        ("SECURE_SSL_REDIRECT", False, "HTTPS", Level.ERROR),
        ("SECURE_HSTS_SECONDS", 60, "HTTPS", Level.ERROR),
        ("LANGUAGE_COOKIE_SECURE", False, "HTTPS", Level.ERROR),
        ("PORTAL_URL", "http://dothi.example", "PORTAL_URL", Level.ERROR),
        ("PORTAL_URL", "https://khac.example", "PORTAL_URL", Level.ERROR),
        ("PORTAL_URL", "https://", "PORTAL_URL", Level.ERROR),
        ("DEFAULT_FROM_EMAIL", "noreply@localhost", "DEFAULT_FROM_EMAIL", Level.WARNING),
        ("METRICS_TOKEN", "", "METRICS_TOKEN", Level.WARNING),
        ("METRICS_TOKEN", "short", "METRICS_TOKEN", Level.ERROR),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(good, setting, value, name, level):
    setattr(good, setting, value)
    assert told() == [(name, level)]


@pytest.mark.parametrize("value", [[], ["*"], ["dothi.example", "*"], ["127.0.0.1", "localhost"]])
def test_hosts_that_are_none(good, value):
    good.ALLOWED_HOSTS = value
    assert configuration.hosts().level == Level.ERROR


def test_secrets_are_never_told(good):
    good.SECRET_KEY, good.METRICS_TOKEN = "geheim-kurz", "geheim"
    assert not any("geheim" in f"{check().found}{check().advice}" for check in configuration.CHECKS)
