from datetime import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from assessments.catalogue import campaign_catalogue
from assessments.models import Answer, Clarification
from assessments.views.cards import Card, saved_at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def item(draft):
    return campaign_catalogue(draft.campaign).items["IOC-6.1"]


@pytest.mark.parametrize(
    ("changed", "is_plain"),
    [
        ({}, True),
        ({"sent": QueryDict("q_IOC_6_1-version=0")}, False),
        ({"why_closed": "Đã khóa."}, False),
        ({"thread": [Clarification(question="Vì sao?")]}, False),
        ({"problem": "Không lưu được."}, False),
    ],
)
def test_a_card_with_more_than_the_question_is_not_plain(draft, item, changed, is_plain):
    assert Card(item, draft, TODAY, **changed).is_plain == is_plain


def test_words_of_a_question_without_an_answer(draft, item):
    words = Card(item, draft, TODAY, is_hidden=True).words
    assert {name: words[name] for name in ("hidden", "note_open", "no_lack", "is_saved", "saved", "earlier")} == {
        "hidden": " is-hidden",
        "note_open": "",
        "no_lack": " hidden",
        "is_saved": "",
        "saved": "",
        "earlier": "",
    }
    assert "Chưa có minh chứng." in words["evidence"]


def test_words_of_an_answer(draft, item):
    at = timezone.make_aware(datetime(2026, 5, 6, 7, 8))
    answer = Answer(code=item.code, kind=item.kind, version=2, note="Có.", updated_at=at)
    words = Card(item, draft, TODAY, answer=answer, lacking="Cần <minh chứng>").words
    assert {name: words[name] for name in ("note_open", "no_lack", "lacking", "is_saved", "saved")} == {
        "note_open": " open",
        "no_lack": "",
        "lacking": "Cần &lt;minh chứng&gt;",
        "is_saved": " is-saved",
        "saved": "Đã lưu 07:08 06/05/2026",
    }
    assert saved_at(answer) == words["saved"]


@pytest.mark.parametrize(("sent", "mark"), [("", ""), ("Mới", " open"), ("x" * 10_001, " open")])
def test_note_that_was_sent_stands_open(draft, item, sent, mark):
    data = QueryDict(mutable=True)
    data.update({"q_IOC_6_1-version": "0", "q_IOC_6_1-note": sent})
    card = Card(item, draft, TODAY, sent=data)
    assert card.words["note_open"] == mark


def test_faults_name_the_place_to_mend(draft, item):
    card = Card(item, draft, TODAY, sent=QueryDict("q_IOC_6_1-version=0&q_IOC_6_1-value=9"), problem="Không lưu được.")
    assert [place for place, _message in card.faults] == ["q_IOC_6_1", "id_q_IOC_6_1-value"]
    assert Card(item, draft, TODAY).faults == []
