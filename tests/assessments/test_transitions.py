from itertools import product

import pytest

from assessments.enums import AssessmentState, Verb
from assessments.errors import Refusal
from assessments.models import Assessment
from assessments.transitions import EDITABLE, TRANSITIONS, may_move, move

MOVES = {(AssessmentState.DRAFT, Verb.SUBMIT): AssessmentState.SUBMITTED}


@pytest.mark.parametrize(("state", "verb"), [*product(AssessmentState, Verb)])
def test_move_goes_where_the_table_says_or_not_at_all(state, verb):
    assessment = Assessment(state=state)
    expected = MOVES.get((state, verb))
    assert may_move(assessment, verb) == (expected is not None)
    if expected:
        move(assessment, verb)
        assert assessment.state == expected
    else:
        with pytest.raises(Refusal):
            move(assessment, verb)
        assert assessment.state == state


def test_move_says_what_the_state_is_and_what_cannot_be_done():
    with pytest.raises(Refusal) as refused:
        move(Assessment(state=AssessmentState.SUBMITTED), Verb.SUBMIT)
    assert str(refused.value) == "Phiếu đang ở trạng thái “Đã nộp” nên không thể nộp phiếu."


def test_move_takes_a_state_as_the_database_has_it():
    assessment = Assessment(state="draft")
    move(assessment, Verb.SUBMIT)
    assert assessment.state == "submitted"


def test_transitions_leave_no_way_back_into_an_editable_state():
    assert {AssessmentState.DRAFT} == EDITABLE
    assert not EDITABLE & set(TRANSITIONS.values())
