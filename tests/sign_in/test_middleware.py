"""Those who must have a second factor get nowhere without it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.invitations import invite
from accounts.roles import MINISTRY_ROLES, Role
from sign_in.middleware import OPEN_TO_SET_UP
from smartcity_portal.settings import base
from tests.access import ACCESS
from tests.factories import UserFactory, user_as
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import code, kinds, with_codes
from tests.test_access import JSON, POST

pytestmark = pytest.mark.django_db

SECURITY = reverse("security")
CODES = reverse("mfa_activate_totp")


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECOND_FACTOR_ROLES = sorted(MINISTRY_ROLES)


def with_password(client, user):
    """Signed in as far as the password goes; where the portal leads on to."""
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).url


ALIASES, PROBES = ("mfa_index", "mfa_list_webauthn"), ("healthz", "readyz", "metrics")
"""Other names of the security page; what answers before anybody is signed in and tells nothing of provinces."""


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(ACCESS) - {*OPEN_TO_SET_UP, *ALIASES, *PROBES}))
def test_every_other_route_leads_to_the_set_up(world, name):
    client = Client(headers={"accept": "application/json"} if name in JSON else {})
    client.force_login(world.actors["campaign_manager"])
    url = reverse(name, kwargs=world.kwargs(name))
    response = client.post(url, POST[name]) if name in POST else client.get(url)
    assert (response.status_code, response.get("location")) == (302, SECURITY)


@pytest.mark.parametrize("name", ["admin:index", "admin:accounts_user_changelist", "admin:jsi18n"])
def test_admin_is_no_way_around(client, name):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    assert client.get(reverse(name)).url == SECURITY


@pytest.mark.parametrize("role", sorted(MINISTRY_ROLES))
def test_person_sets_up_codes_and_goes_on(client, role):
    user = user_as(role)
    assert with_password(client, user) == reverse("home")
    page = client.get(reverse("home"), follow=True)
    assert page.redirect_chain == [(SECURITY, 302)]
    assert "Hãy thiết lập ứng dụng mã xác minh hoặc khóa đăng nhập" in page.content.decode()
    secret = client.get(CODES).context["form"].secret
    response = client.post(CODES, {"code": code(secret)})
    assert (response.status_code, response.url) == (302, reverse("mfa_view_recovery_codes"))
    assert kinds(user) == ["recovery_codes", "totp"]
    assert len(client.get(response.url).context["unused_codes"]) == 10
    assert client.get(reverse("home")).status_code == 200


def test_person_of_a_province_is_asked_for_nothing(client):
    with_password(client, user_as(Role.COORDINATOR))
    assert client.get(reverse("home")).status_code == 200


def test_nothing_is_asked_where_the_setting_is_empty(client, settings):
    settings.SECOND_FACTOR_ROLES = []
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert client.get(reverse("admin:index")).status_code == 200


def test_session_from_before_the_set_up_elsewhere_ends(client):
    user = user_as(Role.AUDITOR)
    client.force_login(user)
    with_codes(user)
    response = client.get(reverse("home"))
    assert (response.url, "_auth_user_id" in client.session) == (reverse("account_login"), False)
    assert "Hãy đăng nhập lại bằng bước xác minh thứ hai vừa thiết lập." in client.get(response.url).content.decode()


def test_set_up_ends_the_sessions_elsewhere(client):
    user = user_as(Role.AUDITOR)
    there = Client()
    with_password(there, user)
    with_password(client, user)
    client.post(CODES, {"code": code(client.get(CODES).context["form"].secret)})
    assert client.get(reverse("home")).status_code == 200
    assert there.get(SECURITY).url == f"{reverse('account_login')}?next={SECURITY}"


def test_used_factor_costs_no_query(client, settings, django_assert_num_queries):
    user = user_as(Role.AUDITOR)
    with_codes(user)
    with_password(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    with django_assert_num_queries(4):
        assert client.get(reverse("handbook:index")).status_code == 200
    settings.SECOND_FACTOR_ROLES = []
    with django_assert_num_queries(4):
        client.get(reverse("handbook:index"))


def test_one_may_always_sign_out_and_change_the_language(client):
    client.force_login(user_as(Role.REVIEWER))
    assert client.post(reverse("set_language"), {"language": "en"}).url == "/"
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_lost_factor_that_was_taken_away_is_set_up_anew(client):
    user = with_codes(user_as(Role.REVIEWER))
    Authenticator.objects.filter(user=user).delete()
    cache.clear()
    with_password(client, user)
    assert client.get(reverse("home")).url == SECURITY


def test_newcomer_sets_up_without_the_password_that_was_just_chosen(client):
    body = user_as(Role.AUDITOR).memberships.get().body
    _invitation, token = invite(by=None, email="moi@bo.example", role=Role.REVIEWER, body=body)
    data = {"full_name": "A", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post(reverse("invitation", args=[token]), data).url == reverse("home")
    assert client.get(reverse("home")).url == SECURITY
    assert client.get(CODES).status_code == 200


# -- rates -----------------------------------------------------------------------------------------------------------


def test_rates_are_of_routes_that_there_are():
    names = {name for routes in base.RATES.values() for name in routes}
    assert names - set(ACCESS) == set()


@pytest.fixture
def manager(client, settings):
    settings.SECOND_FACTOR_ROLES, settings.RATES = [], {"GET": {"people": "2/h/user"}, "POST": {"people": "1/h/user"}}
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    return client


def test_person_is_stopped_after_so_many_times(manager):
    people = reverse("people")
    assert [manager.get(people).status_code for _time in range(3)] == [200, 200, 429]
    assert "Quá nhiều lần thử" in manager.get(people).content.decode()
    assert manager.get(reverse("home")).status_code == 200, "elsewhere one goes on"
    assert [manager.post(people, {"email": "x"}).status_code for _time in range(2)] == [422, 429], (
        "methods are counted apart"
    )


def test_colleague_at_the_same_address_goes_on(manager):
    for _time in range(3):
        manager.get(reverse("people"))
    manager.force_login(user_as(Role.CAMPAIGN_MANAGER))
    assert manager.get(reverse("people")).status_code == 200


def test_script_is_told_in_its_own_way(manager):
    for _time in range(2):
        manager.get(reverse("people"))
    response = manager.get(reverse("people"), headers={"accept": "application/json"})
    assert (response.status_code, response.json()) == (
        429,
        {"problems": ["Quá nhiều lần trong thời gian ngắn; hãy đợi ít phút."]},
    )


def test_who_is_not_signed_in_is_sent_to_do_so(client, manager):
    client.logout()
    assert [client.get(reverse("people")).status_code for _time in range(4)] == [302] * 4
