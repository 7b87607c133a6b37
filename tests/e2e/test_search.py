"""Searching: from the field of the header to the very question, and the pages in all sizes."""

from urllib.parse import urlparse

from django.urls import reverse

from tests.e2e.conftest import enter, sign_in, sound
from tests.factories.accounts import PASSWORD
from tests.world import make_world


def test_field_of_the_header_leads_to_the_very_question(page, transactional_db):
    world = make_world()
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(page, world.actors["contributor"].email, PASSWORD)
    page.locator(".site-search input").fill("kien truc ict")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="ICT-4.1").first.click()
    page.wait_for_url("**#q_ICT_4_1")
    assert urlparse(page.url).path.endswith("/sections/ICT-4/")
    assert page.locator("#q_ICT_4_1").bounding_box()["y"] < 768


def test_search_pages_are_accessible_and_fit(page, transactional_db):
    world = make_world()
    enter(page, world.actors["campaign_manager"])
    for query in ("", "?q=kien+truc", "?q=khong-he-co", "?q=a", "?q=" + "x" * 300):
        sound(page, reverse("search") + query)
    assert page.troubles == []
