import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from accounts.scheme import Scheme, chosen

LOGIN = reverse("account_login")
AUTO_LINK = 'css/dark.css" media="screen and (prefers-color-scheme: dark)">'
DARK_LINK = 'css/dark.css" media="screen">'


def look_of(client) -> tuple[bool, bool, bool, bool]:
    """Dark where the browser says so, always dark, marked as light, marked as dark."""
    page = client.get(LOGIN).content.decode()
    return tuple(mark in page for mark in (AUTO_LINK, DARK_LINK, 'data-scheme="light"', 'data-scheme="dark"'))


AS_THE_BROWSER_SAYS = (True, False, False, False)


def test_browser_decides_until_somebody_chooses(client):
    assert look_of(client) == AS_THE_BROWSER_SAYS


@pytest.mark.parametrize(
    ("scheme", "look"),
    [
        ("dark", (False, True, False, True)),
        ("light", (False, False, True, False)),
        ("auto", AS_THE_BROWSER_SAYS),
    ],
)
def test_choice_is_kept_in_the_page_itself(client, scheme, look):
    response = client.post(reverse("set_scheme"), {"scheme": scheme, "next": f"{LOGIN}?next=/people/"})
    assert (response.status_code, response.url) == (302, f"{LOGIN}?next=/people/")
    cookie = response.cookies[settings.SCHEME_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["secure"]) == (scheme, True, "Lax", "")
    assert look_of(client) == look
    assert f'value="{scheme}" aria-pressed="true"' in client.get(LOGIN).content.decode()


def test_cookie_stays_on_the_secure_line(client):
    response = client.post(reverse("set_scheme"), {"scheme": "dark"}, secure=True)
    assert response.cookies[settings.SCHEME_COOKIE_NAME]["secure"] is True


@pytest.mark.parametrize("rubbish", ["", "Dark", "x" * 10_000, "\x00", "<b>", "dark; secure"])
def test_rubbish_is_refused_and_keeps_nothing(client, rubbish):
    response = client.post(reverse("set_scheme"), {"scheme": rubbish})
    assert response.status_code == 400
    assert settings.SCHEME_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "", "\x00", "word", "a/"],
)
def test_nobody_is_sent_elsewhere(client, target):
    response = client.post(reverse("set_scheme"), {"scheme": "dark", "next": target})
    assert response.url == reverse("home")


@pytest.mark.parametrize("kept", ["", "blue", "../dark", "DARK", '"><script>'])
def test_cookie_of_other_hands_counts_as_none(kept):
    request = RequestFactory().get("/")
    request.COOKIES[settings.SCHEME_COOKIE_NAME] = kept
    assert chosen(request) == Scheme.AUTO


def test_only_the_dark_stylesheet_asks_for_dark():
    """A stylesheet that asks the browser by itself would not follow the choice."""
    sheets = sorted((settings.BASE_DIR / "static/css").glob("*.css"))
    assert [path.name for path in sheets if "prefers-color-scheme" in path.read_text()] == []


def test_page_of_a_request_without_its_context_follows_the_browser():
    assert AUTO_LINK in render_to_string("404.html")
