"""Every page, in both sizes and both colour schemes: axe finds nothing, nothing scrolls sideways, nothing fails."""

import pytest
from django.urls import reverse

from tests.e2e.conftest import COLOURS, enter, overflow, resize, turn, violations
from tests.world import make_world

PAGES = {
    "coordinator": (
        *("home", "notices", "overview", "section", "check", "receipt", "snapshot", "node", "people"),
        *("clarifications", "carry_over"),
        *(
            "handbook:index",
            "handbook:guide",
            "guidance:index",
            "guidance:recommendation",
            "indicators:index",
            "indicators:indicator",
        ),
        *("comparison:index", "comparison:table", "comparison:map", "comparison:heatmap"),
        *("comparison:quadrants", "comparison:distribution", "comparison:side_by_side", "comparison:rounds"),
        *("planning:gaps", "planning:what_if", "planning:plan", "planning:action_new", "planning:action_edit"),
        "planning:action_remove",
    ),
    "campaign_manager": (
        *("home", "campaigns", "campaign_create", "campaign", "campaign_edit", "filing", "extension"),
        *("reviewers", "assignment", "agreement"),
        *("report_templates", "report_template_new", "report_template_fields"),
        *("audit_desk:events", "personal_data:own"),
    ),
    "reviewer": ("home", "review", "review_leaf", "review_accept", "review_differences", "comparison:overclaiming"),
}
SMALL_TARGETS = """() => [...document.querySelectorAll(
  "button, select, input:not([type=hidden]), textarea, summary, nav a"
)]
  .filter((it) => it.checkVisibility() && !it.closest("p, dd, td, .crumbs, .skip-link"))
  .map((it) => [it, it.matches("[type=checkbox], [type=radio]") && it.closest(".form-check") || it])
  .map(([it, hit]) => [it, hit.getBoundingClientRect()])
  .filter(([it, box]) => box.width > 0 && (box.width < 24 || box.height < 23.5))
  .map(([it, box]) => `${it.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("actor", PAGES)
def test_pages_are_accessible_and_fit(page, transactional_db, actor):
    """Each is loaded twice, since scripts ask only once whether this is a phone; the dark is other colours and nothing
    else. Controls are big enough to be hit."""
    world = make_world()
    enter(page, world.actors[actor])
    for name in PAGES[actor]:
        url = reverse(name, kwargs=world.kwargs(name))
        for size in ("desktop", "phone"):
            resize(page, size)
            page.goto(url)
            assert (violations(page), overflow(page), page.evaluate(SMALL_TARGETS)) == ([], 0, []), (name, size)
            if size == "desktop":
                turn(page, "dark")
                assert violations(page, COLOURS) == [], (name, "dark")
                turn(page, "light")
        resize(page, "narrow")
        assert overflow(page) == 0, (name, "narrow")
    assert page.troubles == []


@pytest.mark.parametrize(
    "path", ["accounts/login/", "accounts/password/reset/", "invitations/{token}/", "invitations/x/"]
)
def test_open_pages_are_accessible(page, transactional_db, path):
    world = make_world()
    page.goto(f"/{path.format(token=world.token)}")
    assert violations(page) == []


def test_refused_sign_in_says_what_to_do(page, transactional_db):
    world = make_world()
    page.goto("/")
    page.get_by_label("Thư điện tử").fill(world.actors["leader"].email)
    page.get_by_label("Mật khẩu", exact=True).fill("sai mật khẩu")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("alert").wait_for()
    assert "hoặc mật khẩu" in page.get_by_role("alert").inner_text()
    assert violations(page) == []


def test_form_with_errors_is_accessible(page, transactional_db):
    world = make_world()
    enter(page, world.actors["coordinator"])
    page.goto(reverse("section", kwargs=world.kwargs("section")))
    page.evaluate("document.querySelector('form[data-autosave]').dataset.off = '1'")
    numbers = page.locator("#q_IOC_6_3 input[type=text]")
    numbers.nth(0).fill("70")
    numbers.nth(1).fill("60")
    page.evaluate("document.querySelector('form[data-autosave]').submit()")
    page.get_by_text("của tỉnh”; bạn nhập 70.").first.wait_for()
    assert violations(page) == []


def test_invited_person_joins_by_the_link(page, transactional_db):
    world = make_world()
    page.goto(f"/invitations/{world.token}/")
    page.get_by_label("Họ và tên").fill("Hoàng Thị Lan")
    page.get_by_label("Mật khẩu", exact=True).fill("rừng thông xanh 27")
    page.get_by_label("Nhập lại mật khẩu").fill("rừng thông xanh 27")
    page.locator("main form button[type=submit], main form button:not([type])").click()
    page.wait_for_url("**/")
    assert page.get_by_text("Hoàng Thị Lan").first.is_visible()
