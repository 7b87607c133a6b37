from datetime import date, timedelta

import pytest

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign
from assessments.province_permissions import why_not_due_on, why_not_share_out
from tests.factories import ProvinceFactory

from .people import everybody, expected, told

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 20)
DAY = timedelta(days=1)
CASES = {
    "open": "",
    "submitted": "Phiếu đã nộp nên không phân công nữa.",
    "closed": "Đợt đánh giá chưa mở hoặc đã kết thúc.",
}


def assessment_as(province, case: str) -> Assessment:
    campaign = Campaign(
        state=CampaignState.CLOSED if case == "closed" else CampaignState.OPEN, opens_on=TODAY, submit_by=TODAY + DAY
    )
    state = AssessmentState.SUBMITTED if case == "submitted" else AssessmentState.DRAFT
    return Assessment(campaign=campaign, province=province, state=state)


def test_only_the_coordinator_shares_out_and_only_a_draft_that_is_open():
    province = ProvinceFactory()
    found = told(
        everybody(province), CASES, lambda user, case: why_not_share_out(user, assessment_as(province, case), TODAY)
    )
    refusal = "Chỉ đầu mối của tỉnh được phân công các phần của phiếu."
    assert found == expected({Role.COORDINATOR}, refusal, CASES)


def test_part_is_due_from_today_until_the_last_day_to_submit():
    assessment = assessment_as(ProvinceFactory(), "open")
    found = [bool(why_not_due_on(assessment, TODAY + number * DAY, TODAY)) for number in (-1, 0, 1, 2)]
    assert found == [True, False, False, True]
