import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import Role
from assessments.views.navigation import navigation
from tests.factories import UserFactory, guidance_version, indicator_version, user_as

pytestmark = pytest.mark.django_db
COMMON = ["home", "guidance:index", "indicators:index"]


def menu(user, path: str = "/") -> list[dict]:
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)["menu"]


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.CONTRIBUTOR, set()),
        (Role.LEADER, set()),
        (Role.COORDINATOR, {"people"}),
        (Role.REVIEWER, set()),
        (Role.AUDITOR, set()),
        (Role.CAMPAIGN_MANAGER, {"people", "campaigns"}),
    ],
)
def test_menu_has_what_the_role_may_open(role, more, client):
    guidance_version(), indicator_version()
    user = user_as(role)
    urls = {link["url"] for link in menu(user)}
    assert urls == {reverse(name) for name in {*COMMON, *more}}
    client.force_login(user)
    assert {client.get(url).status_code for url in urls} == {200}


def test_menu_of_somebody_without_a_role_is_the_common_one():
    assert [link["url"] for link in menu(UserFactory())] == [reverse(name) for name in COMMON]


@pytest.mark.parametrize(
    ("path", "current"), [("/", "home"), ("/guidance/IOC-6/", "guidance:index"), ("/snapshots/x/", None)]
)
def test_menu_marks_where_one_is(path, current):
    marked = [link["url"] for link in menu(user_as(Role.LEADER), path) if link["is_current"]]
    assert marked == ([reverse(current)] if current else [])


def test_strangers_have_no_menu():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation(request) == {}


def test_request_refused_before_it_had_a_user_gets_its_page(client):
    response = client.get("/accounts/login/", headers={"host": "evil host"})
    assert (response.status_code, response.templates[0].name) == (400, "400.html")
