import pytest
from django.contrib.auth.models import Permission

from sign_in.permissions import why_not_end_sessions, why_not_take_away, why_not_unbind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOT_YOU = "Chỉ quản trị hệ thống mới gỡ được bước xác minh thứ hai của người khác."
OWN = "Bước xác minh thứ hai của chính mình được gỡ trên trang Bảo mật."


def test_who_may_take_a_factor_away():
    person, administrator, helper = UserFactory(), UserFactory(is_superuser=True), UserFactory(is_staff=True)
    given = UserFactory(is_staff=True)
    given.user_permissions.add(Permission.objects.get(codename="delete_authenticator"))
    found = {user: why_not_take_away(user, person) for user in (administrator, given, helper, person)}
    assert found == {administrator: "", given: "", helper: NOT_YOU, person: NOT_YOU}
    assert why_not_take_away(administrator, administrator) == OWN


def test_who_may_end_the_sessions_of_a_person():
    person, administrator, helper = UserFactory(), UserFactory(is_superuser=True), UserFactory(is_staff=True)
    given = UserFactory(is_staff=True)
    given.user_permissions.add(Permission.objects.get(codename="change_user"))
    not_you = "Chỉ quản trị hệ thống mới kết thúc được phiên đăng nhập của người khác."
    found = {user: why_not_end_sessions(user, person) for user in (administrator, given, helper, person)}
    assert found == {administrator: "", given: "", helper: not_you, person: not_you}
    own = "Phiên đăng nhập của chính mình được kết thúc trên trang Bảo mật."
    assert why_not_end_sessions(administrator, administrator) == own


def test_who_may_undo_an_identity():
    administrator, helper = UserFactory(is_superuser=True), UserFactory(is_staff=True)
    found = [why_not_unbind(user) for user in (administrator, helper)]
    assert found == ["", "Chỉ quản trị hệ thống mới gỡ được danh tính đăng nhập một lần."]
