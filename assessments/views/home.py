"""Home by role ("Việc của tôi")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.provinces import vietnamese_order
from assessments.catalogue import Section
from assessments.enums import AssessmentState, CampaignState, Purpose
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.permissions import why_not_edit, why_not_open
from assessments.queries import Progress, filled, filled_drafts, progress_by_section, total

from .overview import next_section


@dataclass(frozen=True)
class Task:
    """One of a province's assessments with what is left to do. `why_not_open`: why the campaign takes no answers
    today."""

    assessment: Assessment
    days_left: int
    progress: Progress
    next_section: Section | None
    may_edit: bool
    why_not_open: str


@dataclass(frozen=True)
class Row:
    """One assessment in a list: what it handed in, or how far it has come."""

    assessment: Assessment
    submission: ScoreSnapshot | None
    progress: Progress | None = None


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.user.ministry_roles:
        return _ministry_home(request)
    today = timezone.localdate()
    assessments = Assessment.objects.visible_to(request.user).with_campaign().order_by("campaign__submit_by")
    drafts = [found for found in assessments if _is_draft(found)]
    past = [found for found in reversed(assessments) if not _is_draft(found)]
    submissions = _submissions(past)
    context = {
        "open_tasks": [_task(request.user, assessment, today) for assessment in drafts],
        "past": [Row(found, submissions.get(found.pk)) for found in past],
        "is_submitted": any(found.campaign.state == CampaignState.OPEN for found in past),
        "is_demonstration": any(found.campaign.is_demonstration for found in assessments),
    }
    return render(request, "assessments/home.html", context)


def _is_draft(assessment: Assessment) -> bool:
    return assessment.campaign.state == CampaignState.OPEN and assessment.state == AssessmentState.DRAFT


def _task(user: User, assessment: Assessment, today: date) -> Task:
    found = filled(assessment, today)
    parts = progress_by_section(found)
    return Task(
        assessment=assessment,
        days_left=(assessment.campaign.submit_by - today).days,
        progress=total(parts),
        next_section=next_section(found.catalogue, parts),
        may_edit=not why_not_edit(user, assessment, today),
        why_not_open=why_not_open(assessment, today),
    )


def _submissions(assessments: Iterable[Assessment]) -> dict[UUID, ScoreSnapshot]:
    """What each assessment handed in, without the large columns."""
    found = ScoreSnapshot.objects.filter(assessment__in=assessments, purpose=Purpose.SUBMISSION)
    return {snapshot.assessment_id: snapshot for snapshot in found.only("assessment_id", "status", "claimed")}


def _ministry_home(request: HttpRequest) -> HttpResponse:
    campaigns = list(Campaign.objects.with_versions().exclude(state=CampaignState.DRAFT))
    campaign = _chosen(campaigns, request.GET.get("campaign", ""))
    rows = _board(campaign) if campaign else []
    context = {
        "campaign": campaign,
        "others": [other for other in campaigns if other != campaign],
        "rows": rows,
        "submitted": sum(row.assessment.state != AssessmentState.DRAFT for row in rows),
        "is_demonstration": bool(campaign and campaign.is_demonstration),
    }
    return render(request, "assessments/ministry_home.html", context)


def _chosen(campaigns: list[Campaign], code: str) -> Campaign | None:
    """The one that is asked for; else the newest that has begun, else the newest."""
    today = timezone.localdate()
    begun = (campaign for campaign in campaigns if campaign.opens_on <= today)
    wanted = (campaign for campaign in campaigns if campaign.code == code)
    return next(wanted, None) or next(begun, None) or next(iter(campaigns), None)


def _board(campaign: Campaign) -> list[Row]:
    """Every province, in four queries however many there are."""
    drafts = filled_drafts(campaign, timezone.localdate())
    progress = {pk: total(progress_by_section(found)) for pk, found in drafts.items()}
    assessments = list(campaign.assessments.select_related("province", "submitted_by"))
    assessments.sort(key=lambda found: vietnamese_order(found.province.name))
    submissions = _submissions(assessments)
    return [Row(found, submissions.get(found.pk), progress.get(found.pk)) for found in assessments]
