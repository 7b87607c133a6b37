"""The database away while a form is open: the page keeps what was typed and sends it again by itself."""

from django.db import OperationalError

from tests.e2e.test_lines import SAVES, card_of, choose, nothing_kept, open_section, saved, versions
from tests.test_failures import told


def test_answer_that_was_turned_away_for_a_moment_is_sent_again(page, context, assessment, contributor):
    away = told(OperationalError(), "application/json")
    body, headers = away.content.decode(), dict(away.headers)
    open_section(page, assessment)
    context.route(SAVES, lambda route: route.fulfill(status=away.status_code, headers=headers, body=body))
    choose(page, 2)
    card_of(page).get_by_text("Chưa lưu: mất kết nối").wait_for()
    context.unroute(SAVES)
    saved(page)
    nothing_kept(page)
    assert versions(assessment) == [(1, "2", "")]
