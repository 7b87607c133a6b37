import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests.factories import MembershipFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True, full_name="Quản trị"))
    return client


def test_index_bears_the_name_of_the_portal(administrator):
    page = administrator.get(reverse("admin:index")).content.decode()
    assert "Cổng đánh giá đô thị thông minh" in page
    assert "<h1>Quản trị hệ thống</h1>" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "shown"), [("user", "can-bo@tinh.example"), ("body", "Sở Khoa học và Công nghệ"), ("province", "Huế")]
)
def test_lists_show_their_rows_and_are_searched(administrator, model, shown):
    MembershipFactory(user__email="can-bo@tinh.example", body__province__name="Huế")
    address = reverse(f"admin:accounts_{model}_changelist")
    assert shown in administrator.get(address).content.decode()
    assert shown not in administrator.get(address, {"q": "khong-co-gi"}).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("model", ["user", "body", "province"])
def test_lists_ask_the_database_the_same_number_of_times_for_many_rows(
    administrator, model, django_assert_max_num_queries
):
    for _row in range(30):
        MembershipFactory()
    with django_assert_max_num_queries(10):
        administrator.get(reverse(f"admin:accounts_{model}_changelist"))


@pytest.mark.slow
def test_person_is_shown_with_roles_and_without_the_password(administrator):
    user = user_as(Role.LEADER)
    page = administrator.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    assert "Lãnh đạo" in page
    assert user.password not in page


def test_person_can_be_switched_off(administrator):
    user = user_as(Role.LEADER)
    data = {"email": user.email, "full_name": user.full_name, "language": "vi"}
    data |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    response = administrator.post(reverse("admin:accounts_user_change", args=[user.pk]), data)
    assert response.status_code == 302
    assert User.objects.get(pk=user.pk).is_active is False


@pytest.mark.parametrize("role", Role)
def test_roles_of_the_portal_do_not_open_the_administration(client, role):
    client.force_login(user_as(role))
    assert client.get(reverse("admin:index")).status_code == 302
