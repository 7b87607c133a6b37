"""What axe cannot see: text at twice its size, focus that shows, nothing that moves."""

import pytest
from django.urls import reverse

from tests.e2e.conftest import COLOURS, SIZES, enter, overflow, resize, turn, violations
from tests.e2e.test_pages import PAGES
from tests.world import make_world

PATIENCE = "() => document.fonts.ready.then(() => true)"
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((it) => {
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  const clips = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  return clips && box.width > 1 && box.height > 1 && it.tagName !== "PROGRESS" && !(it instanceof SVGElement)
    && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1);
}).map((it) => it.outerHTML.slice(0, 120))"""
FOCUS_HIDDEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const isShown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (isShown || document.activeElement.matches("body, .chart-unit")) return "";
  return document.activeElement.outerHTML.slice(0, 120);
}"""
SHIFTS = """new PerformanceObserver((list) => {
  const moved = list.getEntries().filter((entry) => !entry.hadRecentInput);
  window.shifted = moved.reduce((sum, entry) => sum + entry.value, window.shifted || 0);
}).observe({type: "layout-shift", buffered: true})"""
STEADY = ("home", "section", "snapshot", "comparison:table")


@pytest.fixture(params=PAGES)
def visitor(request, page, transactional_db):
    """Signed in as each actor: the page, the world and where they go."""
    world = make_world()
    enter(page, world.actors[request.param])
    return page, [(name, reverse(name, kwargs=world.kwargs(name))) for name in PAGES[request.param]]


def test_text_at_twice_its_size_is_neither_cut_nor_sideways(visitor):
    page, places = visitor
    page.set_viewport_size({"width": 1280, "height": 800})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    found = {}
    for name, path in places:
        page.goto(path)
        sideways = page.evaluate("Math.max(document.documentElement.scrollWidth - 1280, 0)")
        found[name] = (sideways, page.evaluate(CUT_OFF))
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert {name: what for name, what in found.items() if what != (0, [])} == {}


def test_menu_of_a_phone_is_one_row_that_shows_where_one_is(page, transactional_db):
    world = make_world()
    enter(page, world.actors["campaign_manager"])
    page.set_viewport_size({"width": 320, "height": 640})
    for name in ("home", "campaigns", "people"):
        page.goto(reverse(name))
        row, own = (page.locator(place).bounding_box() for place in (".site-nav", ".site-nav [aria-current]"))
        assert row["height"] < 40, name
        assert own["x"] >= 0, name
        assert own["x"] + own["width"] <= 320, name


def test_keyboard_sees_where_it_is(page, transactional_db):
    world = make_world()
    enter(page, world.actors["coordinator"])
    for name in STEADY:
        page.goto(reverse(name, kwargs=world.kwargs(name)))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link", name
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"), name
        for _ in range(40):
            assert page.evaluate(FOCUS_HIDDEN) == "", name
            page.keyboard.press("Tab")


def test_nothing_moves_while_a_page_loads(page, transactional_db):
    world = make_world()
    enter(page, world.actors["coordinator"])
    page.add_init_script(SHIFTS)
    for name in STEADY:
        page.goto(reverse(name, kwargs=world.kwargs(name)))
        page.wait_for_load_state("networkidle")
        page.evaluate(PATIENCE)
        assert page.evaluate("window.shifted || 0") < 0.01, name


def test_high_contrast_and_less_motion_keep_pages_whole(page, transactional_db):
    world = make_world()
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    enter(page, world.actors["coordinator"])
    for name in STEADY:
        page.goto(reverse(name, kwargs=world.kwargs(name)))
        assert violations(page) == [], name
        moving = "[...document.querySelectorAll('*')].filter((it) => getComputedStyle(it).transitionDuration !== '0s')"
        assert page.evaluate(f"{moving}.map((it) => it.outerHTML.slice(0, 120))") == [], name


def test_gallery_is_accessible_and_fits(page, transactional_db):
    world = make_world()
    enter(page, world.actors["coordinator"])
    page.goto("/gallery/")
    for size in SIZES:
        resize(page, size)
        assert (violations(page), overflow(page)) == ([], 0), size
        turn(page, "dark")
        assert violations(page, COLOURS) == [], (size, "dark")
        turn(page, "light")


def test_chosen_scheme_wins_over_the_browsers_and_holds_without_javascript(browser, live_server, transactional_db):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, color_scheme="light")
    page = context.new_page()
    page.goto("/accounts/login/")
    background = "el => getComputedStyle(el).backgroundColor"
    light = page.locator("body").evaluate(background)
    page.get_by_role("button", name="Tối").click()
    page.wait_for_load_state()
    assert page.locator("body").evaluate(background) == "rgb(16, 22, 28)" != light
    page.emulate_media(media="print")
    assert page.locator("body").evaluate(background) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen", color_scheme="dark")
    page.get_by_role("button", name="Sáng").click()
    page.wait_for_load_state()
    assert page.locator("body").evaluate(background) == light
    context.close()


def test_form_with_errors_is_accessible_in_the_dark(page, transactional_db):
    world = make_world()
    page.emulate_media(color_scheme="dark")
    enter(page, world.actors["campaign_manager"])
    page.goto(reverse("campaign_create"))
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form .btn-primary").click()
    page.locator(".field-error").first.wait_for()
    assert violations(page) == []


OWN_IN_SIGHT = """([box, own]) => {
  const outer = document.querySelector(box).getBoundingClientRect();
  const inner = document.querySelector(`${box} ${own}`).getBoundingClientRect();
  return [outer.height < 60, inner.left >= outer.left && inner.right <= outer.right + 1
    && inner.top >= outer.top && inner.bottom <= outer.bottom + 1];
}"""


def test_lists_that_scroll_stand_at_the_own_entry(page, transactional_db):
    """The tabs of a comparison in one row on a phone; the list of sections beside the form on a low screen."""
    world = make_world()
    enter(page, world.actors["campaign_manager"])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(reverse("comparison:overclaiming", kwargs=world.kwargs("comparison:overclaiming")))
    assert page.evaluate(OWN_IN_SIGHT, [".tabs", "[aria-current]"]) == [True, True]
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(reverse("section", args=[world.kwargs("section")["pk"], "DM"]))
    assert page.evaluate(OWN_IN_SIGHT, [".section-nav", "[aria-current]"]) == [False, True]
