"""Reviewers at work on one assessment at once: real threads, real connections, real locks."""

import pytest

from accounts.roles import Role
from assessments.actions import finalising, reviews
from assessments.actions.reviews import Judgement
from assessments.enums import AssessmentState, ReasonCode, Seat, Verdict
from assessments.errors import NotAllowed, StaleDecision
from assessments.models import Assessment, Decision, ScoreSnapshot
from tests.assessments.review_world import CODES, submitted_on_small
from tests.factories import ACCEPTED, REJECTED, decide_all, reviewer_of, user_as

from .together import at_once, one_after_the_other

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def decide(by, assessment, judgement, seen=0):
    return reviews.decide(by=by, assessment=assessment, code="A-1.1", judgement=judgement, seen=seen)


def test_one_reviewer_in_two_windows_overwrites_nothing():
    assessment = submitted_on_small()
    reviewer = reviewer_of(assessment)
    found = at_once(lambda: decide(reviewer, assessment, ACCEPTED), lambda: decide(reviewer, assessment, REJECTED))
    [won] = [result for result in found if isinstance(result, Decision)]
    [lost] = [result for result in found if isinstance(result, StaleDecision)]
    assert str(lost) == "Kết luận của câu A-1.1 vừa thay đổi ở cửa sổ khác; hãy xem lại rồi quyết định."
    assert Decision.objects.get() == won


def test_two_reviewers_deciding_at_once_each_keep_their_own():
    assessment = submitted_on_small()
    first, second = reviewer_of(assessment, second=True)
    other = Judgement(Verdict.REJECTED, ReasonCode.NO_EVIDENCE)
    found = at_once(lambda: decide(first, assessment, ACCEPTED), lambda: decide(second, assessment, other))
    assert [result.seat for result in found] == [Seat.FIRST, Seat.SECOND]
    assert set(Decision.objects.values_list("seat", "verdict")) == {("first", "accepted"), ("second", "rejected")}


def test_settling_at_once_lets_one_win():
    assessment = submitted_on_small()
    first, second = reviewer_of(assessment, second=True)
    manager = user_as(Role.CAMPAIGN_MANAGER)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, {"A-1.1": REJECTED})

    def settle(by, judgement):
        return reviews.settle(by=by, assessment=assessment, code="A-1.1", judgement=judgement, seen=0)

    found = at_once(lambda: settle(first, ACCEPTED), lambda: settle(manager, REJECTED))
    assert sorted(type(result).__name__ for result in found) == ["Decision", "StaleDecision"]
    assert Decision.objects.standing().filter(seat=Seat.SETTLED).count() == 1


@pytest.mark.fault("finalise against a review decision")
def test_decision_after_the_end_waits_for_it_and_is_refused():
    assessment = submitted_on_small()
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer)
    manager = user_as(Role.CAMPAIGN_MANAGER)
    snapshot, refused = one_after_the_other(
        lambda: finalising.finalise(by=manager, assessment=assessment),
        lambda: decide(reviewer, assessment, REJECTED, None),
    )
    assert (type(refused), str(refused)) == (NotAllowed, "Kết quả đã chốt nên không thẩm định nữa.")
    assert Assessment.objects.get(pk=assessment.pk).state == AssessmentState.FINAL
    assert {answer["review"]["verdict"] for answer in snapshot.inputs["answers"]} == {"accepted"}


@pytest.mark.fault("finalise against a review decision")
def test_end_after_a_last_decision_holds_it():
    assessment = submitted_on_small()
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer)
    manager = user_as(Role.CAMPAIGN_MANAGER)
    _decision, snapshot = one_after_the_other(
        lambda: decide(reviewer, assessment, REJECTED, None),
        lambda: finalising.finalise(by=manager, assessment=assessment),
    )
    assert isinstance(snapshot, ScoreSnapshot)
    found = {answer["code"]: answer["review"]["verdict"] for answer in snapshot.inputs["answers"]}
    assert found == {**dict.fromkeys(CODES, "accepted"), "A-1.1": "rejected"}
