"""Bad lines on the form page: cut, slow, answers lost or late; crashes, ended sessions, two windows. Nothing lost."""

import json
import re
import threading

import pytest

from accounts.roles import Role
from assessments.actions.answers import Content, save
from tests.e2e.conftest import enter, sign_in, violations
from tests.factories import user_as
from tests.factories.accounts import PASSWORD

NOTE = "[name=q_IOC_6_1-note]"
SAVES = re.compile(r"/answers/IOC-6\.1/")


def address(assessment, code="IOC-6"):
    return f"/assessments/{assessment.pk}/sections/{code}/"


def open_section(page, assessment, code="IOC-6"):
    page.goto(address(assessment, code))
    page.wait_for_function("() => document.documentElement.classList.contains('js')")


def card_of(page):
    return page.locator("#q_IOC_6_1")


def write_note(page, text):
    field = page.locator(NOTE)
    field.evaluate("field => { field.closest('details').open = true }")
    field.fill(text)
    return field


def choose(page, index):
    card_of(page).get_by_role("radio").nth(index).check()


def saved(page):
    card_of(page).locator("[data-state].is-saved").wait_for()


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('journal:')).length")


def nothing_kept(page):
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('journal:'))")


def versions(assessment, code="IOC-6.1"):
    """(version, choice, note) of every revision."""
    rows = assessment.answers.get(code=code).revisions.order_by("version")
    return [(row.version, row.content["value"], row.content["note"]) for row in rows]


def accept_dialogs(page):
    seen = []
    page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.accept()))
    return seen


# -- the line is cut -------------------------------------------------------------------------------------------------


def test_text_typed_without_a_line_comes_back_after_a_reload_and_is_sent(page, context, assessment, contributor):
    open_section(page, assessment)
    dialogs = accept_dialogs(page)
    context.set_offline(True)
    page.get_by_text("Mất kết nối: sẽ tự gửi khi có mạng lại.").wait_for()
    context.route(SAVES, lambda route: route.abort())
    choose(page, 2)
    write_note(page, "Gõ khi mất mạng")
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    context.set_offline(False)
    page.reload()
    context.unroute(SAVES)
    saved(page)
    nothing_kept(page)
    assert dialogs == ["beforeunload"]
    assert versions(assessment) == [(1, "2", "Gõ khi mất mạng")]
    page.get_by_text("Đang trực tuyến.").wait_for()


def test_text_still_being_typed_when_the_window_dies_comes_back(page, context, assessment, contributor):
    open_section(page, assessment)
    context.set_offline(True)
    write_note(page, "Nửa câu")
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    open_section(again, assessment)
    again.get_by_text(re.compile(r"^Đã khôi phục nội dung chưa lưu lúc \d\d:\d\d$")).wait_for()
    assert violations(again) == []
    assert again.locator(NOTE).input_value() == "Nửa câu"
    saved(again)
    assert versions(assessment) == [(1, None, "Nửa câu")]


def test_restored_text_is_shown_beside_a_version_that_was_saved_meanwhile(page, context, assessment, contributor):
    open_section(page, assessment)
    context.set_offline(True)
    choose(page, 1)
    page.close(run_before_unload=False)
    colleague = user_as(Role.COORDINATOR, assessment.province)
    save(by=colleague, assessment=assessment, code="IOC-6.1", content=Content("4", note="Bản kia"), expected_version=0)
    context.set_offline(False)
    again = context.new_page()
    open_section(again, assessment)
    card_of(again).locator("[data-conflict]").get_by_text("Bản kia").wait_for()
    assert (card_of(again).get_by_role("radio").nth(1).is_checked(), kept(again)) == (True, 1)
    again.get_by_role("link", name="Dùng bản đã lưu").click()
    again.wait_for_function("() => document.querySelectorAll('#q_IOC_6_1 [type=radio]')[4].checked")
    assert (kept(again), versions(assessment)) == (0, [(1, "4", "Bản kia")])
    assert again.get_by_text("Đã khôi phục").is_hidden()


def test_other_pages_tell_of_unsent_answers_and_send_them(page, context, assessment, contributor):
    open_section(page, assessment)
    context.route(SAVES, lambda route: route.abort())
    choose(page, 2)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    accept_dialogs(page)
    for where in (f"/assessments/{assessment.pk}/", address(assessment, "ICT-5")):
        page.goto(where)
        link = page.get_by_role("link", name="Còn 1 câu chưa gửi ở phần IOC-6")
        link.wait_for()
        assert link.get_attribute("href") == address(assessment)
        assert violations(page) == []
    context.unroute(SAVES)
    page.goto(f"/assessments/{assessment.pk}/")
    nothing_kept(page)
    link.wait_for(state="detached")
    assert versions(assessment) == [(1, "2", "")]


# -- sent once -------------------------------------------------------------------------------------------------------


def cut_first_answer(page):
    """The server gets and stores the first request; its answer never comes."""
    cut = []

    def handle(route):
        if cut:
            route.continue_()
        else:
            cut.append(route.fetch().status)
            route.abort()

    page.route(SAVES, handle)
    return cut


def test_request_whose_answer_was_lost_is_saved_once(page, assessment, contributor):
    open_section(page, assessment)
    cut = cut_first_answer(page)
    choose(page, 2)
    saved(page)
    assert (cut, versions(assessment)) == ([200], [(1, "2", "")])
    assert card_of(page).locator("[data-conflict]").count() == 0


def test_text_that_follows_a_lost_answer_is_its_successor_and_no_conflict(page, assessment, contributor):
    open_section(page, assessment)
    cut = cut_first_answer(page)
    choose(page, 2)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    choose(page, 3)
    saved(page)
    nothing_kept(page)
    assert (cut, versions(assessment)) == ([200], [(1, "2", ""), (2, "3", "")])


def test_page_that_died_after_a_lost_answer_goes_on_without_conflict(page, context, assessment, contributor):
    open_section(page, assessment)
    cut_first_answer(page)
    choose(page, 2)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    context.set_offline(True)
    choose(page, 3)
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    open_section(again, assessment)
    nothing_kept(again)
    assert versions(assessment) == [(1, "2", ""), (2, "3", "")]
    assert card_of(again).get_by_role("radio").nth(3).is_checked()


def test_slow_line_saves_the_newest_text_last(page, assessment, contributor):
    open_section(page, assessment)
    page.route(SAVES, lambda route: threading.Event().wait(0.7) or route.continue_())
    choose(page, 1)
    choose(page, 2)
    write_note(page, "Cuối cùng").blur()
    nothing_kept(page)
    saved(page)
    row = assessment.answers.get()
    assert (row.choice, row.note, page.troubles) == ("2", "Cuối cùng", [])


def test_request_that_arrives_late_does_not_overwrite_newer_text(page, assessment, contributor):
    open_section(page, assessment)
    sent = []
    page.on("request", lambda request: sent.append(request) if SAVES.search(request.url) else None)
    choose(page, 1)
    nothing_kept(page)
    choose(page, 3)
    nothing_kept(page)
    late = page.evaluate(
        """([url, token, body]) => fetch(url, {method: "POST", body, headers: {
        "Accept": "application/json", "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded"}})
        .then((answer) => answer.status)""",
        [sent[0].url, sent[0].headers["x-csrftoken"], sent[0].post_data],
    )
    assert (late, versions(assessment)) == (409, [(1, "1", ""), (2, "3", "")])


# -- two editors -----------------------------------------------------------------------------------------------------


def test_two_editors_with_the_same_answer_are_no_conflict_with_another_they_choose(
    page, context, browser, live_server, assessment, contributor
):
    other = browser.new_context(base_url=live_server.url)
    second = other.new_page()
    enter(second, user_as(Role.COORDINATOR, assessment.province))
    for window in (page, second):
        open_section(window, assessment)
    choose(page, 2)
    saved(page)
    choose(second, 2)
    saved(second)
    assert versions(assessment) == [(1, "2", "")]
    choose(second, 3)
    nothing_kept(second)
    choose(page, 4)
    page.get_by_role("button", name="Giữ bản của tôi").click()
    nothing_kept(page)
    assert versions(assessment) == [(1, "2", ""), (2, "3", ""), (3, "4", "")]
    other.close()


# -- the session ends ------------------------------------------------------------------------------------------------


def sign_out(page, decision="accept"):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, decision)()))
    page.locator("details.user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    return asked


def test_sign_out_in_another_window_while_typing_sends_after_signing_in_again(page, context, assessment, contributor):
    open_section(page, assessment)
    other = context.new_page()
    other.goto("/")
    sign_out(other)
    other.wait_for_url("**/login/**")
    write_note(page, "Đang gõ dở").blur()
    link = page.get_by_role("link", name="Đăng nhập trong thẻ mới")
    link.wait_for()
    assert violations(page) == []
    assert (page.locator(NOTE).input_value(), assessment.answers.count()) == ("Đang gõ dở", 0)
    with context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url("**/login/**")
    sign_in(opened.value, contributor.email, PASSWORD)
    page.bring_to_front()
    saved(page)
    link.wait_for(state="hidden")
    nothing_kept(page)
    assert versions(assessment) == [(1, None, "Đang gõ dở")]


def test_text_survives_signing_in_again_in_the_same_window(page, context, assessment, contributor):
    open_section(page, assessment)
    context.clear_cookies()
    choose(page, 2)
    card_of(page).get_by_text("phiên đăng nhập đã hết").wait_for()
    accept_dialogs(page)
    sign_in(page, contributor.email, PASSWORD)
    open_section(page, assessment)
    nothing_kept(page)
    assert versions(assessment) == [(1, "2", "")]


def test_another_person_on_the_computer_sees_and_sends_nothing_of_it(page, context, assessment, contributor):
    open_section(page, assessment)
    context.clear_cookies()
    write_note(page, "Của người trước").blur()
    card_of(page).get_by_text("phiên đăng nhập đã hết").wait_for()
    second = context.new_page()
    enter(second, user_as(Role.COORDINATOR, assessment.province))
    open_section(second, assessment)
    assert (second.locator(NOTE).input_value(), second.get_by_text("Đã khôi phục").is_hidden()) == ("", True)
    second.goto(f"/assessments/{assessment.pk}/")
    assert second.get_by_text("chưa gửi ở phần").count() == 0
    with page.expect_response(lambda response: response.url.endswith("/sections/IOC-6/")):
        page.bring_to_front()
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_role("link", name="Đăng nhập trong thẻ mới").wait_for()
    assert (assessment.answers.count(), kept(page)) == (0, 1)


@pytest.mark.parametrize(("decision", "left"), [("dismiss", 1), ("accept", 0)])
def test_sign_out_with_unsent_answers_asks_and_clears_them(page, assessment, contributor, decision, left):
    open_section(page, assessment)
    page.route(SAVES, lambda route: route.abort())
    choose(page, 2)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    asked = sign_out(page, decision)
    page.wait_for_url("**/login/**" if decision == "accept" else "**/IOC-6/")
    page.wait_for_function("(left) => Object.keys(localStorage).length === left", arg=left)
    assert [text[:26] for text in asked] == ["Còn 1 câu trả lời chưa gửi"]
    assert assessment.answers.count() == 0


@pytest.mark.parametrize("is_saved", [False, True])
def test_sign_out_sends_what_can_be_sent_and_asks_nothing(page, assessment, contributor, is_saved):
    open_section(page, assessment)
    write_note(page, "Vừa gõ xong")
    if is_saved:
        page.locator(NOTE).blur()
        page.wait_for_timeout(1000)
        saved(page)
    asked = sign_out(page)
    page.wait_for_url("**/login/**")
    assert (asked, kept(page), versions(assessment)) == ([], 0, [(1, None, "Vừa gõ xong")])


def test_leaving_asks_nothing_when_everything_is_saved(page, assessment, contributor):
    open_section(page, assessment)
    asked = accept_dialogs(page)
    choose(page, 2)
    saved(page)
    page.locator(".save-bar").get_by_role("link", name="Tiếp").click()
    page.wait_for_url("**/IOC-7/")
    assert (asked, page.locator("[data-unsent]").is_hidden()) == ([], True)


# -- storage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["full", "forbidden"])
def test_without_storage_answers_are_saved_as_before(page, context, assessment, contributor, fault):
    forbidden = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }})"
    )
    full = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
    page.add_init_script(full if fault == "full" else forbidden)
    open_section(page, assessment)
    choose(page, 2)
    saved(page)
    context.set_offline(True)
    choose(page, 3)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    context.set_offline(False)
    saved(page)
    assert versions(assessment) == [(1, "2", ""), (2, "3", "")]


ENTRY = {"at": 4_000_000_000_000, "section": "IOC-6", "url": "/x/", "fields": [["q_IOC_6_1-version", "0"]]}
RUBBISH = [
    *("{", "", "null", "7", '"x"', "[]", "{}"),
    *(json.dumps({**ENTRY, "section": place}) for place in (7, "../..", "<b>")),
    *(json.dumps({**ENTRY, "url": url}) for url in (7, "//evil.example/", "/\\evil.example", "https://evil.example/")),
    *(json.dumps({**ENTRY, "fields": fields}) for fields in (7, [], [7], [["a"]], [["q_IOC_6_1-version", 0]])),
    *(json.dumps({**ENTRY, "at": moment}) for moment in ("x", None, 1_000_000)),
    json.dumps({**ENTRY, "pending": "x"}),
]


def test_rubbish_in_storage_is_ignored(page, assessment, contributor):
    open_section(page, assessment)
    save(by=contributor, assessment=assessment, code="IOC-6.1", content=Content("4", note="Đã lưu"), expected_version=0)
    for rubbish in RUBBISH:
        key = f"journal:{contributor.pk}:{assessment.pk}:q_IOC_6_1"
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, rubbish])
        page.reload()
        page.wait_for_function("() => document.documentElement.classList.contains('js')")
        shown = (page.locator(NOTE).input_value(), page.get_by_text("Đã khôi phục").is_hidden())
        assert shown == ("Đã lưu", True), rubbish
        assert page.locator("[data-unsent]").is_hidden(), rubbish
    assert (versions(assessment), page.troubles) == ([(1, "4", "Đã lưu")], [])
