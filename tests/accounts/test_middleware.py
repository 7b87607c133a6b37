import pytest
from django.urls import reverse

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


@pytest.mark.parametrize("kept", ["fr", "", "e", "../vi", "\x00"])
def test_language_that_is_not_offered_is_vietnamese(client, kept):
    client.cookies["django_language"] = kept
    assert language_of(client.get(LOGIN)) == ("vi", True)
