"""A campaign on the small catalogues with as many provinces as a test needs, in few queries."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Province, User
from assessments.enums import AssessmentState, ReasonCode, Seat, Verdict
from assessments.models import Assessment, Campaign, Decision, PartProgress, ReviewAssignment
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from tests.factories import CampaignFactory, ProvinceFactory, UserFactory

from .small import store_versions

ASKED = {"A": 4, "K.B": 2}
"""Leaves by part."""


def round_of(number: int, **fields: object) -> Campaign:
    """An open campaign with so many provinces, named Tỉnh 01, Tỉnh 02 …; nothing is answered."""
    if not GuidanceVersion.objects.filter(code="nho/v1").exists():
        store_versions()
    versions = {
        "guidance": GuidanceVersion.objects.get(code="nho/v1"),
        "indicators": IndicatorSetVersion.objects.get(code="nho-chi-so/v1"),
    }
    campaign = CampaignFactory(**{**versions, **fields})
    provinces = [ProvinceFactory.build(name=f"Tỉnh {place:02}") for place in range(1, number + 1)]
    Province.objects.bulk_create(provinces)
    made = Assessment.objects.bulk_create(Assessment(campaign=campaign, province=province) for province in provinces)
    PartProgress.objects.bulk_create(
        PartProgress(assessment=assessment, part=part, asked=asked)
        for assessment in made
        for part, asked in ASKED.items()
    )
    return Campaign.objects.with_versions().get(pk=campaign.pk)


def at(campaign: Campaign, place: int) -> Assessment:
    """The assessment of Tỉnh <place>."""
    return Assessment.objects.with_campaign().get(campaign=campaign, province__name=f"Tỉnh {place:02}")


def answered(assessment: Assessment, **parts: int) -> None:
    """So many leaves whole: `A` of the theme, `indicators` of the indicators."""
    for part, number in parts.items():
        assessment.parts.filter(part="K.B" if part == "indicators" else part).update(answered=number)


def filed(assessment: Assessment, on: date | None = None, to_review: int = 2) -> Assessment:
    """Handed in at noon of that day."""
    noon = timezone.make_aware(datetime.combine(on or timezone.localdate(), datetime.min.time()) + timedelta(hours=12))
    Assessment.objects.filter(pk=assessment.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=noon, submitted_by=UserFactory(), to_review=to_review
    )
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def extended(assessment: Assessment, to: date, reason: str = "Bão lũ.") -> None:
    Assessment.objects.filter(pk=assessment.pk).update(extended_to=to, extension_reason=reason)


def seated(assessment: Assessment, reviewer: User, seat: Seat = Seat.FIRST, *, finished: bool = False) -> None:
    at = timezone.now() if finished else None
    ReviewAssignment.objects.create(assessment=assessment, reviewer=reviewer, seat=seat, finished_at=at)


def decided(assessment: Assessment, verdicts: dict[str, Verdict], seat: Seat = Seat.FIRST) -> None:
    """Decisions that stand, one a code."""
    Decision.objects.bulk_create(
        Decision(
            assessment=assessment,
            code=code,
            seat=seat,
            verdict=verdict,
            value="1" if verdict == Verdict.ADJUSTED else None,
            reason="" if verdict == Verdict.ACCEPTED else ReasonCode.UNCLEAR,
            answer_version=1,
        )
        for code, verdict in verdicts.items()
    )
