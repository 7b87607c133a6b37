import pytest

from accounts.roles import Role
from assessments.enums import ScanState
from assessments.file_permissions import why_not_release, why_not_release_any
from assessments.models import QuarantineRelease
from tests.factories import ProvinceFactory, UserFactory, user_as
from tests.world import quarantined_file

pytestmark = pytest.mark.django_db

REFUSED = "Chỉ quản trị đợt đánh giá hoặc quản trị hệ thống được bỏ cách ly tệp."


@pytest.fixture
def stored():
    province = ProvinceFactory()
    return quarantined_file(user_as(Role.COORDINATOR, province), province).stored_file


@pytest.mark.parametrize("role", Role)
def test_only_campaign_managers_of_the_roles_may(role, stored):
    user = user_as(role)
    expected = "" if role == Role.CAMPAIGN_MANAGER else REFUSED
    assert (why_not_release_any(user), why_not_release(user, stored)) == (expected, expected)


def test_system_administrators_may_and_people_without_a_role_may_not(stored):
    assert why_not_release(UserFactory(is_staff=True), stored) == ""
    assert why_not_release(UserFactory(), stored) == REFUSED


@pytest.mark.parametrize("state", [state for state in ScanState if state != ScanState.INFECTED])
def test_what_is_not_in_quarantine_cannot_be_released(state, stored):
    stored.scan_state = state
    assert why_not_release(user_as(Role.CAMPAIGN_MANAGER), stored) == "Tệp này không bị cách ly."


def test_one_file_is_released_once(stored):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    QuarantineRelease.objects.create(stored_file=stored, by=manager, reason="x", finding="Eicar")
    expected = "Tệp này đã được bỏ cách ly; ai có tệp thì gửi lại được."
    assert why_not_release(manager, stored) == expected
