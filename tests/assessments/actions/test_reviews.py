from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import clarifications, reviews
from assessments.actions.reviews import Judgement
from assessments.enums import AssessmentState, ReasonCode, Seat, Superseded, Verb, Verdict
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleDecision
from assessments.models import Answer, Assessment, Clarification, Decision, ReviewAssignment, WorkflowEvent
from tests.assessments.review_world import CODES, submitted_on_small
from tests.factories import ACCEPTED, REJECTED, asked, decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def reviewer(assessment):
    return reviewer_of(assessment)


@pytest.fixture
def double(assessment):
    return reviewer_of(assessment, second=True)


@pytest.fixture
def decide(assessment, reviewer):
    def decide_as_reviewer(code="A-1.1", judgement=ACCEPTED, seen=0, **options):
        return reviews.decide(by=reviewer, assessment=assessment, code=code, judgement=judgement, seen=seen, **options)

    return decide_as_reviewer


def adjusted(value, reason=ReasonCode.WRONG_FIGURE, text=""):
    return Judgement(Verdict.ADJUSTED, reason, text, value)


def standing(code="A-1.1", seat=Seat.FIRST):
    return Decision.objects.standing().filter(code=code, seat=seat).first()


def sent_back(assessment, by):
    clarifications.send_back(by=by, assessment=assessment, until=timezone.localdate() + timedelta(days=7))


def refusal(act, kind=Refusal):
    with pytest.raises(kind) as caught:
        act()
    assert type(caught.value) is kind
    return str(caught.value)


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_decision_is_recorded_with_who_what_and_which_answer(decide, reviewer, assessment):
    decision = decide(judgement=REJECTED)
    assert (decision.by, decision.seat, decision.assessment) == (reviewer, Seat.FIRST, assessment)
    assert (decision.verdict, decision.reason, decision.text) == ("rejected", "plan_only", "Mới có kế hoạch.")
    assert (decision.answer_version, decision.value) == (1, None)


@pytest.mark.slow
def test_decision_on_what_was_not_answered_is_on_version_0(decide, assessment):
    assessment.answers.get(code="B-2").revisions.all().delete()
    assessment.answers.get(code="B-2").delete()
    assert decide("B-2", REJECTED).answer_version == 0


@pytest.mark.parametrize(
    ("code", "raw", "stored"),
    [
        ("A-1.1", "1", "1"),
        ("A-1.2", "no", "no"),
        ("A-1.3", ["c", "a"], ["a", "c"]),
        ("A-1.3", [], []),
        ("A-1.4", "0", "0"),
        ("A-1.6", {"numerator": "1", "denominator": "5"}, {"numerator": "1", "denominator": "5"}),
        ("A-1.7", {"number": "", "date": "", "issuer": ""}, {"number": "", "date": "", "issuer": ""}),
        ("B-2", "6.50", "6.5"),
    ],
)
def test_adjusted_value_is_stored_as_the_exchange_format_has_it(decide, code, raw, stored):
    assert decide(code, adjusted(raw)).value == stored


@pytest.mark.parametrize(
    ("code", "judgement", "messages"),
    [
        ("A-1.1", Judgement(Verdict.REJECTED), {"reason": "Câu A-1.1: hãy chọn lý do."}),
        ("A-1.1", Judgement(Verdict.REJECTED, "vì thích"), {"reason": "Câu A-1.1: hãy chọn lý do."}),
        (
            "A-1.1",
            Judgement(Verdict.REJECTED, ReasonCode.OTHER, "  "),
            {"text": "Câu A-1.1: hãy viết rõ nội dung để tỉnh hiểu cần gì."},
        ),
        (
            "A-1.1",
            Judgement(Verdict.ASKED, ReasonCode.UNCLEAR),
            {"text": "Câu A-1.1: hãy viết rõ nội dung để tỉnh hiểu cần gì."},
        ),
        ("A-1.1", adjusted(None), {"": "Câu A-1.1: hãy nhập giá trị điều chỉnh."}),
        (
            "A-1.1",
            adjusted("2"),
            {"": "Câu A-1.1: giá trị điều chỉnh trùng với câu trả lời; nếu đồng ý, hãy chọn chấp nhận."},
        ),
        ("A-1.1", adjusted("9"), {"": "Câu A-1.1 cần một trong 0, 1, 2, 3, 4; bạn nhập “9”."}),
        (
            "A-1.6",
            adjusted({"numerator": "3", "denominator": "2"}),
            {"numerator": "Câu A-1.6: “Tử số” cần từ 0 đến “Mẫu số”; bạn nhập 3."},
        ),
    ],
)
def test_judgement_that_lacks_something_is_refused_at_its_field(decide, code, judgement, messages):
    with pytest.raises(InvalidAnswer) as caught:
        decide(code, judgement)
    assert caught.value.messages == messages
    assert Decision.objects.count() == 0


@pytest.mark.slow
def test_text_is_kept_in_composed_letters(decide):
    assert decide(judgement=Judgement(Verdict.ACCEPTED, text=" đồng y\u0301 ")).text == "đồng ý"


@pytest.mark.slow
def test_new_decision_takes_the_place_of_the_old_one(decide):
    first = decide()
    second = decide(judgement=REJECTED, seen=first.pk)
    first.refresh_from_db()
    assert (first.superseded_why, standing()) == (Superseded.DECIDED_ANEW, second)


@pytest.mark.slow
def test_saying_the_same_again_changes_nothing(decide):
    first = decide(judgement=REJECTED)
    assert decide(judgement=REJECTED, seen=0) == first
    assert Decision.objects.count() == 1


@pytest.mark.slow
def test_decision_on_another_window_is_not_overwritten(decide):
    decide()
    message = "Kết luận của câu A-1.1 vừa thay đổi ở cửa sổ khác; hãy xem lại rồi quyết định."
    assert refusal(lambda: decide(judgement=REJECTED, seen=0), StaleDecision) == message
    assert standing().verdict == Verdict.ACCEPTED


def test_decision_that_was_seen_but_is_gone_is_stale(decide):
    assert "vừa thay đổi" in refusal(lambda: decide(seen=4711), StaleDecision)


def test_whatever_stands_is_replaced_where_nothing_is_said_of_it(decide):
    decide()
    assert decide(judgement=REJECTED, seen=None) == standing()


def test_decision_on_an_answer_that_changed_meanwhile_is_refused(decide, assessment):
    assert decide(answer_version=1).answer_version == 1
    Answer.objects.filter(assessment=assessment, code="A-1.2").update(version=2)
    message = "Câu trả lời A-1.2 vừa được sửa; hãy xem lại rồi quyết định."
    assert refusal(lambda: decide("A-1.2", answer_version=1), StaleDecision) == message


def test_decision_on_what_has_no_answer_says_so(decide, assessment):
    assessment.answers.get(code="B-2").revisions.all().delete()
    assessment.answers.get(code="B-2").delete()
    assert decide("B-2", REJECTED, answer_version=0).answer_version == 0


@pytest.mark.parametrize("code", ["A-1.5", "A-1.8", "B-1", "A-1", "Z-9", ""])
def test_what_is_hidden_a_text_fed_or_unknown_is_not_decided_on(decide, code):
    message = f"Câu {code} không thuộc nội dung cần thẩm định của phiếu này."
    assert refusal(lambda: decide(code)) == message


# -- who and when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_other_roles_decide_nothing(assessment, role):
    by = user_as(role, assessment.province)

    def act():
        return reviews.decide(by=by, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)

    assert refusal(act, NotAllowed) == "Vai trò của bạn không thẩm định phiếu này."


@pytest.mark.slow
def test_reviewer_of_others_decides_nothing_here(assessment, reviewer):
    other = reviewer_of(submitted_on_small())

    def act():
        return reviews.decide(by=other, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)

    assert refusal(act, NotAllowed) == "Bạn chưa được phân công thẩm định phiếu này."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "message"),
    [
        (AssessmentState.DRAFT, "Tỉnh chưa nộp phiếu nên chưa thẩm định được."),
        (AssessmentState.FINAL, "Kết quả đã chốt nên không thẩm định nữa."),
    ],
)
def test_decisions_are_taken_between_submission_and_the_end(assessment, reviewer, state, message):
    final = {"finalised_at": timezone.now(), "finalised_by": reviewer} if state == AssessmentState.FINAL else {}
    draft = {} if final else {"submitted_at": None, "submitted_by": None}
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **final, **draft)
    for act in (
        lambda: reviews.decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0),
        lambda: reviews.withdraw(by=reviewer, assessment=assessment, code="A-1.1", seen=0),
        lambda: reviews.accept_many(by=reviewer, assessment=assessment, codes=CODES),
        lambda: reviews.finish(by=reviewer, assessment=assessment),
    ):
        assert refusal(act, NotAllowed) == message
    assert Decision.objects.count() == 0


def test_second_reviewer_decides_from_their_own_seat(assessment, double):
    for person in double:
        reviews.decide(by=person, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)
    assert set(Decision.objects.values_list("seat", "by")) == {("first", double[0].pk), ("second", double[1].pk)}


@pytest.mark.slow
def test_one_of_two_who_is_done_decides_no_more(assessment, double):
    decide_all(assessment, double[0])

    def act():
        return reviews.decide(by=double[0], assessment=assessment, code="A-1.1", judgement=REJECTED, seen=None)

    message = "Bạn đã báo thẩm định xong; chỗ khác nhau do người thẩm định thứ nhất thống nhất."
    assert refusal(act) == message
    assert refusal(lambda: reviews.withdraw(by=double[0], assessment=assessment, code="A-1.1", seen=0)) == message


def test_only_reviewer_who_is_done_may_think_again(decide, assessment, reviewer):
    decide_all(assessment, reviewer)
    decide(judgement=REJECTED, seen=None)
    assert ReviewAssignment.objects.get().finished_at is None


# -- questions to the province -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_asking_prepares_a_question_and_asking_again_changes_it(decide):
    first = decide(judgement=asked("Bao giờ?"))
    decide(judgement=asked("Bao giờ và ở đâu?"), seen=first.pk)
    question = Clarification.objects.get()
    assert (question.question, question.sent_at) == ("Bao giờ và ở đâu?", None)


@pytest.mark.slow
def test_deciding_takes_back_a_question_that_was_not_sent(decide):
    first = decide(judgement=asked())
    decide(seen=first.pk)
    assert Clarification.objects.count() == 0


@pytest.mark.slow
def test_deciding_closes_a_question_that_was_sent(decide, assessment, reviewer):
    decide(judgement=asked())
    sent_back(assessment, reviewer)
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.SUBMITTED)
    decide(seen=None)
    question = Clarification.objects.get()
    assert (question.closed_by, question.sent_at is not None) == (reviewer, True)


@pytest.mark.slow
def test_asking_anew_closes_the_question_that_was_sent_before(decide, assessment, reviewer):
    decide(judgement=asked("Một?"))
    sent_back(assessment, reviewer)
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.SUBMITTED)
    decide(judgement=asked("Hai?"), seen=None)
    found = [(row.question, row.closed_at is None, row.sent_at is None) for row in Clarification.objects.all()]
    assert found == [("Một?", False, False), ("Hai?", True, True)]


@pytest.mark.slow
def test_leaf_that_is_with_the_province_waits_and_the_others_do_not(decide, assessment, reviewer):
    decide(judgement=asked())
    sent_back(assessment, reviewer)
    message = "Câu A-1.1 đang được tỉnh giải trình; hãy đợi tỉnh nộp giải trình."
    assert refusal(lambda: decide(seen=None)) == message
    assert decide("A-1.3").verdict == Verdict.ACCEPTED
    assert reviews.accept_many(by=reviewer, assessment=assessment, codes=CODES) == len(CODES) - 2


# -- withdrawing -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_withdrawn_decision_leaves_the_leaf_undecided_and_its_question_unasked(decide, assessment, reviewer):
    decision = decide(judgement=asked())
    reviews.withdraw(by=reviewer, assessment=assessment, code="A-1.1", seen=decision.pk)
    decision.refresh_from_db()
    assert (decision.superseded_why, standing(), Clarification.objects.count()) == (Superseded.WITHDRAWN, None, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seen", [0, 4711])
def test_only_what_was_seen_is_withdrawn(decide, assessment, reviewer, seen):
    def act():
        return reviews.withdraw(by=reviewer, assessment=assessment, code="A-1.1", seen=seen)

    message = "Kết luận của câu A-1.1 vừa thay đổi ở cửa sổ khác; hãy xem lại rồi quyết định."
    assert refusal(act, StaleDecision) == message
    decide()
    assert refusal(act, StaleDecision) == message
    assert standing().verdict == Verdict.ACCEPTED


# -- many at once ------------------------------------------------------------------------------------------------------


def test_many_are_accepted_but_for_what_was_decided_and_what_is_not_there(decide, assessment, reviewer):
    decide("A-1.2", REJECTED)
    wanted = ["A-1.2", "A-1.3", "B-2", "A-1.5", "Z-9"]
    assert reviews.accept_many(by=reviewer, assessment=assessment, codes=wanted) == 2
    found = dict(Decision.objects.values_list("code", "verdict"))
    assert found == {"A-1.2": "rejected", "A-1.3": "accepted", "B-2": "accepted"}
    event = WorkflowEvent.objects.get(verb=Verb.ACCEPT_MANY)
    assert (event.by, event.detail) == (reviewer, "2 câu")


def test_accepting_nothing_leaves_no_trace(assessment, reviewer):
    assert reviews.accept_many(by=reviewer, assessment=assessment, codes=[]) == 0
    assert WorkflowEvent.objects.filter(verb=Verb.ACCEPT_MANY).count() == 0


# -- being done --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_reviewer_is_done_with_a_decision_on_every_leaf(assessment, reviewer):
    decide_all(assessment, reviewer, finished=False)
    Decision.objects.filter(code__in=["A-1.1", "B-2"]).delete()
    assert refusal(lambda: reviews.finish(by=reviewer, assessment=assessment)) == "Còn 2 câu chưa có kết luận."
    reviews.accept_many(by=reviewer, assessment=assessment, codes=CODES)
    for _again in range(2):
        reviews.finish(by=reviewer, assessment=assessment)
    assert ReviewAssignment.objects.get().finished_at is not None
    assert WorkflowEvent.objects.filter(verb=Verb.FINISH_REVIEW).count() == 1


def test_reviewer_with_an_open_question_is_not_done(assessment, reviewer):
    decide_all(assessment, reviewer, other={"A-1.1": asked()}, finished=False)
    message = "Còn yêu cầu giải trình chưa có kết luận; hãy gửi lại cho tỉnh hoặc kết luận trước."
    assert refusal(lambda: reviews.finish(by=reviewer, assessment=assessment)) == message
