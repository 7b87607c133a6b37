"""Health, readiness, metrics: what machines are told, with and without the token."""

import pytest
from django.test import Client

from operations import readiness
from operations.readiness import CHECKS

TOKEN = "ein-langes-geheimes-wort"


@pytest.fixture
def bearer(settings):
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"Authorization": f"Bearer {TOKEN}"})


def test_health_touches_nothing():
    """Without `db` a query would be refused; the cookie would ask for the session."""
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readiness_says_yes_or_no_to_anybody_and_why_to_the_token(bearer, monkeypatch):
    checks = {"database": lambda: "", "worker": lambda: "no sign of life"}
    monkeypatch.setattr("operations.views.probes.readiness", readiness.Readiness(checks))
    anybody = Client().get("/readyz")
    assert (anybody.status_code, anybody.json()) == (503, {"ready": False})
    told = bearer.get("/readyz")
    parts = told.json()["parts"]
    times = {part.pop("ms") for part in parts.values()}
    assert told.status_code == 503
    assert parts == {
        "database": {"state": "ok", "reason": ""},
        "worker": {"state": "failing", "reason": "no sign of life"},
    }
    assert all(0 <= milliseconds < 3000 for milliseconds in times)
    monkeypatch.setattr("operations.views.probes.readiness", readiness.Readiness({"database": lambda: ""}))
    assert (Client().get("/readyz").status_code, Client().get("/readyz").json()) == (200, {"ready": True})


@pytest.mark.django_db
def test_metrics_are_for_the_token(bearer):
    response = bearer.get("/metrics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    assert b"portal_work{" in response.content


@pytest.mark.parametrize(
    "told", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer \u00e9"]
)
def test_wrong_token_finds_nothing(settings, told):
    settings.METRICS_TOKEN = TOKEN
    assert Client(headers={"Authorization": told}).get("/metrics").status_code == 404


@pytest.mark.parametrize("told", ["", "Bearer ", "Bearer"])
def test_without_a_token_set_nobody_finds_them(settings, told):
    settings.METRICS_TOKEN = ""
    assert Client(headers={"Authorization": told}).get("/metrics").status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_only_read(path):
    assert Client().post(path).status_code == 405


def test_parts_are_those_that_the_portal_needs():
    assert list(CHECKS) == ["database", "broker", "cache", "storage", "worker", "beat"]
