"""Reviewers and their decisions, stored in bulk where a test only needs them to be there."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.actions import assigning, finalising
from assessments.actions.reviews import Judgement
from assessments.enums import CampaignState, ReasonCode, Seat, Verdict
from assessments.models import Assessment, Decision, ReviewAssignment, ScoreSnapshot
from assessments.queries import codes_to_review, filled

from .accounts import user_as

ACCEPTED = Judgement(Verdict.ACCEPTED)
REJECTED = Judgement(Verdict.REJECTED, ReasonCode.PLAN_ONLY, "Mới có kế hoạch.")


def asked(question: str = "Đề nghị bổ sung minh chứng.") -> Judgement:
    return Judgement(Verdict.ASKED, ReasonCode.UNCLEAR, question)


def reviewer_of(assessment: Assessment, second: bool = False) -> User | tuple[User, User]:
    """A reviewer in the first seat; with `second`, one in each."""
    people = [user_as(Role.REVIEWER) for _seat in range(1 + second)]
    manager = user_as(Role.CAMPAIGN_MANAGER)
    assigning.assign(by=manager, assessment=assessment, first=people[0], second=people[1] if second else None)
    return (people[0], people[1]) if second else people[0]


def decide_all(
    assessment: Assessment,
    by: User,
    seat: Seat = Seat.FIRST,
    other: Mapping[str, Judgement] | None = None,
    *,
    finished: bool = True,
) -> list[str]:
    """Decide on every leaf that waits for it: accepted but for `other`; returns the codes."""
    found = filled(assessment, timezone.localdate())
    codes = codes_to_review(found)
    said = {code: (other or {}).get(code, ACCEPTED) for code in codes}
    Decision.objects.bulk_create(
        Decision(
            assessment=assessment,
            code=code,
            seat=seat,
            verdict=judgement.verdict,
            reason=judgement.reason,
            text=judgement.text,
            value=judgement.value,
            by=by,
            answer_version=found.rows[code].version if code in found.rows else 0,
        )
        for code, judgement in said.items()
    )
    if finished:
        ReviewAssignment.objects.filter(assessment=assessment, seat=seat).update(finished_at=timezone.now())
    return codes


def finalised(
    assessment: Assessment, manager: User | None = None, other: Mapping[str, Judgement] | None = None
) -> ScoreSnapshot:
    """A submitted assessment reviewed by one reviewer and made final; the snapshot waits to be scored."""
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer, other=other)
    return finalising.finalise(by=manager or user_as(Role.CAMPAIGN_MANAGER), assessment=assessment)


def closed(assessment: Assessment) -> Assessment:
    """The same assessment with its campaign past self-assessment."""
    type(assessment.campaign).objects.filter(pk=assessment.campaign_id).update(state=CampaignState.CLOSED)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)
