"""Evidence on the form page in a real browser: files dropped, one refused, reuse, and the viewer by keyboard."""

import re
from base64 import b64encode

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions import evidence
from assessments.models import Evidence
from tests.e2e.conftest import enter, sign_in, violations
from tests.factories import files, pdf_upload, user_as
from tests.factories.accounts import PASSWORD

DROP = """([selector, given]) => {
  const data = new DataTransfer();
  for (const { name, bytes } of given) {
    const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    data.items.add(new File([content], name));
  }
  const target = document.querySelector(selector);
  for (const type of ["dragover", "drop"]) {
    const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    if (type === "dragover") window.isMarked = target.closest(".evidence")?.classList.contains("is-dropping");
    if (!event.defaultPrevented) throw new Error(`${type} was left to the browser`);
  }
}"""
AREA = "#q_IOC_6_1 .evidence h3"


@pytest.fixture
def card(page, assessment, contributor):
    page.goto(reverse("section", args=[assessment.pk, "IOC-6"]))
    page.wait_for_function("document.documentElement.classList.contains('js')")
    return page.locator("#q_IOC_6_1")


def drop(page, *given, on=AREA):
    packed = [{"name": name, "bytes": b64encode(content).decode()} for name, content in given]
    page.evaluate(DROP, [on, packed])


def pdf(pages=1):
    return pdf_upload("a.pdf", pages).read()


def titles(assessment):
    return sorted(Evidence.objects.filter(answers__assessment=assessment).values_list("title", flat=True))


def test_several_files_are_dropped_and_a_fault_of_one_does_not_hold_the_others(page, assessment, card):
    drop(page, ("một.pdf", pdf(1)), ("giả.png", pdf()), ("mã.exe", b"MZ"), ("hai.pdf", pdf(2)))
    assert page.evaluate("isMarked") is True
    card.get_by_text("Đã thêm 2/4 tệp. Chưa thêm được: giả.png, mã.exe.").wait_for()
    assert titles(assessment) == ["hai.pdf", "một.pdf"]
    rows = card.locator(".upload")
    assert rows.locator("[data-name]").all_inner_texts() == ["giả.png", "mã.exe"]
    assert rows.locator("[data-told]").all_inner_texts() == [
        "Tệp “giả.png” không phải là ảnh PNG như tên tệp; nội dung là tệp PDF.",
        "Không thuộc loại tệp được nhận (.pdf .docx .xlsx .odt .ods .png .jpg .jpeg).",
    ]
    assert violations(page) == []
    for name in ("giả.png", "mã.exe"):
        card.get_by_role("button", name=re.compile(f"^Bỏ ?: {name}$")).click()
    card.get_by_text("Đã bỏ tệp “mã.exe”.").wait_for()
    assert rows.count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Minh chứng"


def test_too_large_file_is_refused_before_it_is_sent(page, assessment, card):
    page.evaluate("document.querySelector('#upload-row').dataset.limit = '100'")
    drop(page, ("lớn.pdf", pdf()))
    told = card.locator("[data-told]")
    told.wait_for()
    assert re.fullmatch(r"Tệp nặng [\d,.]+ K?B, giới hạn là 100 B\.", told.inner_text())
    assert Evidence.objects.count() == 0


def test_progress_is_shown_and_the_rest_goes_on_when_one_is_cancelled(page, assessment, card):
    waiting = []
    page.route("**/evidence/", lambda route: waiting.append(route) if not waiting else route.continue_())
    drop(page, ("một.pdf", pdf(1)), ("hai.pdf", pdf(2)))
    first, second = card.locator(".upload").all()
    first.wait_for()
    assert first.locator("[data-told]").inner_text() == "Đang gửi: 0 %"
    assert second.locator("[data-told]").inner_text() == "Đang chờ"
    assert first.get_by_role("progressbar", name="một.pdf").is_visible()
    assert violations(page) == []
    first.get_by_role("button", name=re.compile("^Bỏ ?: một.pdf$")).click()
    card.get_by_role("link", name=re.compile("^hai.pdf")).wait_for()
    assert titles(assessment) == ["hai.pdf"]


def test_file_that_could_not_be_sent_goes_by_a_second_try_with_its_marks(page, context, assessment, card):
    card.get_by_label("Tệp hạn chế phổ biến").check()
    card.get_by_label("Tệp có hiệu lực đến").fill("31/12/2020")
    context.set_offline(True)
    drop(page, ("một.pdf", pdf()))
    card.get_by_text("Chưa gửi được: mất kết nối. Hãy thử lại.").wait_for()
    context.set_offline(False)
    card.get_by_role("button", name=re.compile("^Gửi lại ?: một.pdf$")).click()
    card.get_by_text("Đã hết hiệu lực ngày 31/12/2020").wait_for()
    assert card.locator(".tag", has_text="Hạn chế phổ biến").count() == 1
    assert violations(page) == []
    assert Evidence.objects.get().is_confidential
    assert not card.get_by_label("Tệp hạn chế phổ biến").is_checked()
    assert card.get_by_label("Tệp có hiệu lực đến").input_value() == ""


def test_session_renewed_in_another_tab_lets_the_file_through(page, context, assessment, contributor, card):
    context.clear_cookies()
    sign_in(context.new_page(), contributor.email, PASSWORD)
    drop(page, ("một.pdf", pdf()))
    card.get_by_role("link", name=re.compile("^một.pdf")).wait_for()
    assert titles(assessment) == ["một.pdf"]


def test_session_that_ended_is_said_at_the_file(page, context, assessment, card):
    context.clear_cookies()
    drop(page, ("một.pdf", pdf()))
    card.get_by_text("phiên đăng nhập đã hết").wait_for()
    assert Evidence.objects.count() == 0


def test_file_dropped_beside_the_area_does_nothing(page, assessment, card):
    drop(page, ("một.pdf", pdf()), on="h1")
    assert (page.url.endswith("/IOC-6/"), Evidence.objects.count()) == (True, 0)


def test_evidence_is_used_again_without_any_script(browser, live_server, assessment):
    user = user_as(Role.CONTRIBUTOR, assessment.province)
    upload = pdf_upload("kế hoạch.pdf")
    item = evidence.add_file(by=user, assessment=assessment, code="IOC-6.2", upload=upload)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    enter(page, user)
    page.goto(reverse("section", args=[assessment.pk, "IOC-6"]))
    page.locator("#q_IOC_6_1").get_by_role("link", name="Dùng minh chứng đã có").click()
    page.get_by_label("Tìm theo tên").fill("ke hoach")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_label("Chọn: kế hoạch.pdf").check()
    page.get_by_role("button", name="Dùng cho câu IOC-6.1").click()
    page.locator("#q_IOC_6_1").get_by_role("link", name=re.compile("^kế hoạch.pdf")).wait_for()
    assert item.answers.count() == 2
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reuse_page_has_no_faults(page, assessment, contributor, scheme):
    page.emulate_media(color_scheme=scheme)
    evidence.add_file(by=contributor, assessment=assessment, code="IOC-6.2", upload=pdf_upload("kế hoạch.pdf"))
    page.goto(reverse("evidence_reuse", args=[assessment.pk, "IOC-6.1"]))
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_file_is_viewed_in_a_dialog_by_keyboard(page, assessment, contributor, card, scheme):
    page.emulate_media(color_scheme=scheme)
    for upload in (files.upload("ảnh.png", files.image("PNG")), pdf_upload("kế hoạch.pdf")):
        evidence.add_file(by=contributor, assessment=assessment, code="IOC-6.1", upload=upload)
    page.reload()
    link = card.get_by_role("link", name=re.compile("^Xem ?: ảnh.png \\(PNG, "))
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="ảnh.png")
    dialog.wait_for()
    dialog.frame_locator("iframe").locator("img").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.view") == "ảnh.png"
    assert page.locator("iframe").count() == 0
    card.get_by_role("link", name=re.compile("^Xem ?: kế hoạch.pdf")).click()
    page.get_by_role("dialog", name="kế hoạch.pdf").get_by_role("button", name="Đóng").click()
    assert page.evaluate("document.activeElement.dataset.view") == "kế hoạch.pdf"
    assert page.troubles == []
