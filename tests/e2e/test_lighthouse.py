"""Lighthouse on the four pages people see most. Its performance is a matter of the machine: benchmarks/lighthouse.py."""

from django.urls import reverse

from benchmarks.lighthouse import audit
from tests.e2e.conftest import sign_in
from tests.factories.accounts import PASSWORD
from tests.world import make_world

PAGES = ("home", "section", "snapshot", "comparison:table")
CATEGORIES = ("accessibility", "best-practices")
ENOUGH = 0.95


def test_pages_are_accessible_and_well_made_by_lighthouse(page, transactional_db, live_server):
    world = make_world()
    sign_in(page, world.actors["coordinator"].email, PASSWORD)
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    low = {}
    for name in PAGES:
        url = f"{live_server.url}{reverse(name, kwargs=world.kwargs(name))}"
        found = audit(url, cookies, CATEGORIES)
        assert set(found.scores) == set(CATEGORIES)
        if min(found.scores.values()) < ENOUGH:
            low[name] = (found.scores, found.failures)
    assert low == {}
