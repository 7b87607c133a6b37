"""The admin site × every actor: all of it for system administrators only, and for them what the table says."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse

from sign_in.models import FactorRemoval, Identity
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
    **dict.fromkeys(("accounts_user", "accounts_body", "accounts_province", "auth_group"), WHOLE),
    **dict.fromkeys(("assessments_campaign", "guidance_guidanceversion"), READ_ONLY),
    **dict.fromkeys(("indicators_indicatorsetversion", "sign_in_factorremoval"), READ_ONLY),
    **dict.fromkeys(("sign_in_secondfactor", "sign_in_identity"), TO_READ),
}
"""Of each registered model, what a system administrator gets."""

OF_THE_SITE = {"index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"}
OF_THE_SITE |= {"view_on_site", "app_list"}


def test_every_model_and_view_of_the_admin_is_declared():
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert registered == set(GIVEN)
    found = {name.removeprefix("admin:") for name in names(get_resolver().url_patterns) if name.startswith("admin:")}
    declared = {f"{model}_{view}" for model in GIVEN for view in VIEWS}
    assert {name for name in found if name.isidentifier()} == declared | OF_THE_SITE


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    with django_db_blocker.unblock():
        people = {**world.actors, **outsiders(world), "admin": UserFactory(is_staff=True, is_superuser=True)}
        people |= {"staff": UserFactory(is_staff=True)}
        Group.objects.create(name="x")
        Authenticator.objects.create(user=people["leader"], type=Authenticator.Type.TOTP, data={})
        FactorRemoval.objects.create(person=people["leader"], by=people["admin"])
        Identity.objects.create(person=people["leader"], issuer="https://id.bo.example", subject="lan")
        found = {actor: Client() for actor in (*ACTORS, "guest", "retired", "staff", "admin")}
        for actor, user in people.items():
            if actor != "nobody":
                found[actor].force_login(user)
    return found


def got(client, address):
    """The status; where the admin sends to its own sign-in, what that answers."""
    response = client.get(address)
    if response.status_code == 302 and response.url.startswith(reverse("admin:login")):
        response = client.get(response.url)
    away = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    return LOGIN if away else response.status_code


def pages(model):
    """Each page of a model, with a row of it."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    key = [model._default_manager.order_by("pk").first().pk]
    return {view: reverse(f"admin:{name}_{view}", args=key if view in VIEWS[2:] else []) for view in VIEWS}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_admin_gives_each_actor_what_the_table_says(clients, model):
    addresses = pages(model)
    given = GIVEN[f"{model._meta.app_label}_{model._meta.model_name}"]
    wrong = {}
    for actor, client in clients.items():
        for view, address in addresses.items():
            expected = given[view] if actor == "admin" else refusal(actor)
            if (found := got(client, address)) != expected:
                wrong[actor, view] = (found, expected)
    tried("admin pages × roles", len(clients) * len(addresses))
    assert wrong == {}, wrong


def refusal(actor):
    """Whoever is signed in has no right, also a member of the staff without one."""
    return LOGIN if actor in {"nobody", "retired"} else 403
