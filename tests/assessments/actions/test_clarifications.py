from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions import clarifications, workflow
from assessments.actions.answers import Content, save
from assessments.actions.reviews import decide, finish
from assessments.enums import AssessmentState, Seat, Superseded, Verb
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleAnswer
from assessments.models import Assessment
from tests.assessments.review_world import submitted_on_small
from tests.factories import ACCEPTED, asked, decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db
IN_A_WEEK = timedelta(days=7)


@pytest.fixture
def assessment():
    """Submitted, with its reviewer's question on two leaves not yet sent."""
    return submitted_on_small()


@pytest.fixture
def reviewer(assessment):
    found = reviewer_of(assessment)
    decide(by=found, assessment=assessment, code="A-1.1", judgement=asked("Văn bản nào?"), seen=0)
    decide(by=found, assessment=assessment, code="B-2", judgement=asked("Số của năm nào?"), seen=0)
    return found


@pytest.fixture
def coordinator(assessment):
    return user_as(Role.COORDINATOR, assessment.province)


@pytest.fixture
def returned(assessment, reviewer):
    clarifications.send_back(by=reviewer, assessment=assessment, until=in_a_week())
    return again(assessment)


def in_a_week():
    return timezone.localdate() + IN_A_WEEK


def again(assessment):
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def question(assessment, code="A-1.1"):
    return assessment.clarifications.filter(code=code).latest("pk")


def reply_to_all(assessment, by, text="Đã gửi kèm văn bản."):
    for found in assessment.clarifications.filter(closed_at=None):
        clarifications.reply(by=by, assessment=assessment, pk=found.pk, text=text)


# -- sending back ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_sending_back_opens_the_leaves_asked_about(assessment, reviewer):
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        assert clarifications.send_back(by=reviewer, assessment=assessment, until=in_a_week()) == 2
    found = again(assessment)
    assert (found.state, found.returned_at, found.clarify_until) == (AssessmentState.RETURNED, moment, in_a_week())
    assert set(found.clarifications.values_list("code", "sent_at")) == {("A-1.1", moment), ("B-2", moment)}
    event = found.events.get(verb=Verb.RETURN)
    assert (event.by, event.detail) == (reviewer, date_format(in_a_week()))


@pytest.mark.slow
def test_sending_back_without_a_question_is_refused(assessment):
    reviewer = reviewer_of(assessment)
    with pytest.raises(NotAllowed, match=r"^Chưa có câu nào được yêu cầu giải trình\.$"):
        clarifications.send_back(by=reviewer, assessment=assessment, until=in_a_week())


@pytest.mark.slow
@pytest.mark.parametrize("days", [0, -1])
def test_sending_back_needs_a_day_to_come(assessment, reviewer, days):
    today = timezone.localdate()
    with pytest.raises(Refusal) as refused:
        clarifications.send_back(by=reviewer, assessment=assessment, until=today + timedelta(days=days))
    assert str(refused.value) == f"Hạn giải trình cần sau hôm nay ({date_format(today)})."
    assert again(assessment).state == AssessmentState.SUBMITTED


@pytest.mark.slow
def test_day_that_would_lock_the_review_up_is_refused(assessment, reviewer):
    today = timezone.localdate()
    last = today + timedelta(days=90)
    with pytest.raises(Refusal) as refused:
        clarifications.send_back(by=reviewer, assessment=assessment, until=last + timedelta(days=1))
    expected = f"Hạn giải trình không quá 90 ngày kể từ hôm nay (đến hết {date_format(last)})."
    assert str(refused.value) == expected
    assert clarifications.send_back(by=reviewer, assessment=assessment, until=last) == 2


# -- replying --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_reply_is_kept_in_composed_letters_with_who_and_when(returned, coordinator):
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        clarifications.reply(by=coordinator, assessment=returned, pk=question(returned).pk, text=" Đa\u0303 gửi. ")
    found = question(returned)
    assert (found.reply, found.replied_by, found.replied_at) == ("Đã gửi.", coordinator, moment)


@pytest.mark.slow
def test_the_same_reply_again_changes_nothing(returned, coordinator):
    clarifications.reply(by=coordinator, assessment=returned, pk=question(returned).pk, text="Đã gửi.")
    before = question(returned).replied_at
    other = user_as(Role.CONTRIBUTOR, returned.province)
    clarifications.reply(by=other, assessment=returned, pk=question(returned).pk, text="Đã gửi.", seen="")
    assert (question(returned).replied_at, question(returned).replied_by) == (before, coordinator)


@pytest.mark.slow
def test_reply_never_overwrites_a_colleagues(returned, coordinator):
    asked_about = question(returned)
    clarifications.reply(by=coordinator, assessment=returned, pk=asked_about.pk, text="Của tôi.", seen="")
    colleague = user_as(Role.CONTRIBUTOR, returned.province)
    with pytest.raises(StaleAnswer) as refused:
        clarifications.reply(by=colleague, assessment=returned, pk=asked_about.pk, text="Khác.", seen="")
    assert str(refused.value) == "Giải trình của câu A-1.1 vừa được lưu ở cửa sổ khác; hãy xem lại."
    mark = clarifications.mark(question(returned))
    clarifications.reply(by=colleague, assessment=returned, pk=asked_about.pk, text="Khác.", seen=mark)
    assert question(returned).reply == "Khác."


@pytest.mark.slow
def test_empty_reply_is_refused(returned, coordinator):
    with pytest.raises(InvalidAnswer) as refused:
        clarifications.reply(by=coordinator, assessment=returned, pk=question(returned).pk, text=" \n ")
    assert refused.value.messages == {"reply": "Câu A-1.1: hãy viết nội dung giải trình."}


@pytest.mark.slow
def test_reply_outside_the_round_is_refused(assessment, reviewer, coordinator):
    with pytest.raises(NotAllowed, match=r"^Phiếu không ở bước giải trình\.$"):
        clarifications.reply(by=coordinator, assessment=assessment, pk=question(assessment).pk, text="Đây.")


@pytest.mark.slow
def test_reply_by_somebody_who_only_reads_is_refused(returned):
    leader = user_as(Role.LEADER, returned.province)
    with pytest.raises(NotAllowed, match=r"^Vai trò của bạn chỉ được xem phiếu này\.$"):
        clarifications.reply(by=leader, assessment=returned, pk=question(returned).pk, text="Đây.")


@pytest.mark.slow
def test_reply_after_the_last_day_is_refused(returned, coordinator):
    Assessment.objects.filter(pk=returned.pk).update(clarify_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotAllowed, match=r"^Đã quá hạn giải trình \("):
        clarifications.reply(by=coordinator, assessment=returned, pk=question(returned).pk, text="Đây.")


@pytest.mark.slow
@pytest.mark.parametrize("of_another", [True, False])
def test_reply_to_a_question_that_is_not_there_is_refused(returned, coordinator, of_another):
    pk = 10**12
    if of_another:
        other = submitted_on_small()
        decide(by=reviewer_of(other), assessment=other, code="A-1.1", judgement=asked(), seen=0)
        pk = question(other).pk
    with pytest.raises(Refusal, match=r"^Yêu cầu giải trình này đã đóng hoặc không có\.$"):
        clarifications.reply(by=coordinator, assessment=returned, pk=pk, text="Đây.")


# -- handing in ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_handing_in_gives_the_leaves_back_to_be_decided_anew(returned, reviewer, coordinator):
    decide(by=reviewer, assessment=returned, code="A-1.2", judgement=ACCEPTED, seen=0)
    save(by=coordinator, assessment=returned, code="B-2", content=Content(8, note="Số 2025."), expected_version=1)
    reply_to_all(returned, coordinator)
    clarifications.clarify(by=coordinator, assessment=returned)
    found = again(returned)
    assert (found.state, found.clarify_until, found.to_review) == (AssessmentState.SUBMITTED, None, 7)
    assert list(found.decisions.standing().values_list("code", flat=True)) == ["A-1.2"]
    why = dict(found.decisions.exclude(superseded_why="").values_list("code", "superseded_why"))
    assert why == {"A-1.1": Superseded.CLARIFIED, "B-2": Superseded.ANSWER_CHANGED}
    assert found.events.get(verb=Verb.CLARIFY).by == coordinator
    assert found.clarifications.filter(closed_at=None).count() == 2, "the thread stays until the reviewer decides"


@pytest.mark.slow
def test_handing_in_with_a_question_unreplied_is_refused(returned, coordinator):
    clarifications.reply(by=coordinator, assessment=returned, pk=question(returned).pk, text="Đây.")
    with pytest.raises(NotAllowed, match=r"^Còn 1 yêu cầu chưa có giải trình\.$"):
        clarifications.clarify(by=coordinator, assessment=returned)
    assert again(returned).state == AssessmentState.RETURNED


@pytest.mark.slow
def test_handing_in_with_an_answer_taken_away_is_refused(returned, coordinator):
    reply_to_all(returned, coordinator)
    save(by=coordinator, assessment=returned, code="B-2", content=Content(), expected_version=1)
    with pytest.raises(NotAllowed, match=r"^Còn 1 chỗ phải hoàn thành trước khi nộp\.$"):
        clarifications.clarify(by=coordinator, assessment=returned)


@pytest.mark.slow
def test_handing_in_by_a_contributor_is_refused(returned, coordinator):
    reply_to_all(returned, coordinator)
    with pytest.raises(NotAllowed, match=r"^Chỉ đầu mối của tỉnh được nộp giải trình\.$"):
        clarifications.clarify(by=user_as(Role.CONTRIBUTOR, returned.province), assessment=returned)


@pytest.mark.slow
def test_leaf_that_was_not_asked_about_stays_closed(returned, coordinator):
    with pytest.raises(NotAllowed) as refused:
        save(by=coordinator, assessment=returned, code="A-1.2", content=Content("no"), expected_version=1)
    assert str(refused.value) == "Câu A-1.2 không thuộc nội dung được yêu cầu giải trình nên không sửa được."


@pytest.mark.slow
def test_second_round_keeps_the_first_in_the_thread(returned, reviewer, coordinator):
    reply_to_all(returned, coordinator)
    clarifications.clarify(by=coordinator, assessment=returned)
    decide(by=reviewer, assessment=returned, code="A-1.1", judgement=asked("Còn phụ lục?"), seen=0)
    decide(by=reviewer, assessment=returned, code="B-2", judgement=ACCEPTED, seen=0)
    assert clarifications.send_back(by=reviewer, assessment=returned, until=in_a_week()) == 1
    thread = returned.clarifications.filter(code="A-1.1").order_by("pk")
    assert [(found.question, bool(found.reply), bool(found.closed_at)) for found in thread] == [
        ("Văn bản nào?", True, True),
        ("Còn phụ lục?", False, False),
    ]


# -- ending and closing ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_round_is_ended_once_its_day_has_passed(returned, reviewer):
    with pytest.raises(NotAllowed, match=r"^Chưa hết hạn giải trình \("):
        clarifications.resume(by=reviewer, assessment=returned)
    Assessment.objects.filter(pk=returned.pk).update(clarify_until=timezone.localdate() - timedelta(days=1))
    clarifications.resume(by=reviewer, assessment=returned)
    found = again(returned)
    assert (found.state, found.clarify_until) == (AssessmentState.SUBMITTED, None)
    assert list(found.decisions.standing()) == []
    assert found.events.get(verb=Verb.RESUME).by == reviewer


@pytest.mark.slow
def test_question_is_closed_by_who_asked_after_the_reply(returned, reviewer, coordinator):
    asked_about = question(returned)
    sentence = r"^Chỉ người đã hỏi được đóng yêu cầu, sau khi tỉnh nộp giải trình\.$"
    with pytest.raises(NotAllowed, match=sentence):
        clarifications.close(by=reviewer, assessment=returned, pk=asked_about.pk)
    reply_to_all(returned, coordinator)
    clarifications.clarify(by=coordinator, assessment=returned)
    with pytest.raises(NotAllowed, match=sentence):
        clarifications.close(by=user_as(Role.CAMPAIGN_MANAGER), assessment=returned, pk=asked_about.pk)
    clarifications.close(by=reviewer, assessment=returned, pk=asked_about.pk)
    assert (question(returned).closed_by, bool(question(returned).closed_at)) == (reviewer, True)
    with pytest.raises(Refusal, match=r"^Yêu cầu giải trình này đã đóng hoặc không có\.$"):
        clarifications.close(by=reviewer, assessment=returned, pk=asked_about.pk)


@pytest.mark.slow
def test_second_reviewers_question_is_theirs_to_close(assessment, coordinator):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide(by=second, assessment=assessment, code="A-1.1", judgement=asked("Văn bản nào?"), seen=0)
    clarifications.send_back(by=first, assessment=assessment, until=in_a_week())
    reply_to_all(assessment, coordinator)
    clarifications.clarify(by=coordinator, assessment=assessment)
    found = question(assessment)
    assert found.seat == Seat.SECOND
    with pytest.raises(NotAllowed):
        clarifications.close(by=first, assessment=assessment, pk=found.pk)
    clarifications.close(by=second, assessment=assessment, pk=found.pk)


@pytest.mark.slow
def test_clarified_answers_leave_the_submission_as_it_was(returned, coordinator):
    before = returned.snapshots.values_list("inputs", flat=True).get()
    save(by=coordinator, assessment=returned, code="B-2", content=Content(8), expected_version=1)
    assert returned.snapshots.values_list("inputs", flat=True).get() == before
    with pytest.raises(NotAllowed, match=r"^Phiếu đã nộp; hãy xem bảng điểm của bản nộp\.$"):
        workflow.preview(by=coordinator, assessment=returned)


@pytest.mark.slow
def test_review_is_not_finished_while_a_question_waits(returned, reviewer):
    with pytest.raises(Refusal):
        finish(by=reviewer, assessment=returned)
