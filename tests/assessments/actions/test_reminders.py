from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.reminders import remind
from assessments.enums import AssessmentState, CampaignState, CampaignVerb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, CampaignEvent, Notice
from tests.assessments.notifications.people import due_in, more_of, staffed
from tests.assessments.small import open_assessment_on_small
from tests.factories import ProvinceFactory, UserFactory, user_as

from .together import at_once

pytestmark = pytest.mark.django_db

NOBODY_LEFT = "Không có phiếu nào trong số đã chọn còn phải nộp nên không cần nhắc."
ALL_TOLD = "Các tỉnh này chưa có đầu mối, hoặc hôm nay đầu mối đã được nhắc; mỗi người chỉ được nhắc một lần mỗi ngày."


def refusal(act, error: type[Refusal] = Refusal) -> str:
    with pytest.raises(error) as refused:
        act()
    assert type(refused.value) is error
    return str(refused.value)


@pytest.mark.slow
def test_remind_tells_coordinators_of_what_is_not_filed_and_records_it():
    assessment, people = staffed()
    more_of(assessment.campaign, 3)
    *rest, handed_in = assessment.campaign.assessments.all()
    now, by = timezone.now(), people["coordinator"]
    Assessment.objects.filter(pk=handed_in.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=now, submitted_by=by
    )
    manager = people["campaign_manager"]
    assert remind(by=manager, campaign=assessment.campaign, assessments=assessment.campaign.assessments.all()) == 3
    assert Notice.objects.count() == 3
    assert {notice.path for notice in Notice.objects.all()} == {f"/assessments/{found.pk}/" for found in rest}
    event = CampaignEvent.objects.get()
    assert (event.verb, event.by, event.detail) == (CampaignVerb.REMIND, manager, "3 phiếu, 3 người")


def test_remind_tells_only_of_the_chosen_assessments_of_this_campaign():
    assessment, people = staffed()
    other = open_assessment_on_small()
    user_as(Role.COORDINATOR, other.province)
    more_of(assessment.campaign, 2)
    remind(by=people["campaign_manager"], campaign=assessment.campaign, assessments=[assessment, other])
    assert [notice.user for notice in Notice.objects.all()] == [people["coordinator"]]


def test_remind_is_done_once_a_day():
    assessment, people = staffed()

    def again() -> int:
        return remind(by=people["campaign_manager"], campaign=assessment.campaign, assessments=[assessment])

    assert again() == 1
    assert refusal(again) == ALL_TOLD
    assert (Notice.objects.count(), CampaignEvent.objects.count()) == (1, 1)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert again() == 1


@pytest.mark.django_db(transaction=True)
def test_remind_by_two_managers_at_once_tells_once():
    assessment, people = staffed()
    by, campaign = people["campaign_manager"], assessment.campaign
    found = at_once(*[lambda: remind(by=by, campaign=campaign, assessments=[assessment])] * 2)
    assert sorted(str(each) for each in found) == ["1", ALL_TOLD]
    assert Notice.objects.count() == 1


def test_remind_refuses_where_nobody_is_to_be_told():
    assessment, people = staffed()
    manager, campaign = people["campaign_manager"], assessment.campaign
    assert refusal(lambda: remind(by=manager, campaign=campaign, assessments=[])) == NOBODY_LEFT
    alone = Assessment.objects.create(campaign=campaign, province=ProvinceFactory())
    assert refusal(lambda: remind(by=manager, campaign=campaign, assessments=[alone])) == ALL_TOLD
    assert CampaignEvent.objects.count() == 0


@pytest.mark.parametrize("state", [state for state in CampaignState if state != CampaignState.OPEN])
def test_remind_needs_an_open_campaign_or_an_extension(state):
    assessment, people = staffed()
    today = due_in(assessment, 0)
    Campaign.objects.update(state=state)
    manager, campaign = people["campaign_manager"], assessment.campaign
    assert refusal(lambda: remind(by=manager, campaign=campaign, assessments=[assessment])) == NOBODY_LEFT
    Assessment.objects.update(extended_to=today + timedelta(days=1), extension_reason="Bão.")
    if state == CampaignState.CLOSED:
        assert remind(by=manager, campaign=campaign, assessments=[assessment]) == 1


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.CAMPAIGN_MANAGER), None])
def test_remind_is_for_campaign_managers(role):
    assessment, people = staffed()
    by = people[role] if role else UserFactory(is_superuser=True)
    expected = "Chỉ quản trị đợt đánh giá được làm việc này."
    campaign = assessment.campaign
    assert refusal(lambda: remind(by=by, campaign=campaign, assessments=[assessment]), NotAllowed) == expected
    assert Notice.objects.count() == 0
