from datetime import date, timedelta
from itertools import product

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from assessments.actions.carry_over import Fate, Line
from assessments.catalogue import campaign_catalogue
from assessments.enums import ScanState
from assessments.models import Answer, Evidence, StoredFile
from assessments.results import Review
from assessments.templatetags.shown import said
from assessments.views.card_parts import BETWEEN_ROWS, earlier_html, evidence_list, evidence_rows
from assessments.views.earlier_answers import Earlier
from assessments.views.slots import slot
from indicators.scoring.frame import Verdict

pytestmark = pytest.mark.django_db
AWKWARD = f"Một & \"hai\" <b>ba</b> 'bốn' {slot('pk')} 01/01/1111"


def documents():
    for day, issuer in product((None, date(2026, 3, 2)), ("", AWKWARD)):
        given = {"document_number": AWKWARD, "document_date": day, "document_issuer": issuer}
        yield Evidence(kind="document", title=AWKWARD, **given)


def files():
    for state, kind in product(ScanState, ("application/pdf", "application/zip")):
        for failed_at in (None, timezone.now()):
            stored = StoredFile(content_type=kind, size=1_234_567, scan_state=state, scan_failed_at=failed_at)
            yield Evidence(kind="file", title=AWKWARD, stored_file=stored)


def others():
    today = timezone.localdate()
    yield Evidence(kind="link", title=AWKWARD, url="https://tinh.example/?a=1&b=2")
    for days in (-1, 0, 400):
        yield Evidence(
            kind="document", title="A", document_number="1", valid_until=today + timedelta(days), is_confidential=True
        )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("may_edit", [True, False])
def test_evidence_is_what_its_template_gives(draft, language, may_edit):
    rows = []
    with translation.override(language):
        for item in (*documents(), *files(), *others()):
            context = {"item": item, "assessment": draft, "code": "IOC-6.1", "may_edit": may_edit}
            rows.append(render_to_string("assessments/_evidence_row.html", context).strip())
            assert evidence_rows(draft, "IOC-6.1", [item], may_edit=may_edit) == rows[-1]
        items = [*documents(), *files(), *others()]
        for item, row in zip(items, rows, strict=True):  # each key is new
            assert evidence_rows(draft, "IOC-6.1", [item], may_edit=may_edit).count(str(item.pk)) == row.count(
                "/evidence/"
            )
        assert len({row.replace(str(item.pk), "") for row in rows}) > 12


def test_evidence_has_an_item_each(draft):
    items = [*documents()]
    rows = [evidence_rows(draft, "IOC-6.1", [item], may_edit=True) for item in items]
    together = evidence_list(draft, "IOC-6.1", items, may_edit=True)
    assert together == f'\n<ul class="evidence-list">\n  \n    {BETWEEN_ROWS.join(rows)}\n  \n</ul>\n'
    assert [str(item.pk) in together for item in items] == [True] * 4


@pytest.mark.parametrize(("language", "words"), [("vi", "Chưa có minh chứng."), ("en", "No evidence yet.")])
def test_no_evidence_is_said(draft, language, words):
    with translation.override(language):
        assert f'<li class="soft">{words}</li>' in evidence_list(draft, "IOC-6.1", [], may_edit=True)


def earlier(item, count, why_not, *, is_begun, is_reworded, review):
    answer = Answer(code=item.code, kind=item.kind, not_applicable=True, is_given=True, reason=AWKWARD)
    line = Line(item, item, answer, Fate.CARRIED, is_reworded, count, (), review)
    return Earlier(None, line, is_begun, why_not)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_earlier_answer_is_what_its_template_gives(draft, language):
    item = campaign_catalogue(draft.campaign).items["IOC-6.1"]
    doubted, found = Review(Verdict.REJECTED, None, None, ""), set()
    with translation.override(language):
        for count, why_not, marks in product(
            (0, 1, 1200), ("", "Đã đổi <thang> đo."), product((False, True), repeat=4)
        ):
            is_begun, is_reworded, is_doubted, may_edit = marks
            review = doubted if is_doubted else None
            told = earlier(item, count, why_not, is_begun=is_begun, is_reworded=is_reworded, review=review)
            context = {"said": said(told.line.answer, item), "count": count, "why_not": why_not, "is_begun": is_begun}
            context |= {"is_reworded": is_reworded, "is_doubted": is_doubted, "may_edit": may_edit}
            context |= {"assessment": draft, "code": item.code}
            expected = render_to_string("assessments/_question_earlier.html", context)
            assert earlier_html(draft, told, may_edit=may_edit) == expected
            found.add(expected)
    assert len(found) == 3 * 4 * (1 + 2 + 1)
