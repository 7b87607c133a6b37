"""Discussions in a real browser: two people, from a mention by keyboard to settled; nothing typed is lost."""

import pytest

from accounts.roles import Role
from assessments.models import Comment, CommentMention
from tests.e2e.conftest import enter, violations
from tests.factories import open_assessment, user_as


@pytest.fixture
def assessment(transactional_db):
    return open_assessment()


def person(assessment, role, name):
    user = user_as(role, assessment.province)
    user.full_name = name
    user.save()
    return user


@pytest.fixture
def an(assessment):
    return person(assessment, Role.CONTRIBUTOR, "Trần Thị An")


@pytest.fixture
def ha(assessment):
    return person(assessment, Role.COORDINATOR, "Lê Hà")


def opened(page, assessment, question="q_IOC_6_1"):
    page.goto(f"/assessments/{assessment.pk}/sections/IOC-6/")
    fold = page.locator(f"#{question}-talk")
    fold.locator("summary").first.focus()
    page.keyboard.press("Enter")
    fold.get_by_label("Ý kiến của bạn").wait_for()
    return fold


def other_page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", viewport={"width": 390, "height": 844})
    context.set_default_timeout(20_000)
    return context.new_page()


def test_two_people_discuss_by_keyboard_from_mention_to_settled(page, browser, live_server, assessment, an, ha):
    enter(page, an)
    fold = opened(page, assessment)
    fold.get_by_label("Ý kiến của bạn").focus()
    page.keyboard.type("Nhờ @ha")
    fold.get_by_role("option", name="Lê Hà").wait_for()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("xem giúp.")
    assert fold.get_by_label("Ý kiến của bạn").input_value() == "Nhờ @Lê Hà xem giúp."
    fold.get_by_text("(Lê Hà)").wait_for()
    fold.get_by_role("button", name="Gửi ý kiến").press("Enter")
    fold.get_by_text("Đã gửi ý kiến.").wait_for()
    assert fold.locator("[data-talk-count]").text_content() == "1"
    assert fold.get_by_label("Ý kiến của bạn").input_value() == ""
    assert (CommentMention.objects.get().user, assessment.answers.count()) == (ha, 0)
    assert violations(page) == []

    other = other_page(browser, live_server)
    enter(other, ha)
    other.goto("/notices/")
    other.get_by_role("link", name="Trần Thị An nhắc tới bạn ở câu IOC-6.1").click()
    other.get_by_text("Nhờ @Lê Hà xem giúp.").wait_for()
    other.get_by_label("Ý kiến của bạn").fill("Đúng rồi.")
    other.get_by_role("button", name="Gửi ý kiến").click()
    other.get_by_role("button", name="Đánh dấu đã xong").click()
    other.get_by_text("Trao đổi đã xong", exact=True).wait_for()
    assert violations(other) == []
    other.goto(f"/assessments/{assessment.pk}/discussion/")
    other.get_by_text("Đã xong").wait_for()
    assert violations(other) == []
    other.context.close()

    fold = opened(page, assessment)
    fold.get_by_text("Đúng rồi.").wait_for()
    assert fold.locator("summary").first.inner_text().startswith("Trao đổi (2) đã xong")
    page.goto("/notices/")
    page.get_by_role("link", name="Lê Hà trao đổi thêm ở câu IOC-6.1").wait_for()
    assert page.troubles == []


def test_mention_whose_name_is_deleted_again_is_none_and_escape_closes_the_list(page, assessment, an, ha):
    enter(page, an)
    fold = opened(page, assessment)
    box = fold.get_by_label("Ý kiến của bạn")
    box.focus()
    page.keyboard.type("@")
    fold.get_by_role("option", name="Lê Hà").click()
    assert box.input_value() == "@Lê Hà "
    box.fill("Không nhắc ai. ")
    box.press("End")
    page.keyboard.type("@l")
    fold.get_by_role("listbox").wait_for()
    page.keyboard.press("Escape")
    fold.get_by_role("listbox").wait_for(state="hidden")
    fold.get_by_role("button", name="Gửi ý kiến").click()
    fold.get_by_text("Đã gửi ý kiến.").wait_for()
    assert (Comment.objects.get().text, CommentMention.objects.count()) == ("Không nhắc ai. @l", 0)
    fold.locator("summary", has_text="Sửa ý kiến").click()
    fold.get_by_label("Nội dung mới của ý kiến").fill("Không nhắc ai.")
    fold.get_by_role("button", name="Lưu ý kiến đã sửa").click()
    fold.get_by_text("Đã sửa ý kiến.").wait_for()
    fold.get_by_text("đã sửa lúc").wait_for()
    assert (violations(page), Comment.objects.get().text) == ([], "Không nhắc ai.")
    fold.get_by_role("button", name="Rút ý kiến").click()
    fold.get_by_text("Ý kiến đã được rút.").wait_for()
    assert fold.locator("[data-talk-count]").text_content() == "0"


def test_what_was_typed_stays_when_the_line_drops_or_the_server_refuses(page, context, assessment, an):
    enter(page, an)
    fold = opened(page, assessment)
    box = fold.get_by_label("Ý kiến của bạn")
    box.fill("Số này lấy ở đâu?")
    context.set_offline(True)
    fold.get_by_role("button", name="Gửi ý kiến").click()
    fold.get_by_text("Chưa gửi được; nội dung còn ở đây.").wait_for()
    assert box.input_value() == "Số này lấy ở đâu?"
    context.set_offline(False)
    box.fill("x" * 2_001)
    fold.get_by_role("button", name="Gửi ý kiến").click()
    fold.get_by_text("2000").or_(fold.get_by_text("2.000")).first.wait_for()
    assert (len(box.input_value()), Comment.objects.count()) == (2_001, 0)
    box.fill("Số này lấy ở đâu?")
    fold.get_by_role("button", name="Gửi ý kiến").click()
    fold.get_by_text("Đã gửi ý kiến.").wait_for()
    assert Comment.objects.get().text == "Số này lấy ở đâu?"


def test_page_of_a_question_works_without_script(browser, live_server, assessment, an, ha):
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", java_script_enabled=False)
    context.set_default_timeout(20_000)
    page = context.new_page()
    enter(page, an)
    page.goto(f"/assessments/{assessment.pk}/sections/IOC-6/")
    fold = page.locator("#q_IOC_6_1-talk")
    fold.locator("summary").click()
    fold.get_by_role("link", name="Mở trang trao đổi").click()
    page.get_by_label("Ý kiến của bạn").fill("Số này lấy ở đâu?")
    page.locator("summary", has_text="Nhắc tới").click()
    page.get_by_label("Lê Hà").check()
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.get_by_text("Đã gửi ý kiến.").wait_for()
    page.get_by_role("button", name="Rút ý kiến").click()
    page.get_by_text("Ý kiến đã được rút.").wait_for()
    context.close()
