"""What the browser still holds for a question that takes no answer any more: seen, copied, discarded."""

import pytest
from django.utils import timezone

from assessments.actions.answers import Content, save
from assessments.models import Assessment
from tests.e2e.conftest import violations
from tests.e2e.test_lines import accept_dialogs, address, choose, kept, open_section, write_note


@pytest.fixture
def left(page, context, assessment, contributor):
    """A choice and a note that were never sent; then the assessment was handed in. Gives the page opened after it."""
    open_section(page, assessment)
    context.set_offline(True)
    choose(page, 2)
    write_note(page, "Ghi chú <b>chưa gửi</b>")
    page.close(run_before_unload=False)
    context.set_offline(False)

    def again():
        hand_in(assessment, contributor)
        other = context.new_page()
        other.goto(address(assessment))
        other.wait_for_load_state()
        return other

    return again


def hand_in(assessment, by):
    at = {"submitted_at": timezone.now(), "submitted_by": by}
    Assessment.objects.filter(pk=assessment.pk).update(state="submitted", **at)


def box(page):
    return page.locator("[data-unsendable]")


def test_text_of_a_closed_question_is_seen_copied_and_discarded(left, context, assessment):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = left()
    box(page).wait_for()
    assert violations(page) == []
    text = box(page).get_by_role("textbox").input_value()
    choice = page.locator("#q_IOC_6_1").get_by_role("radio").nth(2).evaluate("one => one.labels[0].innerText.trim()")
    assert text.splitlines()[0] == choice
    assert text.endswith(": Ghi chú <b>chưa gửi</b>")
    box(page).get_by_role("button", name="Chép nội dung").click()
    box(page).get_by_text("Đã chép nội dung.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text
    page.once("dialog", lambda dialog: dialog.dismiss())
    box(page).get_by_role("button", name="Bỏ nội dung này").click()
    assert kept(page) == 1
    accept_dialogs(page)
    box(page).get_by_role("button", name="Bỏ nội dung này").click()
    box(page).get_by_text("Đã bỏ nội dung chưa gửi.").wait_for()
    assert (kept(page), box(page).get_by_role("textbox").count()) == (0, 0)
    page.reload()
    page.wait_for_load_state()
    assert box(page).is_hidden()
    assert not assessment.answers.exists()


def test_text_that_the_server_has_is_forgotten_quietly(left, assessment, contributor):
    content = Content("2", note="Ghi chú <b>chưa gửi</b>")
    save(by=contributor, assessment=assessment, code="IOC-6.1", content=content, expected_version=0)
    page = left()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('journal:'))")
    assert box(page).is_hidden()
