"""What a reviewer was assigned to, for the first page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from accounts.models import User
from accounts.provinces import vietnamese_order
from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, Superseded
from assessments.models import Assessment, Decision, ReviewAssignment
from assessments.queries import Progress
from assessments.transitions import REVIEWABLE


@dataclass(frozen=True)
class Assigned:
    """One assignment. `changed`: leaves that this reviewer had decided on and has to look at again since the
    assessment was sent back."""

    assignment: ReviewAssignment
    progress: Progress
    changed: int

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
    """In campaigns that are not final, and what was opened again, in three queries; what can be worked on first. None:
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
    found = [
        Assigned(row, _progress(row.assessment, done[row.assessment_id]), again[row.assessment_id]) for row in rows
    ]
    return sorted(found, key=lambda each: (not each.is_open, each.due, vietnamese_order(each.assessment.province.name)))


def _progress(assessment: Assessment, decided: int) -> Progress:
    """A decision may stand on a leaf that is no longer asked."""
    return Progress(min(decided, assessment.to_review), assessment.to_review)
