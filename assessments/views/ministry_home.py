"""The ministry's first page: how far the provinces of a campaign have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.boards import FilingRow, filing_counts, filing_rows
from assessments.enums import CampaignState, Purpose
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.queries import Progress
from audit.trail import seen

from .assigned import assigned

MOST_ROWS = 50
"""The board of the campaign has the rest."""


@dataclass(frozen=True)
class Row:
    """One province: how far it has come and what it handed in."""

    filing: FilingRow
    submission: ScoreSnapshot | None

    @property
    def assessment(self) -> Assessment:
        return self.filing.assessment

    @property
    def progress(self) -> Progress:
        return self.filing.progress


def ministry_home(request: HttpRequest) -> HttpResponse:
    campaigns = list(Campaign.objects.with_versions().exclude(state=CampaignState.DRAFT))
    campaign = _chosen(campaigns, request.GET.get("campaign", ""))
    if campaign:
        seen("campaign", campaign.pk)
    filings = filing_rows(campaign, timezone.localdate()) if campaign else []
    submissions = _submissions(row.assessment for row in filings[:MOST_ROWS])
    mine = assigned(request.user)
    shown = [row.assessment.campaign for row in mine or ()]
    context = {
        "campaign": campaign,
        "others": [other for other in campaigns if other != campaign],
        "rows": [Row(row, submissions.get(row.assessment.pk)) for row in filings[:MOST_ROWS]],
        "filed": filing_counts(filings),
        "assigned": mine,
        "is_demonstration": any(found.is_demonstration for found in (*shown, campaign) if found),
    }
    return render(request, "assessments/ministry_home.html", context)


def _chosen(campaigns: list[Campaign], code: str) -> Campaign | None:
    """The one that is asked for; else the newest that has begun, else the newest."""
    today = timezone.localdate()
    begun = (campaign for campaign in campaigns if campaign.opens_on <= today)
    wanted = (campaign for campaign in campaigns if campaign.code == code)
    return next(wanted, None) or next(begun, None) or next(iter(campaigns), None)


def _submissions(assessments: Iterable[Assessment]) -> dict[UUID, ScoreSnapshot]:
    """What each handed in, without the large columns."""
    found = ScoreSnapshot.objects.filter(assessment__in=list(assessments), purpose=Purpose.SUBMISSION)
    return {snapshot.assessment_id: snapshot for snapshot in found.only("assessment_id", "status", "claimed")}
