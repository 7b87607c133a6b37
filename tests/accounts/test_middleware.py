import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests.factories import UserFactory, user_as

LOGIN = reverse("account_login")


def language_of(response) -> tuple[str, bool]:
    return response["Content-Language"], "Đăng nhập" in response.content.decode()


@pytest.mark.parametrize("asked", ["en-GB,en;q=0.9", "en", "fr", "*", "\x00", "vi"])
def test_browser_does_not_choose_the_language(client, asked):
    assert language_of(client.get(LOGIN, headers={"accept-language": asked})) == ("vi", True)


def test_person_chooses_the_language_and_keeps_it(client):
    client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert language_of(client.get(LOGIN)) == ("en", False)
    assert language_of(client.get(LOGIN, headers={"accept-language": "vi"})) == ("en", False)


def test_language_that_a_browser_keeps_is_for_this_site_alone(client):
    kept = client.post(reverse("set_language"), {"language": "en", "next": LOGIN}).cookies["django_language"]
    assert (kept["httponly"], kept["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("kept", ["fr", "", "e", "../vi"])
def test_language_that_is_not_offered_is_vietnamese(client, kept):
    client.cookies["django_language"] = kept
    assert language_of(client.get(LOGIN)) == ("vi", True)


@pytest.mark.django_db
@pytest.mark.parametrize(("own", "kept"), [("en", None), ("en", "vi"), ("vi", "en"), ("en", "fr"), ("en", "en")])
def test_signed_in_person_has_their_own_language_whatever_the_browser_keeps(client, own, kept):
    client.force_login(UserFactory(language=own))
    if kept:
        client.cookies["django_language"] = kept
    response = client.get(reverse("notices"))
    assert response["Content-Language"] == own
    assert f'<html lang="{own}">' in response.content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_next_person_at_the_same_computer_has_theirs(client):
    for own in ("en", "vi"):
        client.force_login(UserFactory(language=own))
        client.post(reverse("set_language"), {"language": own})
        client.logout()
    client.force_login(UserFactory(language="en"))
    assert client.get(reverse("notices"))["Content-Language"] == "en"
    client.logout()
    assert language_of(client.get(LOGIN)) == ("vi", True)


@pytest.mark.django_db
def test_stored_language_that_is_not_offered_is_vietnamese(client):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(language="fr")
    client.force_login(user)
    assert client.get(reverse("notices"))["Content-Language"] == "vi"


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_of_a_signed_in_person_stay_out_of_caches(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    for name in ("home", "campaigns", "people"):
        assert client.get(reverse(name))["Cache-Control"] == "private, no-store"


@pytest.mark.slow
@pytest.mark.django_db
def test_file_of_a_signed_in_person_stays_out_of_caches(client, world):
    client.force_login(world.actors["coordinator"])
    for name in ("evidence_file", "report_file"):
        response = client.get(reverse(name, kwargs=world.kwargs(name)))
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
        response.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-16", "idna", "utf-7", "punycode"])
def test_request_in_another_charset_is_refused(client, charset):
    response = client.post(LOGIN, b"login=a", content_type=f"application/x-www-form-urlencoded; charset={charset}")
    assert (response.status_code, "không đọc được yêu cầu" in response.content.decode()) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_request_in_utf_8_is_taken(client, charset):
    response = client.post(LOGIN, b"login=a", content_type=f"application/x-www-form-urlencoded; charset={charset}")
    assert response.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "khac"])
def test_cookie_with_control_characters_is_refused(client, name):
    response = client.get(LOGIN, headers={"cookie": f'{name}="aaaaaaaaaaaaaaaa\\000"'})
    assert response.status_code == 400
