import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from accounts.roles import MINISTRY_ROLES, PROVINCE_ROLES, Role
from sign_in.second_factor import SecondFactorAdapter, must_have, why_not_remove
from tests.factories import UserFactory, user_as
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import SECRET, code, kinds, with_codes, with_recovery, wrong

pytestmark = pytest.mark.django_db

ENTRANCE = reverse("mfa_authenticate")
KEPT = "Vai trò của bạn cần bước xác minh thứ hai: hãy thêm cách khác trước khi gỡ cách này."
WRONG = "Mã chưa đúng hoặc đã hết hạn; hãy nhập mã mới nhất."
TOO_OFTEN = "Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại."


def with_password(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).url


def errors(response, field="code"):
    assert response.status_code == 200
    return list(response.context["form"].errors.get(field, []))


@pytest.mark.parametrize("role", sorted(Role))
def test_who_must_have_one(settings, role):
    assert not must_have(user_as(role))
    settings.SECOND_FACTOR_ROLES = sorted(MINISTRY_ROLES)
    assert must_have(user_as(role)) == (role not in PROVINCE_ROLES)


def test_system_administrators_must_if_anybody_must(settings):
    staff = UserFactory(is_staff=True)
    assert not must_have(staff)
    settings.SECOND_FACTOR_ROLES = [Role.AUDITOR]
    assert (must_have(staff), must_have(UserFactory())) == (True, False)


def test_code_lets_in(client):
    user = with_codes(UserFactory())
    assert with_password(client, user) == ENTRANCE
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("home")).url.startswith(reverse("account_login"))
    assert client.post(ENTRANCE, {"code": code()}).url == reverse("home")
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("text", ["", "1", "x", "1234567890", "a\x00b", "１２３４５６", "<b>"])
def test_rubbish_is_no_code(client, text):
    with_password(client, with_codes(UserFactory()))
    assert len(errors(client.post(ENTRANCE, {"code": text}))) == 1
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("seconds", [0, 35, 59])
def test_code_counts_once_as_long_as_it_is_good(client, time_machine, seconds):
    time_machine.move_to("2026-03-02T08:00:01+07:00", tick=False)
    user = with_codes(UserFactory())
    used = code()
    with_password(client, user)
    client.post(ENTRANCE, {"code": used})
    client.logout()
    time_machine.shift(seconds - 1)
    with_password(client, user)
    for again in (used, f"{used[:3]} {used[3:]}"):
        assert errors(client.post(ENTRANCE, {"code": again})) == [WRONG]


def test_recovery_code_counts_once(client):
    user = with_codes(UserFactory())
    first = with_recovery(user)[0]
    with_password(client, user)
    assert client.post(ENTRANCE, {"code": first}).url == reverse("home")
    client.logout()
    with_password(client, user)
    assert errors(client.post(ENTRANCE, {"code": first})) == [WRONG]


def test_tries_are_limited_wherever_one_begins_anew(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
    user = with_codes(UserFactory())
    with_password(client, user)
    assert [errors(client.post(ENTRANCE, {"code": wrong()})) for _time in range(6)] == [[WRONG]] * 5 + [[TOO_OFTEN]]
    client.logout()
    with_password(client, user)
    assert errors(client.post(ENTRANCE, {"code": code()})) == [TOO_OFTEN], "nor does the right one help"


def test_secrets_are_kept_encrypted_and_read_after_a_change_of_the_key(settings):
    adapter = SecondFactorAdapter()
    user = with_codes(UserFactory())
    kept = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in kept
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-0123456789-0123456789"
    assert adapter.decrypt(kept) == SECRET


def test_last_factor_stays_with_those_who_must_have_one(settings):
    settings.SECOND_FACTOR_ROLES = sorted(MINISTRY_ROLES)
    bound, free = with_codes(user_as(Role.REVIEWER)), with_codes(user_as(Role.LEADER))
    with_recovery(bound)
    factor = Authenticator.objects.get(user=bound, type="totp")
    assert why_not_remove(bound, factor) == KEPT
    assert why_not_remove(free, Authenticator.objects.get(user=free)) == ""
    Authenticator.objects.create(user=bound, type="webauthn", data={})
    assert why_not_remove(bound, factor) == ""


def test_person_takes_the_codes_away_and_is_told_by_mail(client):
    user = with_codes(user_as(Role.LEADER))
    with_recovery(user)
    with_password(client, user)
    client.post(ENTRANCE, {"code": code()})
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("security")
    assert kinds(user) == []
    assert [letter.subject for letter in mail.outbox] == ["Đã gỡ ứng dụng mã xác minh"]


def test_person_who_must_have_them_keeps_the_codes(client, settings):
    settings.SECOND_FACTOR_ROLES = sorted(MINISTRY_ROLES)
    user = with_codes(user_as(Role.REVIEWER))
    with_password(client, user)
    client.post(ENTRANCE, {"code": code()})
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert KEPT in page
    assert kinds(user) == ["totp"]
