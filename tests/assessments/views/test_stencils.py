import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.catalogue import asked_when, campaign_catalogue
from assessments.discussions import Talk
from assessments.queries import filled, lacking
from assessments.views.cards import Card
from assessments.views.stencils import question_html
from catalogues.schema import Kind
from indicators.scoring.measures import DocumentValue, RatioValue
from indicators.scoring.readings import Status
from tests.factories import answer_all, evidence_document, open_assessment, user_as

pytestmark = pytest.mark.django_db
AWKWARD = "Một & \"hai\" <b>ba</b> 'bốn'"


def as_template(card):
    context = {"card": card, "item": card.item, "form": card.form, "assessment": card.assessment}
    return render_to_string("assessments/_question.html", {**context, "why_not_edit": not card.may_edit})


def settled(html):
    return re.sub(r"\s+", " ", html)


def cards(assessment, **fields):
    found = filled(assessment, timezone.localdate())
    for code, item in found.catalogue.items.items():
        feeder = found.catalogue.feeders.get(code, "")
        yield Card(
            item,
            assessment,
            timezone.localdate(),
            answer=found.rows.get(code),
            is_hidden=found.results[code].status is Status.HIDDEN,
            condition=asked_when(found.catalogue, item),
            fed_by=feeder,
            fed_from=found.catalogue.section_of.get(feeder, ""),
            lacking=lacking(found, code),
            **fields,
        )


def assert_same(assessment, **fields):
    """Of every question of the real catalogues; returns how many of each kind."""
    catalogue, kinds = campaign_catalogue(assessment.campaign), {}
    for card in cards(assessment, **fields):
        assert settled(question_html(card, catalogue)) == settled(as_template(card))
        kinds[card.item.kind] = kinds.get(card.item.kind, 0) + 1
    return kinds


@pytest.mark.parametrize("language", ["vi", "en"])
def test_stencil_of_a_blank_question_is_what_its_template_gives(draft, language):
    with translation.override(language):
        kinds = assert_same(draft, talk=Talk(1234, is_settled=True))
        assert assert_same(draft, may_edit=False) == kinds
    assert kinds.keys() == set(Kind) - {Kind.TEXT}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_stencil_of_an_answered_question_is_what_its_template_gives(language):
    assessment = open_assessment()
    answer_all(assessment, user_as(Role.COORDINATOR, assessment.province))
    with translation.override(language):
        assert_same(assessment, talk=Talk(0))


VALUES = {
    Kind.CHECKLIST: (),
    Kind.NUMBER: Decimal("1234567.5"),
    Kind.RATIO: RatioValue(Decimal("0.25"), Decimal(1500)),
    Kind.DOCUMENT: DocumentValue('5/"QĐ" & <i>', date(2024, 2, 9), AWKWARD),
}


@pytest.mark.parametrize("kind", VALUES)
def test_what_was_written_is_escaped_and_in_the_language_of_the_page(draft, contributor, kind):
    items = campaign_catalogue(draft.campaign).items
    code = next(code for code, item in items.items() if item.kind is kind)
    content = Content(VALUES[kind], document_title=AWKWARD if kind is Kind.DOCUMENT else "", note=AWKWARD)
    save(by=contributor, assessment=draft, code=code, content=content, expected_version=0)
    evidence_document(draft, contributor, code)
    card = next(card for card in cards(draft) if card.item.code == code)
    html = settled(question_html(card, campaign_catalogue(draft.campaign)))
    assert html == settled(as_template(card))
    assert ("&lt;b&gt;ba" in html, "<b>ba" in html) == (True, False)


def test_what_does_not_apply_is_ticked_with_its_reason(draft, contributor):
    items = campaign_catalogue(draft.campaign).items
    code = next(code for code, item in items.items() if item.may_not_apply)
    content = Content(not_applicable=True, reason=AWKWARD)
    save(by=contributor, assessment=draft, code=code, content=content, expected_version=0)
    card = next(card for card in cards(draft) if card.item.code == code)
    html = settled(question_html(card, campaign_catalogue(draft.campaign)))
    assert html == settled(as_template(card))
    assert html.count(" checked") == 1


def test_stencil_says_nothing_of_the_province_it_was_first_written_for(draft):
    other = open_assessment()
    catalogue = campaign_catalogue(other.campaign)
    for card in list(cards(draft))[:3]:
        question_html(card, catalogue)
    for card in list(cards(other))[:3]:
        html = question_html(card, catalogue)
        assert (str(other.pk) in html, str(draft.pk) in html) == (True, False)
