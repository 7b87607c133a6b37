import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.test import Client
from django.urls import reverse

from sign_in.adapter import SignInAdapter
from tests.accounts.test_passwords import reset_page
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.sign_in.test_sessions import NEW, gets_in, signed_in

pytestmark = pytest.mark.django_db

SET_UP, AGAIN = reverse("mfa_activate_totp"), reverse("account_reauthenticate")
NOON = "2026-03-02T12:00:00+07:00"


def test_adapter_is_the_one_of_the_settings():
    assert type(get_adapter()) is SignInAdapter


def test_who_has_just_signed_in_is_not_asked_again_for_five_minutes(time_machine):
    time_machine.move_to(NOON, tick=False)
    client = signed_in(UserFactory())
    assert client.get(SET_UP).status_code == 200
    time_machine.shift(301)
    assert client.get(SET_UP).url == f"{AGAIN}?next=%2Faccounts%2F2fa%2Fapp%2F"


def test_password_given_again_leads_on(time_machine):
    time_machine.move_to(NOON, tick=False)
    client = signed_in(UserFactory())
    time_machine.shift(301)
    assert "Mật khẩu chưa đúng; hãy nhập lại." in client.post(AGAIN, {"password": "sai"}).content.decode()
    assert client.post(f"{AGAIN}?next={SET_UP}", {"password": PASSWORD, "next": SET_UP}).url == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_wrong_passwords_count_there_too(time_machine):
    time_machine.move_to(NOON, tick=False)
    client = signed_in(UserFactory())
    time_machine.shift(301)
    pages = [client.post(AGAIN, {"password": "sai"}).content.decode() for _time in range(6)]
    assert ["Có thể thử lại sau" in page for page in pages] == [False] * 5 + [True]


def test_reset_password_ends_every_session_and_the_lock():
    user = UserFactory(email="lan.nguyen@tinh.example")
    there = signed_in(user)
    for _time in range(6):
        Client().post(reverse("account_login"), {"login": user.email, "password": "sai"})
    client = Client()
    assert client.post(reset_page(client), {"password1": NEW, "password2": NEW}).status_code == 302
    assert not gets_in(there)
    assert gets_in(signed_in(user, "127.0.0.1", NEW))


@pytest.fixture
def link(time_machine):
    """Of the letter for somebody who forgot the password."""
    time_machine.move_to(NOON, tick=False)
    UserFactory(email="lan.nguyen@tinh.example")
    Client().post(reverse("account_reset_password"), {"email": "lan.nguyen@tinh.example"})
    (found,) = [line for line in mail.outbox[-1].body.splitlines() if line.startswith("http")]
    return found


def is_open(link):
    page = Client().get(link, follow=True)
    return "Đường dẫn đã được dùng hoặc đã hết hạn." not in page.content.decode()


def test_reset_link_counts_once(link):
    client = Client()
    page = client.get(link).url
    other = Client()
    second = other.get(link).url
    assert client.post(page, {"password1": NEW, "password2": NEW}).status_code == 302
    assert (
        "Đường dẫn đã được dùng" in other.post(second, {"password1": PASSWORD, "password2": PASSWORD}).content.decode()
    )
    assert not is_open(link)


def test_reset_link_dies_with_a_change_of_the_password(link):
    assert is_open(link)
    user = UserFactory._meta.model.objects.get(email="lan.nguyen@tinh.example")
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert signed_in(user).post(reverse("account_change_password"), data).status_code == 302
    assert not is_open(link)


def test_reset_link_lasts_two_hours(link, time_machine):
    time_machine.shift(2 * 60 * 60 - 60)
    assert is_open(link)
    time_machine.shift(120)
    assert not is_open(link)


def test_mail_tells_of_the_change_in_the_persons_language():
    client = signed_in(UserFactory(language="en"))
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [letter.body.strip().split()[0] for letter in mail.outbox] == ["Dear"]
