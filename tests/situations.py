"""What each stage of tests/stages.py is, as the database has it, and which situations there are at all."""

from itertools import product
from typing import NamedTuple

from django.utils import timezone

from assessments.approving import stage_of
from assessments.enums import ApprovalStage, AssessmentState, CampaignState, Purpose
from assessments.models import Assessment
from assessments.queries import filled

APPROVED, NOT_ASKED = ApprovalStage.APPROVED, ApprovalStage.NOT_ASKED
DRAFT, SUBMITTED, RETURNED, FINAL = AssessmentState
OPEN, CLOSED = CampaignState.OPEN, CampaignState.CLOSED


class Situation(NamedTuple):
    """`facts`: overdue; decided (every leaf), finished (the reviewers said so); asked, sent, replied (a question);
    verified (a snapshot); released (an edition)."""

    campaign: CampaignState
    assessment: AssessmentState
    approval: ApprovalStage
    facts: frozenset[str] = frozenset()


def _facts(*found: str) -> frozenset[str]:
    return frozenset(found)


SITUATIONS: dict[str, Situation] = {
    "draft": Situation(OPEN, DRAFT, NOT_ASKED),
    "laid_before": Situation(OPEN, DRAFT, ApprovalStage.WAITING),
    "approved": Situation(OPEN, DRAFT, APPROVED),
    "given_back": Situation(OPEN, DRAFT, ApprovalStage.RETURNED),
    "fallen": Situation(OPEN, DRAFT, ApprovalStage.FALLEN),
    "withdrawn": Situation(OPEN, DRAFT, ApprovalStage.WITHDRAWN),
    "overdue": Situation(OPEN, DRAFT, NOT_ASKED, _facts("overdue")),
    "closed": Situation(CLOSED, DRAFT, NOT_ASKED),
    "submitted": Situation(OPEN, SUBMITTED, APPROVED),
    "in_review": Situation(CLOSED, SUBMITTED, APPROVED, _facts("decided")),
    "asked": Situation(CLOSED, SUBMITTED, APPROVED, _facts("decided", "asked")),
    "reviewed": Situation(CLOSED, SUBMITTED, APPROVED, _facts("decided", "finished")),
    "returned": Situation(CLOSED, RETURNED, APPROVED, _facts("decided", "sent")),
    "replied": Situation(CLOSED, RETURNED, APPROVED, _facts("decided", "replied")),
    "final": Situation(CampaignState.FINAL, FINAL, APPROVED, _facts("decided", "finished", "verified")),
    "published": Situation(
        CampaignState.PUBLISHED, FINAL, APPROVED, _facts("decided", "finished", "verified", "released")
    ),
}
"""All stages but that of a campaign in preparation, which has no assessments."""

ALIKE: dict[str, tuple[CampaignState, ...]] = {
    "closed": (CampaignState.FINAL, CampaignState.PUBLISHED),
    "in_review": (CampaignState.FINAL, CampaignState.PUBLISHED),
    "returned": (OPEN, CampaignState.FINAL, CampaignState.PUBLISHED),
    "final": (OPEN, CLOSED),
}
"""Other states that the campaign of a stage can be in (who did not hand in stays a draft, reviews begin early, results
become final one by one and are opened anew), in which DEEDS_ALIKE are as they are in the stage."""

IMPOSSIBLE = {
    (CampaignState.DRAFT, state): "assessments come with the opening of the campaign; the stage `preparing` has none"
    for state in AssessmentState
}
UNTRIED = {ApprovalStage.NOT_NEEDED: "the province at hand has a leader; see tests/assessments/test_approving.py"}


def pairs_covered() -> list[tuple[CampaignState, AssessmentState]]:
    stages = {(found.campaign, found.assessment) for found in SITUATIONS.values()}
    return [*stages, *((state, SITUATIONS[name].assessment) for name, states in ALIKE.items() for state in states)]


def all_pairs() -> list[tuple[CampaignState, AssessmentState]]:
    return list(product(CampaignState, AssessmentState))


def situation_of(pk: object) -> Situation:
    """Read anew from the database."""
    assessment = Assessment.objects.with_campaign().get(pk=pk)
    today = timezone.localdate()
    approval = stage_of(assessment, filled(assessment, today))
    return Situation(
        CampaignState(assessment.campaign.state), AssessmentState(assessment.state), approval, _found(assessment)
    )


def _found(assessment: Assessment) -> frozenset[str]:
    questions = assessment.clarifications.filter(closed_at=None)
    decided = assessment.decisions.standing().values("code").distinct().count()
    assigned = assessment.assignments.all()
    facts = {
        "overdue": assessment.state == DRAFT and assessment.is_past_deadline(timezone.localdate()),
        "decided": 0 < assessment.to_review == decided,
        "finished": assigned.exists() and not assigned.filter(finished_at=None).exists(),
        "asked": questions.filter(sent_at=None).exists(),
        "sent": questions.filter(sent_at__isnull=False, replied_at=None).exists(),
        "replied": questions.filter(sent_at__isnull=False, replied_at__isnull=False).exists(),
        "verified": assessment.snapshots.filter(purpose=Purpose.VERIFIED).exists(),
        "released": assessment.campaign.editions.published().exists(),
    }
    return frozenset(name for name, is_so in facts.items() if is_so)
