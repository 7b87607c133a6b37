import pytest
from django.contrib.auth import authenticate

from accounts.models import Membership, Province, User
from accounts.provinces import load_provinces
from accounts.roles import MINISTRY_ROLES, Role
from assessments.demonstration.accounts import ACCOUNTS, HOME_PROVINCE, coordinator_of, leader_of, make_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _provinces(db):
    load_provinces()


def home() -> Province:
    return Province.objects.get(code=HOME_PROVINCE, valid_to__isnull=True)


@pytest.mark.slow
def test_there_is_an_account_for_every_role():
    make_accounts("mat-khau-1")
    seats = Membership.objects.select_related("user", "body")
    assert sorted(seat.role for seat in seats) == sorted(Role.values)
    expected = {role: None if role in MINISTRY_ROLES else home().pk for role in Role}
    assert {Role(seat.role): seat.body.province_id for seat in seats} == expected


@pytest.mark.slow
def test_accounts_sign_in_with_the_given_password():
    for account in make_accounts("mat-khau-1"):
        assert authenticate(None, email=account.email, password="mat-khau-1").full_name == account.full_name


@pytest.mark.slow
def test_accounts_made_again_have_the_new_password_and_no_second_role():
    make_accounts("mat-khau-1")
    assert make_accounts("mat-khau-2") == ACCOUNTS
    assert (User.objects.count(), Membership.objects.count()) == (6, 6)
    user = User.objects.get(email=ACCOUNTS[0].email)
    assert (user.check_password("mat-khau-1"), user.check_password("mat-khau-2")) == (False, True)


@pytest.mark.slow
def test_addresses_belong_to_nobody():
    assert all(account.email.endswith(".example") for account in ACCOUNTS)


@pytest.mark.slow
def test_coordinator_at_home_is_the_account_itself():
    make_accounts("mat-khau-1")
    assert coordinator_of(home()).email == "dau-moi@tinh.example"


@pytest.mark.slow
def test_coordinator_elsewhere_answers_for_that_province_and_cannot_sign_in():
    make_accounts("mat-khau-1")
    province = Province.objects.get(code="79", valid_to__isnull=True)
    user, again = coordinator_of(province), coordinator_of(province)
    assert (user, user.has_usable_password()) == (again, False)
    assert user.roles_in(province.pk) == {Role.COORDINATOR}
    assert user.roles_in(home().pk) == set()
    assert str(user) == f"Đầu mối {province.name} (minh họa)"


@pytest.mark.slow
def test_leader_is_the_account_of_the_home_province_and_none_elsewhere():
    make_accounts("mat-khau-1")
    leader = next(account for account in ACCOUNTS if account.role is Role.LEADER)
    assert leader_of(home()).email == leader.email
    assert leader_of(Province.objects.exclude(pk=home().pk).first()) is None
