"""The whole running: live server, real Celery worker on Redis, Debian's Chromium."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from accounts.models import User
from accounts.roles import Role
from smartcity_portal.celery import app
from tests.factories import open_assessment, user_as

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM_OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
PATIENCE_MS = 40_000
SIZES = {"desktop": (1366, 768), "phone": (390, 844), "narrow": (320, 640)}
COLOURS = ("color-contrast", "link-in-text-block")
"""What axe has to say about colours."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives the browser. tests/conftest.py keeps it on one process: two on two cores are slower."""
    for item in items:
        if Path(str(item.fspath)).is_relative_to(ROOT / "tests/e2e"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not program:
        pytest.exit("Thiếu gói hệ thống chromium: chạy apt-get install -y chromium", returncode=3)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_OPTIONS))


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    found = browser.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN", bypass_csp=False
    )
    found.set_default_timeout(PATIENCE_MS)
    yield found
    found.clear_cookies()  # a last heartbeat of a form page must not touch the database that is being emptied
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that collects what goes wrong in the browser, to be asserted empty by `clean`."""
    found = context.new_page()
    found.troubles = []
    found.on("console", lambda message: found.troubles.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: found.troubles.append(str(error)))
    return found


@pytest.fixture
def worker(transactional_db) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker on the test database and this process's Redis."""
    app.control.purge()
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(url),
        "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.test",
    }
    command = [sys.executable, "-m", "celery", "-A", "smartcity_portal", "worker", "--pool", "solo"]
    options = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
    yield process
    process.terminate()
    process.wait(30)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url("**/")


def enter(page: Page, user: User) -> None:
    """With a session of their own, as if they had come by the sign-in page (tests/e2e/test_sign_in.py goes there)."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )


def resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def turn(page: Page, scheme: str) -> None:
    """To "dark" or "light", at once: a colour on its way to another has the contrast of neither."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def overflow(page: Page) -> int:
    """By how many points the page is wider than its window."""
    return max(page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0)


def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on the page as it is, of any impact; by all its rules if none are named."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        "rules => axe.run(document, {resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})})", rules
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sound(page: Page, path: str) -> None:
    """At every size: nothing for axe to say, nothing wider than the window, and colours that hold in the dark."""
    page.goto(path)
    for size in SIZES:
        resize(page, size)
        assert (violations(page), overflow(page)) == ([], 0), (path, size)
        turn(page, "dark")
        assert violations(page, COLOURS) == [], (path, size, "dark")
        turn(page, "light")


@pytest.fixture
def assessment(transactional_db):
    return open_assessment()


@pytest.fixture
def contributor(assessment, page):
    user = user_as(Role.CONTRIBUTOR, assessment.province)
    enter(page, user)
    return user
