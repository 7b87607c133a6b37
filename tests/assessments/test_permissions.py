"""Who may do what to answers: role × situation × verb → the reason, "" where it is allowed. The ministry's side is in
test_permissions_of_reviews.py and test_campaign_permissions.py."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.enums import ApprovalStage, AssessmentState, CampaignState, ScanState
from assessments.models import Assessment, Campaign, Evidence, StoredFile
from assessments.permissions import (
    ROLE_PERMISSIONS,
    Permission,
    has_permission,
    may_run_campaigns,
    may_see_all_reviews,
    may_see_reviews,
    why_not_carry_over,
    why_not_clarify,
    why_not_edit,
    why_not_edit_leaf,
    why_not_fetch,
    why_not_open,
    why_not_preview,
    why_not_report,
    why_not_reuse,
    why_not_submit,
)
from tests.factories import MembershipFactory, ProvinceFactory, user_as

from .people import WHO, expected, told

pytestmark = pytest.mark.django_db

LOOK_ONLY = "Vai trò của bạn chỉ được xem phiếu này."
HANDED_IN = "Phiếu đã nộp nên không sửa được nữa."
NOT_OPEN = "Đợt đánh giá chưa mở hoặc đã kết thúc."
TOO_LATE = "Đã quá hạn tự đánh giá (%s)."
COORDINATOR_ONLY = "Chỉ đầu mối của tỉnh được nộp phiếu."
SUBMITTED_ALREADY = "Phiếu đã nộp rồi."
NO_PREVIEW = "Vai trò của bạn không được tính điểm thử cho phiếu này."
PREVIEW_TOO_LATE = "Phiếu đã nộp; hãy xem bảng điểm của bản nộp."
NO_REPORT = "Vai trò của bạn không được lập báo cáo cho phiếu này."
NO_CARRYING = "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang."
CARRIED_TOO_LATE = "Phiếu đã nộp nên không mang câu trả lời của đợt trước sang được nữa."
CLARIFY_COORDINATOR_ONLY = "Chỉ đầu mối của tỉnh được nộp giải trình."
NOT_CLARIFYING = "Phiếu không ở bước giải trình."

TODAY = date(2026, 5, 20)
DAY = timedelta(days=1)
NO_LEADER = ApprovalStage.NOT_NEEDED
OPEN, CLOSED = CampaignState.OPEN, CampaignState.CLOSED
DRAFT, SUBMITTED, RETURNED, FINAL = AssessmentState

SITUATIONS = {
    "open": {},
    "last day": {"submit_by": TODAY},
    "submitted": {"state": SUBMITTED},
    "final": {"state": FINAL},
    "past deadline": {"submit_by": TODAY - DAY},
    "not yet": {"opens_on": TODAY + DAY},
    "in preparation": {"campaign": CampaignState.DRAFT},
    "closed": {"campaign": CLOSED},
    "results final": {"campaign": CampaignState.FINAL},
    "published": {"campaign": CampaignState.PUBLISHED},
    "extended": {"submit_by": TODAY - DAY, "extended_to": TODAY},
    "extended to a day gone by": {"submit_by": TODAY - 2 * DAY, "extended_to": TODAY - DAY},
    "extended, closed": {"campaign": CLOSED, "submit_by": TODAY - DAY, "extended_to": TODAY},
    "extended to a day gone by, closed": {"campaign": CLOSED, "submit_by": TODAY - 9 * DAY, "extended_to": TODAY - DAY},
    "extended, results final": {"campaign": CampaignState.FINAL, "submit_by": TODAY - DAY, "extended_to": TODAY},
    "returned": {"campaign": CLOSED, "submit_by": TODAY - DAY, "state": RETURNED, "clarify_until": TODAY},
    "returned, too late": {"campaign": CLOSED, "state": RETURNED, "clarify_until": TODAY - DAY},
    "returned without a day": {"state": RETURNED},
}
YESTERDAY = "19/05/2026"
WHEN = {
    **dict.fromkeys(SITUATIONS, ""),
    **dict.fromkeys(("not yet", "in preparation", "closed", "results final", "published"), NOT_OPEN),
    "extended, results final": NOT_OPEN,
    **dict.fromkeys(
        ("past deadline", "extended to a day gone by", "extended to a day gone by, closed"), TOO_LATE % YESTERDAY
    ),
    "returned, too late": f"Đã quá hạn giải trình ({YESTERDAY}).",
}
"""What the dates say of each situation."""

EDITORS = {Role.CONTRIBUTOR, Role.COORDINATOR}
PREVIEWERS = {Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER}
REPORTERS = {*PREVIEWERS, Role.REVIEWER, Role.CAMPAIGN_MANAGER}


def assessment_when(situation: str, home) -> Assessment:
    """Not stored: the rules look at the state, the dates and the province only."""
    given = {**SITUATIONS[situation]}
    campaign = Campaign(
        opens_on=given.pop("opens_on", TODAY - 60 * DAY),
        submit_by=given.pop("submit_by", TODAY + 30 * DAY),
        state=given.pop("campaign", OPEN),
    )
    return Assessment(**{"campaign": campaign, "province": home, "state": DRAFT, **given})


@pytest.fixture
def situations(home):
    return {situation: assessment_when(situation, home) for situation in SITUATIONS}


def by_state(situations, **reasons: str) -> dict[str, str]:
    """What the dates say, but for assessments in these states."""
    return {name: reasons.get(found.state, WHEN[name]) for name, found in situations.items()}


def test_why_not_edit_by_role_and_situation(people, situations):
    found = told(people, situations, lambda user, name: why_not_edit(user, situations[name], TODAY))
    assert found == expected(EDITORS, LOOK_ONLY, by_state(situations, submitted=HANDED_IN, final=HANDED_IN))


def test_evidence_is_used_again_within_its_province(home):
    assessment = assessment_when(next(iter(SITUATIONS)), home)
    said = "Chỉ dùng lại được minh chứng của chính tỉnh, thành phố mình."
    found = [why_not_reuse(assessment, Evidence(province_id=number)) for number in (home.pk, home.pk + 1)]
    assert found == ["", said]


@pytest.mark.parametrize("opened", [(), ("A-1", "A-2"), ("A-3",)])
def test_why_not_edit_leaf_opens_what_was_sent_back_and_nothing_else(people, situations, opened):
    ask = lambda user, name: why_not_edit_leaf(user, situations[name], TODAY, "A-1", opened)  # noqa: E731
    reasons = by_state(situations, submitted=HANDED_IN, final=HANDED_IN)
    if "A-1" not in opened:
        other = "Câu A-1 không thuộc nội dung được yêu cầu giải trình nên không sửa được."
        reasons |= dict.fromkeys(("returned", "returned without a day"), other)
    assert told(people, situations, ask) == expected(EDITORS, LOOK_ONLY, reasons)


def test_why_not_submit_by_role_and_situation(people, situations):
    found = told(people, situations, lambda user, name: why_not_submit(user, situations[name], TODAY, 0, NO_LEADER))
    handed_in = dict.fromkeys(("submitted", "final", "returned"), SUBMITTED_ALREADY)
    assert found == expected({Role.COORDINATOR}, COORDINATOR_ONLY, by_state(situations, **handed_in))


def test_why_not_carry_over_by_role_and_situation(people, situations):
    found = told(people, situations, lambda user, name: why_not_carry_over(user, situations[name], TODAY))
    handed_in = dict.fromkeys(("submitted", "final", "returned"), CARRIED_TOO_LATE)
    assert found == expected({Role.COORDINATOR}, NO_CARRYING, by_state(situations, **handed_in))


def test_why_not_clarify_by_role_and_situation(people, situations):
    found = told(people, situations, lambda user, name: why_not_clarify(user, situations[name], TODAY, 0, 0))
    elsewhere = dict.fromkeys(("draft", "submitted", "final"), NOT_CLARIFYING)
    assert found == expected({Role.COORDINATOR}, CLARIFY_COORDINATOR_ONLY, by_state(situations, **elsewhere))


def test_why_not_preview_by_role_and_situation(people, situations):
    found = told(people, situations, lambda user, name: why_not_preview(user, situations[name]))
    reasons = {name: "" if row.state == DRAFT else PREVIEW_TOO_LATE for name, row in situations.items()}
    assert found == expected(PREVIEWERS, NO_PREVIEW, reasons)


def test_why_not_report_by_role_and_situation(people, situations):
    found = told(people, situations, lambda user, name: why_not_report(user, situations[name]))
    assert found == expected(REPORTERS, NO_REPORT, dict.fromkeys(SITUATIONS, ""))


@pytest.mark.parametrize(
    ("may", "those"),
    [
        (may_run_campaigns, {Role.CAMPAIGN_MANAGER}),
        (may_see_reviews, {Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR}),
        (may_see_all_reviews, {Role.CAMPAIGN_MANAGER, Role.AUDITOR}),
    ],
)
def test_rights_that_reach_over_all_provinces(may, those, people):
    assert {who for who, user in people.items() if may(user)} == those


@pytest.mark.parametrize("missing", [1, 17])
def test_why_not_submit_and_clarify_count_what_is_missing(missing, people, situations):
    by = people[Role.COORDINATOR]
    reasons = [
        why_not_submit(by, situations["open"], TODAY, missing, NO_LEADER),
        why_not_clarify(by, situations["returned"], TODAY, missing, 0),
    ]
    assert reasons == [f"Còn {missing} chỗ phải hoàn thành trước khi nộp."] * 2


@pytest.mark.parametrize("unreplied", [1, 17])
def test_why_not_clarify_counts_questions_without_a_reply_first(unreplied, people, situations):
    found = why_not_clarify(people[Role.COORDINATOR], situations["returned, too late"], TODAY, 3, unreplied)
    assert found == f"Còn {unreplied} yêu cầu chưa có giải trình."


def test_role_comes_before_what_is_missing(people, situations):
    by = people[Role.CONTRIBUTOR]
    assert why_not_submit(by, situations["past deadline"], TODAY, 3, NO_LEADER) == COORDINATOR_ONLY
    assert why_not_clarify(by, situations["returned"], TODAY, 3, 3) == CLARIFY_COORDINATOR_ONLY


def test_why_not_open_takes_answers_from_the_first_to_the_last_day(situations):
    campaign = situations["open"].campaign
    reasons = {
        campaign.opens_on - DAY: NOT_OPEN,
        campaign.opens_on: "",
        campaign.submit_by: "",
        campaign.submit_by + DAY: TOO_LATE % date_format(campaign.submit_by),
    }
    assert {today: why_not_open(situations["open"], today) for today in reasons} == reasons


@pytest.mark.parametrize("state", [OPEN, CLOSED])
def test_why_not_open_takes_answers_of_an_exception_to_its_own_last_day(state, situations):
    found = situations["extended"]
    found.campaign.state = state
    reasons = {TODAY - DAY: "", TODAY: "", TODAY + DAY: TOO_LATE % "20/05/2026"}
    assert {today: why_not_open(found, today) for today in reasons} == reasons


def test_an_exception_does_not_open_a_campaign_before_its_time(home):
    found = assessment_when("not yet", home)
    found.extended_to = TODAY + 90 * DAY
    assert why_not_open(found, TODAY) == NOT_OPEN


def test_why_not_open_writes_the_deadline_as_a_vietnamese_date(situations):
    situations["open"].campaign.submit_by = date(2026, 5, 6)
    assert why_not_open(situations["open"], date(2026, 5, 7)) == "Đã quá hạn tự đánh giá (06/05/2026)."


def test_rights_of_two_roles_add_up(home):
    assessment = assessment_when("open", home)
    user = user_as(Role.LEADER, home)
    MembershipFactory(user=user, body=user.memberships.get().body, role=Role.CONTRIBUTOR)
    assert why_not_edit(user, assessment, TODAY) == ""
    assert why_not_submit(user, assessment, TODAY, 0, NO_LEADER) == COORDINATOR_ONLY


def test_a_reviewer_who_is_a_manager_too_sees_all_reviews():
    """What they sit on themselves is kept from them by `reviewing.Standing.seats_shown`."""
    user = user_as(Role.REVIEWER)
    MembershipFactory(user=user, body=user.memberships.get().body, role=Role.CAMPAIGN_MANAGER)
    assert (may_see_reviews(user), may_see_all_reviews(user)) == (True, True)


def test_a_right_in_one_province_is_none_in_another(home):
    here, elsewhere = assessment_when("open", home), assessment_when("open", ProvinceFactory())
    user = user_as(Role.COORDINATOR, here.province)
    MembershipFactory(user=user, body__province=elsewhere.province, role=Role.LEADER)
    assert (why_not_submit(user, here, TODAY, 0, NO_LEADER), why_not_submit(user, elsewhere, TODAY, 0, NO_LEADER)) == (
        "",
        COORDINATOR_ONLY,
    )
    assert why_not_edit(user, elsewhere, TODAY) == LOOK_ONLY


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (ScanState.WAITING, "Tệp đang chờ quét mã độc nên chưa mở được; hãy thử lại sau ít phút."),
        (ScanState.INFECTED, "Tệp có mã độc nên đã bị xóa và không mở được nữa."),
        (ScanState.CLEAN, ""),
        (ScanState.UNSCANNED, ""),
    ],
)
def test_file_is_handed_to_nobody_before_its_scan_and_never_when_infected(state, reason):
    assert why_not_fetch(StoredFile(scan_state=state)) == reason


def test_infected_evidence_is_not_used_again_by_its_own_province():
    home = ProvinceFactory()
    item = Evidence(province=home, stored_file=StoredFile(scan_state=ScanState.INFECTED))
    reason = why_not_reuse(Assessment(province=home), item)
    assert reason == "Tệp có mã độc nên đã bị xóa và không mở được nữa."


def test_every_role_has_its_line_in_the_table():
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_has_permission_is_the_table_for_those_whom_the_role_reaches(people, situations):
    found = told(people, Permission, lambda user, permission: has_permission(user, permission, situations["open"]))
    granted = {(who, permission) for who, permission in product(WHO, Permission) if found[who, permission]}
    assert granted == {(role, permission) for role in Role for permission in ROLE_PERMISSIONS[role]}


def test_table_gives_no_role_both_sides_of_the_review():
    provinces = {Permission.EDIT_ANSWERS, Permission.SUBMIT}
    ministry = {Permission.REVIEW, Permission.SEE_REVIEWS, Permission.RUN_CAMPAIGNS}
    assert [role for role, granted in ROLE_PERMISSIONS.items() if granted & provinces and granted & ministry] == []
