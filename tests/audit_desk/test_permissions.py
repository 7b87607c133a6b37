import pytest

from accounts.roles import Role
from audit_desk.permissions import why_not_read
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db
REFUSED = "Chỉ kiểm toán và quản trị đợt được xem nhật ký kiểm toán."


@pytest.mark.parametrize("role", Role)
def test_log_is_read_by_the_auditor_and_whoever_runs_campaigns(role):
    expected = "" if role in {Role.AUDITOR, Role.CAMPAIGN_MANAGER} else REFUSED
    assert why_not_read(user_as(role)) == expected


def test_log_is_not_for_somebody_without_a_role():
    assert why_not_read(UserFactory()) == REFUSED
