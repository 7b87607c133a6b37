"""Reviews on the way to a final result, and refusals that leave nothing half-done."""

import pytest

from assessments.actions.reviews import Judgement
from assessments.enums import ReasonCode, Verdict
from assessments.models import Assessment, Campaign, CampaignEvent, Notice, ScoreSnapshot, WorkflowEvent
from tests.factories import decide_all, reviewer_of


def adjusted(value) -> Judgement:
    return Judgement(Verdict.ADJUSTED, ReasonCode.WRONG_FIGURE, "Theo niên giám thống kê.", value)


def reviewed(assessment: Assessment, other=None):
    """By one reviewer, accepted but for `other`."""
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer, other=other)
    return reviewer


def refused(error: type[Exception], act, **fields) -> str:
    """The sentence, once it is sure that nothing was left half-done."""
    before = trace()
    with pytest.raises(error) as refusal:
        act(**fields)
    assert trace() == before
    return str(refusal.value)


def trace() -> list:
    """All that finalising and reopening write."""
    return [
        list(Assessment.objects.order_by("pk").values()),
        list(Campaign.objects.order_by("pk").values_list("pk", "state")),
        ScoreSnapshot.objects.count(),
        WorkflowEvent.objects.count(),
        CampaignEvent.objects.count(),
        Notice.objects.count(),
    ]
