"""Home by role ("Việc của tôi")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.catalogue import Section, campaign_catalogue
from assessments.enums import AssessmentState, CampaignState, Purpose
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.queries import Progress, filled, given_by_assessment, progress_by_section, total

from .overview import next_section


@dataclass(frozen=True)
class Task:
    """One of a province's assessments with what is left to do; `submission` once it was handed in."""

    assessment: Assessment
    progress: Progress
    next_section: Section | None
    days_left: int
    is_open: bool
    submission: ScoreSnapshot | None


@dataclass(frozen=True)
class BoardRow:
    """One province in the ministry's list."""

    assessment: Assessment
    progress: Progress
    submission: ScoreSnapshot | None


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.user.ministry_roles:
        return _ministry_home(request)
    today = timezone.localdate()
    assessments = Assessment.objects.visible_to(request.user).with_campaign()
    assessments = assessments.order_by("-campaign__opens_on", "province__name")
    submissions = _submissions(assessments)
    tasks = [_task(assessment, submissions.get(assessment.pk), today) for assessment in assessments]
    context = {
        "open_tasks": [task for task in tasks if task.is_open],
        "past_tasks": [task for task in tasks if not task.is_open],
        "is_demonstration": any(task.assessment.campaign.is_demonstration for task in tasks),
    }
    return render(request, "assessments/home.html", context)


def _task(assessment: Assessment, submission: ScoreSnapshot | None, today: date) -> Task:
    campaign = assessment.campaign
    days = (campaign.submit_by - today).days
    if campaign.state != CampaignState.OPEN or assessment.state != AssessmentState.DRAFT:
        return Task(assessment, Progress(0, 0), None, days, is_open=False, submission=submission)
    found = filled(assessment, today)
    parts = progress_by_section(found)
    return Task(assessment, total(parts), next_section(found.catalogue, parts), days, is_open=True, submission=None)


def _submissions(assessments: Iterable[Assessment]) -> dict[UUID, ScoreSnapshot]:
    """What each assessment handed in, without the large columns."""
    found = ScoreSnapshot.objects.filter(assessment__in=assessments, purpose=Purpose.SUBMISSION)
    return {snapshot.assessment_id: snapshot for snapshot in found.only("assessment_id", "status", "claimed")}


def _ministry_home(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.with_versions().exclude(state=CampaignState.DRAFT)
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
    """Every province with the number of its answers, in four queries however many there are. What was handed in is
    whole, though questions that do not apply were not answered."""
    given: dict[UUID, int] = given_by_assessment(campaign)
    asked = len(campaign_catalogue(campaign).leaves)

    def progress(assessment: Assessment) -> Progress:
        answered = given.get(assessment.pk, 0)
        return Progress(answered, asked if assessment.state == AssessmentState.DRAFT else answered)

    assessments = campaign.assessments.select_related("province", "submitted_by").order_by("province__name")
    submissions = _submissions(assessments)
    return [BoardRow(assessment, progress(assessment), submissions.get(assessment.pk)) for assessment in assessments]
