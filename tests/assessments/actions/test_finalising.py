from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import clarifications, finalising, reviews
from assessments.enums import AssessmentState, Purpose, Seat, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import (
    Assessment,
    Clarification,
    Decision,
)
from assessments.tasks import score_now
from indicators.scoring import scorecard
from tests.assessments.review_world import CODES, submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import (
    REJECTED,
    ProvinceFactory,
    UserFactory,
    asked,
    decide_all,
    reviewer_of,
    user_as,
)

from .results import adjusted, refused, reviewed

pytestmark = pytest.mark.django_db

MANAGER_ONLY = "Chỉ quản trị đợt được chốt kết quả."


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def assessment():
    """Submitted, reviewed by nobody yet."""
    return submitted_on_small(ProvinceFactory(name="Đà Nẵng"))


# -- one assessment --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_finalise_makes_it_final_and_records_who_and_when(assessment, manager):
    reviewed(assessment)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        snapshot = finalising.finalise(by=manager, assessment=assessment)
    assessment.refresh_from_db()
    assert (assessment.state, assessment.finalised_at, assessment.finalised_by) == ("final", now, manager)
    assert (snapshot.purpose, snapshot.reason, snapshot.created_by) == (Purpose.VERIFIED, "", manager)
    event = assessment.events.get(verb=Verb.FINALISE)
    assert (event.from_state, event.to_state, event.by, event.detail) == ("submitted", "final", manager, "")


def test_finalise_keeps_the_submission_beside_the_verified_result(assessment, manager):
    submission = assessment.snapshots.get()
    reviewed(assessment)
    snapshot = finalising.finalise(by=manager, assessment=assessment)
    assert set(assessment.snapshots.all()) == {submission, snapshot}
    before = submission.inputs, submission.context
    submission.refresh_from_db()
    assert (submission.inputs, submission.context) == before
    assert [answer for answer in submission.inputs["answers"] if "review" in answer] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("other", "readiness", "results", "headline"),
    [
        # A = (2·50 + 100 + 25 + 25 + 100) / 6 = 58.33; B = (50 + 3·40) / 4 = 42.5
        ({}, "58.33", "42.50", "50.42"),
        # at level 4: A = (2·100 + 100 + 25 + 25 + 100) / 6 = 75
        ({"A-1.1": adjusted("4")}, "75.00", "42.50", "58.75"),
        # counts 0: A = (100 + 0 + 25 + 25 + 100) / 6 = 41.67
        ({"A-1.2": REJECTED}, "41.67", "42.50", "42.08"),
        # is asked of it after all and counts 0: A = 350 / 7 = 50
        ({"A-1.4": REJECTED}, "50.00", "42.50", "46.25"),
        # applies and is at level 4: A = (350 + 100) / 7 = 64.29
        ({"A-1.4": adjusted("4")}, "64.29", "42.50", "53.39"),
        # A-1.6 = 1/2 feeds B-1: A = (100 + 100 + 25 + 50 + 100) / 6 = 62.5; B = (100 + 3·40) / 4 = 55
        ({"A-1.6": adjusted({"numerator": "1", "denominator": "2"})}, "62.50", "55.00", "58.75"),
        # is rejected for B-1 too: A = (100 + 100 + 25 + 0 + 100) / 6 = 54.17; B = (0 + 3·40) / 4 = 30
        ({"A-1.6": REJECTED}, "54.17", "30.00", "42.08"),
        # B-2 = 10: B = (50 + 3·100) / 4 = 87.5
        ({"B-2": adjusted("10")}, "58.33", "87.50", "72.92"),
    ],
    ids=str,
)
def test_verified_score_is_what_the_review_came_to(other, readiness, results, headline, assessment, manager):
    reviewed(assessment, other)
    snapshot = finalising.finalise(by=manager, assessment=assessment)
    score_now(snapshot)
    snapshot.refresh_from_db()
    card = scorecard.from_json(snapshot.scorecard).readings
    found = card["verified"]
    assert [str(found.readiness), str(found.results), str(found.headline)] == [readiness, results, headline]
    assert (snapshot.verified, snapshot.claimed) == (Decimal(headline), Decimal("50.42"))


@pytest.mark.slow
def test_verified_snapshot_is_scored_by_the_worker(
    assessment, manager, eager_tasks, django_capture_on_commit_callbacks
):
    reviewed(assessment)
    with django_capture_on_commit_callbacks(execute=True):
        snapshot = finalising.finalise(by=manager, assessment=assessment)
    snapshot.refresh_from_db()
    assert (snapshot.status, snapshot.verified, len(snapshot.checksum)) == ("ready", Decimal("50.42"), 64)


@pytest.mark.slow
def test_finalise_tells_the_province(assessment, manager):
    reviewed(assessment)
    coordinator = assessment.submitted_by
    finalising.finalise(by=manager, assessment=assessment)
    assert coordinator.notices.filter(subject__contains="Đà Nẵng").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (CODES[:1], "Phiếu của Đà Nẵng còn 1 câu chưa có kết luận thẩm định."),
        (CODES, "Phiếu của Đà Nẵng còn 7 câu chưa có kết luận thẩm định."),
    ],
)
def test_finalise_refuses_while_leaves_are_undecided(left, sentence, assessment, manager):
    reviewed(assessment)
    Decision.objects.filter(code__in=left).delete()
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence


def test_finalise_refuses_what_nobody_was_assigned_to(assessment, manager):
    sentence = "Phiếu của Đà Nẵng còn 7 câu chưa có kết luận thẩm định."
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence


@pytest.mark.slow
@pytest.mark.parametrize("is_sent", [False, True])
def test_finalise_refuses_while_a_question_to_the_province_is_open(is_sent, assessment, manager):
    """Even where the reviewer has decided on the leaf since (a question of a reviewer who was replaced)."""
    reviewed(assessment)
    sent = timezone.now() if is_sent else None
    Clarification.objects.create(
        assessment=assessment, code="A-1.1", seat=Seat.SECOND, question="Vì sao?", sent_at=sent
    )
    sentence = "Phiếu của Đà Nẵng còn 1 yêu cầu giải trình chưa đóng."
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence


@pytest.mark.slow
def test_finalise_refuses_what_is_with_the_province(assessment, manager):
    reviewer = reviewed(assessment)
    reviews.decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=None)
    until = timezone.localdate() + timezone.timedelta(days=5)
    clarifications.send_back(by=reviewer, assessment=assessment, until=until)
    sentence = "Phiếu của Đà Nẵng đang ở trạng thái “Đang giải trình” nên chưa chốt được."
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence


def test_finalise_refuses_a_draft(manager):
    draft = open_assessment_on_small(ProvinceFactory(name="Huế"))
    sentence = "Phiếu của Huế đang ở trạng thái “Đang tự đánh giá” nên chưa chốt được."
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=draft) == sentence


@pytest.mark.slow
def test_finalise_twice_is_refused_though_the_page_is_old(assessment, manager):
    reviewed(assessment)
    finalising.finalise(by=manager, assessment=assessment)
    sentence = "Phiếu của Đà Nẵng đang ở trạng thái “Đã chốt” nên chưa chốt được."
    assert assessment.state == AssessmentState.SUBMITTED
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence


@pytest.mark.slow
def test_finalise_refuses_what_two_reviewers_see_differently_until_it_is_settled(assessment, manager):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, {"A-1.1": REJECTED})
    sentence = "Phiếu của Đà Nẵng còn 1 câu chưa có kết luận thẩm định."
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence
    reviews.settle(by=first, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    snapshot = finalising.finalise(by=manager, assessment=assessment)
    found = {answer["code"]: answer["review"]["verdict"] for answer in snapshot.inputs["answers"]}
    assert found == {**dict.fromkeys(CODES, "accepted"), "A-1.1": "rejected"}


@pytest.mark.slow
def test_finalise_refuses_while_one_of_two_has_not_finished(assessment, manager):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, finished=False)
    sentence = "Phiếu của Đà Nẵng còn 7 câu chưa có kết luận thẩm định."
    assert refused(NotAllowed, finalising.finalise, by=manager, assessment=assessment) == sentence


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.CAMPAIGN_MANAGER), None])
def test_finalise_is_for_managers(role, assessment):
    reviewed(assessment)
    user = user_as(role, assessment.province) if role else UserFactory(is_superuser=True)
    assert refused(NotAllowed, finalising.finalise, by=user, assessment=assessment) == MANAGER_ONLY


# -- opening again ---------------------------------------------------------------------------------------------------


@pytest.fixture
def final(assessment, manager):
    reviewed(assessment)
    finalising.finalise(by=manager, assessment=assessment)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


@pytest.mark.slow
def test_reopened_is_back_with_the_reviewers_and_says_why(final, manager):
    finalising.reopen(by=manager, assessment=final, reason="  Sai số liệu B-2. ")
    final.refresh_from_db()
    assert (final.state, final.finalised_at, final.finalised_by) == ("submitted", None, None)
    event = final.events.get(verb=Verb.REOPEN)
    expected = ("final", "submitted", manager, "Sai số liệu B-2.")
    assert (event.from_state, event.to_state, event.by, event.detail) == expected


@pytest.mark.slow
def test_reopened_and_made_final_again_is_a_new_snapshot_with_the_last_reason(final, manager):
    reviewer = final.assignments.get().reviewer
    first = final.snapshots.get(purpose=Purpose.VERIFIED)
    for reason, value in (("Sai số liệu.", "10"), ("Nhầm lần nữa.", "5")):
        finalising.reopen(by=manager, assessment=final, reason=reason)
        reviews.decide(by=reviewer, assessment=final, code="B-2", judgement=adjusted(value), seen=None)
        finalising.finalise(by=manager, assessment=final)
    found = final.snapshots.filter(purpose=Purpose.VERIFIED).order_by("created_at")
    assert [snapshot.reason for snapshot in found] == ["", "Sai số liệu.", "Nhầm lần nữa."]
    values = [snapshot.inputs["answers"][-1]["review"].get("value") for snapshot in found]
    assert (values, found[0].inputs) == ([None, "10", "5"], first.inputs)


@pytest.mark.slow
def test_reopened_double_review_may_be_decided_anew_where_both_agreed(assessment, manager):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND)
    finalising.finalise(by=manager, assessment=assessment)
    finalising.reopen(by=manager, assessment=assessment, reason="Sai số liệu.")
    for reviewer in (first, second):
        reviews.decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=None)
        reviews.finish(by=reviewer, assessment=assessment)
    snapshot = finalising.finalise(by=manager, assessment=assessment)
    assert snapshot.inputs["answers"][0]["review"] == {"verdict": "rejected"}


@pytest.mark.slow
@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_reopening_needs_a_reason(reason, final, manager):
    sentence = "Mở lại thẩm định cần có lý do."
    assert refused(Refusal, finalising.reopen, by=manager, assessment=final, reason=reason) == sentence


@pytest.mark.slow
def test_reason_of_any_length_is_kept_as_far_as_it_fits(final, manager):
    finalising.reopen(by=manager, assessment=final, reason="ế" * 1000)
    snapshot = finalising.finalise(by=manager, assessment=final)
    assert (final.events.get(verb=Verb.REOPEN).detail, snapshot.reason) == ("ế" * 300, "ế" * 300)


def test_reopening_what_is_not_final_is_refused(assessment, manager):
    sentence = "Chỉ phiếu đã chốt mới mở lại được."
    assert refused(NotAllowed, finalising.reopen, by=manager, assessment=assessment, reason="Sai.") == sentence


@pytest.mark.slow
@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.CAMPAIGN_MANAGER), None])
def test_reopening_is_for_managers(role, final):
    user = user_as(role, final.province) if role else UserFactory(is_superuser=True)
    sentence = "Chỉ quản trị đợt được mở lại thẩm định."
    assert refused(NotAllowed, finalising.reopen, by=user, assessment=final, reason="Sai.") == sentence
