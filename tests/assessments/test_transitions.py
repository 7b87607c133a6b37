"""Both tables whole: every state × every verb, whether it was meant or not."""

from itertools import product

import pytest

from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Permission, Verb
from assessments.errors import Refusal
from assessments.models import Assessment, Campaign
from assessments.transitions import (
    CAMPAIGN_TRANSITIONS,
    EDITABLE,
    REVIEWABLE,
    TRANSITIONS,
    may_move,
    may_move_campaign,
    move,
    move_campaign,
)

MOVES = {
    ("draft", "submit"): ("submitted", "submit"),
    ("submitted", "return"): ("returned", "review"),
    ("returned", "clarify"): ("submitted", "submit"),
    ("returned", "resume"): ("submitted", "review"),
    ("submitted", "finalise"): ("final", "run_campaigns"),
    ("final", "reopen"): ("submitted", "run_campaigns"),
}
CAMPAIGN_MOVES = {
    ("draft", "open"): ("open", "run_campaigns"),
    ("open", "close"): ("closed", "run_campaigns"),
    ("closed", "finalise"): ("final", "run_campaigns"),
    ("final", "publish"): ("published", "run_campaigns"),
}


def reachable(table, start) -> set:
    """The states that can be come to from `start`, itself left out unless there is a way back."""
    found, waiting = set(), [start]
    while waiting:
        state = waiting.pop()
        new = {to.to for (source, _verb), to in table.items() if source == state} - found
        found |= new
        waiting += new
    return found


@pytest.mark.parametrize(("state", "verb"), [*product(AssessmentState, Verb)])
def test_move_goes_where_the_table_says_or_not_at_all(state, verb):
    assessment = Assessment(state=state)
    expected, _by = MOVES.get((state, verb), (None, None))
    assert may_move(assessment, verb) == (expected is not None)
    if expected:
        move(assessment, verb)
        assert assessment.state == expected
    else:
        with pytest.raises(Refusal) as refused:
            move(assessment, verb)
        sentence = f"Phiếu đang ở trạng thái “{state.label}” nên không thể {verb.label}."
        assert (str(refused.value), assessment.state) == (sentence, state)


@pytest.mark.parametrize(("state", "verb"), [*product(CampaignState, CampaignVerb)])
def test_move_campaign_goes_where_the_table_says_or_not_at_all(state, verb):
    campaign = Campaign(name="Đợt 1", state=state)
    expected, _by = CAMPAIGN_MOVES.get((state, verb), (None, None))
    assert may_move_campaign(campaign, verb) == (expected is not None)
    if expected:
        move_campaign(campaign, verb)
        assert campaign.state == expected
    else:
        with pytest.raises(Refusal) as refused:
            move_campaign(campaign, verb)
        sentence = f"Đợt “Đợt 1” đang ở trạng thái “{state.label}” nên không thể {verb.label}."
        assert (str(refused.value), campaign.state) == (sentence, state)


@pytest.mark.parametrize(("table", "expected"), [(TRANSITIONS, MOVES), (CAMPAIGN_TRANSITIONS, CAMPAIGN_MOVES)])
def test_moves_need_the_permission_that_the_table_names(table, expected):
    assert {(str(state), str(verb)): tuple(map(str, to)) for (state, verb), to in table.items()} == expected


def test_move_says_what_the_state_is_and_what_cannot_be_done():
    with pytest.raises(Refusal) as refused:
        move(Assessment(state=AssessmentState.SUBMITTED), Verb.SUBMIT)
    assert str(refused.value) == "Phiếu đang ở trạng thái “Đã nộp” nên không thể nộp phiếu."


def test_move_campaign_names_it_and_says_what_cannot_be_done():
    with pytest.raises(Refusal) as refused:
        move_campaign(Campaign(name="Đợt 2026", state=CampaignState.PUBLISHED), CampaignVerb.PUBLISH)
    assert str(refused.value) == ("Đợt “Đợt 2026” đang ở trạng thái “Đã công bố” nên không thể công bố kết quả.")


def test_move_takes_a_state_as_the_database_has_it():
    assessment, campaign = Assessment(state="draft"), Campaign(state="draft")
    move(assessment, Verb.SUBMIT)
    move_campaign(campaign, CampaignVerb.OPEN)
    assert (assessment.state, campaign.state) == ("submitted", "open")


def test_editable_states_are_entered_by_the_provinces_draft_and_by_sending_back_only():
    assert {AssessmentState.DRAFT, AssessmentState.RETURNED} == EDITABLE
    assert {verb for (_state, verb), to in TRANSITIONS.items() if to.to in EDITABLE} == {Verb.RETURN}


def test_reviewable_states_lie_between_submission_and_the_final_result():
    assert {AssessmentState.SUBMITTED, AssessmentState.RETURNED} == REVIEWABLE


def test_nothing_leads_back_to_a_draft():
    assert reachable(TRANSITIONS, AssessmentState.DRAFT) == set(AssessmentState) - {AssessmentState.DRAFT}
    assert reachable(CAMPAIGN_TRANSITIONS, CampaignState.DRAFT) == set(CampaignState) - {CampaignState.DRAFT}


def test_a_campaign_never_goes_back_and_ends_with_its_publication():
    sources = [state for state, _verb in CAMPAIGN_TRANSITIONS]
    assert [(state, to.to) for (state, _verb), to in CAMPAIGN_TRANSITIONS.items()] == [
        *zip(sources, [*sources[1:], CampaignState.PUBLISHED], strict=True)
    ]
    assert reachable(CAMPAIGN_TRANSITIONS, CampaignState.PUBLISHED) == set()


def test_every_permission_of_a_move_is_one_of_the_table_of_roles():
    moves = [*TRANSITIONS.values(), *CAMPAIGN_TRANSITIONS.values()]
    assert {to.by for to in moves} == {Permission.SUBMIT, Permission.REVIEW, Permission.RUN_CAMPAIGNS}
