"""Which states campaigns and assessments may move between, by which verb and with which permission. Only `move` and
`move_campaign` assign a state. docs/states.md is drawn from these tables."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .enums import AssessmentState, CampaignState, CampaignVerb, Permission, Verb
from .errors import Refusal
from .models import Assessment, Campaign


class Move(NamedTuple):
    """The state a verb leads to, and what one must be permitted to do it."""

    to: AssessmentState
    by: Permission


class CampaignMove(NamedTuple):
    to: CampaignState
    by: Permission


TRANSITIONS: dict[tuple[AssessmentState, Verb], Move] = {
    (AssessmentState.DRAFT, Verb.SUBMIT): Move(AssessmentState.SUBMITTED, Permission.SUBMIT),
    (AssessmentState.SUBMITTED, Verb.RETURN): Move(AssessmentState.RETURNED, Permission.REVIEW),
    (AssessmentState.RETURNED, Verb.CLARIFY): Move(AssessmentState.SUBMITTED, Permission.SUBMIT),
    (AssessmentState.RETURNED, Verb.RESUME): Move(AssessmentState.SUBMITTED, Permission.REVIEW),
    (AssessmentState.SUBMITTED, Verb.FINALISE): Move(AssessmentState.FINAL, Permission.RUN_CAMPAIGNS),
    (AssessmentState.FINAL, Verb.REOPEN): Move(AssessmentState.SUBMITTED, Permission.RUN_CAMPAIGNS),
}

CAMPAIGN_TRANSITIONS: dict[tuple[CampaignState, CampaignVerb], CampaignMove] = {
    (CampaignState.DRAFT, CampaignVerb.OPEN): CampaignMove(CampaignState.OPEN, Permission.RUN_CAMPAIGNS),
    (CampaignState.OPEN, CampaignVerb.CLOSE): CampaignMove(CampaignState.CLOSED, Permission.RUN_CAMPAIGNS),
    (CampaignState.CLOSED, CampaignVerb.FINALISE): CampaignMove(CampaignState.FINAL, Permission.RUN_CAMPAIGNS),
    (CampaignState.FINAL, CampaignVerb.PUBLISH): CampaignMove(CampaignState.PUBLISHED, Permission.RUN_CAMPAIGNS),
}

EDITABLE = frozenset({AssessmentState.DRAFT, AssessmentState.RETURNED})
"""Answers may change: all in a draft, in a returned assessment those that were sent back."""

REVIEWABLE = frozenset({AssessmentState.SUBMITTED, AssessmentState.RETURNED})
"""Reviewers may decide: in a returned assessment on what was not sent back."""


def may_move(assessment: Assessment, verb: Verb) -> bool:
    return (AssessmentState(assessment.state), verb) in TRANSITIONS


def move(assessment: Assessment, verb: Verb) -> None:
    """Set the state that the verb leads to; the caller saves. Raises Refusal if the table has no such move."""
    if not may_move(assessment, verb):
        names = {"state": assessment.get_state_display(), "verb": verb.label}
        raise Refusal(_("Phiếu đang ở trạng thái “%(state)s” nên không thể %(verb)s.") % names)
    assessment.state = TRANSITIONS[AssessmentState(assessment.state), verb].to


def may_move_campaign(campaign: Campaign, verb: CampaignVerb) -> bool:
    return (CampaignState(campaign.state), verb) in CAMPAIGN_TRANSITIONS


def why_not_move_campaign(campaign: Campaign, verb: CampaignVerb) -> str:
    if may_move_campaign(campaign, verb):
        return ""
    names = {"name": campaign, "state": campaign.get_state_display(), "verb": verb.label}
    return _("Đợt “%(name)s” đang ở trạng thái “%(state)s” nên không thể %(verb)s.") % names


def move_campaign(campaign: Campaign, verb: CampaignVerb) -> None:
    """The same for a campaign."""
    if reason := why_not_move_campaign(campaign, verb):
        raise Refusal(reason)
    campaign.state = CAMPAIGN_TRANSITIONS[CampaignState(campaign.state), verb].to
