"""Every page in English, for everybody who may see it: nothing Vietnamese is left but names, data and documents."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pydantic import BaseModel

from accounts.models import Province, User
from assessments.models import Campaign, Notice
from assessments.notifications import assigned, opened
from catalogue_desk.models import CatalogueUpload
from catalogues.schema import TextBase
from tests.access import ACCESS, ACTORS
from tests.factories.catalogues import real_guidance, real_indicators
from tests.test_access import JSON, POST
from tests.test_codebase import APPS
from tests.test_translations import VIETNAMESE, Reader, vietnamese_in
from tests.world import World

NUMBER = re.compile(r"\d+/[\w/-]+")
"""Of a document, which is the same in every language."""

EMPTY = ("input", "br", "hr", "img", "link", "meta", "source", "col", "wbr", "area", "base", "embed")
ISLANDS = ["Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"]
"""Names on the map that stand in no column."""

ASKED = {
    "verify": {"id": "x", "checksum": "x"},
    "search": {"q": "open data"},
    "planning:what_if": {"q_IOC_6_1": "x", "q_DL_03": "-7"},
}
"""Pages that take what is asked in their address, with what they must find or refuse."""

WRITERS = ("coordinator", "reviewer", "campaign_manager")
WRONG = {
    "answer_save": {"q_IOC_6_1-version": "0", "q_IOC_6_1-value": "99"},
    "evidence_add": {"q_IOC_6_1-evidence-url": "x"},
    "section": {"q_IOC_6_3-version": "0", "q_IOC_6_3-numerator": "x", "q_IOC_6_3-denominator": "-1"},
}
"""What is sent to be refused; other pages get a form with nothing in it."""


class EnglishReader(Reader):
    """Leaves out what the page itself says to be Vietnamese."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = ["en"]

    def handle_starttag(self, tag, attrs):
        language = dict(attrs).get("lang") or self.languages[-1]
        if language == "en":
            super().handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.languages.append(language)

    def handle_endtag(self, tag):
        if tag not in EMPTY and len(self.languages) > 1:
            self.languages.pop()
        super().handle_endtag(tag)

    def handle_data(self, data):
        if self.languages[-1] == "en":
            super().handle_data(data)


def stored_texts() -> list[str]:
    """Whatever stands in a column: names, what people wrote, what was recorded. The longest first."""
    found = set()
    for app in APPS:
        for model in apps.get_app_config(app).get_models() if apps.is_installed(app) else ():
            columns = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
            ]
            rows = model._default_manager.values_list(*columns) if columns else ()
            found |= {str(text) for row in rows for text in row if VIETNAMESE.search(str(text))}
    found |= {line.strip() for text in found for line in text.splitlines()}
    found |= {fault["message"] for upload in CatalogueUpload.objects.all() for fault in upload.faults}
    return sorted([*found, *ISLANDS], key=len, reverse=True)


def left_over(html: str, known: list[str]) -> list[str]:
    return vietnamese_in(NUMBER.sub("", html), [NUMBER.sub("", text) for text in known], EnglishReader)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ACCESS.keys() - {"gallery"}))  # its samples are Vietnamese
def test_page_is_english_for_whoever_may_see_it(world, name):
    with transaction.atomic():
        User.objects.update(language="en")
        known = stored_texts()
        found = {actor: left_over(html, known) for actor, html in shown(world, name)}
        transaction.set_rollback(True)
    assert {actor: passages for actor, passages in found.items() if passages} == {}


def shown(world: World, name: str) -> Iterator[tuple[str, str]]:
    """What each actor who gets more than a refusal is shown, and what they are told about a form that is wrong."""
    for actor in ACTORS:
        if ACCESS[name][actor] not in {200, 302, 422}:
            continue
        client = Client(headers={"accept": "application/json"} if name in JSON else {})
        client.cookies["django_language"] = "en"
        if actor != "nobody":
            client.force_login(world.actors[actor])
        url = reverse(name, kwargs=world.kwargs(name))
        if name not in POST:
            yield actor, text_of(client.get, url, ASKED.get(name, {}))
        if actor in WRITERS:
            yield f"{actor}, refused", text_of(client.post, url, WRONG.get(name, {}))


def text_of(ask: Callable[..., HttpResponse], url: str, sent: dict[str, str]) -> str:
    """The text of a page, or of an answer to a script; nothing of a file. What was changed is undone."""
    with transaction.atomic():
        response = ask(url, sent, follow=True)
        content = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    kind = response.get("Content-Type", "").split(";")[0]
    if kind == "application/json":
        return json.dumps(json.loads(content), ensure_ascii=False).replace("\\n", " ").replace('\\"', '"')
    return content.decode() if kind == "text/html" else ""


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "actor"), [("overview", "stranger"), ("people", "leader"), ("overview", "nobody")])
def test_refusal_is_english(world, name, actor):
    client = Client()
    client.cookies["django_language"] = "en"
    if actor != "nobody":
        client.force_login(world.actors[actor])
    User.objects.update(language="en")
    url = reverse(name, kwargs=world.kwargs(name))
    assert left_over(text_of(client.get, url, {}), stored_texts()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["coordinator", "reviewer"])
def test_notice_is_english(world, actor):
    """In the inbox and in the letter, for whoever reads English; beside it somebody who does not."""
    user = world.actors[actor]
    user.language = "en"
    user.save()
    Notice.objects.all().delete()
    told = opened(world.draft.campaign) + assigned(world.submitted.assignments.all())
    assert told >= 2
    own = Notice.objects.filter(user=user)
    assert own.count() == 1
    assert left_over(f"<p>{own.get().subject} {own.get().body}</p>", stored_names()) == []
    assert VIETNAMESE.search(Notice.objects.filter(user=world.actors["leader"]).get().subject)


def stored_names() -> list[str]:
    return [*Province.objects.values_list("name", flat=True), *Campaign.objects.values_list("name", flat=True)]


# -- the catalogues ---------------------------------------------------------------------------------------------------


def texts_of(shape, path: str = ""):
    """Every text of a catalogue with its place."""
    if isinstance(shape, TextBase):
        yield path, shape
    elif isinstance(shape, BaseModel):
        here = f"{path}.{getattr(shape, 'code', '')}"
        for name in type(shape).model_fields:
            yield from texts_of(getattr(shape, name), f"{here}.{name}")
    elif isinstance(shape, tuple):
        for each in shape:
            yield from texts_of(each, path)


@pytest.mark.parametrize("catalogue", [real_guidance, real_indicators])
def test_every_text_of_the_catalogues_is_in_both_languages(catalogue):
    found = dict(texts_of(catalogue()))
    assert len(found) > 300
    assert [place for place, text in found.items() if not (text.vi and text.en)] == []
    assert [place for place, text in found.items() if VIETNAMESE.search(NUMBER.sub("", text.en))] == []
