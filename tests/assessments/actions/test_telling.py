"""Each verb tells those whom it concerns, in its own transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import assigning, campaigns, clarifications, finalising
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.rounds import store_answers
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign, Clarification, Notice, ReviewAssignment
from tests.assessments.notifications.people import due_in, more_of, staffed, told
from tests.factories import decide_all, made_answers, user_as

pytestmark = pytest.mark.django_db


def submitted(assessment: Assessment, people) -> Assessment:
    """In a closed campaign; the answers are none of this module's concern."""
    now, by = timezone.now(), people["coordinator"]
    fields = {"state": AssessmentState.SUBMITTED, "submitted_at": now, "submitted_by": by}
    Assessment.objects.filter(pk=assessment.pk).update(**fields)
    Campaign.objects.filter(pk=assessment.campaign_id).update(state=CampaignState.CLOSED)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def fill(assessment: Assessment, by) -> None:
    """Every answer that the completeness rule asks for."""
    made = {code: replace(found, note="Giải thích.", documents=()) for code, found in made_answers(assessment).items()}
    store_answers(assessment, campaign_catalogue(assessment.campaign), made, by)


def test_opening_tells_the_provinces():
    assessment, people = staffed()
    campaign = assessment.campaign
    Assessment.objects.all().delete()
    Campaign.objects.update(state=CampaignState.DRAFT)
    campaigns.open_campaign(by=None, campaign=campaign)
    assert told(people) == {Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER, "stranger"}


def test_extending_tells_the_province():
    assessment, people = staffed()
    today = due_in(assessment, 1)
    until = today + timedelta(days=9)
    campaigns.extend(by=people["campaign_manager"], assessment=assessment, until=until, reason="Bão.")
    assert told(people) == {Role.COORDINATOR, Role.LEADER}


def test_assigning_tells_those_who_are_new():
    assessment, people = staffed()
    manager, first, second = people["campaign_manager"], people["reviewer"], user_as(Role.REVIEWER)
    assigning.assign(by=manager, assessment=assessment, first=first, second=None)
    assigning.assign(by=manager, assessment=assessment, first=first, second=second)
    assigning.assign(by=manager, assessment=assessment, first=second, second=first)
    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted([first.pk, second.pk])


@pytest.mark.slow
def test_sharing_out_tells_each_reviewer_once():
    assessment, people = staffed()
    more_of(assessment.campaign, 5)
    reviewers = [people["reviewer"], user_as(Role.REVIEWER)]
    manager, campaign = people["campaign_manager"], assessment.campaign
    assigning.share_out(by=manager, campaign=campaign, reviewers=reviewers, second_percent=50, seed=1)
    assert ReviewAssignment.objects.count() == 9
    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted(person.pk for person in reviewers)


def test_clarification_tells_the_province_and_then_its_reviewers():
    assessment, people = staffed()
    reviewer = people["reviewer"]
    found = submitted(assessment, people)
    ReviewAssignment.objects.create(assessment=found, seat="first", reviewer=reviewer)
    Clarification.objects.create(assessment=found, code="A-1.1", seat="first", question="?", asked_by=reviewer)
    until = timezone.localdate() + timedelta(days=9)
    clarifications.send_back(by=reviewer, assessment=found, until=until)
    assert told(people) == {Role.CONTRIBUTOR, Role.COORDINATOR}
    Notice.objects.all().delete()
    question = Clarification.objects.get()
    coordinator = people["coordinator"]
    clarifications.reply(by=coordinator, assessment=found, pk=question.pk, text="Đã bổ sung.")
    fill(found, coordinator)
    clarifications.clarify(by=coordinator, assessment=found)
    assert told(people) == {Role.REVIEWER}


@pytest.mark.slow
def test_finalising_tells_the_province():
    assessment, people = staffed()
    found = submitted(assessment, people)
    decide_all(found, people["reviewer"])
    ReviewAssignment.objects.create(assessment=found, seat="first", reviewer=people["reviewer"])
    finalising.finalise(by=people["campaign_manager"], assessment=found)
    assert told(people) == {Role.COORDINATOR, Role.LEADER}
    Notice.objects.all().delete()
    finalising.reopen(by=people["campaign_manager"], assessment=found, reason="Sai số.")
    finalising.finalise_campaign(by=people["campaign_manager"], campaign=found.campaign)
    assert told(people) == {Role.COORDINATOR, Role.LEADER}
