"""Run twice, at once, or after a standstill: nobody is reminded of the same thing twice, and what was missed is made up
for by one reminder."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, Seat, Verdict
from assessments.models import Assessment, Campaign, Decision, Notice, ReviewAssignment
from assessments.notifications import remind_all, reminded, unfiled
from assessments.notifications.reminders import TO_CLARIFY, TO_REVIEW, TO_SUBMIT, mark_of
from tests.assessments.actions.together import at_once
from tests.assessments.notifications.people import due_in, more_of, staffed, told

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 6)


def subjects() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("subject", flat=True))


def set_state(assessment: Assessment, state: AssessmentState, **fields) -> None:
    by = User.objects.order_by("pk").first()
    submitted = {"submitted_at": timezone.now(), "submitted_by": by}
    if state == AssessmentState.FINAL:
        fields = {"finalised_at": timezone.now(), "finalised_by": by, **fields}
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **{**submitted, **fields})


@pytest.mark.parametrize(
    ("left", "marks", "expected"),
    [
        *((15, TO_SUBMIT, None), (14, TO_SUBMIT, 14), (9, TO_SUBMIT, 14), (7, TO_SUBMIT, 7), (2, TO_SUBMIT, 3)),
        *((1, TO_SUBMIT, 1), (0, TO_SUBMIT, 0), (-1, TO_SUBMIT, -1), (-6, TO_SUBMIT, -1), (-7, TO_SUBMIT, -7)),
        *((-300, TO_SUBMIT, -7), (4, TO_CLARIFY, None), (2, TO_CLARIFY, 3), (0, TO_CLARIFY, 1)),
        *((-5, TO_CLARIFY, -1), (8, TO_REVIEW, None), (0, TO_REVIEW, 1), (-1, TO_REVIEW, None)),
    ],
)
def test_mark_is_the_last_that_has_passed_on_its_side_of_the_day(left, marks, expected):
    assert mark_of(DAY, DAY - timedelta(days=left), marks) == expected


@pytest.mark.parametrize(
    ("left", "subject", "who"),
    [
        (15, "", set()),
        (14, "Còn 14 ngày đến hạn nộp phiếu của Đà Nẵng", {Role.COORDINATOR}),
        (1, "Còn 1 ngày đến hạn nộp phiếu của Đà Nẵng", {Role.COORDINATOR}),
        (0, "Hôm nay là hạn nộp phiếu của Đà Nẵng", {Role.COORDINATOR, Role.LEADER}),
        (-1, "Phiếu của Đà Nẵng đã quá hạn nộp 1 ngày", {Role.COORDINATOR, Role.LEADER}),
        (-7, "Phiếu của Đà Nẵng đã quá hạn nộp 7 ngày", {Role.COORDINATOR, Role.LEADER}),
    ],
)
def test_submission_is_reminded_by_its_day(left, subject, who):
    assessment, people = staffed()
    today = due_in(assessment, left)
    assessment.province.name = "Đà Nẵng"
    assessment.province.save()
    assert remind_all(today) == len(who)
    assert (set(subjects()), told(people)) == ({subject} if subject else set(), who)


def test_texts_say_until_when_and_what_to_do():
    assessment, people = staffed()
    due_in(assessment, 3)
    Campaign.objects.update(name="Đợt 2026", submit_by=DAY, opens_on=date(2026, 1, 1))
    remind_all(DAY)
    remind_all(DAY + timedelta(days=1))
    assert list(Notice.objects.filter(user=people["leader"]).order_by("pk").values_list("body", flat=True)) == [
        "Đợt 2026: phiếu chưa nộp. Hạn nộp: hết ngày 06/05/2026. Hãy hoàn thành các câu còn thiếu rồi nộp phiếu.",
        "Đợt 2026: phiếu chưa nộp, hạn là hết ngày 06/05/2026. Nếu cần thêm thời gian, hãy đề nghị cơ quan chủ trì đợt "
        "đánh giá gia hạn.",
    ]


@pytest.mark.slow
def test_reminders_of_a_whole_round_come_once_each_however_often_it_runs():
    assessment, people = staffed()
    today = due_in(assessment, 20)
    for day in range(40):
        remind_all(today + timedelta(days=day))
        assert remind_all(today + timedelta(days=day)) == 0
    assert Notice.objects.filter(user=people["coordinator"]).count() == len(TO_SUBMIT)
    assert Notice.objects.filter(user=people["leader"]).count() == 3


def test_days_of_standstill_are_made_up_for_by_one_reminder():
    assessment, _people = staffed()
    today = due_in(assessment, 15)
    remind_all(today)
    assert remind_all(today + timedelta(days=13)) == 1
    assert [subject.split(" đến")[0] for subject in subjects()] == ["Còn 2 ngày"]
    assert remind_all(today + timedelta(days=14)) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_schedules_at_once_remind_once():
    assessment, _people = staffed()
    more_of(assessment.campaign, 5)
    today = due_in(assessment, 0)
    at_once(lambda: remind_all(today), lambda: remind_all(today), lambda: remind_all(today))
    assert Notice.objects.count() == 12


def test_extension_begins_anew_with_its_own_day():
    assessment, _people = staffed()
    today = due_in(assessment, 0)
    remind_all(today)
    Assessment.objects.update(extended_to=today + timedelta(days=7), extension_reason="Bão.")
    assert remind_all(today) == 1
    assert subjects()[-1].startswith("Còn 7 ngày đến hạn nộp phiếu")


@pytest.mark.parametrize("state", [state for state in CampaignState if state != CampaignState.OPEN])
def test_only_open_campaigns_and_extensions_are_to_be_filed(state):
    assessment, _people = staffed()
    today = due_in(assessment, 0)
    assert list(unfiled(today)) == [assessment]
    Campaign.objects.update(state=state)
    assert list(unfiled(today)) == []
    Assessment.objects.update(extended_to=today + timedelta(days=1), extension_reason="Bão.")
    assert list(unfiled(today)) == ([assessment] if state == CampaignState.CLOSED else [])


def test_campaign_before_its_first_day_is_not_to_be_filed():
    assessment, _people = staffed()
    today = due_in(assessment, 0)
    assert list(unfiled(today - timedelta(days=61))) == []


@pytest.mark.parametrize("state", [state for state in AssessmentState if state != AssessmentState.DRAFT])
def test_what_is_handed_in_is_not_to_be_filed(state):
    assessment, _people = staffed()
    today = due_in(assessment, 0)
    set_state(assessment, state, returned_at=timezone.now(), clarify_until=today)
    assert list(unfiled(today)) == []


def test_reminders_ask_as_many_queries_for_many_provinces():
    assessment, _people = staffed()
    today = due_in(assessment, 0)
    with CaptureQueriesContext(connection) as first:
        remind_all(today)
    more_of(assessment.campaign, 20)
    with CaptureQueriesContext(connection) as many:
        assert remind_all(today) == 40
    assert len(many) == len(first)


# -- clarification ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_clarification_is_reminded_by_its_day_and_once():
    assessment, people = staffed()
    assessment.province.name = "Đà Nẵng"
    assessment.province.save()
    Campaign.objects.update(state=CampaignState.CLOSED, name="Đợt 2026")
    set_state(assessment, AssessmentState.RETURNED, returned_at=timezone.now(), clarify_until=DAY)
    for day in range(-6, 4):
        remind_all(DAY + timedelta(days=day))
        assert remind_all(DAY + timedelta(days=day)) == 0
    assert told(people) == {Role.CONTRIBUTOR, Role.COORDINATOR}
    found = Notice.objects.filter(user=people["coordinator"]).order_by("pk").values_list("subject", "body")
    open_body = "Đợt 2026: giải trình chưa nộp. Hạn: hết ngày 06/05/2026. Hãy trả lời từng yêu cầu rồi nộp giải trình."
    assert list(found) == [
        ("Còn 3 ngày đến hạn giải trình của Đà Nẵng", open_body),
        ("Còn 1 ngày đến hạn giải trình của Đà Nẵng", open_body),
        (
            "Đà Nẵng đã quá hạn giải trình",
            "Đợt 2026: hạn là hết ngày 06/05/2026; các câu được hỏi sẽ được kết luận theo nội dung hiện có.",
        ),
    ]


def test_clarification_on_its_day_is_reminded_if_it_was_missed_before():
    assessment, _people = staffed()
    set_state(assessment, AssessmentState.RETURNED, returned_at=timezone.now(), clarify_until=DAY)
    assert remind_all(DAY) == 2
    assert subjects()[0].startswith("Hôm nay là hạn giải trình của")


# -- review ----------------------------------------------------------------------------------------------------------


def under_review(to_review: int = 2) -> tuple[Assessment, dict[str, User]]:
    assessment, people = staffed()
    due_in(assessment, -20)
    Campaign.objects.update(state=CampaignState.CLOSED, name="Đợt 2026", review_by=DAY, submit_by=DAY, opens_on=DAY)
    set_state(assessment, AssessmentState.SUBMITTED, to_review=to_review)
    assessment.province.name = "Đà Nẵng"
    assessment.province.save()
    ReviewAssignment.objects.create(assessment=assessment, seat=Seat.FIRST, reviewer=people["reviewer"])
    return assessment, people


def decide(assessment: Assessment, code: str, verdict: Verdict = Verdict.ACCEPTED, **fields) -> None:
    reason = "" if verdict == Verdict.ACCEPTED else "unclear"
    given = {"seat": Seat.FIRST, "answer_version": 1, **fields}
    Decision.objects.create(assessment=assessment, code=code, verdict=verdict, reason=reason, **given)


@pytest.mark.slow
def test_reviewer_is_reminded_of_what_is_undecided_in_one_notice_a_campaign():
    assessment, people = under_review()
    [other] = more_of(assessment.campaign, 1)
    set_state(other, AssessmentState.SUBMITTED, to_review=2)
    ReviewAssignment.objects.create(assessment=other, seat=Seat.SECOND, reviewer=people["reviewer"])
    for day in range(-9, 2):
        remind_all(DAY + timedelta(days=day))
        assert remind_all(DAY + timedelta(days=day)) == 0
    by_code = sorted([assessment.province, other.province], key=lambda province: province.code)
    names = ", ".join("Đà Nẵng" if province == assessment.province else province.name for province in by_code)
    body = f"Đợt 2026: còn 2 phiếu chưa kết luận xong ({names}). Hạn thẩm định: hết ngày 06/05/2026."
    assert list(Notice.objects.order_by("pk").values_list("user", "subject", "body", "path")) == [
        (people["reviewer"].pk, "Còn 7 ngày đến hạn thẩm định", body, "/"),
        (people["reviewer"].pk, "Còn 1 ngày đến hạn thẩm định", body, "/"),
    ]


def test_reviewer_who_has_decided_is_not_reminded():
    assessment, _people = under_review()
    decide(assessment, "A-1.1")
    decide(assessment, "A-1.2", Verdict.ASKED)
    decide(assessment, "A-1.3", seat=Seat.SECOND)
    decide(assessment, "A-1.3", superseded_at=timezone.now(), superseded_why="withdrawn")
    assert remind_all(DAY) == 1
    assert subjects() == ["Hôm nay là hạn thẩm định"]
    Notice.objects.all().delete()
    decide(assessment, "A-1.3", Verdict.REJECTED)
    assert remind_all(DAY) == 0


@pytest.mark.parametrize("case", ["finished", "final", "returned", "left"])
def test_reviewer_with_nothing_to_do_is_not_reminded(case):
    assessment, people = under_review()
    if case == "finished":
        ReviewAssignment.objects.update(finished_at=timezone.now())
    elif case == "left":
        User.objects.filter(pk=people["reviewer"].pk).update(is_active=False)
    else:
        given = {"returned_at": timezone.now(), "clarify_until": DAY + timedelta(days=30)}
        set_state(assessment, AssessmentState(case), **(given if case == "returned" else {}))
    assert remind_all(DAY) == 0


# -- by hand ---------------------------------------------------------------------------------------------------------


def test_reminded_by_hand_goes_to_coordinators_once_a_day():
    assessment, people = staffed()
    today = due_in(assessment, 20)
    others = more_of(assessment.campaign, 2)
    assert reminded([assessment, *others], today) == 3
    assert reminded([assessment, *others], today) == 0
    assert Notice.objects.filter(user=people["coordinator"]).count() == 1
    assert Notice.objects.filter(user=people["leader"]).count() == 0
    assert reminded([assessment], today + timedelta(days=1)) == 1
