"""Asked on the office PC, approved on the phone, void after a change."""

import pytest

from accounts.roles import Role
from assessments.enums import AssessmentState
from tests.assessments.approval_world import drafted
from tests.e2e.conftest import enter, sign_in, violations
from tests.factories import user_as
from tests.factories.accounts import PASSWORD

PHONES = ({"width": 390, "height": 844}, {"width": 320, "height": 640})
SIZE = "[...document.querySelectorAll('main .btn-large')].map(b => Math.round(b.getBoundingClientRect().height))"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def draft(transactional_db):
    return drafted()


def opened(browser, live_server, user, viewport):
    page = browser.new_context(base_url=live_server.url, viewport=viewport, locale="vi-VN").new_page()
    sign_in(page, user.email, PASSWORD)
    return page


def test_asked_approved_on_the_phone_and_submitted(browser, live_server, page, draft):
    enter(page, draft.coordinator)
    page.goto(f"/assessments/{draft.assessment.pk}/check/")
    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    page.get_by_text("đang chờ lãnh đạo duyệt.").first.wait_for()
    withdraw_and_ask_again(page)
    approve_on_the_phone(browser, live_server, draft)
    page.reload()
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_role("heading", name="Phiếu đã được nộp").wait_for()
    assert page.get_by_text(str(draft.leader)).first.is_visible()
    draft.assessment.refresh_from_db()
    assert draft.assessment.state == AssessmentState.SUBMITTED
    assert page.troubles == []


def withdraw_and_ask_again(page):
    page.locator("summary", has_text="Rút bản trình duyệt").click()
    assert violations(page) == []
    page.get_by_role("button", name="Xác nhận rút bản trình").click()
    page.get_by_text("đã rút bản trình lúc").wait_for()
    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    page.get_by_text("đang chờ lãnh đạo duyệt.").first.wait_for()


def approve_on_the_phone(browser, live_server, draft):
    phone = opened(browser, live_server, draft.leader, PHONES[0])
    assert violations(phone) == []
    phone.get_by_role("link", name="Xem và duyệt").click()
    phone.get_by_role("heading", name="Điểm tạm tính").wait_for()
    for size in PHONES:
        phone.set_viewport_size(size)
        assert (phone.evaluate(OVERFLOW), min(phone.evaluate(SIZE)) >= 44) == (0, True)
    assert violations(phone) == []
    phone.get_by_role("button", name="Trả lại", exact=True).click()
    phone.get_by_text("Hãy ghi lý do trả lại phiếu.").first.wait_for()
    assert violations(phone) == []
    phone.get_by_role("button", name="Duyệt", exact=True).click()
    phone.get_by_text("Đã duyệt phiếu.").wait_for()
    phone.context.close()


def test_change_after_approval_voids_it(browser, live_server, draft):
    draft.approve(draft.ask())
    draft.change(user_as(Role.CONTRIBUTOR, draft.assessment.province))
    phone = opened(browser, live_server, draft.leader, PHONES[0])
    phone.goto(f"/assessments/{draft.assessment.pk}/approval/")
    phone.get_by_text("sửa câu A-1.2 lúc").wait_for()
    assert (phone.get_by_role("button", name="Duyệt", exact=True).count(), violations(phone)) == (0, [])
    phone.context.close()
