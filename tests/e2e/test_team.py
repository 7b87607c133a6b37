"""Working together in a real browser: presence between two people, and parts given away by keyboard."""

import pytest

from accounts.models import Body
from accounts.roles import Role
from tests.assessments.shares import body_of, in_days
from tests.e2e.conftest import PATIENCE_MS, enter, violations
from tests.factories import open_assessment, user_as


@pytest.fixture
def assessment(transactional_db):
    return open_assessment()


@pytest.fixture
def colleagues_page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.clear_cookies()
    context.close()


def test_colleague_at_a_question_is_named_there_and_goes(page, colleagues_page, assessment):
    mine = user_as(Role.CONTRIBUTOR, assessment.province)
    theirs = user_as(Role.COORDINATOR, assessment.province)
    address = f"/assessments/{assessment.pk}/sections/IOC-6/"
    enter(page, mine)
    enter(colleagues_page, theirs)
    colleagues_page.goto(address)
    colleagues_page.locator("#q_IOC_6_1").get_by_role("radio").first.focus()
    colleagues_page.wait_for_timeout(500)
    page.goto(address)
    line = page.locator("#q_IOC_6_1 [data-presence]")
    line.get_by_text(f"{theirs.full_name} đang sửa câu này.").wait_for()
    assert violations(page) == []
    with colleagues_page.expect_response("**/presence/"):
        colleagues_page.locator("#q_IOC_6_2").get_by_role("radio").first.focus()
    with page.expect_response("**/presence/"):
        page.locator("#q_IOC_6_3 input[type=text]").first.focus()
    page.locator("#q_IOC_6_2 [data-presence]").get_by_text(theirs.full_name).wait_for()
    assert line.inner_text() == ""
    colleagues_page.goto("/")
    colleagues_page.wait_for_timeout(500)
    page.locator("#q_IOC_6_1").get_by_role("radio").first.focus()
    page.locator("#q_IOC_6_2 [data-presence]:empty").wait_for(state="attached")
    assert page.troubles == []


def test_presence_is_silent_without_a_line(page, context, assessment):
    user = user_as(Role.CONTRIBUTOR, assessment.province)
    enter(page, user)
    page.goto(f"/assessments/{assessment.pk}/sections/IOC-6/")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    context.set_offline(True)
    page.locator("#q_IOC_6_1").get_by_role("radio").first.focus()
    page.wait_for_timeout(500)
    assert errors == []


def test_part_is_given_away_by_keyboard(page, assessment):
    contributor = user_as(Role.CONTRIBUTOR, assessment.province)
    Body.objects.filter(pk=body_of(contributor).pk).update(name_vi="Ban Quản lý khu công nghệ cao")  # stands first
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    enter(page, coordinator)
    page.goto(f"/assessments/{assessment.pk}/people/")
    assert violations(page) == []
    page.locator("table select").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(contributor.full_name)
    page.keyboard.press("Tab")
    page.keyboard.type(f"{in_days(5):%d/%m/%Y}")
    page.keyboard.press("Enter")
    page.get_by_text("Đã lưu phân công 1 phần.").wait_for()
    assert assessment.shares.get().person == contributor
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
