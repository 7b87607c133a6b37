"""Headers of every route, for somebody signed in and for nobody, with production's settings."""

import importlib
import sys

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import ACCESS, ALLAUTH_OPEN
from tests.test_access import JSON, POST
from tests.test_settings import PRODUCTION

TAKEN_OVER = (
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
    *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER"),
)
PROBES = {"healthz", "readyz", "metrics"}
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
FILES = {"evidence_file", "evidence_view"}
"""Not pages but what was uploaded. The first is sandboxed; the second is shown in a frame of the portal's own pages,
and the browser's own PDF viewer wants inline styles: no script may run in either."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """What production sets beside base, on the tests' database."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delitem(sys.modules, "smartcity_portal.settings.prod", raising=False)
    prod = importlib.import_module("smartcity_portal.settings.prod")
    for name in TAKEN_OVER:
        setattr(settings, name, getattr(prod, name))
    return settings


def asked(world, name, actor):
    client = Client(headers={"accept": "application/json"} if name in JSON else {})
    if actor != "nobody":
        client.force_login(world.actors[actor])
    url = reverse(name, kwargs=world.kwargs(name))
    known = {"secure": True}
    response = client.post(url, POST[name], **known) if name in POST else client.get(url, **known)
    if response.streaming:
        response.getvalue()
    return response


def _is_strict(policy: str) -> bool:
    wanted = (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
    return "'unsafe" not in policy and all(part in policy for part in wanted)


def _is_strict_for_a_file(policy: str) -> bool:
    return "default-src 'none'" in policy and "script-src" not in policy


def faults(response, name) -> list[str]:
    found = [header for header, value in EXACT.items() if response.get(header) != value]
    is_file = name in FILES and response.status_code == 200
    policy = response.get("Content-Security-Policy", "")
    if not (_is_strict_for_a_file(policy) if is_file else _is_strict(policy)):
        found.append(f"Content-Security-Policy: {policy}")
    if response.get("X-Frame-Options") != ("SAMEORIGIN" if is_file and name == "evidence_view" else "DENY"):
        found.append("X-Frame-Options")
    if "camera=()" not in response.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["coordinator", "campaign_manager", "nobody"])
def test_every_route_has_its_headers(production, world, actor):
    wrong = {}
    for name in ACCESS:
        if name not in PROBES:
            response = asked(world, name, actor)
            if found := faults(response, name):
                wrong[name] = found
    assert wrong == {}


@pytest.mark.slow
def test_what_a_signed_in_person_sees_stays_out_of_caches(production, world):
    shared = {"set_language", "set_scheme"}
    wrong = {}
    for name in set(ACCESS) - PROBES - shared:
        told = asked(world, name, "coordinator").get("Cache-Control", "")
        if "private" not in told and "no-store" not in told:
            wrong[name] = told
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(ALLAUTH_OPEN - {"account_confirm_email", "account_reset_password_from_key"}))
def test_pages_of_the_sign_in_have_them_too(production, name):
    response = Client().get(reverse(name), secure=True)
    assert faults(response, name) == []


@pytest.mark.parametrize("path", ["/nowhere/", "/admin/", "/static/nowhere.css"])
def test_refusals_have_them_too(production, path):
    assert faults(Client().get(path, secure=True), "") == []


def test_probes_answer_without_tls_and_run_nothing_in_a_browser(production):
    for name in PROBES - {"metrics"}:
        response = Client().get(f"/{name}")
        assert response["Content-Type"] == "application/json"
        assert (response["X-Content-Type-Options"], response["X-Frame-Options"]) == ("nosniff", "DENY")
        assert "no-store" in response["Cache-Control"]


def test_everything_else_is_sent_to_tls(production):
    response = Client().get("/accounts/login/")
    assert (response.status_code, response.url) == (301, "https://testserver/accounts/login/")


@pytest.mark.slow
def test_cookies_are_for_tls_scripts_do_not_read_them_other_sites_do_not_send_them(production, world):
    client = Client()
    client.get("/accounts/login/", secure=True)
    client.post(
        "/accounts/login/", {"login": world.actors["leader"].email, "password": "mat-khau-thu-nghiem-1"}, secure=True
    )
    client.get("/", secure=True)
    client.post(reverse("set_language"), {"language": "en"}, secure=True)
    found = {
        name: (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"])
        for name, cookie in client.cookies.items()
    }
    assert found["sessionid"] == (True, True, "Lax")
    assert found["csrftoken"] == (True, True, "Lax")
    assert {name for name, (secure, _script, site) in found.items() if not secure or site != "Lax"} == set()
