"""Home by role ("Việc của tôi")."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.catalogue import campaign_catalogue
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign
from assessments.queries import Progress, filled, given_by_assessment, progress_by_section, total


@dataclass(frozen=True)
class Task:
    """One of a province's assessments with what is left to do."""

    assessment: Assessment
    progress: Progress
    days_left: int
    is_open: bool


@dataclass(frozen=True)
class BoardRow:
    """One province in the ministry's list."""

    assessment: Assessment
    progress: Progress


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.user.ministry_roles:
        return _ministry_home(request)
    today = timezone.localdate()
    assessments = Assessment.objects.visible_to(request.user).with_campaign()
    tasks = [_task(assessment, today) for assessment in assessments.order_by("-campaign__opens_on", "province__name")]
    context = {
        "open_tasks": [task for task in tasks if task.is_open],
        "past_tasks": [task for task in tasks if not task.is_open],
        "is_demonstration": any(task.assessment.campaign.is_demonstration for task in tasks),
    }
    return render(request, "assessments/home.html", context)


def _task(assessment: Assessment, today: date) -> Task:
    campaign = assessment.campaign
    is_open = campaign.state == CampaignState.OPEN and assessment.state == AssessmentState.DRAFT
    progress = total(progress_by_section(filled(assessment, today))) if is_open else Progress(0, 0)
    return Task(assessment, progress, (campaign.submit_by - today).days, is_open)


def _ministry_home(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.select_related("guidance", "indicators").exclude(state=CampaignState.DRAFT)
    campaign = campaigns.first()
    rows = _board(campaign) if campaign else []
    context = {
        "campaign": campaign,
        "rows": rows,
        "submitted": sum(row.assessment.state != AssessmentState.DRAFT for row in rows),
        "is_demonstration": bool(campaign and campaign.is_demonstration),
    }
    return render(request, "assessments/ministry_home.html", context)


def _board(campaign: Campaign) -> list[BoardRow]:
    """Every province with the number of its answers, in three queries however many there are."""
    given: dict[UUID, int] = given_by_assessment(campaign)
    asked = len(campaign_catalogue(campaign).leaves)
    assessments = campaign.assessments.select_related("province", "submitted_by").order_by("province__name")
    return [BoardRow(assessment, Progress(given.get(assessment.pk, 0), asked)) for assessment in assessments]
