import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import Role
from assessments.models import Notice
from assessments.views.navigation import navigation
from tests.factories import UserFactory, guidance_version, indicator_version, user_as

pytestmark = pytest.mark.django_db
COMMON = ["home", "comparison:index", "guidance:index", "indicators:index"]
MINISTRY = {"home", "comparison:index", "catalogue_desk:index"}


def menu(user, path: str = "/") -> list[dict]:
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)["menu"]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.CONTRIBUTOR, set(COMMON)),
        (Role.LEADER, set(COMMON)),
        (Role.COORDINATOR, {*COMMON, "people"}),
        (Role.REVIEWER, MINISTRY),
        (Role.AUDITOR, {*MINISTRY, "audit_desk:events"}),
        (Role.CAMPAIGN_MANAGER, {*MINISTRY, "people", "campaigns"}),
    ],
)
def test_menu_has_what_the_role_may_open(role, names, client):
    guidance_version(), indicator_version()
    user = user_as(role)
    urls = {link["url"] for link in menu(user)}
    assert urls == {reverse(name) for name in names}
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


def test_header_counts_what_is_unread_in_one_query(client, django_assert_num_queries):
    user = user_as(Role.LEADER)
    request = RequestFactory().get("/")
    request.user = user
    assert navigation(request)["unread"] == 0
    for number in range(3):
        Notice.objects.create(user=user, key=str(number), subject="Đợt đã mở", body="…", path="/")
    Notice.objects.create(user=UserFactory(), key="0", subject="Đợt đã mở", body="…", path="/")
    with django_assert_num_queries(1):  # the seats are read already
        assert navigation(request)["unread"] == 3
    client.force_login(user)
    text = client.get("/").content.decode()
    assert 'Thông báo <strong>(3<span class="visually-hidden"> chưa đọc</span>)</strong></a>' in text


def test_request_refused_before_it_had_a_user_gets_its_page(client):
    response = client.get("/accounts/login/", headers={"host": "evil host"})
    assert (response.status_code, response.templates[0].name) == (400, "400.html")
