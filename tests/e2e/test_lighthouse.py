"""Lighthouse on the four pages that people see most; how fast they are is told by benchmarks/served.py."""

from concurrent.futures import ThreadPoolExecutor

from django.urls import reverse

from benchmarks.lighthouse import audit
from tests.e2e.conftest import enter
from tests.world import make_world

PAGES = ("home", "section", "snapshot", "comparison:table")
CATEGORIES = ("accessibility", "best-practices")
ENOUGH = 0.95


def test_pages_are_accessible_and_well_made_by_lighthouse(page, transactional_db, live_server):
    world = make_world()
    enter(page, world.actors["coordinator"])
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    urls = [f"{live_server.url}{reverse(name, kwargs=world.kwargs(name))}" for name in PAGES]
    with ThreadPoolExecutor(len(PAGES)) as pool:  # each mostly waits for its page to be quiet
        found = dict(zip(PAGES, pool.map(lambda url: audit(url, cookies, CATEGORIES), urls), strict=True))
    assert {frozenset(one.scores) for one in found.values()} == {frozenset(CATEGORIES)}
    assert {name: one for name, one in found.items() if min(one.scores.values()) < ENOUGH} == {}
