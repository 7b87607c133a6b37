"""Role × state × verb → the reason; the verbs themselves refuse in actions/test_plans.py."""

from itertools import product

import pytest

from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign
from planning.permissions import why_not_plan
from tests.assessments.people import WHO, everybody, told
from tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db

NOT_THEIRS = "Chỉ đầu mối và lãnh đạo của tỉnh được lập và sửa kế hoạch hành động."
UNSCORED = "Chưa có bản chấm điểm nào; hãy tính điểm thử hoặc nộp phiếu trước khi lập kế hoạch."
PLANNERS = {Role.COORDINATOR, Role.LEADER}
CASES = list(product(AssessmentState, CampaignState, (True, False)))


def test_coordinator_and_leader_plan_in_every_state_once_there_is_a_score():
    province = ProvinceFactory()

    def ask(user, case):
        state, campaign, is_scored = case
        assessment = Assessment(campaign=Campaign(state=campaign), province=province, state=state)
        return why_not_plan(user, assessment, is_scored=is_scored)

    assert told(everybody(province), CASES, ask) == {
        (who, case): ("" if case[2] else UNSCORED) if who in PLANNERS else NOT_THEIRS
        for who, case in product(WHO, CASES)
    }
