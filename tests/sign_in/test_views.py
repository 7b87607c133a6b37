import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.urls import reverse

from accounts.roles import MINISTRY_ROLES, Role
from tests.factories import UserFactory, user_as
from tests.sign_in.codes import code, kinds, with_codes, with_recovery
from tests.sign_in.test_sessions import gets_in, key, signed_in

pytestmark = pytest.mark.django_db

SECURITY = reverse("security")
KEPT = "Vai trò của bạn cần bước xác minh thứ hai: hãy thêm cách khác trước khi gỡ cách này."


def with_passkey(user, name="Máy ở cơ quan"):
    data = {"name": name, "passwordless": True, "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=user, type="webauthn", data=data)


def text(client, url=SECURITY):
    return client.get(url).content.decode()


def test_page_tells_what_protects_the_account():
    user = UserFactory()
    client = signed_in(user)
    before = text(client)
    assert ("Thiết lập ứng dụng mã" in before, "Tạo bộ mã mới" in before) == (True, False)
    with_recovery(with_codes(user))
    with_passkey(user)
    after = text(client)
    assert ("Thiết lập ứng dụng mã" in after, "Tạo bộ mã mới" in after) == (False, True)
    assert "Máy ở cơ quan" in after
    assert "Còn 10 mã" in after
    assert "Vai trò của bạn bắt buộc có bước này." not in after


def test_page_tells_those_who_must(settings):
    settings.SECOND_FACTOR_ROLES = sorted(MINISTRY_ROLES)
    page = text(signed_in(user_as(Role.REVIEWER)))
    assert "Vai trò của bạn bắt buộc có bước này." in page
    assert ("Phiên đăng nhập" in page, reverse("account_change_password") in page) == (False, False), "not yet"


def test_number_of_queries_does_not_grow(django_assert_num_queries):
    user = UserFactory()
    client = signed_in(user)
    client.get(SECURITY)
    with django_assert_num_queries(6):
        client.get(SECURITY)
    for number in range(9):
        signed_in(user)
        with_passkey(user, f"Khóa {number}")
    with django_assert_num_queries(6):
        client.get(SECURITY)


def test_menu_of_the_account_leads_to_it(client):
    client.force_login(UserFactory())
    assert f'<a href="{SECURITY}">Bảo mật</a>' in text(client, reverse("home"))


def test_session_is_ended_by_its_button():
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    pk = UserSession.objects.get(session_key=key(there)).pk
    url = reverse("session_end", args=[pk])
    assert (url in text(here), text(here).count("/end/")) == (True, 1)
    assert "Đã kết thúc phiên đăng nhập." in here.post(url, follow=True).content.decode()
    assert (gets_in(here), gets_in(there)) == (True, False)
    assert here.post(url).status_code == 404


def test_session_of_another_is_not_to_be_known():
    theirs = signed_in(UserFactory())
    pk = UserSession.objects.get().pk
    assert signed_in(UserFactory()).post(reverse("session_end", args=[pk])).status_code == 404
    assert gets_in(theirs)


def test_all_other_sessions_are_ended_by_a_button():
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    page = here.post(reverse("sessions_end_others"), follow=True).content.decode()
    assert "Đã kết thúc 1 phiên đăng nhập khác." in page
    assert (gets_in(here), gets_in(there)) == (True, False)


def test_codes_are_set_up_and_recovery_codes_shown_once():
    user = UserFactory()
    client = signed_in(user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert secret in page.content.decode()
    response = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    shown = client.get(response.url)
    codes = shown.context["unused_codes"]
    assert shown["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert [one in shown.content.decode() for one in codes] == [True] * 10
    assert [one for one in codes if one in text(client, response.url)] == []


def test_new_recovery_codes_take_the_place_of_the_old():
    user = with_passkey(UserFactory()).user
    client = signed_in_by(user)
    old = with_recovery(user)
    response = client.post(reverse("mfa_generate_recovery_codes"))
    new = client.get(response.url).context["unused_codes"]
    assert (len(new), set(new) & set(old)) == (10, set())


def signed_in_by(user):
    """With the password alone, as before there was a passkey."""
    factors = list(Authenticator.objects.filter(user=user))
    Authenticator.objects.filter(user=user).delete()
    client = signed_in(user)
    Authenticator.objects.bulk_create(factors)
    return client


def test_passkey_is_removed_after_asking():
    user = UserFactory()
    client = signed_in(user)
    url = reverse("mfa_remove_webauthn", args=[with_passkey(user).pk])
    assert "Khóa “Máy ở cơ quan” sẽ không dùng để đăng nhập được nữa." in text(client, url)
    assert client.post(url).url == SECURITY
    assert kinds(user) == []
    assert [letter.subject for letter in mail.outbox] == ["Đã gỡ khóa đăng nhập"]


def test_last_passkey_of_those_who_must_have_one_stays(settings):
    user = user_as(Role.REVIEWER)
    client = signed_in(user)
    url = reverse("mfa_remove_webauthn", args=[with_passkey(user).pk])
    settings.SECOND_FACTOR_ROLES, settings.OIDC_SECOND_FACTOR = sorted(MINISTRY_ROLES), "provider"
    session = client.session
    session["account_authentication_methods"] += [{"method": "mfa", "at": 0}]
    session.save()
    assert KEPT in text(client, url)
    assert KEPT in client.post(url, follow=True).content.decode()
    assert kinds(user) == ["webauthn"]


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_passkey_of_another_is_not_to_be_known(name):
    theirs = with_passkey(UserFactory())
    assert signed_in(UserFactory()).post(reverse(name, args=[theirs.pk]), {"name": "x"}).status_code == 404
    assert kinds(theirs.user) == ["webauthn"]


def test_pages_have_nothing_inline_that_the_policy_would_stop():
    client = signed_in(UserFactory())
    pages = [text(client, reverse(name)) for name in ("mfa_activate_totp", "mfa_add_webauthn", "account_login")]
    assert [page for page in pages if " style=" in page or "<script>" in page] == []


def test_passkey_is_renamed():
    user = UserFactory()
    client = signed_in(user)
    url = reverse("mfa_edit_webauthn", args=[with_passkey(user).pk])
    assert url in text(client)
    assert 'value="Máy ở cơ quan"' in text(client, url)
    page = client.post(url, {"name": "  Máy ở nhà "}, follow=True).content.decode()
    assert ("Đã đổi tên khóa đăng nhập." in page, "<strong>Máy ở nhà</strong>" in page) == (True, True)
    kept = Authenticator.objects.get(user=user).data
    assert (kept["name"], kept["credential"]["clientExtensionResults"]) == ("Máy ở nhà", {"credProps": {"rk": True}})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Hãy điền mục này."),
        ("x" * 61, "Cần không quá 60 ký tự; bạn nhập 61 ký tự."),
        ("a\0b", "Có ký tự không đọc được; hãy nhập lại."),
    ],
)
def test_rubbish_is_no_name_of_a_passkey(name, said):
    user = UserFactory()
    client, factor = signed_in(user), with_passkey(user)
    response = client.post(reverse("mfa_edit_webauthn", args=[factor.pk]), {"name": name})
    assert (response.status_code, said in str(response.context["form"].errors["name"])) == (200, True)
    factor.refresh_from_db()
    assert factor.data["name"] == "Máy ở cơ quan"


def test_page_of_a_passkeys_name_takes_the_same_queries_for_one_and_many(django_assert_num_queries):
    user = UserFactory()
    client = signed_in(user)
    url = reverse("mfa_edit_webauthn", args=[with_passkey(user).pk])
    for _time in range(2):
        with django_assert_num_queries(5):
            client.get(url)
        for number in range(9):
            with_passkey(user, f"Khóa {number}")


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_codes_of_an_app_are_no_passkey(name):
    user = UserFactory()
    client = signed_in(user)
    pk = with_codes(user).authenticator_set.get().pk
    assert client.get(reverse(name, args=[pk])).status_code == 404
