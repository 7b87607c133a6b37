"""The score beside the form follows the answers, and the earlier answer is kept by keyboard."""

import re

import pytest

from accounts.roles import Role
from tests.assessments.review_world import earlier
from tests.assessments.small import open_assessment_on_small
from tests.e2e.conftest import enter, violations
from tests.factories import user_as


@pytest.fixture
def assessment(transactional_db):
    found = open_assessment_on_small()
    earlier(found)
    return found


@pytest.fixture
def contributor(assessment, page):
    user = user_as(Role.CONTRIBUTOR, assessment.province)
    enter(page, user)
    return user


def open_section(page, assessment):
    page.goto(f"/assessments/{assessment.pk}/sections/A-1/")


def test_score_and_gaps_change_with_an_answer_without_reload(page, assessment, contributor):
    open_section(page, assessment)
    page.evaluate("window.isSame = true")
    panel = page.get_by_role("region", name="Điểm tạm tính của phần này")
    assert panel.locator(".live-number").inner_text() == "0,00"
    assert panel.get_by_role("link", name="A-1.1").count() == 1
    page.locator("#q_A_1_1").get_by_role("radio").nth(4).check()
    panel.get_by_text(re.compile("^28,57$")).wait_for()
    assert panel.get_by_role("link", name="A-1.1").count() == 0
    assert page.locator("#q_A_1_1 [data-keep-earlier]").is_hidden()
    assert page.evaluate("window.isSame")
    panel.get_by_role("link").first.click()
    assert re.search(r"#q_A_1_\d$", page.url)
    assert page.troubles == []


def test_earlier_answer_is_kept_by_keyboard(page, assessment, contributor):
    open_section(page, assessment)
    button = page.locator("#q_A_1_1").get_by_role("button", name="Giữ nguyên")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Câu A-1.1 đã giữ nguyên như đợt trước.").wait_for()
    assert page.url.endswith("#q_A_1_1")
    assert page.locator("#q_A_1_1").get_by_role("radio").nth(2).is_checked()
    assert assessment.answers.get().choice == "2"


def test_earlier_answer_is_kept_without_scripts(browser, live_server, assessment):
    user = user_as(Role.CONTRIBUTOR, assessment.province)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, user)
    open_section(page, assessment)
    page.locator("#q_A_1_2").get_by_role("button", name="Giữ nguyên").click()
    page.get_by_text("Câu A-1.2 đã giữ nguyên như đợt trước.").wait_for()
    assert assessment.answers.get().code == "A-1.2"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_and_overview_are_accessible_and_fit(page, assessment, contributor, scheme):
    page.emulate_media(color_scheme=scheme)
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        for path in ("sections/A-1/", ""):
            page.goto(f"/assessments/{assessment.pk}/{path}")
            if width == 390 and path:
                page.locator(".live-score > summary").click()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.troubles == []
