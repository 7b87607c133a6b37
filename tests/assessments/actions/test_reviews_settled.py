import pytest

from accounts.roles import Role
from assessments.actions import finalising, reviews
from assessments.enums import Seat, Verb, Verdict
from assessments.errors import NotAllowed, StaleDecision
from assessments.models import ReviewAssignment, WorkflowEvent
from assessments.results import reviews_of
from tests.assessments.review_world import submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import ACCEPTED, REJECTED, asked, decide_all, reviewer_of, user_as

from .test_reviews import adjusted, refusal, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def double(assessment):
    return reviewer_of(assessment, second=True)


@pytest.fixture
def differing(assessment, double):
    """Both are done; they differ on A-1.2."""
    decide_all(assessment, double[0])
    decide_all(assessment, double[1], Seat.SECOND, {"A-1.2": REJECTED})
    return double


def settle(assessment, by, code="A-1.2", judgement=REJECTED, seen=0):
    return reviews.settle(by=by, assessment=assessment, code=code, judgement=judgement, seen=seen)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["first", "manager"])
def test_first_reviewer_and_manager_settle(assessment, differing, who):
    by = differing[0] if who == "first" else user_as(Role.CAMPAIGN_MANAGER)
    decision = settle(assessment, by)
    assert (decision.seat, decision.verdict, decision.by) == (Seat.SETTLED, Verdict.REJECTED, by)
    event = WorkflowEvent.objects.get(verb=Verb.SETTLE)
    assert (event.by, event.detail) == (by, "A-1.2")
    assert ReviewAssignment.objects.filter(finished_at__isnull=False).count() == 2


@pytest.mark.slow
def test_settled_once_and_settled_anew(assessment, differing):
    first = settle(assessment, differing[0])
    assert "vừa thay đổi" in refusal(lambda: settle(assessment, differing[0], judgement=ACCEPTED), StaleDecision)
    settle(assessment, differing[0], judgement=adjusted("no"), seen=first.pk)
    assert standing("A-1.2", Seat.SETTLED).value == "no"


@pytest.mark.slow
def test_second_reviewer_and_others_do_not_settle(assessment, differing):
    message = "Chỉ người thẩm định thứ nhất và quản trị đợt được làm việc này."
    for by in (differing[1], user_as(Role.REVIEWER), user_as(Role.AUDITOR)):
        assert refusal(lambda by=by: settle(assessment, by), NotAllowed) == message


@pytest.mark.slow
def test_nothing_is_settled_while_they_are_blind_to_each_other(assessment, differing):
    ReviewAssignment.objects.filter(seat=Seat.SECOND).update(finished_at=None)
    message = "Hai người thẩm định chưa cùng xong nên chưa đối chiếu được."
    assert refusal(lambda: settle(assessment, differing[0]), NotAllowed) == message


def test_what_they_agree_on_is_not_settled(assessment, differing):
    message = "Hai người thẩm định không khác nhau ở câu A-1.1."
    assert refusal(lambda: settle(assessment, differing[0], "A-1.1")) == message


@pytest.mark.slow
def test_settling_asks_the_province_nothing(assessment, differing):
    message = "Kết luận thống nhất cần là chấp nhận, điều chỉnh hoặc không chấp nhận."
    assert refusal(lambda: settle(assessment, differing[0], judgement=asked())) == message


def test_draft_has_nothing_to_settle():
    assessment = open_assessment_on_small()
    manager = user_as(Role.CAMPAIGN_MANAGER)
    assert refusal(lambda: settle(assessment, manager), NotAllowed) == "Phiếu không ở bước thẩm định."


@pytest.mark.slow
def test_what_was_settled_falls_with_a_decision_below_it(assessment, differing):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    settle(assessment, manager, judgement=ACCEPTED)
    finalising.finalise(by=manager, assessment=assessment)
    finalising.reopen(by=manager, assessment=assessment, reason="Có số liệu mới.")
    reviews.decide(by=differing[0], assessment=assessment, code="A-1.2", judgement=REJECTED, seen=None)
    for reviewer in differing:
        reviews.finish(by=reviewer, assessment=assessment)
    snapshot = finalising.finalise(by=manager, assessment=assessment)
    assert reviews_of(snapshot)["A-1.2"].verdict == Verdict.REJECTED
