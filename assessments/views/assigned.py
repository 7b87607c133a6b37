"""What a reviewer was assigned to, for the first page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from accounts.models import User
from accounts.provinces import vietnamese_order
from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, Seat, Superseded
from assessments.models import Assessment, Decision, ReviewAssignment
from assessments.queries import Progress
from assessments.reviewing import agree
from assessments.transitions import REVIEWABLE


@dataclass(frozen=True)
class Assigned:
    """One assignment. `changed`: leaves that this reviewer had decided on and has to look at again since the
    assessment was sent back; `to_settle`: leaves on which both, having finished, differ and this one is to settle."""

    assignment: ReviewAssignment
    progress: Progress
    changed: int
    to_settle: int

    @property
    def assessment(self) -> Assessment:
        return self.assignment.assessment

    @property
    def due(self) -> date:
        return self.assessment.clarify_until or self.assessment.campaign.review_by

    @property
    def is_open(self) -> bool:
        """May this reviewer decide on anything now?"""
        return self.assessment.state in REVIEWABLE and not self.assignment.finished_at

    @property
    def is_with_the_province(self) -> bool:
        return self.assessment.state == AssessmentState.RETURNED


def assigned(user: User) -> list[Assigned] | None:
    """In campaigns that are not final, and what was opened again, in four queries; what can be worked on first. None:
    not a reviewer."""
    if Role.REVIEWER not in user.roles:
        return None
    has_ended = Q(assessment__campaign__state__in=(CampaignState.FINAL, CampaignState.PUBLISHED))
    rows = ReviewAssignment.objects.filter(~has_ended | Q(assessment__state__in=REVIEWABLE), reviewer=user)
    rows = rows.select_related("assessment__province", "assessment__campaign")
    own = Decision.objects.filter(assessment__assignments__in=rows, seat=F("assessment__assignments__seat"))
    decided = set(own.standing().values_list("assessment", "code"))
    why = (Superseded.ANSWER_CHANGED, Superseded.CLARIFIED)
    fallen = own.filter(superseded_why__in=why, superseded_at__gte=F("assessment__returned_at"))
    again = Counter(pk for pk, code in set(fallen.values_list("assessment", "code")) - decided)
    done = Counter(pk for pk, code in decided)
    differing = _to_settle(rows)
    found = [
        Assigned(row, _progress(row.assessment, done[pk]), again[pk], differing[pk])
        for row in rows
        if (pk := row.assessment_id)
    ]
    return sorted(found, key=lambda each: (not each.is_open, each.due, vietnamese_order(each.assessment.province.name)))


def _to_settle(rows: Iterable[ReviewAssignment]) -> Counter[UUID]:
    """Per assessment of which one is the first reviewer and both have finished."""
    first = [row.assessment_id for row in rows if row.seat == Seat.FIRST and row.finished_at]
    both = ReviewAssignment.objects.filter(assessment__in=first, seat=Seat.SECOND, finished_at__isnull=False)
    standing = Decision.objects.standing().filter(assessment__in=both.values("assessment"))
    said: dict[tuple[UUID, str], dict[str, Decision]] = {}
    for decision in standing:
        said.setdefault((decision.assessment_id, decision.code), {})[decision.seat] = decision
    return Counter(
        pk
        for (pk, _code), by_seat in said.items()
        if Seat.SETTLED not in by_seat and not agree(by_seat.get(Seat.FIRST), by_seat.get(Seat.SECOND))
    )


def _progress(assessment: Assessment, decided: int) -> Progress:
    """A decision may stand on a leaf that is no longer asked."""
    return Progress(min(decided, assessment.to_review), assessment.to_review)
