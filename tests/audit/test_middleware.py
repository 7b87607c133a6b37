import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.enums import Verb
from audit.middleware import network_of
from audit.models import Event
from tests.access import ACCESS
from tests.factories import UserFactory
from tests.test_access import POST

pytestmark = pytest.mark.django_db

LOOKED_AT = (Verb.READ, Verb.EXPORT)
OWN = "user"
"""In the chain of the person: what is of no province."""

NO_DATA = frozenset(
    {
        *("handbook:index", "handbook:guide", "notices", "gallery", "verify", "people", "invitation"),
        *("personal_data:own", "search"),
        *("guidance:index", "guidance:recommendation", "indicators:index", "indicators:indicator"),
        *("catalogue_desk:index", "catalogue_desk:version", "catalogue_desk:compare", "catalogue_desk:upload"),
        *("catalogue_desk:upload_new", "report_templates", "report_template_fields", "report_template_new"),
        *("campaigns", "campaign_create", "campaign_edit", "comparison:index"),
        *("security", "mfa_index", "mfa_list_webauthn", "healthz"),
        *("snapshot_status", "comparison:edition_status", "operations:queues"),
        *("operations:quarantine", "operations:release"),
    }
)
"""Routes that show nothing of any province, or only how far a task is; the last two show whose answers a
quarantined file supports, and in this world it supports none (tests/operations/test_quarantine.py)."""


def as_actor(world, actor):
    client = Client()
    client.force_login(world.actors[actor])
    return client


def fetched(client, world, name, **query):
    """The status, once the whole was read."""
    response = client.get(reverse(name, kwargs=world.kwargs(name)), query)
    if response.streaming:
        response.getvalue()
    return response.status_code


def looked_at(user):
    found = Event.objects.filter(actor=user.pk, verb__in=LOOKED_AT).order_by("pk")
    return [(event.verb, event.chain.split(":")[0], event.what) for event in found]


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["auditor", "campaign_manager"])
def test_whatever_the_ministry_opens_of_a_province_is_recorded_once(world, actor):
    silent, client, user = set(), as_actor(world, actor), world.actors[actor]
    opened = [name for name in ACCESS if ACCESS[name][actor] == 200 and name not in POST]
    for name in opened:
        before = len(looked_at(user))
        assert fetched(client, world, name) == 200, name
        new = looked_at(user)[before:]
        silent |= set() if new else {name}
        assert [what for _verb, _kind, what in new] in ([], [name]), name
    assert silent == NO_DATA & set(opened)


@pytest.mark.slow
def test_event_says_who_in_which_role_what_of_which_province(world):
    client, user = as_actor(world, "auditor"), world.actors["auditor"]
    client.get(reverse("section", kwargs=world.kwargs("section")), REMOTE_ADDR="192.0.2.77")
    event = Event.objects.get(verb=Verb.READ)
    assert (event.actor, event.role, event.chain) == (user.pk, "auditor", f"assessment:{world.draft.pk}")
    assert (event.what, event.detail, event.network) == ("section", {"code": "IOC-6"}, "192.0.2.0/24")


@pytest.mark.slow
def test_what_people_of_the_province_open_is_not_recorded_but_what_they_take_away_is(world):
    client, user = as_actor(world, "coordinator"), world.actors["coordinator"]
    for name in ("overview", "section", "snapshot", "evidence_view", "planning:gaps", "comparison:table", "search"):
        assert fetched(client, world, name, q="IOC") == 200
    assert looked_at(user) == []
    taken = ("evidence_file", "results", "report_file", "workbooks:download", "planning:plan_export")
    for name in taken:
        fetched(client, world, name)
    assert looked_at(user) == [("export", "assessment", name) for name in taken]


@pytest.mark.parametrize("name", ["overview", "evidence_file", "results"])
def test_what_is_refused_is_not_recorded_as_shown(world, name):
    client, user = as_actor(world, "stranger"), world.actors["stranger"]
    assert fetched(client, world, name) == 404
    assert looked_at(user) == []


def test_export_of_what_is_of_no_province_stands_with_the_person(world):
    client, user = as_actor(world, "reviewer"), world.actors["reviewer"]
    client.get(reverse("catalogue_desk:template", kwargs=world.kwargs("catalogue_desk:template")))
    assert looked_at(user) == [("export", OWN, "catalogue_desk:template")]


def test_system_administration_is_recorded_with_what_was_opened(world):
    user = UserFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    client.get(reverse("admin:accounts_user_change", args=[world.actors["leader"].pk]))
    event = Event.objects.get(verb=Verb.READ)
    assert (event.what, event.detail) == (
        "admin:accounts_user_change",
        {"object_id": str(world.actors["leader"].pk)},
    )
    client.get(reverse("overview", kwargs=world.kwargs("overview")))
    assert Event.objects.filter(verb=Verb.READ).count() == 1, "without a role in the portal there is nothing to see"


def test_reading_costs_two_queries(world):
    client, url = as_actor(world, "auditor"), reverse("overview", kwargs=world.kwargs("overview"))
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert len([query for query in asked if "audit_" in query["sql"]]) == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.77, 1", ""),
    ],
)
def test_the_network_is_kept_and_not_the_machine(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("9.9.9.9, 203.0.113.9", "203.0.113.0/24"),
        ("", "192.0.2.0/24"),
        ("rubbish", ""),
    ],
)
def test_behind_a_proxy_it_is_what_the_proxy_saw(settings, forwarded, network):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77", headers={"x-forwarded-for": forwarded})
    assert network_of(request) == network
