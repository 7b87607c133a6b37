"""The review page in a real browser: keys, what is shown and hidden, evidence in view."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import evidence
from assessments.enums import Seat, Verdict
from assessments.models import Decision
from tests.assessments.review_world import hand_in
from tests.assessments.small import open_assessment_on_small
from tests.e2e.conftest import enter, violations
from tests.factories import REJECTED, decide_all, files, pdf_upload, reviewer_of, user_as


@pytest.fixture
def assessment(transactional_db):
    """A-1.2 has a PDF and an image as evidence."""
    found = open_assessment_on_small()
    coordinator = user_as(Role.COORDINATOR, found.province)
    uploads = (pdf_upload("quyết định.pdf"), files.upload("ảnh.png", files.image("PNG")))
    items = [evidence.add_file(by=coordinator, assessment=found, code="A-1.2", upload=upload) for upload in uploads]
    row = found.answers.get()
    row.answer_evidence.all().delete()
    row.delete()
    found = hand_in(found)
    for item in items:
        found.answers.get(code="A-1.2").answer_evidence.create(evidence=item)
    return found


@pytest.fixture
def reviewer(assessment, page):
    user = reviewer_of(assessment)
    enter(page, user)
    return user


def open_leaf(page, assessment, code="A-1.1", chosen="all"):
    page.goto(f"{reverse('review_leaf', args=[assessment.pk, code])}?filter={chosen}")


def heading(page):
    return page.locator("h1").inner_text()


def chosen(page):
    return page.evaluate("document.querySelector('[name=verdict]:checked')?.value ?? ''")


def test_keys_go_through_the_leaves_choose_and_save(page, assessment, reviewer):
    open_leaf(page, assessment)
    page.keyboard.press("j")
    page.wait_for_url("**/A-1.2/*")
    page.keyboard.press("k")
    page.wait_for_url("**/A-1.1/*")
    page.keyboard.press("3")
    assert chosen(page) == "rejected"
    page.get_by_label("Lý do").select_option("plan_only")
    page.get_by_label("Giải thích hoặc").fill("Mới có kế hoạch; xem mục 1, 2, 3, sj?")
    page.get_by_role("heading", name="Kết luận").click()
    page.keyboard.press("s")
    page.wait_for_url("**/A-1.2/*")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/A-1.3/*")
    found = dict(Decision.objects.values_list("code", "verdict"))
    assert found == {"A-1.1": Verdict.REJECTED, "A-1.2": Verdict.ACCEPTED}
    assert Decision.objects.get(code="A-1.1").text == "Mới có kế hoạch; xem mục 1, 2, 3, sj?"
    assert page.troubles == []


def test_key_whose_way_the_browser_dropped_is_followed_once_more(page, assessment, reviewer):
    open_leaf(page, assessment)
    page.evaluate("addEventListener('click', (event) => event.preventDefault(), {once: true, capture: true})")
    page.keyboard.press("j")
    page.wait_for_url("**/A-1.2/*")
    page.go_back()
    page.wait_for_url("**/A-1.1/*")
    page.wait_for_timeout(2000)
    assert "/A-1.1/" in page.url


def test_keys_are_ignored_while_typing_and_when_switched_off(page, assessment, reviewer):
    open_leaf(page, assessment)
    page.get_by_label("Giải thích hoặc").press_sequentially("1jk?s")
    assert chosen(page) == ""
    page.get_by_label("Giải thích hoặc").fill("")
    page.get_by_role("heading", name="Kết luận").click()
    page.keyboard.press("?")
    page.get_by_text("lưu và sang câu tiếp", exact=True).wait_for()
    assert violations(page) == []
    page.get_by_label("Dùng phím tắt").uncheck()
    page.get_by_role("heading", name="Kết luận").click()
    page.keyboard.press("1")
    page.keyboard.press("j")
    assert (chosen(page), "/A-1.1/" in page.url) == ("", True)
    page.reload()
    page.keyboard.press("1")
    assert chosen(page) == ""
    page.locator("#keys summary").click()
    page.get_by_label("Dùng phím tắt").check()
    page.keyboard.press("1")
    assert chosen(page) == "accepted"


def test_only_what_a_verdict_needs_is_shown(page, assessment, reviewer):
    open_leaf(page, assessment, "A-1.6")
    page.keyboard.press("1")
    numerator, reason = page.get_by_label("Tử số"), page.get_by_label("Lý do")
    assert (numerator.is_visible(), reason.is_visible()) == (False, False)
    page.keyboard.press("2")
    assert (numerator.is_visible(), reason.is_visible()) == (True, True)
    assert numerator.input_value() == "1"
    page.keyboard.press("4")
    assert (numerator.is_visible(), reason.is_visible()) == (False, True)
    page.keyboard.press("s")
    page.get_by_text("Cần sửa trước khi tiếp tục").wait_for()
    assert violations(page) == []


def test_leaving_asks_first_only_with_a_choice_that_is_not_saved(page, assessment, reviewer):
    open_leaf(page, assessment)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.keyboard.press("j")
    page.wait_for_url("**/A-1.2/*")
    assert asked == []
    page.get_by_label("Không chấp nhận").check()
    page.keyboard.press("k")
    page.wait_for_url("**/A-1.1/*")
    assert asked == ["beforeunload"]


def test_evidence_is_shown_beside_the_question(page, assessment, reviewer):
    responses = {}
    page.on("response", lambda response: responses.update({response.url.split("/")[-2]: response}))
    open_leaf(page, assessment, "A-1.2")
    frame = page.locator("iframe[title='quyết định.pdf']")
    frame.wait_for()
    assert frame.bounding_box()["x"] > page.locator("h1").bounding_box()["x"] + 200
    page.get_by_role("link", name="ảnh.png", exact=True).click()
    image = page.get_by_role("img", name="ảnh.png")
    image.wait_for()
    page.wait_for_function("image => image.complete && image.naturalWidth === 4", arg=image.element_handle())
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    order = [page.locator(place).bounding_box()["y"] for place in ("h1", "#evidence-title", "#decision", "#history")]
    assert order == sorted(order)
    assert page.troubles == []


def test_newest_reply_and_the_decision_are_in_sight_after_a_long_thread(page, assessment, reviewer):
    writer = user_as(Role.COORDINATOR, assessment.province)
    for day in range(1, 6):
        moments = dict.fromkeys(
            ("asked_at", "sent_at", "replied_at", "closed_at"), timezone.now() - timedelta(days=day)
        )
        words = {"question": "Văn bản nào quy định? " * 20, "reply": f"Lần {6 - day}. " + "Theo Kế hoạch 125. " * 40}
        assessment.clarifications.create(
            code="A-1.1", seat=Seat.FIRST, asked_by=reviewer, replied_by=writer, **words, **moments
        )
    open_leaf(page, assessment)
    found = page.locator(".latest-said")
    assert found.inner_text().startswith("Lần 5.")
    for place in (found, page.get_by_role("button", name="Lưu và sang câu tiếp")):
        box = place.bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] < 768
    assert not page.get_by_text("Lần 4.").is_visible()
    page.get_by_text("Các yêu cầu giải trình (5)").click()
    assert page.get_by_text("Lần 4.").is_visible()
    assert violations(page) == []


def test_list_is_filtered_and_a_leaf_decided_by_keyboard_alone(page, assessment, reviewer):
    page.goto(reverse("review", args=[assessment.pk]))
    page.get_by_role("link", name="Khai từ 50 điểm, thiếu minh chứng 1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**filter=large")
    page.get_by_role("link", name="A-1.1 Mức kiến trúc").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/A-1.1/?filter=large")
    page.keyboard.press("1")
    page.keyboard.press("s")
    page.wait_for_url("**/review/?filter=large")
    page.get_by_text("Đã lưu kết luận câu A-1.1.").wait_for()
    assert violations(page) == []


def test_differences_are_settled_side_by_side(page, assessment):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, {"A-1.6": REJECTED, "A-1.2": REJECTED})
    enter(page, first)
    page.goto(reverse("review_differences", args=[assessment.pk]))
    page.get_by_role("button", name=re.compile("^Theo người thứ hai.*A-1.2")).click()
    page.get_by_text("Khác nhau 2 câu, đã thống nhất 1.").wait_for()
    page.get_by_role("link", name=re.compile("^Kết luận khác.*A-1.6")).click()
    page.get_by_label("Điều chỉnh giá trị").check()
    for width in (1366, 320):
        page.set_viewport_size({"width": width, "height": 768})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Mẫu số").fill("5")
    page.get_by_label("Lý do").select_option("wrong_figure")
    page.get_by_role("button", name="Lưu kết luận thống nhất").click()
    page.get_by_text("Khác nhau 2 câu, đã thống nhất 2.").wait_for()
    settled = Decision.objects.standing().filter(seat=Seat.SETTLED)
    assert dict(settled.values_list("code", "verdict")) == {"A-1.2": "rejected", "A-1.6": "adjusted"}
    assert page.troubles == []
