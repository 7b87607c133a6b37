import pytest

from accounts.roles import Role
from assessments.enums import CampaignState, WorkStatus
from assessments.models import Campaign
from comparison.models import Edition
from comparison.permissions import why_not_make, why_not_publish
from tests.factories import user_as

pytestmark = pytest.mark.django_db

NOT_MAKE = "Chỉ quản trị đợt được lập bản so sánh."
NOT_PUBLISH = "Chỉ quản trị đợt được công bố kết quả."
TOO_EARLY = "Hãy khóa tự đánh giá trước khi lập bản so sánh."
OTHERS = [role for role in Role if role is not Role.CAMPAIGN_MANAGER]


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def edition(state=CampaignState.FINAL, **fields):
    return Edition(**{"campaign": Campaign(state=state), "status": WorkStatus.READY, **fields})


@pytest.mark.parametrize("role", OTHERS)
def test_only_campaign_managers_make_and_publish(role):
    user = user_as(role)
    assert why_not_make(user, Campaign(state=CampaignState.FINAL), 1, "") == NOT_MAKE
    assert why_not_publish(user, edition(), 0, 0) == NOT_PUBLISH


@pytest.mark.parametrize(
    ("state", "final", "reason", "why"),
    [
        (CampaignState.DRAFT, 1, "", TOO_EARLY),
        (CampaignState.OPEN, 1, "", TOO_EARLY),
        (CampaignState.CLOSED, 1, "", ""),
        (CampaignState.CLOSED, 0, "", "Chưa có phiếu nào được chốt nên chưa có gì để so sánh."),
        (CampaignState.FINAL, 1, "", ""),
        (CampaignState.PUBLISHED, 1, " \n", "Đợt đã công bố: bản đính chính cần có lý do."),
        (CampaignState.PUBLISHED, 1, "Sửa số liệu", ""),
    ],
)
def test_making_needs_final_results_and_a_correction_its_reason(manager, state, final, reason, why):
    assert why_not_make(manager, Campaign(state=state), final, reason) == why


@pytest.mark.parametrize(
    ("fields", "waiting", "outdated", "why"),
    [
        ({}, 0, 0, ""),
        ({"published_at": "x"}, 0, 0, "Bản so sánh này đã công bố."),
        ({"status": WorkStatus.RUNNING}, 0, 0, "Bản so sánh chưa lập xong; hãy đợi rồi công bố."),
        ({"status": WorkStatus.FAILED}, 0, 0, "Bản so sánh chưa lập xong; hãy đợi rồi công bố."),
        ({"state": CampaignState.CLOSED}, 0, 0, "Hãy chốt kết quả của đợt trước khi công bố."),
        ({}, 2, 0, "Còn 2 phiếu đã nộp mà chưa chốt; hãy chốt trước khi công bố."),
        ({}, 0, 3, "Có 3 phiếu chốt lại sau khi lập bản này; hãy lập bản mới rồi công bố."),
        (
            {"state": CampaignState.PUBLISHED},
            0,
            0,
            "Đợt đã công bố; muốn thay đổi, hãy lập bản đính chính có lý do.",
        ),
        ({"state": CampaignState.PUBLISHED, "reason": "Sửa"}, 0, 0, ""),
    ],
)
def test_publishing_needs_everything_final_and_nothing_newer(manager, fields, waiting, outdated, why):
    assert why_not_publish(manager, edition(**fields), waiting, outdated) == why


def test_making_waits_for_the_scores(manager):
    why = "Còn 2 bản chấm điểm chưa tính xong; hãy đợi rồi lập bản so sánh."
    assert why_not_make(manager, Campaign(state=CampaignState.FINAL), 1, "", unscored=2) == why
