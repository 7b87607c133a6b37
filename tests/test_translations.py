"""The English interface: every message of the source is translated, and nothing Vietnamese is left on English pages."""

import ast
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import normalize

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

import guidance.queries
from accounts.models import Body, Province, User
from assessments.catalogue import campaign_catalogue
from assessments.models import Answer, Campaign, Evidence
from assessments.reports import gap_report
from tests.test_codebase import ROOT, tracked
from tests.world import World, make_world

PO = ROOT / "locale/en/LC_MESSAGES/django.po"
FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? ((?:"[^\n]*"\n?)+)', re.MULTILINE)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
"""The names under which our code calls it."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%0?\d*[sdX]|%%|</?\w[^>]*>|&\w+;")
LETTER = "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
VIETNAMESE = re.compile(LETTER, re.IGNORECASE)
PASSAGE = re.compile(rf"(?:\S+ ){{0,3}}\S*{LETTER}\S*(?: \S+){{0,3}}", re.IGNORECASE)

# -- the catalogue of messages ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """`forms`: its translations, one for each plural form."""

    context: str
    text: str
    plural: str
    forms: tuple[str, ...]

    @property
    def source(self) -> tuple[str, str, str]:
        return self.context, self.text, self.plural


def messages(catalogue: str) -> list[Message]:
    """The messages of a text in the .po format, its header left out."""
    found = map(message, catalogue.split("\n\n"))
    return [each for each in found if each.text]


def message(block: str) -> Message:
    fields: dict[str, list[str]] = {"msgctxt": [""], "msgid": [""], "msgid_plural": [""], "msgstr": []}
    for name, lines in FIELD.findall(block):
        said = "".join(map(ast.literal_eval, lines.splitlines()))
        fields[name].append(said)
    return Message(fields["msgctxt"][-1], fields["msgid"][-1], fields["msgid_plural"][-1], tuple(fields["msgstr"]))


def sources(found: Iterable[Message]) -> set[tuple[str, str, str]]:
    return {each.source for each in found}


@pytest.fixture(scope="module")
def committed() -> list[Message]:
    return messages(PO.read_text(encoding="utf-8"))


@pytest.fixture
def source_copy(tmp_path, monkeypatch, settings) -> Path:
    """What messages are extracted from, copied: Django's command writes beside what it reads."""
    for path in tracked("*.py", "*.html", "*.txt"):
        name = path.relative_to(ROOT)
        if name.parts[0] != "tests":
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, tmp_path / name)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_source_and_catalogue_have_the_same_messages(source_copy, committed):
    call_command("makemessages", locale=["en"], no_location=True, no_wrap=True, verbosity=0)
    extracted = (source_copy / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    in_source, in_catalogue = sources(messages(extracted)), sources(committed)
    missing, too_many = in_source - in_catalogue, in_catalogue - in_source
    assert not missing | too_many, f"missing: {sorted(missing)}\ntoo many: {sorted(too_many)}"


@pytest.mark.slow
def test_no_message_hides_where_extraction_does_not_see_it():
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in tracked("*.py")
        if "tests" not in path.parts
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
    ]
    assert hidden == []


def test_every_message_is_translated_in_every_plural_form(committed):
    wanting = [each.text for each in committed if len(each.forms) != (2 if each.plural else 1) or not all(each.forms)]
    assert wanting == []


def test_no_message_stands_twice(committed):
    assert len(sources(committed)) == len(committed)


def test_no_translation_is_fuzzy_or_obsolete():
    lines = PO.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("#~", "#|")) or re.match("#,.*fuzzy", line)] == []


def test_translations_keep_placeholders_and_tags(committed):
    strayed = [
        (source, form)
        for each in committed
        for form in each.forms
        for source in [each.text]
        if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(form))
    ]
    assert strayed == []


def test_translations_keep_blanks_at_their_ends(committed):
    strayed = [each.text for each in committed for form in each.forms if ends(form) != ends(each.text)]
    assert strayed == []


def ends(text: str) -> tuple[str, str]:
    """The blanks before and after."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_no_translation_is_in_vietnamese(committed):
    assert [form for each in committed for form in each.forms if VIETNAMESE.search(form)] == []


def test_compiled_catalogue_says_what_the_text_says(committed):
    command = ["msgunfmt", "--no-wrap", PO.with_suffix(".mo")]
    compiled = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    assert set(messages(compiled)) == set(committed)


# -- English pages ---------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """What people see, hear or are told later by a script."""

    SPOKEN = ("alt", "aria-label", "content", "placeholder", "title", "value")
    UNSEEN = ("script", "style")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in self.UNSEEN
        self.said += [value or "" for name, value in attrs if name in self.SPOKEN or name.startswith("data-")]

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in self.UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(data)


def vietnamese_in(html: str, known: list[str], kind: type[Reader] = Reader) -> list[str]:
    """Passages with Vietnamese words, what is known to be data left out."""
    reader = kind()
    reader.feed(html)
    text = normalize("NFC", " ".join(reader.said))
    for each in known:
        text = text.replace(each, "")
    return sorted(set(PASSAGE.findall(re.sub(r"\s+", " ", text))))


def known_data() -> list[str]:
    """Names, what users typed and numbers of documents, the longest first; and the other language's own name."""
    campaign = Campaign.objects.select_related("guidance").first()
    document = campaign_catalogue(campaign).guidance.document
    found = {"Tiếng Việt", *(rule.number for rule in guidance.queries.rules(document).values())}
    for rows in (
        Body.objects.values_list("name_vi"),
        Campaign.objects.values_list("name"),
        Province.objects.values_list("name"),
        User.objects.values_list("full_name"),
        Answer.objects.values_list("document_number", "document_issuer", "document_title", "text", "note", "reason"),
        Evidence.objects.values_list("title", "document_number", "document_issuer"),
    ):
        found |= {text for row in rows for text in row}
    return sorted(filter(None, found), key=len, reverse=True)


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Name and HTML of pages in English."""
    for actor, name, kwargs in (
        ("nobody", "account_login", {}),
        ("coordinator", "home", {}),
        ("campaign_manager", "home", {}),
        ("coordinator", "overview", world.kwargs("overview")),
        ("coordinator", "overview", {"pk": world.submitted.pk}),
        ("coordinator", "section", world.kwargs("section")),
        ("coordinator", "section", {**world.kwargs("section"), "code": "DL"}),
        ("coordinator", "check", world.kwargs("check")),
        ("coordinator", "snapshot", world.kwargs("snapshot")),
        ("coordinator", "node", world.kwargs("node")),
        ("coordinator", "receipt", world.kwargs("receipt")),
        ("coordinator", "people", {}),
        ("campaign_manager", "campaigns", {}),
        ("campaign_manager", "campaign_create", {}),
        ("coordinator", "guidance:index", {}),
        ("coordinator", "guidance:recommendation", world.kwargs("guidance:recommendation")),
        ("coordinator", "indicators:index", {}),
        ("coordinator", "indicators:indicator", world.kwargs("indicators:indicator")),
    ):
        yield f"{name} {kwargs or actor}", page(world, actor, reverse(name, kwargs=kwargs))
    with translation.override("en"):
        report = gap_report.build(world.snapshot, "en")
        yield "report", render_to_string("reports/gap_report.html", {"report": report})


def page(world: World, actor: str, url: str) -> str:
    client = Client()
    if actor != "nobody":
        client.force_login(world.actors[actor])
        User.objects.filter(pk=world.actors[actor].pk).update(language="en")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_english_pages_have_no_vietnamese_but_data():
    world = make_world()
    known = known_data()
    found = {name: vietnamese_in(html, known) for name, html in pages(world)}
    assert {name: words for name, words in found.items() if words} == {}
