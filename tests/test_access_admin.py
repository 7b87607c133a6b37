"""The admin site × every actor: all of it for system administrators only, and for them what the table says."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse

from tests.access import ACTORS, LOGIN
from tests.factories import UserFactory
from tests.hostile.counting import tried
from tests.test_access import names
from tests.world import outsiders

VIEWS = ("changelist", "add", "change", "delete", "history")
WHOLE = dict.fromkeys(VIEWS, 200)
TO_READ = {**WHOLE, "add": 403}
READ_ONLY = {**TO_READ, "delete": 403}
GIVEN: dict[str, dict[str, int]] = {
    **dict.fromkeys(("accounts_user", "accounts_body", "accounts_province"), WHOLE),
    **dict.fromkeys(("assessments_campaign", "guidance_guidanceversion"), READ_ONLY),
    **dict.fromkeys(("indicators_indicatorsetversion", "sign_in_factorremoval"), READ_ONLY),
    "mfa_authenticator": TO_READ,
}
"""Of each registered model, what a system administrator gets."""

OF_THE_SITE = {"index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"}
OF_THE_SITE |= {"view_on_site", "app_list", "(?P<url>.*)$"}
UNREGISTERED = 302
"""Django sends whoever asks for a row that is not there back to the index."""


def test_every_model_and_view_of_the_admin_is_declared():
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert registered == set(GIVEN)
    found = {name.removeprefix("admin:") for name in names(get_resolver().url_patterns) if name.startswith("admin:")}
    declared = {f"{model}_{view}" for model in GIVEN for view in VIEWS}
    assert {name for name in found if not name.startswith("(") and "<" not in name} == declared | {
        name for name in OF_THE_SITE if not name.startswith("(")
    }


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    with django_db_blocker.unblock():
        people = {**world.actors, **outsiders(world), "admin": UserFactory(is_staff=True, is_superuser=True)}
        people |= {"staff": UserFactory(is_staff=True)}
        found = {actor: Client() for actor in (*ACTORS, "guest", "retired", "staff", "admin")}
        for actor, user in people.items():
            if actor != "nobody":
                found[actor].force_login(user)
    return found


def got(client, address):
    response = client.get(address)
    away = response.status_code == 302 and response.url.startswith(reverse("admin:login"))
    return LOGIN if away else response.status_code


def pages(model):
    """Each page of a model with a row of it, or a key that no row has."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("pk").first()
    key = [row.pk if row else 0]
    return {view: reverse(f"admin:{name}_{view}", args=key if view in VIEWS[2:] else []) for view in VIEWS}, row


@pytest.mark.django_db
@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_admin_gives_each_actor_what_the_table_says(clients, model):
    addresses, row = pages(model)
    given = GIVEN[f"{model._meta.app_label}_{model._meta.model_name}"]
    wrong = {}
    for actor, client in clients.items():
        for view, address in addresses.items():
            missing = row is None and view in VIEWS[2:]
            expected = (UNREGISTERED if missing else given[view]) if actor == "admin" else refusal(actor, view)
            if (found := got(client, address)) != expected:
                wrong[actor, view] = (found, expected)
    tried("admin pages × roles", len(clients) * len(addresses))
    assert wrong == {}


def refusal(actor, view):
    """Nobody, an account that was closed and whoever is no staff are sent to the admin's sign-in, which is ours."""
    return 403 if actor == "staff" else LOGIN
