"""The form page in a real browser: autosave, conditions, conflicts, evidence, a line that drops."""

import gzip
import re

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.models import Evidence
from tests.e2e.conftest import violations
from tests.factories import pdf_upload, user_as


def open_section(page, assessment, code):
    page.goto(f"/assessments/{assessment.pk}/sections/{code}/")


def test_answer_saves_itself_and_says_when(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    card = page.locator("#q_IOC_6_1")
    card.get_by_role("radio").nth(2).check()
    card.get_by_text("Đã lưu").wait_for()
    answer = assessment.answers.get(code="IOC-6.1")
    assert (answer.choice, answer.version, answer.updated_by) == ("2", 1, contributor)
    page.reload()
    assert page.locator("#q_IOC_6_1").get_by_role("radio").nth(2).is_checked()


def test_typed_text_saves_itself_after_a_pause(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    card = page.locator("#q_IOC_6_3")
    card.locator("input[type=text]").nth(0).press_sequentially("45")
    card.locator("input[type=text]").nth(1).press_sequentially("60")
    card.get_by_text("Đã lưu").wait_for()
    answer = assessment.answers.get(code="IOC-6.3")
    assert (int(answer.numerator), int(answer.denominator)) == (45, 60)


def test_wrong_number_is_said_beside_its_field_and_nothing_is_stored(page, assessment, contributor):
    open_section(page, assessment, "ICT-5")
    card = page.locator("#q_ICT_5_4")
    field = card.locator("[name=q_ICT_5_4-value]")
    field.fill("120")
    field.blur()
    card.get_by_text("Câu ICT-5.4 cần giá trị từ 0 đến 100; bạn nhập 120.", exact=True).wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    assert violations(page) == []
    assert assessment.answers.count() == 0
    field.fill("12")
    field.blur()
    card.get_by_text("Đã lưu").wait_for()
    assert card.get_by_text("cần giá trị từ 0 đến 100").count() == 0


def test_questions_appear_and_disappear_with_the_answer_they_hang_on(page, assessment, contributor):
    open_section(page, assessment, "IOC-1")
    gate = page.locator("#q_IOC_0_1")
    dependent = page.locator("#q_IOC_1_2")
    assert dependent.is_hidden()
    gate.get_by_role("radio").nth(3).check()
    dependent.wait_for(state="visible")
    gate.get_by_role("radio").nth(0).check()
    dependent.wait_for(state="hidden")


def test_colleagues_version_is_shown_and_mine_can_be_kept(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    colleague = user_as(Role.COORDINATOR, assessment.province)
    save(by=colleague, assessment=assessment, code="IOC-6.1", content=Content("4", note="Bản kia"), expected_version=0)
    card = page.locator("#q_IOC_6_1")
    card.get_by_role("radio").nth(1).check()
    card.get_by_text("Bản kia").wait_for()
    assert violations(page) == []
    assert assessment.answers.get().choice == "4"
    card.get_by_role("button", name="Giữ bản của tôi").click()
    card.get_by_text("Đã lưu").wait_for()
    answer = assessment.answers.get()
    assert (answer.choice, answer.version) == ("1", 2)


def test_colleagues_version_can_be_taken(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    colleague = user_as(Role.COORDINATOR, assessment.province)
    save(by=colleague, assessment=assessment, code="IOC-6.1", content=Content("4"), expected_version=0)
    page.locator("#q_IOC_6_1").get_by_role("radio").nth(1).check()
    page.get_by_role("link", name="Dùng bản đã lưu").click()
    page.wait_for_function("document.querySelectorAll('#q_IOC_6_1 [type=radio]')[4].checked")
    assert assessment.answers.get().choice == "4"


def test_answer_given_without_a_line_is_sent_when_it_returns(page, context, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    context.set_offline(True)
    card = page.locator("#q_IOC_6_1")
    card.get_by_role("radio").nth(2).check()
    card.get_by_text("Chưa lưu: mất kết nối").wait_for()
    assert assessment.answers.count() == 0
    context.set_offline(False)
    card.get_by_text("Đã lưu").wait_for()
    answer = assessment.answers.get()
    assert (answer.choice, answer.version, answer.revisions.count()) == ("2", 1, 1)


def test_what_was_changed_before_the_script_came_is_saved_too(page, assessment, contributor):
    waiting = []
    page.route("**/autosave.js", lambda route: waiting.append(route))
    page.goto(f"/assessments/{assessment.pk}/sections/IOC-6/", wait_until="commit")
    radio = page.locator("#q_IOC_6_1").get_by_role("radio").nth(2)
    radio.wait_for()
    radio.check()
    page.locator("[name=q_IOC_6_3-numerator]").fill("45")
    page.locator("[name=q_IOC_6_3-denominator]").fill("60")
    waiting[0].continue_()
    for card in ("#q_IOC_6_1", "#q_IOC_6_3"):
        page.locator(card).get_by_text("Đã lưu").wait_for()
    assert dict(assessment.answers.values_list("code", "choice")) == {"IOC-6.1": "2", "IOC-6.3": ""}


def test_leaving_with_evidence_that_was_not_added_asks_first(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    card = page.locator("#q_IOC_6_1")
    card.get_by_text("Thêm minh chứng").click()
    card.get_by_label("Đường dẫn").fill("https://tinh.example/ke-hoach")
    page.locator(".save-bar").get_by_role("link", name="Tiếp").click()
    page.wait_for_url("**/IOC-7/")
    assert asked == ["beforeunload"]


def test_what_an_answer_still_needs_is_said_and_taken_back(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    card = page.locator("#q_IOC_6_1")
    needs = card.get_by_text("Cần minh chứng, hoặc ghi chú giải thích vì sao chưa có.")
    count = page.locator("[data-current-line] .count")
    card.get_by_role("radio").nth(2).check()
    needs.wait_for()
    assert count.inner_text() == "0/6"
    assert violations(page) == []
    card.get_by_text("Thêm minh chứng").click()
    card.get_by_label("Đường dẫn").fill("https://tinh.example/ke-hoach")
    card.get_by_role("button", name="Thêm", exact=True).click()
    card.get_by_text("Đã thêm minh chứng cho câu IOC-6.1.").wait_for()
    needs.wait_for(state="hidden")
    assert count.inner_text() == "1/6"


def test_keyboard_reaches_the_first_answer_past_the_side_list(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _crumb in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Đến các câu hỏi":
            break
    page.keyboard.press("Enter")
    for _fold in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("ArrowDown")
    page.locator("#q_IOC_6_1").get_by_text("Đã lưu").wait_for()
    assert assessment.answers.get().code == "IOC-6.1"


def test_session_that_ended_keeps_the_text_on_the_page(page, context, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    context.clear_cookies()
    card = page.locator("#q_IOC_6_1")
    card.get_by_role("radio").nth(2).check()
    card.get_by_text("phiên đăng nhập đã hết").wait_for()
    assert card.get_by_role("radio").nth(2).is_checked()
    assert assessment.answers.count() == 0


def test_evidence_files_are_added_listed_and_removed(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    card = page.locator("#q_IOC_6_1")
    card.get_by_text("Thêm minh chứng").click()
    files = [
        {"name": name, "mimeType": "application/pdf", "buffer": pdf_upload(name, pages).read()}
        for name, pages in (("kế hoạch.pdf", 1), ("báo cáo.pdf", 2))
    ]
    card.locator("input[type=file]").set_input_files(files)
    card.get_by_role("link", name=re.compile("^kế hoạch.pdf")).wait_for()
    card.get_by_role("link", name=re.compile("^báo cáo.pdf")).wait_for()
    assert violations(page) == []
    card.get_by_role("button", name=re.compile("^Gỡ.*kế hoạch.pdf$")).click()
    card.get_by_role("link", name=re.compile("^kế hoạch.pdf")).wait_for(state="detached")
    assert [item.title for item in assessment.answers.get().evidence.all()] == ["báo cáo.pdf"]


def test_disguised_file_is_refused_in_words(page, assessment, contributor):
    open_section(page, assessment, "IOC-6")
    card = page.locator("#q_IOC_6_1")
    card.get_by_text("Thêm minh chứng").click()
    fake = {"name": "anh.png", "mimeType": "image/png", "buffer": pdf_upload().read()}
    card.locator("input[type=file]").set_input_files([fake])
    card.get_by_text("Tệp “anh.png” không phải là ảnh PNG như tên tệp; nội dung là tệp PDF.").wait_for()
    assert Evidence.objects.count() == 0


def test_first_load_of_the_form_page_is_small(page, assessment, contributor):
    """All bytes of the page and what it loads, gzipped as production sends them."""
    page.wait_for_load_state("networkidle")
    responses = []
    page.on("requestfinished", lambda request: responses.append(request.response()))
    open_section(page, assessment, "IOC-6")
    page.wait_for_load_state("networkidle")
    assert any(response.url.endswith(".woff2") for response in responses)
    bodies = {response.url: page.request.get(response.url).body() for response in responses}
    total = sum(len(body) if url.endswith(".woff2") else len(gzip.compress(body)) for url, body in bodies.items())
    assert total <= 150_000, {url: len(body) for url, body in bodies.items()}
