"""Payloads in every free text, written through the pages, then looked for wherever they come out again."""

import json
import subprocess
import unicodedata
import zipfile
from email import message_from_bytes
from io import BytesIO

import pikepdf
import pytest
from django.db import connection, transaction
from django.urls import reverse
from lxml import etree

from assessments.enums import Purpose
from assessments.models import ScoreSnapshot
from assessments.reports import gap_report, pdf
from assessments.reports.word.rendering import render
from assessments.supplements import gather
from catalogues.folding import fold

from .counting import tried
from .crawling import crawled
from .payloads import PRODUCT, csv_faults, page_faults, workbook_faults, workbook_text
from .world import Round, made_round

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONLY_IN_FILES = {"tnote"}
"""Texts that no page within reach shows."""


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        made = made_round()
        tried("payloads written into fields", made.payloads.inputs)
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pages(found: Round, django_db_blocker):
    with django_db_blocker.unblock():
        visits = [page for actor, client in found.clients.items() for page in crawled(client, *starts(actor, found))]
    tried("pages and files searched for payloads", len(visits))
    return visits


def starts(actor: str, found: Round) -> list[str]:
    if actor == "reviewer":
        return ["/", reverse("review_leaf", args=[found.assessment.pk, "A-1.6"])]
    snapshot = found.assessment.snapshots.latest("created_at")
    if actor == "coordinator":
        return ["/", "/notices/", "/people/", reverse("results", args=[snapshot.pk, "json"])]
    return ["/admin/"] if actor == "admin" else ["/", "/notices/", "/people/", "/campaigns/", "/guidance/"]


def test_pages_have_no_element_attribute_or_address_of_a_payload(pages):
    faults = {page.address: page_faults(page.text) for page in pages if page.kind == "text/html"}
    assert {address: found for address, found in faults.items() if found} == {}


def test_every_text_comes_out_somewhere_as_it_was_written(found, pages):
    seen = set().union(*(found.payloads.found_in(page.text) for page in pages))
    assert set(found.payloads.fields) - seen == ONLY_IN_FILES & set(found.payloads.fields) - seen
    assert len(seen) > 40


def test_workbooks_hold_payloads_as_text_alone(found, pages):
    books = [page for page in pages if page.kind == SHEET]
    assert {page.address: workbook_faults(page.content) for page in books} == {page.address: [] for page in books}
    seen = set().union(*(found.payloads.found_in(workbook_text(page.content)) for page in books))
    assert {"noteA-1.1", "text", "action"} <= seen


def test_csv_files_hold_nothing_that_is_computed(found, pages):
    files = [page for page in pages if page.kind == "text/csv"]
    assert {page.address: csv_faults(page.text) for page in files} == {page.address: [] for page in files}
    assert len(set().union(*(found.payloads.found_in(page.text) for page in files))) > 5


def test_json_files_are_sound(found, pages):
    files = [json.loads(page.content) for page in pages if page.kind == "application/json"]
    assert len(files) > 0
    assert found.payloads.found_in(json.dumps(files, ensure_ascii=False)) != set()


def test_letters_have_their_own_headers_and_the_text_as_it_is(found):
    told, allowed = (
        set(),
        {"content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to", "date"},
    )
    for letter in found.letters:
        parsed = message_from_bytes(letter.message().as_bytes())
        assert {name.lower() for name in parsed} <= allowed | {
            "message-id",
            "auto-submitted",
            "x-auto-response-suppress",
        }
        assert (len(letter.to), letter.cc, letter.bcc, "\n" in letter.subject) == (1, [], [], False)
        assert "evil.test" not in letter.to[0]
        assert parsed.get_content_type() == "text/plain"
        told |= found.payloads.found_in(f"{letter.subject} {letter.body}")
    assert {"extension", "giveback"} <= told


def report(found: Round) -> gap_report.GapReport:
    snapshot = ScoreSnapshot.objects.with_campaign().get(assessment=found.assessment, purpose=Purpose.SUBMISSION)
    return gap_report.build(snapshot, "vi", gather(snapshot, "vi"))


def test_printed_report_shows_payloads_as_text_and_does_nothing(found):
    content = pdf.print_out(report(found), pdf.REPORT).content
    with pikepdf.open(BytesIO(content)) as document:
        actions = [repr(item) for item in document.objects if isinstance(item, pikepdf.Dictionary) and is_action(item)]
    assert [action for action in actions if "javascript" in action.lower() or "/JS" in action] == []
    printed = squeezed(
        subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    )
    assert PRODUCT not in printed
    assert {"noteA-1.1", "text", "reason"} <= {name for name in found.payloads.fields if f"zq{name}zq" in printed}
    assert squeezed("<script>xevil()</script>") in printed


def is_action(item: pikepdf.Dictionary) -> bool:
    return ("/S" in item and "/Type" not in item) or "/JS" in item


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_word_edition_holds_payloads_as_text_alone(found):
    content = render(report(found))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        trees = [
            etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))
        ]
    texts = "".join("".join(tree.itertext("{*}t")) for tree in trees)
    assert [tree for tree in trees if next(tree.iter("xevil", "{*}xevil"), None) is not None] == []
    assert "xevil" not in "".join("".join(tree.itertext("{*}instrText")) for tree in trees)
    targets = [link.get("Target", "") for tree in trees for link in tree.iter("{*}Relationship")]
    assert [target for target in targets if "xevil" in target.split("?")[0]] == []
    assert PRODUCT not in texts
    assert {"noteA-1.1", "text", "reason"} <= found.payloads.found_in(texts)
    assert "{{7919*7919}}" in texts


def test_search_finds_payloads_and_shows_them_as_text(found):
    for words in ("zqnoteA-1.1zq", "<xevil>", "'; DROP", fold("zqcommentzq"), "%' AND 1/0"):
        page = found.clients["coordinator"].get("/search/", {"q": words})
        assert (page.status_code, page_faults(page.content.decode())) == (200, [])
