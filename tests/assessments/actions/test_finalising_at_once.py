"""Results made final by several people at once: real threads, real connections, real locks."""

import pytest

from accounts.roles import Role
from assessments.actions import finalising
from assessments.enums import CampaignVerb, Purpose, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, CampaignEvent, ScoreSnapshot, WorkflowEvent
from tests.assessments.review_world import submitted_on_small
from tests.factories import ProvinceFactory, closed, decide_all, reviewer_of, user_as

from .together import at_once, one_after_the_other

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FINAL_ALREADY = "Phiếu của Huế đang ở trạng thái “Đã chốt” nên chưa chốt được."


def reviewed() -> Assessment:
    assessment = submitted_on_small(ProvinceFactory(name="Huế"))
    decide_all(assessment, reviewer_of(assessment))
    return closed(assessment)


def managers():
    return [user_as(Role.CAMPAIGN_MANAGER) for _person in range(2)]


def test_one_assessment_made_final_twice_at_once_lets_one_win():
    assessment, (first, second) = reviewed(), managers()
    found = at_once(
        lambda: finalising.finalise(by=first, assessment=assessment),
        lambda: finalising.finalise(by=second, assessment=assessment),
    )
    [won] = [result for result in found if isinstance(result, ScoreSnapshot)]
    assert [str(result) for result in found if isinstance(result, NotAllowed)] == [FINAL_ALREADY]
    assert list(ScoreSnapshot.objects.filter(purpose=Purpose.VERIFIED)) == [won]
    assert WorkflowEvent.objects.filter(verb=Verb.FINALISE).count() == 1


def test_campaign_made_final_twice_at_once_lets_one_win():
    assessment, (first, second) = reviewed(), managers()
    campaign = assessment.campaign
    found = at_once(
        lambda: finalising.finalise_campaign(by=first, campaign=campaign),
        lambda: finalising.finalise_campaign(by=second, campaign=campaign),
    )
    [[won]] = [result for result in found if isinstance(result, list)]
    sentence = f"Đợt “{campaign}” đang ở trạng thái “Đã chốt” nên không thể chốt kết quả."
    assert [str(result) for result in found if isinstance(result, Refusal)] == [sentence]
    assert list(ScoreSnapshot.objects.filter(purpose=Purpose.VERIFIED)) == [won]
    assert CampaignEvent.objects.filter(verb=CampaignVerb.FINALISE).count() == 1


def test_campaign_waits_for_an_assessment_that_is_being_made_final():
    assessment, (first, second) = reviewed(), managers()
    snapshot, refused = one_after_the_other(
        lambda: finalising.finalise(by=first, assessment=assessment),
        lambda: finalising.finalise_campaign(by=second, campaign=assessment.campaign),
    )
    assert str(refused) == FINAL_ALREADY
    assert list(ScoreSnapshot.objects.filter(purpose=Purpose.VERIFIED)) == [snapshot]


def test_reopening_waits_for_the_result_and_finds_it():
    assessment, (first, second) = reviewed(), managers()
    _snapshot, reopened = one_after_the_other(
        lambda: finalising.finalise(by=first, assessment=assessment),
        lambda: finalising.reopen(by=second, assessment=assessment, reason="Sai."),
    )
    assert reopened is None
    assert Assessment.objects.get(pk=assessment.pk).state == "submitted"
