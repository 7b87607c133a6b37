"""Past test_lines.py: a page opened again while there is no line, requests overtaken on their way."""

import re

import pytest
from playwright.sync_api import Error

from tests.e2e.test_lines import (
    NOTE,
    SAVES,
    accept_dialogs,
    card_of,
    choose,
    nothing_kept,
    open_section,
    saved,
    versions,
    write_note,
)

QUICK_TO_GIVE_UP = (
    "const timeout = AbortSignal.timeout.bind(AbortSignal);"
    "AbortSignal.timeout = (ms) => timeout(window.isPatient ? ms : ms / 120)"
)
"""Half a second instead of a minute until a request counts as lost, for as long as nobody says otherwise."""

NO_LINE = "() => { window.fetch = () => Promise.reject(new TypeError('no line')); }"
"""What a dying page sends last escapes both the browser's own cut and interception."""


def saves_of(page):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if SAVES.search(request.url) else None)
    return sent


def onward(page):
    page.locator(".save-bar").get_by_role("link", name="Tiếp").click()


def reload(page):
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()


@pytest.mark.parametrize("leave", [reload, onward])
def test_page_left_for_the_browsers_error_page_comes_back_with_its_text(page, context, assessment, contributor, leave):
    open_section(page, assessment)
    dialogs = accept_dialogs(page)
    context.set_offline(True)
    page.get_by_text("Mất kết nối: sẽ tự gửi khi có mạng lại.").wait_for()
    page.evaluate(NO_LINE)
    choose(page, 2)
    write_note(page, "Gõ khi mất mạng")
    leave(page)
    page.wait_for_url("chrome-error://**")
    assert (dialogs, assessment.answers.count()) == (["beforeunload"], 0)
    sent = saves_of(page)
    context.set_offline(False)
    open_section(page, assessment)
    page.get_by_text(re.compile(r"^Đã khôi phục nội dung chưa lưu lúc \d\d:\d\d$")).wait_for()
    saved(page)
    nothing_kept(page)
    assert (page.locator(NOTE).input_value(), len(sent)) == ("Gõ khi mất mạng", 1)
    assert versions(assessment) == [(1, "2", "Gõ khi mất mạng")]


def test_request_overtaken_by_the_next_one_neither_overwrites_it_nor_is_a_conflict(page, assessment, contributor):
    """The first is on its way for so long that the page gives it up; it reaches the server after the second."""
    page.add_init_script(QUICK_TO_GIVE_UP)
    open_section(page, assessment)
    sent, held = saves_of(page), []
    page.route(SAVES, lambda route: route.continue_() if held else held.append(route))
    choose(page, 1)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    page.evaluate("window.isPatient = true")
    choose(page, 3)
    nothing_kept(page)
    assert versions(assessment) == [(1, "1", ""), (2, "3", "")]
    late = held[0].fetch()
    assert (late.status, sent[0] == sent[1], len(sent)) == (409, True, 3)
    assert versions(assessment) == [(1, "1", ""), (2, "3", "")]
    saved(page)
    assert card_of(page).get_by_role("radio").nth(3).is_checked()
    assert card_of(page).locator("[data-problem] > *").count() == 0
