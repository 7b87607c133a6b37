from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import CampaignState, CampaignVerb
from assessments.models import Assessment, Campaign
from assessments.views.milestones import Milestone, milestones
from tests.assessments.review_world import submitted_on_small
from tests.factories import finalised, open_assessment, user_as

from .returned import returned

pytestmark = pytest.mark.django_db


def states(assessment, later=0):
    found = Assessment.objects.with_campaign().get(pk=assessment.pk)
    return [step.state for step in milestones(found, timezone.localdate() + timedelta(days=later))]


def test_before_it_opens_everything_is_ahead():
    assessment = open_assessment(opens_on=timezone.localdate() + timedelta(days=2))
    assert states(assessment) == ["ahead"] * 7


def test_campaign_in_preparation_has_not_opened():
    assert states(open_assessment(state=CampaignState.DRAFT)) == ["ahead"] * 7


def test_open_round_is_at_its_self_assessment_with_the_planned_dates():
    assessment = open_assessment()
    campaign, found = assessment.campaign, milestones(assessment, timezone.localdate())
    assert states(assessment) == ["done", "now", *["ahead"] * 5]
    assert [step.planned for step in found] == [
        *(campaign.opens_on, campaign.submit_by, None, campaign.review_by, campaign.clarify_by, None),
        campaign.publish_on,
    ]
    assert [step.reached for step in found] == [campaign.opens_on, *[None] * 6]


def test_after_the_deadline_handing_in_is_what_is_due():
    assert states(open_assessment(), later=31) == ["done", "done", "now", *["ahead"] * 4]


def test_submitted_is_under_review():
    assessment = submitted_on_small()
    assert states(assessment) == ["done", "done", "done", "now", "ahead", "ahead", "ahead"]
    assert milestones(assessment, timezone.localdate())[2].reached == timezone.localdate(assessment.submitted_at)


@pytest.mark.slow
def test_returned_is_at_its_clarification_until_its_own_deadline():
    assessment, _reviewer = returned()
    assert states(assessment) == ["done", "done", "done", "done", "now", "ahead", "ahead"]
    step = milestones(assessment, timezone.localdate())[4]
    assert (step.reached, step.planned) == (timezone.localdate(assessment.returned_at), assessment.clarify_until)


def test_clarification_is_done_once_it_was_handed_in():
    assessment = submitted_on_small()
    Assessment.objects.filter(pk=assessment.pk).update(returned_at=timezone.now())
    assert states(assessment)[3:5] == ["now", "done"]


def test_final_without_clarification_says_that_there_was_none():
    assessment = submitted_on_small()
    finalised(assessment)
    assert states(assessment) == ["done", "done", "done", "done", "skipped", "done", "ahead"]


def test_published_has_the_day_of_the_first_publication():
    assessment, manager = submitted_on_small(), user_as(Role.CAMPAIGN_MANAGER)
    finalised(assessment, manager)
    campaign, first = assessment.campaign, timezone.now() - timedelta(days=3)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.PUBLISHED)
    assert states(assessment)[6] == "done", "also without a record of it"
    for at in (first, timezone.now()):
        campaign.events.create(verb=CampaignVerb.PUBLISH, by=manager, at=at)
    found = Assessment.objects.with_campaign().get(pk=assessment.pk)
    assert milestones(found, timezone.localdate())[6].reached == timezone.localdate(first)


def test_state_has_a_word_and_a_shape():
    found = [Milestone("", state) for state in ("done", "now", "ahead", "skipped")]
    assert [(step.state_text, step.icon) for step in found] == [
        ("đã qua", "ok"),
        ("hiện tại", "begun"),
        ("sắp tới", "empty"),
        ("không có", "unasked"),
    ]


def test_overview_lists_the_milestones_in_order(client):
    assessment = open_assessment()
    client.force_login(user_as(Role.CONTRIBUTOR, assessment.province))
    text = client.get(reverse("overview", args=[assessment.pk])).content.decode()
    names = ("Mở đợt", "Tự đánh giá", "Nộp phiếu", "Thẩm định", "Giải trình", "Chốt kết quả", "Công bố")
    places = [text.index(f"<strong>{name}</strong>") for name in names]
    assert places == sorted(places)
    assert text.count('aria-current="step"') == 1
