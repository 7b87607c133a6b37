import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import ReasonCode, Seat, Superseded, Verdict
from assessments.models import Clarification, Decision, ReviewAssignment
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

from .refusals import assert_refused

pytestmark = pytest.mark.django_db

NEEDS_A_REASON = "Kết luận khác “chấp nhận” cần lý do."
NEEDS_A_VALUE = "Kết luận điều chỉnh cần giá trị mới, kết luận khác thì không."
NEEDS_BOTH = "Kết luận hết giá trị cần cả thời điểm và lý do."
REPLIED_WHOLE = "Giải trình cần cả người viết và thời điểm."


@pytest.fixture
def assessment():
    return open_assessment_on_small()


@pytest.fixture
def reviewer():
    return user_as(Role.REVIEWER)


def decision(assessment, **fields) -> Decision:
    known = {"code": "A-1.1", "seat": Seat.FIRST, "verdict": Verdict.ACCEPTED, "answer_version": 1}
    return Decision(**{"assessment": assessment, **known, **fields})


def clarification(assessment, **fields) -> Clarification:
    known = {"code": "A-1.1", "seat": Seat.FIRST, "question": "Vì sao?"}
    return Clarification(**{"assessment": assessment, **known, **fields})


# -- who reviews -----------------------------------------------------------------------------------------------------


def test_assignment_is_once_a_seat(assessment, reviewer):
    ReviewAssignment.objects.create(assessment=assessment, seat=Seat.FIRST, reviewer=reviewer)
    again = ReviewAssignment(assessment=assessment, seat=Seat.FIRST, reviewer=user_as(Role.REVIEWER))
    assert_refused(again, "assignment_once_a_seat", "Phiếu này đã có người thẩm định ở vai này.")


def test_assignment_is_once_a_reviewer(assessment, reviewer):
    ReviewAssignment.objects.create(assessment=assessment, seat=Seat.FIRST, reviewer=reviewer)
    again = ReviewAssignment(assessment=assessment, seat=Seat.SECOND, reviewer=reviewer)
    assert_refused(again, "assignment_once_a_reviewer", "Người này đã được phân công thẩm định phiếu này.")


@pytest.mark.parametrize("seat", [Seat.SETTLED, "third", ""])
def test_assignment_seats_a_person(seat, assessment, reviewer):
    row = ReviewAssignment(assessment=assessment, seat=seat, reviewer=reviewer)
    assert_refused(row, "assignment_seat_is_a_person", "Vai thẩm định không có trong danh sách.")


def test_assignments_of_two_people_and_of_two_assessments_go_together(assessment, reviewer):
    other = open_assessment_on_small()
    for of, seat, person in (
        (assessment, Seat.FIRST, reviewer),
        (assessment, Seat.SECOND, user_as(Role.REVIEWER)),
        (other, Seat.FIRST, reviewer),
    ):
        ReviewAssignment.objects.create(assessment=of, seat=seat, reviewer=person)
    assert (assessment.assignments.count(), reviewer.assignments.count()) == (2, 2)


def test_assignments_keep_assessment_and_reviewer(assessment, reviewer):
    ReviewAssignment.objects.create(assessment=assessment, seat=Seat.FIRST, reviewer=reviewer)
    for row in (assessment, reviewer):
        with pytest.raises(ProtectedError):
            row.delete()


# -- what was decided ------------------------------------------------------------------------------------------------


def test_one_decision_stands_a_seat_and_leaf(assessment):
    decision(assessment).save()
    again = decision(assessment, verdict=Verdict.REJECTED, reason=ReasonCode.PLAN_ONLY)
    assert_refused(again, "decision_one_stands", "Câu này đã có kết luận khác; hãy tải lại trang.")


def test_decisions_of_other_seats_leaves_and_times_stand_beside_it(assessment):
    decision(assessment).save()
    gone = {"superseded_at": timezone.now(), "superseded_why": Superseded.DECIDED_ANEW}
    for fields in ({"seat": Seat.SECOND}, {"seat": Seat.SETTLED}, {"code": "A-1.2"}, gone, gone):
        decision(assessment, **fields).save()
    assert assessment.decisions.count() == 6
    assert [(row.seat, row.code) for row in assessment.decisions.standing()] == [
        ("first", "A-1.1"),
        ("second", "A-1.1"),
        ("settled", "A-1.1"),
        ("first", "A-1.2"),
    ]


@pytest.mark.parametrize(
    ("verdict", "reason", "value"),
    [
        (Verdict.ADJUSTED, ReasonCode.WRONG_FIGURE, None),
        (Verdict.ACCEPTED, "", "3"),
        (Verdict.REJECTED, ReasonCode.PLAN_ONLY, "3"),
        (Verdict.ASKED, ReasonCode.UNCLEAR, "3"),
    ],
)
def test_decision_has_a_value_exactly_when_it_adjusts(verdict, reason, value, assessment):
    row = decision(assessment, verdict=verdict, reason=reason, value=value)
    assert_refused(row, "decision_adjusted_with_a_value", NEEDS_A_VALUE)


@pytest.mark.parametrize(
    ("verdict", "reason", "value"),
    [
        (Verdict.ACCEPTED, ReasonCode.OTHER, None),
        (Verdict.ADJUSTED, "", "3"),
        (Verdict.REJECTED, "", None),
        (Verdict.ASKED, "", None),
    ],
)
def test_decision_has_a_reason_exactly_when_it_does_not_accept(verdict, reason, value, assessment):
    row = decision(assessment, verdict=verdict, reason=reason, value=value)
    assert_refused(row, "decision_with_a_reason", NEEDS_A_REASON)


@pytest.mark.parametrize(
    "value", ["3", [], ["a", "b"], {"numerator": "1", "denominator": "4"}, {"number": "", "no": 1}]
)
def test_decision_keeps_an_adjusted_value_as_the_exchange_format_has_it(value, assessment):
    decision(assessment, verdict=Verdict.ADJUSTED, reason=ReasonCode.WRONG_FIGURE, value=value).save()
    assert assessment.decisions.get().value == value


@pytest.mark.parametrize("given", ["superseded_at", "superseded_why"])
def test_decision_stands_no_longer_with_both_time_and_reason(given, assessment):
    values = {"superseded_at": timezone.now(), "superseded_why": Superseded.WITHDRAWN}
    row = decision(assessment, **{given: values[given]})
    assert_refused(row, "decision_superseded_when_and_why", NEEDS_BOTH)


# -- what the province was asked -------------------------------------------------------------------------------------


def test_one_question_is_open_a_seat_and_leaf(assessment):
    clarification(assessment).save()
    again = clarification(assessment, question="Còn gì nữa?")
    sentence = "Câu này đang có một yêu cầu giải trình chưa đóng."
    assert_refused(again, "clarification_one_open_a_leaf", sentence)


def test_questions_of_the_other_reviewer_other_leaves_and_closed_ones_stand_beside_it(assessment):
    clarification(assessment).save()
    closed = {"closed_at": timezone.now()}
    for fields in ({"seat": Seat.SECOND}, {"code": "A-1.2"}, closed, closed):
        clarification(assessment, **fields).save()
    assert assessment.clarifications.count() == 5


@pytest.mark.parametrize("lacking", ["reply", "replied_at", "replied_by"])
def test_reply_has_its_writer_and_time(lacking, assessment, reviewer):
    now = timezone.now()
    whole = {"reply": "Vì thế.", "replied_at": now, "replied_by": reviewer, "sent_at": now}
    row = clarification(assessment, **{**whole, lacking: "" if lacking == "reply" else None})
    assert_refused(row, "clarification_replied_when_and_by_whom", REPLIED_WHOLE)


def test_reply_follows_a_question_that_was_sent(assessment, reviewer):
    row = clarification(assessment, reply="Vì thế.", replied_at=timezone.now(), replied_by=reviewer)
    assert_refused(row, "clarification_replied_after_it_was_sent", "Chỉ giải trình yêu cầu đã gửi.")


def test_questions_stand_in_the_order_in_which_they_were_asked(assessment):
    for code in ("A-1.2", "A-1.1", "A-1.3"):
        clarification(assessment, code=code).save()
    assert [row.code for row in assessment.clarifications.all()] == ["A-1.2", "A-1.1", "A-1.3"]


def test_rows_are_named_after_the_assessment(assessment, reviewer):
    name = str(assessment)
    rows = [
        ReviewAssignment(assessment=assessment, seat=Seat.FIRST, reviewer=reviewer),
        decision(assessment),
        clarification(assessment),
    ]
    assert [str(row) for row in rows] == [f"{name}: {reviewer}", f"{name}: A-1.1 chấp nhận", f"{name}: A-1.1"]


def test_decisions_and_questions_keep_their_assessment(assessment):
    for row in (decision(assessment), clarification(assessment)):
        row.save()
        with pytest.raises(ProtectedError):
            assessment.delete()
        row.delete()
