import pytest

from accounts.roles import Role
from personal_data.actions import erase
from personal_data.permissions import why_not_erase, why_not_export
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db
NOT_OTHERS = "Chỉ quản trị đợt được xuất dữ liệu cá nhân của người khác."
NOT_YOURS = "Chỉ quản trị đợt được xóa dữ liệu cá nhân."


@pytest.mark.parametrize("role", Role)
def test_everybody_has_their_own_and_who_runs_campaigns_anybodys(role):
    user, other = user_as(role), UserFactory()
    assert why_not_export(user, user) == ""
    is_manager = role == Role.CAMPAIGN_MANAGER
    assert why_not_export(user, other) == ("" if is_manager else NOT_OTHERS)
    assert why_not_erase(user, other) == ("" if is_manager else NOT_YOURS)


def test_nobody_erases_themselves():
    manager = user_as(Role.CAMPAIGN_MANAGER)
    assert why_not_erase(manager, manager) == (
        "Không tự xóa được dữ liệu của chính mình; hãy nhờ một quản trị đợt khác."
    )


def test_nobody_is_erased_twice():
    manager, person = user_as(Role.CAMPAIGN_MANAGER), UserFactory()
    erase(by=manager, person=person)
    person.refresh_from_db()
    assert why_not_erase(manager, person) == "Dữ liệu cá nhân của người này đã được xóa."


def test_last_manager_stays():
    """Who asks holds the role, too, but their account is off (as the command line allows)."""
    asking, last = user_as(Role.CAMPAIGN_MANAGER), user_as(Role.CAMPAIGN_MANAGER)
    assert why_not_erase(asking, last) == ""
    asking.is_active = False
    asking.save()
    assert why_not_erase(asking, last) == "Đây là quản trị đợt duy nhất; hãy mời người khác trước."
