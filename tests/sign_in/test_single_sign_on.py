"""Signing in through a real provider program, by the redirects that a browser would follow."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from accounts.roles import Role
from sign_in.actions import unbind
from sign_in.models import Identity
from sign_in.single_sign_on import find_person
from tests.factories import UserFactory, user_as
from tests.services import answers, free_port
from tests.sign_in.codes import with_codes

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

EMAIL = "lan@bo.example"
INVALID = "Hệ thống đăng nhập một lần không trả lời, hoặc trả lời không hợp lệ."
NOT_THIS_TIME = "Lần đăng nhập này đã bị hủy, đã quá hạn hoặc không hợp lệ."
NOT_VERIFIED = "Hệ thống đăng nhập một lần chưa xác minh địa chỉ thư của bạn."
LOGIN = reverse("openid_connect_login", args=["sso"])


@contextmanager
def provider_program():
    port = free_port()
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    command = [sys.executable, Path(__file__).parent / "provider.py", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    while not answers(port):
        assert process.poll() is None, "the provider did not start"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def issuer():
    with provider_program() as address:
        yield address


@pytest.fixture
def provider(issuer, settings):
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "Định danh của Bộ"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "portal", "secret"
    return issuer


def led(client: Client, **given: str) -> str:
    """Where the page after the button leads to, by itself and by its link."""
    response = client.post(LOGIN, given)
    away, page = response.context["away"], response.content.decode()
    shown = escape(away)
    assert (page.count(f'content="0; url={shown}"'), page.count(f'href="{shown}"')) == (1, 1)
    return away


def at_the_provider(client: Client, issuer: str, who: str = "lan", onward: str = "", **claims: object) -> str:
    """Go there, sign in as somebody of these claims, and come back with what the provider gives to the browser."""
    requests.put(f"{issuer}/users/{who}", json={"email": EMAIL, "email_verified": True, **claims}, timeout=5)
    away = led(client, next=onward)
    assert away.startswith(f"{issuer}/oauth2/authorize?")
    back = requests.post(away, data={"sub": who}, allow_redirects=False, timeout=5)
    return back.headers["location"].removeprefix("http://testserver")


def reason(response) -> str:
    """What the page of refusal says, of somebody who is not signed in by it."""
    assert (response.status_code, "_auth_user_id" in response.client.session) == (403, False)
    return re.search(r"</h1>\s*<p>(.*?)</p>", response.content.decode(), re.DOTALL)[1]


def test_sign_in_page_offers_it_where_it_is_configured_only(client, settings):
    assert b"/oidc/" not in client.get(reverse("account_login")).content
    settings.OIDC_ISSUER, settings.OIDC_NAME = "https://id.bo.example", "Định danh của Bộ"
    page = client.get(reverse("account_login"), {"next": "/people/"}).content.decode()
    form = page.partition(f'<form method="post" action="{LOGIN}">')[2].partition("</form>")[0]
    assert '<input type="hidden" name="next" value="/people/">' in form
    assert '<button class="btn btn-quiet">Đăng nhập bằng Định danh của Bộ</button>' in form


def test_link_alone_signs_nobody_in_but_shows_the_button(client, provider):
    page = client.get(LOGIN, {"next": '/people/?x="<b>'})
    assert (page.status_code, "_auth_user_id" in client.session, "socialaccount_states" in client.session) == (
        200,
        False,
        False,
    )
    assert 'name="next" value="/people/?x=&quot;&lt;b&gt;"' in page.content.decode()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN).status_code == 403


@pytest.mark.parametrize("path", [LOGIN, LOGIN + "callback/"])
def test_nothing_is_there_where_it_is_not_configured(client, path):
    assert client.get(path).status_code == 404
    assert client.post(LOGIN).status_code == 404


def test_other_providers_are_not_there(client, provider):
    assert client.get(reverse("openid_connect_login", args=["google"])).status_code == 404


def test_person_with_an_account_signs_in_and_goes_on(client, provider):
    person = UserFactory(email=EMAIL)
    response = client.get(at_the_provider(client, provider, onward="/people/", email=EMAIL.upper()))
    assert (response.status_code, response.url) == (302, "/people/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert list(Identity.objects.values_list("person", "issuer", "subject")) == [(person.pk, provider, "lan")]


def test_person_is_known_by_the_providers_name_for_them_whatever_their_address(client, provider):
    person, other = UserFactory(email=EMAIL), UserFactory(email="minh@bo.example")
    client.get(at_the_provider(client, provider))
    client.logout()
    client.get(at_the_provider(client, provider, email=other.email, email_verified=False))
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Identity.objects.count() == 1


def test_address_that_was_given_to_somebody_else_opens_nothing_until_an_administrator_says_so(client, provider):
    person = UserFactory(email=EMAIL)
    client.get(at_the_provider(client, provider))
    client.logout()
    told = reason(client.get(at_the_provider(client, provider, who="binh")))
    assert told == f"Tài khoản {EMAIL} đã gắn với một danh tính khác của hệ thống đăng nhập một lần."
    unbind(by=UserFactory(is_superuser=True), identity=person.identities.get())
    client.get(at_the_provider(client, provider, who="binh"))
    assert client.session["_auth_user_id"] == str(person.pk)


def test_person_who_is_known_but_switched_off_is_refused(client, provider):
    UserFactory(email=EMAIL)
    client.get(at_the_provider(client, provider))
    client.logout()
    User.objects.update(is_active=False)
    told = reason(client.get(at_the_provider(client, provider)))
    assert told == f"Địa chỉ {EMAIL} chưa có tài khoản đang hoạt động trên cổng này."


@pytest.mark.parametrize("who", ["x" * 256, "a\u202eb"])
def test_name_that_the_standard_does_not_allow_is_refused(client, provider, who):
    UserFactory(email=EMAIL)
    assert reason(client.get(at_the_provider(client, provider, who=who))) in {INVALID, NOT_THIS_TIME}
    assert not Identity.objects.exists()


def test_what_is_asked_of_the_provider_is_bound_to_this_browser(client, provider):
    asked = parse_qs(urlsplit(led(client)).query)
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/sso/login/callback/"]
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (
        ["portal"],
        ["code"],
        ["S256"],
    )
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_nobody_is_created(client, provider):
    UserFactory()
    told = reason(client.get(at_the_provider(client, provider)))
    assert told == f"Địa chỉ {EMAIL} chưa có tài khoản đang hoạt động trên cổng này."
    assert User.objects.count() == 1


def test_inactive_person_is_refused_alike(client, provider):
    UserFactory(email=EMAIL, is_active=False)
    told = reason(client.get(at_the_provider(client, provider)))
    assert told == f"Địa chỉ {EMAIL} chưa có tài khoản đang hoạt động trên cổng này."


@pytest.mark.parametrize(
    "claims",
    [{"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}, {"email": None}, {"email": ""}],
)
def test_address_that_is_not_verified_is_refused(client, provider, claims):
    UserFactory(email=EMAIL)
    assert reason(client.get(at_the_provider(client, provider, **claims))) == NOT_VERIFIED


@pytest.mark.parametrize(
    "who",
    [
        "other-key",
        "unsigned",
        "other-audience",
        "other-issuer",
        "expired",
        "rubbish",
        "no-token",
        "unknown-key",
        "other-party",
        "lean-stranger",
    ],
)
def test_spoilt_token_is_refused(client, provider, who):
    UserFactory(email=EMAIL)
    told = reason(client.get(at_the_provider(client, provider, who=who)))
    assert told in {INVALID, NOT_THIS_TIME}
    assert client.get(at_the_provider(client, provider)).status_code == 302, "the unspoilt one is taken"


def test_state_of_another_browser_is_refused(client, provider):
    UserFactory(email=EMAIL)
    back = at_the_provider(Client(), provider)
    assert reason(client.get(back)) == NOT_THIS_TIME


def test_answer_counts_once(client, provider):
    UserFactory(email=EMAIL)
    back = at_the_provider(client, provider)
    assert client.get(back).status_code == 302
    client.logout()
    assert reason(client.get(back)) == NOT_THIS_TIME


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x", "?state=x&code=x", "?error=access_denied", "?state=%00&code=%ff"]
)
def test_rubbish_of_a_provider_is_refused(client, provider, query):
    assert reason(client.get(LOGIN + "callback/" + query)) == NOT_THIS_TIME


def test_denial_at_the_provider_is_told(client, provider):
    state = parse_qs(urlsplit(led(client)).query)["state"][0]
    assert reason(client.get(f"{LOGIN}callback/?error=access_denied&state={state}")) == NOT_THIS_TIME


def test_wrong_code_is_refused(client, provider):
    state = parse_qs(urlsplit(led(client)).query)["state"][0]
    assert reason(client.get(f"{LOGIN}callback/?code=x&state={state}")) == NOT_THIS_TIME


def test_provider_that_is_away_breaks_no_page(client, provider, settings):
    back = at_the_provider(client, provider)
    settings.OIDC_ISSUER = f"http://127.0.0.1:{free_port()}"
    assert reason(client.post(LOGIN)) == INVALID
    assert reason(client.get(back)) == INVALID


def test_provider_that_sends_elsewhere_is_not_followed(client, provider, settings):
    settings.OIDC_ISSUER = f"{provider}/moved"
    assert reason(client.post(LOGIN)) == INVALID


def test_provider_that_calls_itself_otherwise_is_refused(client, provider, settings):
    UserFactory(email=EMAIL)
    settings.OIDC_ISSUER = f"{provider}/.well-known/openid-configuration"
    requests.put(f"{provider}/users/lan", json={"email": EMAIL, "email_verified": True}, timeout=5)
    back = requests.post(led(client), data={"sub": "lan"}, allow_redirects=False, timeout=5)
    assert reason(client.get(back.headers["location"])) == NOT_THIS_TIME


def test_address_may_come_from_the_userinfo(client, provider):
    person = UserFactory(email=EMAIL)
    assert client.get(at_the_provider(client, provider, who="lean")).url == reverse("home")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_it_does_nothing_but_sign_in(client, provider, process):
    person = UserFactory(email=EMAIL)
    other = UserFactory()
    client.force_login(other)
    requests.put(f"{provider}/users/lan", json={"email": EMAIL, "email_verified": True}, timeout=5)
    away = led(client, process=process)
    back = requests.post(away, data={"sub": "lan"}, allow_redirects=False, timeout=5)
    client.get(back.headers["location"])
    assert (client.session["_auth_user_id"], SocialAccount.objects.count()) == (str(person.pk), 0)


def test_second_factor_is_still_asked_for(client, provider):
    with_codes(UserFactory(email=EMAIL))
    response = client.get(at_the_provider(client, provider))
    assert (response.status_code, response.url) == (302, reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_second_factor_may_be_left_to_the_provider(client, provider, settings):
    settings.OIDC_SECOND_FACTOR, settings.SECOND_FACTOR_ROLES = "provider", [Role.REVIEWER]
    person = user_as(Role.REVIEWER)
    with_codes(person)
    User.objects.filter(pk=person.pk).update(email=EMAIL)
    response = client.get(at_the_provider(client, provider))
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert client.get(reverse("home")).status_code == 200
    Authenticator.objects.all().delete()
    assert client.get(reverse("home")).status_code == 200, "nor is one to be set up here"


@pytest.mark.parametrize(
    ("email", "is_found"),
    [(EMAIL, True), (EMAIL.upper(), True), ("lan@bo.examp\u0131e", False), ("", False), ("x\u0000", False)],
)
def test_person_is_found_by_the_very_address(email, is_found):
    person = UserFactory(email=EMAIL)
    UserFactory(email="mike@bo.example")
    assert find_person(email) == (person if is_found else None)
    assert find_person("m\u0131ke@bo.example") is None
