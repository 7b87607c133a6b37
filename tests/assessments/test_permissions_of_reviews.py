"""The ministry's side of one assessment: role × state × verb → the reason, "" where it is allowed."""

from datetime import date, timedelta
from itertools import product

import pytest

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, Seat
from assessments.models import Assessment, Campaign
from assessments.permissions import (
    why_not_assign,
    why_not_decide,
    why_not_extend,
    why_not_extend_to,
    why_not_finalise,
    why_not_lead,
    why_not_reopen,
    why_not_resume,
    why_not_return,
    why_not_review,
    why_not_settle,
)
from tests.factories import MembershipFactory, user_as

from .people import expected, told

pytestmark = pytest.mark.django_db

NO_REVIEWER = "Vai trò của bạn không thẩm định phiếu này."
NOT_ASSIGNED = "Bạn chưa được phân công thẩm định phiếu này."
LEADERS_ONLY = "Chỉ người thẩm định thứ nhất và quản trị đợt được làm việc này."
NOTHING_TO_SEND_BACK = "Chỉ phiếu đã nộp và chưa chốt mới gửi lại để giải trình được."
NOT_CLARIFYING = "Phiếu không ở bước giải trình."
NOT_UNDER_REVIEW = "Phiếu không ở bước thẩm định."
STILL_BLIND = "Hai người thẩm định chưa cùng xong nên chưa đối chiếu được."
NOT_OPEN = "Đợt đánh giá chưa mở hoặc đã kết thúc."

TODAY = date(2026, 5, 20)
DAY = timedelta(days=1)
DRAFT, SUBMITTED, RETURNED, FINAL = AssessmentState
SEATS = (None, Seat.FIRST, Seat.SECOND)
REVIEWING = {
    DRAFT: "Tỉnh chưa nộp phiếu nên chưa thẩm định được.",
    SUBMITTED: "",
    RETURNED: "",
    FINAL: "Kết quả đã chốt nên không thẩm định nữa.",
}
MANAGERS = {Role.CAMPAIGN_MANAGER}


@pytest.fixture
def of(home):
    """An assessment in a state, not stored: the rules look at the state, the dates and the province only."""

    def make(state: AssessmentState = DRAFT, campaign: CampaignState = CampaignState.CLOSED, **fields) -> Assessment:
        made = Campaign(state=campaign, submit_by=TODAY - 9 * DAY)
        return Assessment(**{"campaign": made, "province": home, "state": state, **fields})

    return make


def leading(seats, by_case: dict) -> dict:
    """The table of what the first reviewer and managers may do; a reviewer is asked with each seat."""
    seated = {(seat, case): by_case[case] if seat is Seat.FIRST else LEADERS_ONLY for seat, case in seats}
    managing = {(seat, case): by_case[case] for seat, case in seats}
    nobody = expected((), LEADERS_ONLY, dict.fromkeys(seats, ""))
    reviewers = {(Role.REVIEWER, key): reason for key, reason in seated.items()}
    return {**nobody, **reviewers, **{(Role.CAMPAIGN_MANAGER, key): reason for key, reason in managing.items()}}


def test_why_not_review_by_role_seat_and_state(people, of):
    cases = [*product(SEATS, AssessmentState)]
    found = told(people, cases, lambda user, case: why_not_review(user, of(case[1]), case[0]))
    reasons = {(seat, state): NOT_ASSIGNED if seat is None else REVIEWING[state] for seat, state in cases}
    assert found == expected({Role.REVIEWER}, NO_REVIEWER, reasons)


def test_why_not_decide_is_why_not_review_where_nothing_else_hinders(people, of):
    ask = lambda user, case: why_not_decide(user, of(case[1]), case[0], "A-1", (), is_finished=False)  # noqa: E731
    cases = [*product(SEATS, AssessmentState)]
    review = told(people, cases, lambda user, case: why_not_review(user, of(case[1]), case[0]))
    assert told(people, cases, ask) == review


@pytest.mark.parametrize(
    ("opened", "is_finished", "reason"),
    [
        (("A-1", "A-2"), False, "Câu A-1 đang được tỉnh giải trình; hãy đợi tỉnh nộp giải trình."),
        (("A-1",), True, "Câu A-1 đang được tỉnh giải trình; hãy đợi tỉnh nộp giải trình."),
        (
            ("A-2",),
            True,
            "Bạn đã báo thẩm định xong; chỗ khác nhau do người thẩm định thứ nhất thống nhất.",
        ),
        (("A-2",), False, ""),
    ],
)
def test_why_not_decide_on_what_is_with_the_province_or_handed_over(opened, is_finished, reason, people, of):
    def ask(user, seat):
        return why_not_decide(user, of(RETURNED), seat, "A-1", opened, is_finished=is_finished)

    reasons = {None: NOT_ASSIGNED, Seat.FIRST: reason, Seat.SECOND: reason}
    assert told(people, SEATS, ask) == expected({Role.REVIEWER}, NO_REVIEWER, reasons)


def test_why_not_lead_is_for_the_first_reviewer_and_managers(people, of):
    cases = [*product(SEATS, AssessmentState)]
    found = told(people, cases, lambda user, case: why_not_lead(user, of(case[1]), case[0]))
    assert found == leading(cases, dict.fromkeys(AssessmentState, ""))


def test_a_seat_without_the_role_leads_nothing(people, of):
    """Somebody who was a reviewer when assigned."""
    assert why_not_lead(people[Role.AUDITOR], of(SUBMITTED), Seat.FIRST) == LEADERS_ONLY
    assert why_not_review(people[Role.CAMPAIGN_MANAGER], of(SUBMITTED), Seat.FIRST) == NO_REVIEWER


def test_a_manager_in_the_second_seat_leads_as_a_manager(of):
    user = user_as(Role.REVIEWER)
    MembershipFactory(user=user, body=user.memberships.get().body, role=Role.CAMPAIGN_MANAGER)
    assert why_not_lead(user, of(SUBMITTED), Seat.SECOND) == ""


@pytest.mark.parametrize("asked", [0, 1, 5])
def test_why_not_return_by_role_seat_and_state(asked, people, of):
    cases = [*product(SEATS, AssessmentState)]
    found = told(people, cases, lambda user, case: why_not_return(user, of(case[1]), case[0], asked))
    reasons = {
        **dict.fromkeys(AssessmentState, NOTHING_TO_SEND_BACK),
        SUBMITTED: "" if asked else "Chưa có câu nào được yêu cầu giải trình.",
    }
    assert found == leading(cases, reasons)


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (TODAY + DAY, "Chưa hết hạn giải trình (21/05/2026)."),
        (TODAY, "Chưa hết hạn giải trình (20/05/2026)."),
        (TODAY - DAY, ""),
        (None, ""),
    ],
)
def test_why_not_resume_by_role_seat_and_state(until, reason, people, of):
    cases = [*product(SEATS, AssessmentState)]
    found = told(
        people, cases, lambda user, case: why_not_resume(user, of(case[1], clarify_until=until), case[0], TODAY)
    )
    reasons = {**dict.fromkeys(AssessmentState, NOT_CLARIFYING), RETURNED: reason}
    assert found == leading(cases, reasons)


@pytest.mark.parametrize("is_unblinded", [False, True])
def test_why_not_settle_by_role_seat_and_state(is_unblinded, people, of):
    def ask(user, case):
        return why_not_settle(user, of(case[1]), case[0], is_unblinded=is_unblinded)

    cases = [*product(SEATS, AssessmentState)]
    done = "" if is_unblinded else STILL_BLIND
    reasons = {DRAFT: NOT_UNDER_REVIEW, SUBMITTED: done, RETURNED: done, FINAL: NOT_UNDER_REVIEW}
    assert told(people, cases, ask) == leading(cases, reasons)


@pytest.mark.parametrize(
    ("undecided", "unanswered", "reason"),
    [
        (0, 0, ""),
        (3, 0, "Phiếu của Đà Nẵng còn 3 câu chưa có kết luận thẩm định."),
        (0, 2, "Phiếu của Đà Nẵng còn 2 yêu cầu giải trình chưa đóng."),
        (3, 2, "Phiếu của Đà Nẵng còn 2 yêu cầu giải trình chưa đóng."),
    ],
)
def test_why_not_finalise_by_role_and_state(undecided, unanswered, reason, people, of):
    found = told(people, AssessmentState, lambda user, state: why_not_finalise(user, of(state), undecided, unanswered))
    reasons = {
        state: f"Phiếu của Đà Nẵng đang ở trạng thái “{state.label}” nên chưa chốt được." for state in AssessmentState
    }
    assert found == expected(MANAGERS, "Chỉ quản trị đợt được chốt kết quả.", {**reasons, SUBMITTED: reason})


def test_why_not_reopen_by_role_and_state(people, of):
    found = told(people, AssessmentState, lambda user, state: why_not_reopen(user, of(state)))
    reasons = {**dict.fromkeys(AssessmentState, "Chỉ phiếu đã chốt mới mở lại được."), FINAL: ""}
    assert found == expected(MANAGERS, "Chỉ quản trị đợt được mở lại thẩm định.", reasons)


def test_why_not_extend_by_role_and_both_states(people, of):
    cases = [*product(AssessmentState, CampaignState)]
    found = told(people, cases, lambda user, case: why_not_extend(user, of(*case)))
    reasons = {}
    for state, campaign in cases:
        open_still = campaign in {CampaignState.OPEN, CampaignState.CLOSED}
        reasons[state, campaign] = "" if open_still else NOT_OPEN
        if state != DRAFT:
            reasons[state, campaign] = "Phiếu đã nộp nên không cần gia hạn."
    assert found == expected(MANAGERS, "Chỉ quản trị đợt được gia hạn.", reasons)


@pytest.mark.parametrize(
    ("last", "until", "reason"),
    [
        (TODAY - 9 * DAY, TODAY, ""),
        (TODAY - 9 * DAY, TODAY + DAY, ""),
        (TODAY - 9 * DAY, TODAY - DAY, "Ngày gia hạn cần từ hôm nay (20/05/2026) trở đi."),
        (TODAY, TODAY + DAY, ""),
        (TODAY, TODAY, "Ngày gia hạn cần sau hạn chung (20/05/2026)."),
        (TODAY + DAY, TODAY + DAY, "Ngày gia hạn cần sau hạn chung (21/05/2026)."),
        (TODAY + DAY, TODAY - DAY, "Ngày gia hạn cần sau hạn chung (21/05/2026)."),
    ],
)
def test_why_not_extend_to_a_day_gone_by_or_not_after_the_common_one(last, until, reason, of):
    found = of()
    found.campaign.submit_by = last
    assert why_not_extend_to(found, until, TODAY) == reason


def test_why_not_assign_by_role_and_state_of_the_campaign(people):
    found = told(people, CampaignState, lambda user, state: why_not_assign(user, Campaign(state=state)))
    reasons = {**dict.fromkeys(CampaignState, ""), CampaignState.DRAFT: "Hãy mở đợt trước khi phân công thẩm định."}
    assert found == expected(MANAGERS, "Chỉ quản trị đợt được phân công thẩm định.", reasons)
