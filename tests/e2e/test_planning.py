"""What-if in the browser: scored as one types, said to who cannot see it, refused at the field."""

from django.urls import reverse

from tests.e2e.conftest import enter, violations
from tests.world import make_world


def test_what_if_answers_as_one_types(page, transactional_db):
    world = make_world()
    enter(page, world.actors["coordinator"])
    page.goto(reverse("planning:what_if", kwargs=world.kwargs("planning:what_if")))
    before = page.locator("[data-outcome] .big").inner_text()
    page.locator("details.what-if-section > summary").first.click()
    choice = page.locator("details.what-if-section select").first
    choice.select_option(index=choice.locator("option").count() - 1)
    page.locator("[data-outcome]", has_text="đổi 1 câu").wait_for()
    after = page.locator("[data-outcome] .big").inner_text()
    assert after != before
    said = page.locator("[data-said]").inner_text()
    assert said.startswith(f"Điểm chung từ {before} thành {after}, bậc ")
    assert violations(page) == []
    assert page.troubles == []

    share = page.locator("details.what-if-section .what-if-line input[type=text]").first
    share.evaluate("field => (field.closest('details').open = true)")
    share.fill("nhiều")
    page.locator("[data-refused]", has_text="bạn nhập “nhiều”").wait_for()
    assert page.locator(".what-if-line .field-error").count() == 1
    assert page.locator("[data-outcome] .big").inner_text() == after
    assert violations(page) == []
    share.fill("")
    page.locator("[data-refused]").wait_for(state="hidden")
    assert page.locator(".what-if-line .field-error").count() == 0


def test_gaps_are_ticked_and_planned(page, transactional_db):
    world = make_world()
    enter(page, world.actors["leader"])
    page.goto(reverse("planning:gaps", kwargs=world.kwargs("planning:gaps")))
    boxes = page.locator("input[name=code]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Đưa vào kế hoạch", exact=True).click()
    page.get_by_text("Đã đưa 2 việc vào kế hoạch.").wait_for()
    page.get_by_role("link", name="Sửa").first.click()
    page.get_by_label("Tình trạng").select_option("under_way")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("cell", name="đang làm").wait_for()
    assert violations(page) == []
    assert page.troubles == []
