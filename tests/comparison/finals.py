"""A campaign on the small catalogues with final results, small enough to rank by hand.

Every province answers A-1.1 (a level 0–4) and B-2 (a number); the rest is missing. Weights: A-1.1 2 of 7 in A, B-2 3 of
4 in B. Level 4 with B-2 = 10: R = 200/7 = 28.57, K = 300/4 = 75, H = 51.79.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Province, User
from accounts.roles import Role
from assessments.actions import answers, finalising
from assessments.actions.reviews import Judgement
from assessments.demonstration.rounds import hand_in
from assessments.enums import CampaignState
from assessments.models import Assessment, Campaign
from assessments.tasks import score_now
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from tests.assessments.small import store_versions
from tests.factories import CampaignFactory, ProvinceFactory, decide_all, reviewer_of, user_as

GIVEN = (("4", "10"), ("2", "10"), ("2", "10"))
"""Level of A-1.1 and value of B-2 of each province: H = 51.79, 44.64, 44.64."""


def small_campaign(**fields: object) -> Campaign:
    """Open, past its day to submit."""
    if not GuidanceVersion.objects.filter(code="nho/v1").exists():
        store_versions()
    days = {"opens_on": -40, "submit_by": -1, "review_by": 30, "clarify_by": 40, "publish_on": 60}
    dates = {name: timezone.localdate() + timedelta(days=number) for name, number in days.items()}
    versions = {
        "guidance": GuidanceVersion.objects.get(code="nho/v1"),
        "indicators": IndicatorSetVersion.objects.get(code="nho-chi-so/v1"),
    }
    return CampaignFactory(**{**versions, **dates, **fields})


def submitted(campaign: Campaign, level: str, number: str, province: Province | None = None) -> Assessment:
    """Handed in and scored with these two answers, whatever the campaign's state."""
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.OPEN)
    made = Assessment.objects.create(
        campaign=campaign,
        province=province or ProvinceFactory(),
        extended_to=timezone.localdate(),
        extension_reason="Thiên tai",
    )
    assessment = Assessment.objects.with_campaign().get(pk=made.pk)
    by = user_as(Role.COORDINATOR, assessment.province)
    contents = {"A-1.1": answers.Content(level), "B-2": answers.Content(Decimal(number))}
    answers.load(by=by, assessment=assessment, contents=contents)
    hand_in(assessment, by)
    Campaign.objects.filter(pk=campaign.pk).update(state=campaign.state)
    return Assessment.objects.with_campaign().get(pk=made.pk)


def reviewed(assessment: Assessment, other: dict[str, Judgement] | None = None) -> None:
    """By one reviewer, accepted but for `other`."""
    decide_all(assessment, reviewer_of(assessment), other=other)


def final_campaign(
    manager: User, given: tuple[tuple[str, str], ...] = GIVEN, other: dict[str, Judgement] | None = None
) -> Campaign:
    """All reviewed, final and scored; `other`: what was decided on the first province besides accepting."""
    campaign = small_campaign()
    for place, (level, number) in enumerate(given):
        reviewed(submitted(campaign, level, number), other if place == 0 else None)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED)
    for snapshot in finalising.finalise_campaign(by=manager, campaign=campaign):
        score_now(snapshot)
    return Campaign.objects.with_versions().get(pk=campaign.pk)
