"""The frame of a request: its id comes back, its line names the route, the headers are on everything."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from operations import middleware
from operations.metrics import REGISTRY
from tests.factories import user_as

pytestmark = pytest.mark.django_db
FIXED = ("Cross-Origin-Resource-Policy", "Permissions-Policy", "X-Content-Type-Options", "X-Frame-Options")


@pytest.fixture
def lines(caplog):
    """Of requests, those usually kept quiet included."""
    caplog.set_level(logging.DEBUG, logger="operations.requests")
    return lambda: [record for record in caplog.records if record.name == "operations.requests"]


def told(record: logging.LogRecord) -> tuple[str, str, str, int, int | None]:
    return record.levelname, record.route, record.method, record.status, record.user


def test_line_names_route_status_and_user_and_nothing_of_the_address(lines):
    user, client = user_as(Role.AUDITOR), Client()
    client.force_login(user)
    client.get("/search/", {"q": "geheim"})
    client.post("/notices/read/")
    client.get(reverse("notice_open", args=[999_999_999]))
    assert [told(record) for record in lines()] == [
        ("INFO", "search", "GET", 200, user.pk),
        ("INFO", "notices_read", "POST", 302, user.pk),
        ("INFO", "notice_open", "GET", 404, user.pk),
    ]
    assert lines()[0].queries > 0
    assert not any("geheim" in str(vars(record)) for record in lines())


def test_request_of_nobody_and_of_no_route(lines):
    Client().get("/accounts/login/")
    Client().get("/nowhere/")
    Client().get("/static/nowhere.css")
    assert [told(record) for record in lines()] == [
        ("INFO", "account_login", "GET", 200, None),
        ("INFO", "unknown", "GET", 404, None),
        ("DEBUG", "static", "GET", 404, None),
    ]


def test_probes_are_quiet_in_the_log(lines):
    Client().get("/healthz")
    assert [told(record) for record in lines()] == [("DEBUG", "healthz", "GET", 200, None)]


@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/healthz", "/static/css/nowhere.css"])
def test_id_comes_back_and_headers_are_on_everything(path):
    response = Client().get(path, headers={"X-Request-ID": "from-the-proxy-1"})
    assert response["X-Request-ID"] == "from-the-proxy-1"
    assert [name for name in FIXED if name not in response] == []
    other = Client().get(path, headers={"X-Request-ID": "no good"})
    assert len(other["X-Request-ID"]) == 32


def test_requests_are_counted():
    labels = {"route": "account_login", "method": "GET", "status": "200"}
    before = REGISTRY.get_sample_value("portal_requests_total", labels) or 0
    Client().get("/accounts/login/")
    assert REGISTRY.get_sample_value("portal_requests_total", labels) == before + 1


def test_headers_of_a_view_stay_as_they_are(rf, settings):
    settings.FIXED_HEADERS = {"X-Frame-Options": "DENY", "X-Other": "1"}

    def view(request):
        response = middleware.HttpResponse()
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    response = middleware.FixedHeaders(view)(rf.get("/"))
    assert (response["X-Frame-Options"], response["X-Other"]) == ("SAMEORIGIN", "1")


def test_every_probe_has_its_route():
    assert {reverse(path.strip("/")) for path in middleware.PROBES} == set(middleware.PROBES)
