"""What is due in one's own provinces: drafts to fill in, questions to reply to, and what was handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from assessments.approving import Approving, approvings
from assessments.catalogue import Section
from assessments.enums import AssessmentState, CampaignState, Purpose
from assessments.models import Assessment, Clarification, PartAssignment, ScoreSnapshot
from assessments.permissions import why_not_approve, why_not_edit, why_not_open
from assessments.queries import Progress, filled, progress_by_section, total
from assessments.teamwork import OwnPart, own_parts, own_shares

from .clarifications import waiting_for
from .leader_home import results
from .overview import next_section


@dataclass(frozen=True)
class Task:
    """One of a province's assessments with what is left to do. `why_not_open`: why the campaign takes no answers
    today; `own_parts`: what this person was given of it."""

    assessment: Assessment
    days_left: int
    progress: Progress
    next_section: Section | None
    may_edit: bool
    why_not_open: str
    approving: Approving
    may_approve: bool
    own_parts: list[OwnPart]


@dataclass(frozen=True)
class ReturnedTask:
    """A returned assessment with the questions that wait; `why_not_open`: why it takes no replies today."""

    assessment: Assessment
    days_left: int
    questions: list[Clarification]
    unreplied: int
    may_edit: bool
    why_not_open: str


@dataclass(frozen=True)
class PastRow:
    """What was handed in, and what the ministry verified of it."""

    assessment: Assessment
    submission: ScoreSnapshot | None
    verified: ScoreSnapshot | None


def province_home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    assessments = list(Assessment.objects.visible_to(request.user).with_campaign().order_by("campaign__submit_by"))
    drafts = [found for found in assessments if _is_due(found)]
    returned = [found for found in assessments if found.state == AssessmentState.RETURNED]
    past = [found for found in reversed(assessments) if not _is_due(found)]
    standing = approvings(drafts)
    own = own_shares(request.user, drafts) if drafts else {}
    tasks = [_task(request.user, found, today, standing[found.pk], own.get(found.pk, [])) for found in drafts]
    context = {
        "open_tasks": [task for task in tasks if not task.may_approve],
        "approval_tasks": [task for task in tasks if task.may_approve],
        "results": results(request.user, past),
        "returned_tasks": _returned_tasks(request.user, returned, today),
        "past": _past_rows(past),
        "is_submitted": any(_is_under_way(found) for found in past),
        "is_demonstration": any(found.campaign.is_demonstration for found in assessments),
    }
    return render(request, "assessments/home.html", context)


def _is_due(assessment: Assessment) -> bool:
    """A draft of a campaign that is open, or open still for this province."""
    state = assessment.campaign.state
    is_open = state == CampaignState.OPEN or (state == CampaignState.CLOSED and assessment.extended_to is not None)
    return is_open and assessment.state == AssessmentState.DRAFT


def _is_under_way(assessment: Assessment) -> bool:
    is_running = assessment.campaign.state in {CampaignState.OPEN, CampaignState.CLOSED}
    return is_running and assessment.state == AssessmentState.SUBMITTED


def _task(user: User, assessment: Assessment, today: date, approving: Approving, own: list[PartAssignment]) -> Task:
    found = filled(assessment, today)
    parts = progress_by_section(found)
    return Task(
        assessment=assessment,
        days_left=(assessment.submit_by - today).days,
        progress=total(parts),
        next_section=next_section(found.catalogue, parts),
        may_edit=not why_not_edit(user, assessment, today),
        why_not_open=why_not_open(assessment, today),
        approving=approving,
        may_approve=not why_not_approve(user, assessment, today, approving.stage),
        own_parts=own_parts(own, found.catalogue, parts, today),
    )


def _returned_tasks(user: User, assessments: Iterable[Assessment], today: date) -> list[ReturnedTask]:
    waiting = waiting_for(assessments) if assessments else {}
    return [_returned_task(user, assessment, waiting.get(assessment.pk, []), today) for assessment in assessments]


def _returned_task(user: User, assessment: Assessment, questions: list[Clarification], today: date) -> ReturnedTask:
    until = assessment.clarify_until or today
    return ReturnedTask(
        assessment=assessment,
        days_left=(until - today).days,
        questions=questions,
        unreplied=sum(not question.reply for question in questions),
        may_edit=not why_not_edit(user, assessment, today),
        why_not_open=why_not_open(assessment, today),
    )


def _past_rows(assessments: list[Assessment]) -> list[PastRow]:
    """In one query, without the large columns."""
    kept = ScoreSnapshot.objects.filter(assessment__in=assessments).exclude(purpose=Purpose.PREVIEW)
    columns = ("assessment_id", "purpose", "status", "claimed", "verified")
    newest: dict[tuple[UUID, str], ScoreSnapshot] = {}
    for snapshot in kept.order_by("created_at").only(*columns) if assessments else ():
        newest[snapshot.assessment_id, snapshot.purpose] = snapshot
    return [
        PastRow(found, newest.get((found.pk, Purpose.SUBMISSION)), newest.get((found.pk, Purpose.VERIFIED)))
        for found in assessments
    ]
