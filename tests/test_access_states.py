"""Every route of an assessment, its snapshots, its campaign and its edition × every actor × every state: what they get
is what tests/access_states.py says, whatever is refused changes nothing, and outsiders learn nothing."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from assessments.enums import ApprovalStage
from assessments.models import Assessment, Campaign
from tests.access import ACCESS, ACTORS, LOGIN
from tests.access_states import (
    ALL,
    BETWEEN,
    DEEDS,
    DEEDS_ALIKE,
    DONE,
    OF_AN_EDITION,
    deed_for,
    no_page_for,
    page_for,
)
from tests.hostile.counting import is_counting, tried
from tests.situations import ALIKE, IMPOSSIBLE, SITUATIONS, UNTRIED, all_pairs, pairs_covered, situation_of
from tests.stages import OF_A_CAMPAIGN, SECRET, STAGES, Stage, stage_of
from tests.test_access import JSON, POST
from tests.world import outsiders

UNTOLD = ("audit_event", "audit_head", "django_session", "accounts_user", "sign_in_keptcount")
"""Tables whose rows tell of requests, not of what was done."""

WRITE = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
BY_STATE = re.compile(r"^(assessments|snapshots|campaigns|comparison|comparison/campaigns)/<")
PAGES_EACH_TIME = ("draft", "in_review", "final")
"""States in which every run opens every page; in the others only `make proof` does, each run tries their deeds."""

EDITIONS = ("final", "published")
"""In which there is an edition."""


def routes(patterns: Any, prefix: str = "", path: str = "") -> Iterator[str]:
    """The names of the routes whose address has an assessment, a snapshot, a campaign or an edition in it."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern.url_patterns, inner, here)
        elif BY_STATE.match(here):
            yield f"{prefix}{pattern.name}"


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


@contextmanager
def writes() -> Iterator[list[str]]:
    """The tables in which rows changed."""
    found: list[str] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if (match := WRITE.match(sql)) and match[1] not in UNTOLD and context["cursor"].rowcount:
            found.append(match[1])
        return done

    with connection.execute_wrapper(noted):
        yield found


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    """A browser for everybody; the retired one's session was open before."""
    with django_db_blocker.unblock():
        found = {actor: Client() for actor in (*ACTORS, "guest", "retired")}
        for actor, user in {**world.actors, **outsiders(world)}.items():
            if actor != "nobody":
                found[actor].force_login(user)
    return found


def asked_for(client: Client, method: str, stage: Stage, route: str) -> tuple[int | str, HttpResponse]:
    """The status, or that it was done; undone afterwards."""
    url = reverse(route, kwargs=stage.kwargs(route))
    accept = {"HTTP_ACCEPT": "application/json"} if route in JSON else {}
    sent = stage.posts.get(route, POST.get(route, {})) if method == "post" else {}
    data = {name: value() if callable(value) else value for name, value in sent.items()}
    with transaction.atomic(), writes() as changed:
        response = getattr(client, method)(url, data, **accept)
        content = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    status = response.status_code
    if status >= 400:
        assert SECRET.encode() not in content or status == 422, (route, "tells what it refuses to show")
    if status == 302 and response.url.startswith(reverse("account_login")):
        return LOGIN, changed
    return DONE if changed and status < 400 else status, changed


def is_there(route: str, stage: str) -> bool:
    if stage in BETWEEN:
        return route in DEEDS and route.startswith(BETWEEN[stage])
    if stage == "preparing":
        return route in OF_A_CAMPAIGN and route not in {"agreement", "reviewers", "comparison:editions"}
    return stage in EDITIONS or not route.startswith(OF_AN_EDITION) or route == "comparison:editions"


def checked(clients: dict[str, Client], stage: Stage, method: str, names: Iterable[str], said: Any) -> dict[str, Any]:
    """Whatever is not as it is said; counted for `make proof`."""
    wrong, count = {}, 0
    for route in names:
        cache.clear()
        for actor, client in clients.items():
            found, changed = asked_for(client, method, stage, route)
            count += 1
            if found != (expected := said(route, actor, stage.name)) or (found != DONE and changed):
                wrong[f"{method} {route} {actor}"] = (found, expected, changed)
    tried("routes × roles × states", count)
    return wrong


def test_every_route_that_has_a_state_is_declared():
    assert [route for route in ROUTES if route not in ACCESS] == []
    assert [route for route in DEEDS if route not in ROUTES] == []
    assert sorted(set(POST) & set(ROUTES) - set(DEEDS)) == []


def test_every_state_has_its_stage():
    """A new state of an assessment, of its campaign or of its approval needs a stage, or a reason."""
    assert set(STAGES) == {"preparing", *SITUATIONS}
    assert set(SITUATIONS) == set(ALL)
    assert len(set(SITUATIONS.values())) == len(SITUATIONS)
    assert sorted([*pairs_covered(), *IMPOSSIBLE]) == sorted(all_pairs())
    approvals = {found.approval for found in SITUATIONS.values()}
    assert approvals.isdisjoint(UNTRIED)
    assert approvals | set(UNTRIED) == set(ApprovalStage)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", STAGES)
def test_state_gives_each_actor_what_the_tables_say(world, clients, name):
    with transaction.atomic():
        stage = stage_of(world, name)
        prove(stage)
        there = [route for route in ROUTES if is_there(route, name)]
        is_whole = name not in BETWEEN and (is_counting() or name in PAGES_EACH_TIME)
        pages = [route for route in there if route not in POST and is_whole]
        wrong = checked(clients, stage, "get", pages, page_for)
        wrong |= got_instead_of_posted(clients, stage)
        wrong |= checked(clients, stage, "post", [route for route in there if route in DEEDS], deed_for)
        wrong |= alike(clients, stage)
        transaction.set_rollback(True)
    assert wrong == {}, "\n".join(f"{what}: {found}" for what, found in wrong.items())


def prove(stage: Stage) -> None:
    """That the world is in the state that the stage has its name from."""
    if stage.name == "preparing":
        campaign = Campaign.objects.get(pk=stage.world.campaign.pk)
        assert (campaign.state, Assessment.objects.filter(campaign=campaign).count()) == ("draft", 0)
    else:
        assert situation_of(stage.world.draft.pk) == SITUATIONS[stage.name]


def got_instead_of_posted(clients: dict[str, Client], stage: Stage) -> dict[str, Any]:
    """Following a link never does what only a form may do, least of all for who may do it; `make proof` asks as
    everybody, each run as one who can do it in some state."""
    wrong = {}
    for route in sorted(set(POST) & set(ROUTES)):
        if stage.name != "preparing" or route in OF_A_CAMPAIGN:
            doer = next(iter(DEEDS[route][1]), "coordinator")
            asking = clients if is_counting() else {doer: clients[doer]}
            wrong |= checked(asking, stage, "get", [route], no_page_for)
    return wrong


def alike(clients: dict[str, Client], stage: Stage) -> dict[str, Any]:
    """The same in other states of the campaign; each run asks as one of each side, `make proof` as everybody."""
    wrong = {}
    some = ("coordinator", "reviewer", "campaign_manager", "stranger")
    asking = clients if is_counting() else {actor: clients[actor] for actor in some}
    for state in ALIKE.get(stage.name, ()):
        Campaign.objects.filter(pk=stage.world.campaign.pk).update(state=state)
        assert situation_of(stage.world.draft.pk)[:3] == (state, *SITUATIONS[stage.name][1:3])
        found = checked(asking, stage, "post", DEEDS_ALIKE, deed_for)
        wrong |= {f"{what}, campaign {state}": facts for what, facts in found.items()}
    return wrong
