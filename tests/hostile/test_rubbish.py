"""Rubbish to every door: never an error of the server, and nothing half-written after a refusal."""

import random
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from tests.access import ACCESS
from tests.assessments import small
from tests.factories import user_as
from tests.factories.files import docx, image, odf, xlsx
from tests.test_access import POST
from tests.workbooks.books import downloaded, small_draft

from .counting import tried
from .payloads import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PARAMETERS = (
    *("campaign", "code", "copy", "dir", "evidence", "filter", "group", "mine", "node", "p", "page", "part", "person"),
    *("preset", "q", "reading", "show", "sort", "version", "level", "a", "b", "province", "peers", "next", "from"),
)
VALUES = (
    *("", "0", "-1", "9" * 20, "1e400", "NaN", "\x00", "é", "٣", "[]", "null", "x" * 5_000, "⁄"),
    *TABLE,
)
HALVES = "?q=%ED%A0%80&p=%FF&sort=%&code=%00&reading=%C3%28"
"""Bytes that are no UTF-8, and half a letter."""

FUZZED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

REQUESTS = {"audit_event", "audit_head", "django_session", "usersessions_usersession", "sign_in_keptcount"}
"""Tables whose rows tell of requests, not of what was done."""


def rows() -> dict[str, int]:
    """How many rows there are of everything of ours but what is told of the requests themselves."""
    names = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names if name not in REQUESTS)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


# -- query strings ---------------------------------------------------------------------------------------------------


def asked(name: str, turn: int) -> dict[str, str]:
    """Every parameter that any page reads, each with some rubbish."""
    drawn = random.Random(f"{name}{turn}")
    return {parameter: drawn.choice(VALUES) for parameter in PARAMETERS}


@pytest.mark.parametrize("actor", ["coordinator", "campaign_manager"])
def test_query_strings_of_every_page(world, client, actor):
    client.force_login(world.actors[actor])
    routes = [name for name in ACCESS if name not in POST and ACCESS[name][actor] == 200]
    before, wrong, count = rows(), {}, 0
    for name in routes:
        url = reverse(name, kwargs=world.kwargs(name))
        for turn in range(2):
            with transaction.atomic():
                response = client.get(url, asked(name, turn)) if turn else client.get(url + HALVES)
            count += 1
            if response.streaming:
                response.getvalue()
            if response.status_code not in {200, 302, 400, 404, 422}:
                wrong[url, turn] = response.status_code
    tried("query strings", count)
    assert (wrong, rows()) == ({}, before)
    assert count > 100


# -- answers ---------------------------------------------------------------------------------------------------------

TEXTS = st.one_of(st.sampled_from(VALUES), st.text(max_size=60), st.integers().map(str), st.floats().map(str))
FIELDS = st.sampled_from(
    (
        *("value", "note", "reason", "not_applicable", "version", "numerator", "denominator", "quality"),
        *("document_number", "document_date", "document_issuer", "document_title"),
    )
)
CODES = [f"A-1.{number}" for number in range(1, 9)] + ["B-1", "B-2", "Z-9"]


@pytest.fixture
def draft(client, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    assessment, by = small_draft()
    client.force_login(by)
    return assessment, by


def sent(client, url: str, fields) -> None:
    """A refusal leaves everything as it was; whatever comes is undone for the next."""
    with transaction.atomic():
        before = rows()
        response = client.post(url, fields, headers={"accept": "application/json"})
        assert response.status_code in {200, 302, 400, 404, 409, 422}, response.status_code
        if response.status_code in {400, 404, 409}:
            assert rows() == before
        transaction.set_rollback(True)


def test_answers_that_save_themselves(client, draft):
    assessment, _by = draft
    tried_here = []

    @FUZZED
    @given(st.sampled_from(CODES), st.dictionaries(FIELDS, TEXTS, max_size=6))
    def fuzz(code, given_fields):
        prefix = f"q_{code.replace('-', '_').replace('.', '_')}"
        fields = {f"{prefix}-version": "0", **{f"{prefix}-{name}": value for name, value in given_fields.items()}}
        tried_here.append(code)
        sent(client, reverse("answer_save", args=[assessment.pk, code]), encodable(fields))

    fuzz()
    tried("answers", len(tried_here))
    assert len(tried_here) >= 30


def encodable(fields: dict[str, str]) -> dict[str, str]:
    """Half a letter cannot be sent in UTF-8; it goes as a browser would send it."""
    return {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}


# -- files -----------------------------------------------------------------------------------------------------------


def mangled(raw: bytes, seed: int) -> bytes:
    """Some bytes changed, cut, doubled; in an archive, of one part inside as often as outside."""
    drawn = random.Random(seed)
    if drawn.random() < 0.6 and raw.startswith(b"PK"):
        return repacked(raw, drawn)
    content = bytearray(raw)
    for _turn in range(drawn.randint(1, 6)):
        content[drawn.randrange(len(content))] = drawn.randrange(256)
    return bytes(content[: drawn.randint(len(content) // 2, len(content))] if drawn.random() < 0.3 else content)


def repacked(raw: bytes, drawn: random.Random) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(raw)) as archive, ZipFile(stream, "w", ZIP_DEFLATED) as other:
        names = archive.namelist()
        chosen = drawn.choice(names)
        for name in names:
            content = archive.read(name)
            other.writestr(name, rubbed(content.decode("utf-8", "replace"), drawn) if name == chosen else content)
    return stream.getvalue()


def rubbed(text: str, drawn: random.Random) -> str:
    """A text with a piece put in, taken out or given twice."""
    start = drawn.randrange(len(text) + 1)
    end = min(len(text), start + drawn.randint(0, 40))
    put = drawn.choice((*TABLE, "", text[start:end] * 2, "<c r='ZZZ99'/>", "1e999", "&x;", "- [", "a: &b *b\n", "!!x"))
    return text[:start] + put + text[end:]


def sent_file(client, url: str, fields, kept: tuple[str, ...]) -> int:
    """`kept`: tables that a refused file may not have touched, nor a workbook before anybody confirmed it."""
    with transaction.atomic():
        before = rows()
        response = client.post(url, fields)
        assert response.status_code in {200, 302, 422}, response.status_code
        after = rows()
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        transaction.set_rollback(True)
    return response.status_code


def test_workbooks_of_answers(client, draft):
    assessment, by = draft
    raw, url = downloaded(assessment, by), reverse("workbooks:upload", args=[assessment.pk])
    kept = ("assessments_answer", "assessments_answerrevision", "assessments_evidence")
    for seed in range(60):
        file = SimpleUploadedFile("phieu.xlsx", mangled(raw, seed))
        sent_file(client, url, {"file": file}, kept)
    tried("answer workbooks", 60)


def test_catalogues_in_yaml(client, django_user_model):
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    files = {"document.yaml": small.GUIDANCE["document"], "A.yaml": small.GUIDANCE["themes"][0]}
    texts = {name: yaml.safe_dump(found, allow_unicode=True, sort_keys=False) for name, found in files.items()}
    url, outcomes = reverse("catalogue_desk:upload_new", kwargs={"kind": "guidance"}), set()
    for seed in range(60):
        drawn = random.Random(seed)
        rubbish = {name: rubbed(text, drawn) if seed else text for name, text in texts.items()}
        uploads = [SimpleUploadedFile(name, text.encode("utf-8", "replace")) for name, text in rubbish.items()]
        fields = {"version_code": "nho/v1", "files": uploads}
        outcomes.add(sent_file(client, url, fields, ("guidance_guidanceversion",)))
    tried("catalogues in YAML", 60)
    assert 302 in outcomes


NAMES = st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode())
HONEST = (("docx", docx()), ("xlsx", xlsx()), ("odt", odf("text")), ("png", image("PNG")), ("jpg", image("JPEG")))


def test_evidence_of_any_bytes_and_name(client, draft):
    assessment, _by = draft
    url, tried_here = reverse("evidence_add", args=[assessment.pk, "A-1.1"]), []

    @FUZZED
    @given(st.sampled_from(HONEST), NAMES, st.integers(0, 10**6))
    def fuzz(honest, name, seed):
        ending, raw = honest
        file = SimpleUploadedFile("x", mangled(raw, seed) if seed % 4 else raw)
        file._name = f"{name}.{ending}"
        tried_here.append(seed)
        with transaction.atomic():
            before = rows()
            response = client.post(url, {"q_A_1_1-evidence-files": file}, headers={"accept": "application/json"})
            assert response.status_code in {200, 422}, response.status_code
            assert (rows() == before) == (response.status_code == 422)
            transaction.set_rollback(True)

    fuzz()
    tried("evidence files", len(tried_here))
    assert len(tried_here) >= 30
