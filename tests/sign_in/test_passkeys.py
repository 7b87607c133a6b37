"""A whole life of a passkey without a browser (tests/e2e/test_sign_in.py has one), and false ones."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import kinds
from tests.sign_in.soft_key import SoftKey
from tests.sign_in.test_sessions import signed_in

pytestmark = pytest.mark.django_db

ENTRANCE, SECOND = reverse("mfa_login_webauthn"), reverse("mfa_authenticate")
REFUSED = "Khóa đăng nhập này không dùng được; hãy thử lại hoặc dùng cách khác."


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def key(user):
    """Added by the user on the page."""
    client, found = signed_in(user), SoftKey()
    options = client.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    data = {"name": "Máy ở cơ quan", "passwordless": "on", "credential": found.made(options)}
    assert client.post(reverse("mfa_add_webauthn"), data).url == reverse("mfa_view_recovery_codes")
    assert kinds(user) == ["recovery_codes", "webauthn"]
    return found


def asked(client):
    return client.get(ENTRANCE, headers={"accept": "application/json"}).json()["request_options"]


def is_in(client):
    return "_auth_user_id" in client.session


def test_key_opens_the_portal_by_itself(client, user, key):
    response = client.post(ENTRANCE, {"credential": key.used(asked(client), user)})
    assert (response.url, is_in(client)) == (reverse("home"), True)


def test_answer_to_an_earlier_question_is_refused(client, user, key):
    answer = key.used(asked(client), user)
    asked(client)
    response = client.post(ENTRANCE, {"credential": answer}, follow=True)
    assert is_in(client) is False
    assert REFUSED in response.content.decode()


def test_false_signature_is_refused(client, user, key):
    response = client.post(ENTRANCE, {"credential": key.used(asked(client), user, signer=SoftKey())}, follow=True)
    assert is_in(client) is False
    assert REFUSED in response.content.decode()


def test_key_of_another_person_is_refused(client, user, key):
    other = UserFactory()
    client.post(ENTRANCE, {"credential": key.used(asked(client), other)})
    assert is_in(client) is False


def test_inactive_person_is_refused(client, user, key):
    type(user).objects.update(is_active=False)
    response = client.post(ENTRANCE, {"credential": key.used(asked(client), user)})
    assert (response.url, is_in(client)) == (reverse("account_inactive"), False)


@pytest.mark.parametrize("is_right", [True, False])
def test_key_is_a_second_factor(client, user, key, is_right):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    options = client.get(SECOND).context["js_data"]["request_options"]
    answer = key.used(options, user, signer=key if is_right else SoftKey())
    response = client.post(SECOND, {"credential": answer})
    assert is_in(client) is is_right
    assert (response.status_code, is_right or REFUSED in response.content.decode()) == (302 if is_right else 200, True)


def test_tries_with_false_keys_are_limited(client, user, key, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    told = []
    for _time in range(6):
        options = client.get(SECOND).context["js_data"]["request_options"]
        response = client.post(SECOND, {"credential": key.used(options, user, signer=SoftKey())})
        told += response.context["webauthn_form"].errors["credential"]
    assert told == [REFUSED] * 5 + ["Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại."]
