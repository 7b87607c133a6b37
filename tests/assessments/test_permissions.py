"""Who may do what: role × situation × verb → the reason, "" where it is allowed."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign
from assessments.permissions import (
    ROLE_PERMISSIONS,
    Permission,
    has_permission,
    may_run_campaigns,
    why_not_edit,
    why_not_open,
    why_not_preview,
    why_not_report,
    why_not_submit,
)
from tests.factories import MembershipFactory, ProvinceFactory, UserFactory, user_as

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

SITUATIONS = ("open", "last day", "submitted", "past deadline", "not yet", "in preparation", "closed")
WHEN = {
    "open": "",
    "last day": "",
    "submitted": "",
    "past deadline": TOO_LATE,
    "not yet": NOT_OPEN,
    "in preparation": NOT_OPEN,
    "closed": NOT_OPEN,
}
EDITORS = {Role.CONTRIBUTOR, Role.COORDINATOR}
PREVIEWERS = {Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER}
REPORTERS = {*PREVIEWERS, Role.REVIEWER, Role.CAMPAIGN_MANAGER}
OUTSIDERS = (
    "stranger",
    "superuser",
    "contributor elsewhere",
    "coordinator elsewhere",
    "leader elsewhere",
)
WHO = (*Role, *OUTSIDERS)


def assessment_when(situation: str) -> Assessment:
    """Not stored: the rules look at the state, the dates and the province only."""
    today = timezone.localdate()
    opens_on = today + timedelta(days=1) if situation == "not yet" else today - timedelta(days=60)
    ends = {"past deadline": today - timedelta(days=1), "last day": today}
    states = {"in preparation": CampaignState.DRAFT, "closed": CampaignState.CLOSED}
    campaign = Campaign(
        opens_on=opens_on,
        submit_by=ends.get(situation, today + timedelta(days=30)),
        state=states.get(situation, CampaignState.OPEN),
    )
    state = AssessmentState.SUBMITTED if situation == "submitted" else AssessmentState.DRAFT
    return Assessment(campaign=campaign, province=ProvinceFactory(), state=state)


def person(who: Role | str, assessment: Assessment):
    if isinstance(who, Role):
        return user_as(who, assessment.province)
    if who in {"stranger", "superuser"}:
        is_super = who == "superuser"
        return UserFactory(is_staff=is_super, is_superuser=is_super)
    return user_as(Role(who.split()[0]), ProvinceFactory())


def reason_when(situation: str, assessment: Assessment) -> str:
    reason = WHEN[situation]
    return reason % date_format(assessment.campaign.submit_by) if reason == TOO_LATE else reason


@pytest.mark.parametrize(("who", "situation"), [*product(WHO, SITUATIONS)])
def test_why_not_edit_by_role_and_situation(who, situation):
    assessment = assessment_when(situation)
    expected = LOOK_ONLY
    if who in EDITORS:
        expected = HANDED_IN if situation == "submitted" else reason_when(situation, assessment)
    assert why_not_edit(person(who, assessment), assessment, timezone.localdate()) == expected


@pytest.mark.parametrize(("who", "situation"), [*product(WHO, SITUATIONS)])
def test_why_not_submit_by_role_and_situation(who, situation):
    assessment = assessment_when(situation)
    expected = COORDINATOR_ONLY
    if who == Role.COORDINATOR:
        expected = SUBMITTED_ALREADY if situation == "submitted" else reason_when(situation, assessment)
    assert why_not_submit(person(who, assessment), assessment, timezone.localdate(), 0) == expected


@pytest.mark.parametrize(("who", "situation"), [*product(WHO, SITUATIONS)])
def test_why_not_preview_by_role_and_situation(who, situation):
    assessment = assessment_when(situation)
    expected = NO_PREVIEW
    if who in PREVIEWERS:
        expected = PREVIEW_TOO_LATE if situation == "submitted" else ""
    assert why_not_preview(person(who, assessment), assessment) == expected


@pytest.mark.parametrize(("who", "situation"), [*product(WHO, SITUATIONS)])
def test_why_not_report_by_role_and_situation(who, situation):
    assessment = assessment_when(situation)
    expected = "" if who in REPORTERS else NO_REPORT
    assert why_not_report(person(who, assessment), assessment) == expected


@pytest.mark.parametrize("who", WHO)
def test_campaigns_are_run_by_campaign_managers_only(who):
    assert may_run_campaigns(person(who, assessment_when("open"))) == (who == Role.CAMPAIGN_MANAGER)


@pytest.mark.parametrize("missing", [1, 17])
def test_why_not_submit_counts_what_is_missing(missing):
    assessment = assessment_when("open")
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    expected = f"Còn {missing} chỗ phải hoàn thành trước khi nộp."
    assert why_not_submit(coordinator, assessment, timezone.localdate(), missing) == expected


def test_why_not_submit_names_the_role_before_what_is_missing():
    assessment = assessment_when("past deadline")
    contributor = user_as(Role.CONTRIBUTOR, assessment.province)
    assert why_not_submit(contributor, assessment, timezone.localdate(), 3) == COORDINATOR_ONLY


def test_why_not_open_takes_answers_from_the_first_to_the_last_day():
    assessment = assessment_when("open")
    campaign, day = assessment.campaign, timedelta(days=1)
    late = f"Đã quá hạn tự đánh giá ({date_format(campaign.submit_by)})."
    reasons = {
        campaign.opens_on - day: NOT_OPEN,
        campaign.opens_on: "",
        campaign.submit_by: "",
        campaign.submit_by + day: late,
    }
    assert {today: why_not_open(assessment, today) for today in reasons} == reasons


def test_why_not_open_writes_the_deadline_as_a_vietnamese_date():
    assessment = assessment_when("open")
    assessment.campaign.opens_on, assessment.campaign.submit_by = (timezone.datetime(2026, m, 6).date() for m in (1, 5))
    assert why_not_open(assessment, timezone.datetime(2026, 5, 7).date()) == "Đã quá hạn tự đánh giá (06/05/2026)."


def test_rights_of_two_roles_add_up():
    assessment = assessment_when("open")
    user = user_as(Role.LEADER, assessment.province)
    MembershipFactory(user=user, body=user.memberships.get().body, role=Role.CONTRIBUTOR)
    assert why_not_edit(user, assessment, timezone.localdate()) == ""
    assert why_not_submit(user, assessment, timezone.localdate(), 0) == COORDINATOR_ONLY


def test_a_right_in_one_province_is_none_in_another():
    here, elsewhere = assessment_when("open"), assessment_when("open")
    user = user_as(Role.COORDINATOR, here.province)
    MembershipFactory(user=user, body__province=elsewhere.province, role=Role.LEADER)
    today = timezone.localdate()
    assert (why_not_submit(user, here, today, 0), why_not_submit(user, elsewhere, today, 0)) == ("", COORDINATOR_ONLY)
    assert why_not_edit(user, elsewhere, today) == LOOK_ONLY


def test_every_role_has_its_line_in_the_table():
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize(("who", "permission"), [*product(WHO, Permission)])
def test_has_permission_is_the_table_for_those_whom_the_role_reaches(who, permission):
    assessment = assessment_when("open")
    expected = isinstance(who, Role) and permission in ROLE_PERMISSIONS[who]
    assert has_permission(person(who, assessment), permission, assessment) == expected
