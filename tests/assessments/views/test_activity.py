import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.enums import Verb
from assessments.models import WorkflowEvent
from tests.factories import evidence_document, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(draft):
    return reverse("activity", args=[draft.pk])


def answer(draft, by, code="IOC-6.1", value="2"):
    save(by=by, assessment=draft, code=code, content=Content(value), expected_version=None)


def test_answers_evidence_and_events_stand_newest_first(client, draft, contributor, address):
    answer(draft, contributor)
    evidence_document(draft, contributor, "IOC-6.1")
    entries = client.get(address).context["entries"]
    assert [sorted(entry) for entry in entries] == [["event"], ["change"]]
    assert (entries[0]["event"].by, entries[1]["change"].code) == (str(contributor), "IOC-6.1")


def test_filters_keep_what_was_asked_for(client, draft, contributor, address):
    coordinator = user_as(Role.COORDINATOR, draft.province)
    answer(draft, contributor)
    answer(draft, coordinator, "ICT-3.2")

    def codes(**wanted):
        return {entry["change"].code for entry in client.get(address, wanted).context["entries"]}

    both = {"IOC-6.1", "ICT-3.2"}
    part = next(found.code for found in client.get(address).context["parts"] if "IOC-6" in found.sections)
    assert codes() == both
    assert codes(person=contributor.pk) == {"IOC-6.1"}
    assert codes(part=part) == {"IOC-6.1"}
    assert codes(part=part, person=coordinator.pk) == set()
    assert codes(part="\x00", person="9" * 400, page="-1") == both


def test_province_does_not_see_what_reviewers_do_among_themselves(client, draft, contributor, address):
    reviewer = user_as(Role.REVIEWER)
    for verb in (Verb.ASSIGN, Verb.EXTEND):
        WorkflowEvent.objects.create(assessment=draft, verb=verb, by=reviewer)
    [entry] = client.get(address).context["entries"]
    assert (entry["event"].by, entry["event"].text) == ("Bộ", "gia hạn nộp")
    client.force_login(user_as(Role.AUDITOR))
    assert {entry["event"].by for entry in client.get(address).context["entries"]} == {str(reviewer)}


@pytest.mark.slow
def test_page_asks_as_many_queries_for_one_and_for_many(client, draft, contributor, address, django_assert_num_queries):
    answer(draft, contributor)
    evidence_document(draft, contributor, "IOC-6.1")
    with django_assert_num_queries(11):
        client.get(address)
    for value in "01234" * 8:
        answer(draft, contributor, value=value)
    evidence_document(draft, contributor, "IOC-6.1", "99/QĐ-UBND")
    with django_assert_num_queries(11):
        assert len(client.get(address).context["entries"]) == 30
