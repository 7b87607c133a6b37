"""What no authenticator answers is refused in words, wherever such an answer is taken."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import kinds, with_codes
from tests.sign_in.test_sessions import signed_in

pytestmark = pytest.mark.django_db

ANSWER = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}}
CLIENT = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"
RESPONSES = [
    {},
    {"clientDataJSON": CLIENT},
    {"clientDataJSON": CLIENT, "attestationObject": "AAAA", "transports": []},
    {"clientDataJSON": "####", "attestationObject": 7},
    {"clientDataJSON": CLIENT, "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"},
    {"clientDataJSON": CLIENT, "authenticatorData": "A" * 200, "signature": "", "userHandle": None},
    {"clientDataJSON": CLIENT, "authenticatorData": "A" * 200, "signature": "", "userHandle": "MQ"},
]
RUBBISH = [
    *("", "null", "7", '"x"', "[]", "{}", "{", '{"a": "\\u0000"}', "[" * 500 + "]" * 500),
    *(json.dumps(ANSWER | {"response": response}) for response in RESPONSES),
    json.dumps(ANSWER | {"response": "x"}),
    json.dumps(ANSWER | {"response": RESPONSES[2], "id": "other"}),
]


@pytest.mark.parametrize("credential", RUBBISH)
def test_no_passkey_is_made_of_rubbish(credential):
    user = UserFactory()
    client = signed_in(user)
    client.get(reverse("mfa_add_webauthn"))
    response = client.post(reverse("mfa_add_webauthn"), {"name": "Máy", "credential": credential})
    assert response.status_code == 200
    assert "Khóa đăng nhập này không dùng được; hãy thử lại hoặc dùng cách khác." in response.content.decode()
    assert kinds(user) == []


@pytest.mark.parametrize("name", ["x" * 61, "a\x00b"])
def test_name_of_a_passkey_is_short_and_readable(name):
    client = signed_in(UserFactory())
    response = client.post(reverse("mfa_add_webauthn"), {"name": name, "credential": "{}"})
    assert [list(response.context["form"].errors["name"])] == [
        ["Cần không quá 60 ký tự; bạn nhập 61 ký tự."] if name[0] == "x" else ["Có ký tự không đọc được; hãy nhập lại."]
    ]


@pytest.mark.parametrize("credential", RUBBISH)
def test_nobody_signs_in_with_rubbish(client, credential):
    UserFactory()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert (response.url, "_auth_user_id" in client.session) == (reverse("account_login"), False)


@pytest.mark.parametrize("credential", RUBBISH)
def test_rubbish_is_no_second_factor(client, credential):
    user = with_codes(UserFactory())
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.get(reverse("mfa_authenticate"))
    response = client.post(reverse("mfa_authenticate"), {"credential": credential})
    assert (response.status_code, "_auth_user_id" in client.session) == (200, False)


def test_rubbish_is_no_showing_oneself_again(client, time_machine):
    user = UserFactory()
    client = signed_in(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Máy", "credential": {}})
    response = client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": "{}"})
    assert response.status_code in {302, 403}


@pytest.mark.parametrize("text", ["", "12345", "a\x00b", "x" * 5000])
def test_rubbish_is_no_code_to_set_up_with(text):
    user = UserFactory()
    client = signed_in(user)
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": text})
    assert (response.status_code, len(response.context["form"].errors["code"]), kinds(user)) == (200, 1, [])
