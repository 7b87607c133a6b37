"""A whole campaign made final: all of it or nothing."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import clarifications, finalising, reviews
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Purpose
from assessments.errors import NotAllowed, Refusal
from assessments.models import (
    Assessment,
    Campaign,
    Decision,
    ScoreSnapshot,
)
from tests.assessments.review_world import hand_in
from tests.assessments.small import open_assessment_on_small
from tests.factories import (
    ProvinceFactory,
    UserFactory,
    asked,
    closed,
    user_as,
)

from .results import refused, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def round_of(count: int) -> Campaign:
    """So many submitted assessments and one draft, past self-assessment."""
    draft = open_assessment_on_small(ProvinceFactory(name="Huế"))
    for number in range(1, count + 1):
        made = Assessment.objects.create(campaign=draft.campaign, province=ProvinceFactory(name=f"Tỉnh số {number}"))
        hand_in(Assessment.objects.with_campaign().get(pk=made.pk))
    return closed(draft).campaign


def handed_in(campaign: Campaign) -> list[Assessment]:
    rows = Assessment.objects.with_campaign().filter(campaign=campaign).exclude(state=AssessmentState.DRAFT)
    return list(rows.order_by("province__name"))


@pytest.mark.slow
def test_whole_campaign_is_made_final_and_drafts_stay(manager):
    campaign = round_of(2)
    for assessment in handed_in(campaign):
        reviewed(assessment)
    snapshots = finalising.finalise_campaign(by=manager, campaign=campaign)
    assert {snapshot.assessment_id for snapshot in snapshots} == {row.pk for row in handed_in(campaign)}
    assert sorted(campaign.assessments.values_list("state", flat=True)) == ["draft", "final", "final"]
    campaign.refresh_from_db()
    event = campaign.events.get()
    assert (campaign.state, event.verb, event.by, event.detail) == ("final", CampaignVerb.FINALISE, manager, "2 phiếu")


@pytest.mark.slow
def test_whole_campaign_takes_what_was_final_before_as_it_is(manager):
    campaign = round_of(2)
    for assessment in handed_in(campaign):
        reviewed(assessment)
    early = finalising.finalise(by=manager, assessment=handed_in(campaign)[0])
    [late] = finalising.finalise_campaign(by=manager, campaign=campaign)
    assert set(ScoreSnapshot.objects.filter(purpose=Purpose.VERIFIED)) == {early, late}


@pytest.mark.slow
def test_whole_campaign_may_be_final_with_all_its_assessments_made_final_before(manager):
    campaign = round_of(1)
    [assessment] = handed_in(campaign)
    reviewed(assessment)
    finalising.finalise(by=manager, assessment=assessment)
    assert finalising.finalise_campaign(by=manager, campaign=campaign) == []
    campaign.refresh_from_db()
    assert (campaign.state, campaign.events.get().detail) == (CampaignState.FINAL, "0 phiếu")


@pytest.mark.slow
def test_whole_campaign_is_final_all_or_none(manager):
    campaign = round_of(2)
    ready, blocked = handed_in(campaign)
    reviewed(ready)
    reviewed(blocked)
    Decision.objects.filter(assessment=blocked, code="A-1.1").delete()
    sentence = "Phiếu của Tỉnh số 2 còn 1 câu chưa có kết luận thẩm định."
    assert refused(Refusal, finalising.finalise_campaign, by=manager, campaign=campaign) == sentence


@pytest.mark.slow
@pytest.mark.parametrize(("count", "rest"), [(5, ""), (6, 1), (7, 2)])
def test_whole_campaign_names_five_that_stand_in_the_way_and_counts_the_rest(count, rest, manager):
    campaign = round_of(count)
    named = " ".join(f"Phiếu của Tỉnh số {n} còn 7 câu chưa có kết luận thẩm định." for n in range(1, 6))
    more = f" Còn {rest} phiếu khác cũng chưa chốt được." if rest else ""
    assert refused(Refusal, finalising.finalise_campaign, by=manager, campaign=campaign) == named + more


@pytest.mark.slow
def test_whole_campaign_names_open_questions_and_what_is_with_the_province(manager):
    campaign = round_of(2)
    returned, questioned = handed_in(campaign)
    until = timezone.localdate() + timezone.timedelta(days=5)
    for assessment in (returned, questioned):
        reviewer = reviewed(assessment)
        reviews.decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=None)
    clarifications.send_back(by=manager, assessment=returned, until=until)
    assert refused(Refusal, finalising.finalise_campaign, by=manager, campaign=campaign) == (
        "Phiếu của Tỉnh số 1 đang ở trạng thái “Đang giải trình” nên chưa chốt được. "
        "Phiếu của Tỉnh số 2 còn 1 yêu cầu giải trình chưa đóng."
    )


def test_campaign_to_which_nobody_submitted_has_no_results(manager):
    campaign = round_of(0)
    sentence = "Chưa tỉnh nào nộp phiếu nên chưa có kết quả để chốt."
    assert refused(Refusal, finalising.finalise_campaign, by=manager, campaign=campaign) == sentence


@pytest.mark.slow
@pytest.mark.parametrize("state", [state for state in CampaignState if state != CampaignState.CLOSED])
def test_campaign_is_made_final_once_it_is_closed(state, manager):
    campaign = round_of(1)
    reviewed(handed_in(campaign)[0])
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    sentence = f"Đợt “{campaign}” đang ở trạng thái “{state.label}” nên không thể chốt kết quả."
    assert refused(Refusal, finalising.finalise_campaign, by=manager, campaign=campaign) == sentence


@pytest.mark.slow
@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.CAMPAIGN_MANAGER), None])
def test_campaign_is_made_final_by_managers(role):
    campaign = round_of(1)
    reviewed(handed_in(campaign)[0])
    user = user_as(role) if role else UserFactory(is_superuser=True)
    sentence = "Chỉ quản trị đợt đánh giá được làm việc này."
    assert refused(NotAllowed, finalising.finalise_campaign, by=user, campaign=campaign) == sentence


@pytest.mark.slow
def test_campaign_waits_for_provinces_that_may_still_hand_in(manager):
    campaign = round_of(1)
    [assessment] = handed_in(campaign)
    reviewed(assessment)
    today = timezone.localdate()
    campaign.assessments.filter(state=AssessmentState.DRAFT).update(extended_to=today, extension_reason="Thiên tai")
    with pytest.raises(Refusal) as caught:
        finalising.finalise_campaign(by=manager, campaign=campaign)
    assert str(caught.value) == "Còn 1 tỉnh đang trong thời gian gia hạn nộp (Huế)."
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CLOSED
