"""Every route × every actor: what they get is what the table says, and no route is without a row."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import ACCESS, ACTORS, ALLAUTH_OPEN, GUEST, LOGIN
from tests.hostile.counting import tried
from tests.world import outsiders

POST = {
    "notices_read": {},
    "campaign_open": {},
    "campaign_close": {},
    "campaign_finalise": {},
    "campaign_remind": {},
    "presence": {"section": "IOC-6", "code": "IOC-6.1"},
    "answer_save": {"q_IOC_6_1-version": "0", "q_IOC_6_1-value": "2"},
    "answer_keep": {},
    "evidence_add": {"q_IOC_6_1-evidence-url": "https://tinh.example/van-ban"},
    "evidence_remove": {},
    "review_finish": {},
    "review_finalise": {},
    "review_reopen": {},
    "review_return": {"until": "01/01/2999"},
    "review_resume": {},
    "review_withdraw": {},
    "clarify": {},
    "approval_ask": {},
    "approval_withdraw": {},
    "approval_decide": {"seen": "1", "decision": "approved"},
    "clarification_reply": {},
    "clarification_close": {},
    "discussion_settle": {},
    "discussion_reopen": {},
    "discussion_amend": {},
    "discussion_withdraw": {},
    "preview": {},
    "report_request": {},
    "retry": {},
    "report_template_activate": {},
    "report_template_retire": {},
    "invitation_withdraw": {},
    "session_end": {},
    "sessions_end_others": {},
    "catalogue_desk:upload_store": {},
    "catalogue_desk:version_publish": {},
    "catalogue_desk:version_discard": {},
    "operations:send_again": {},
    "operations:mail_again": {},
    "comparison:edition_publish": {},
    "comparison:report_request": {},
    "workbooks:apply": {},
    "planning:plan_add": {"code": "ICT-3.2"},
    "planning:plan_carry": {},
    "set_language": {"language": "en"},
    "set_scheme": {"scheme": "dark"},
}
"""Routes that take only POST, with what is sent."""

JSON = {"answer_save", "evidence_add", "evidence_remove"}
"""Routes that the page's scripts call."""


def names(patterns, prefix=""):
    """The names of all routes, namespaces included."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else f"{prefix}{pattern.pattern}"


def test_every_route_has_its_row():
    found = {name for name in names(get_resolver().url_patterns) if not name.startswith(("admin:", "accounts/"))}
    allauth = {name for name in found if name.startswith("account_")}
    assert found - allauth == set(ACCESS)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ACCESS)
def test_route_gives_each_actor_what_the_table_says(world, others, name):
    """A guest, who has no role, gets what a stranger does, but for what is named; a closed account what nobody gets."""
    row = ACCESS[name]
    expected = {**row, "guest": GUEST.get(name, row["stranger"]), "retired": row["nobody"]}
    people = {**world.actors, **others}
    assert {actor: outcome(world, name, actor, people) for actor in expected} == expected
    tried("routes × roles", len(expected))


@pytest.fixture(scope="module")
def others(world, django_db_blocker):
    with django_db_blocker.unblock():
        return outsiders(world)


def outcome(world, name, actor, people):
    """The status of one request, undone afterwards."""
    client = Client(headers={"accept": "application/json"} if name in JSON else {})
    if actor != "nobody":
        client.force_login(people[actor])
    url = reverse(name, kwargs=world.kwargs(name))
    with transaction.atomic():
        response = client.post(url, POST[name]) if name in POST else client.get(url)
        if response.streaming:
            response.getvalue()
        transaction.set_rollback(True)
    sent_to_login = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    return LOGIN if sent_to_login else response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(POST))
def test_changing_route_takes_no_get(world, name):
    client = Client()
    client.force_login(world.actors["coordinator"])
    assert client.get(reverse(name, kwargs=world.kwargs(name))).status_code == 405


@pytest.mark.django_db
def test_sign_in_pages_are_the_only_open_ones_of_allauth():
    client = Client()
    closed = set()
    for name in names(get_resolver().url_patterns):
        if name.startswith("account_") and name not in ALLAUTH_OPEN:
            arguments = {"key": "x"} if name == "account_confirm_email" else {}
            response = client.get(reverse(name, kwargs=arguments))
            assert response.status_code in {302, 404}, name
            closed.add(name)
    assert "account_change_password" in closed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *(
            "signup",
            "email",
            "confirm-email",
            "confirm-email/MQ:x",
            "password/set",
            "login/code/confirm",
            "login/code",
            "signup/passkey",
        ),
        *("3rdparty", "3rdparty/signup", "social/signup", "social/connections", "sessions", "2fa/webauthn/signup"),
        *("2fa/trust", "2fa/recovery-codes/download", "google/login", "oidc/sso/login", "oidc/google/login"),
    ],
)
def test_pages_that_change_who_one_is_are_not_offered(path):
    client = Client()
    assert client.get(f"/accounts/{path}/").status_code == 404


@pytest.mark.slow
@pytest.mark.django_db
def test_admin_is_for_system_administrators_only(world):
    for actor in ACTORS:
        client = Client()
        if actor != "nobody":
            client.force_login(world.actors[actor])
        response = client.get(reverse("admin:index"), follow=True)
        if actor == "nobody":
            assert response.redirect_chain[-1][0].startswith(reverse("account_login")), "one sign-in, with its limits"
        else:
            assert response.status_code == 403, actor
