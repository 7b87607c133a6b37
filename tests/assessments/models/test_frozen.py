"""How JSON of snapshots is kept."""

import json

import pytest
from django.db import connection

from assessments.models import ScoreSnapshot
from assessments.models.frozen import Document, canonical
from tests.assessments.small import open_assessment_on_small

pytestmark = pytest.mark.django_db

SAID = {"z": [1, "2", None, True, 0.5], "á": {"lồng": "“ngoặc” và \\ và \n"}, "a": {}}
TEXT = '{"a":{},"z":[1,"2",null,true,0.5],"á":{"lồng":"“ngoặc” và \\\\ và \\n"}}'


def kept(**columns) -> ScoreSnapshot:
    columns = {"inputs": {}, "context": {}, **columns}
    return ScoreSnapshot.objects.create(
        assessment=open_assessment_on_small(), purpose="preview", as_of="2026-01-01", **columns
    )


def stored(snapshot: ScoreSnapshot, column: str) -> tuple[str, str]:
    """The text in the row and the column's type."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column}::text, pg_typeof({column})::text FROM assessments_scoresnapshot WHERE id = %s",
            [snapshot.pk],
        )
        return cursor.fetchone()


def test_a_document_is_kept_as_its_canonical_text_and_read_back_whole():
    snapshot = kept(context=SAID)
    assert stored(snapshot, "context") == (TEXT, "json")
    assert ScoreSnapshot.objects.get(pk=snapshot.pk).context == SAID == json.loads(TEXT)
    assert ScoreSnapshot.objects.values_list("context", flat=True).get(pk=snapshot.pk) == SAID


def test_an_update_writes_the_text_of_a_document_that_has_one():
    snapshot = kept()
    document = Document(SAID)
    document.text = canonical({"nó": "thế"})
    ScoreSnapshot.objects.filter(pk=snapshot.pk).update(context=document, inputs=SAID)
    assert (stored(snapshot, "context")[0], stored(snapshot, "inputs")[0]) == ('{"nó":"thế"}', TEXT)


def test_rows_created_together_are_kept_alike():
    assessment = open_assessment_on_small()
    known = {"assessment": assessment, "purpose": "preview", "as_of": "2026-01-01", "inputs": {}}
    made = ScoreSnapshot.objects.bulk_create(ScoreSnapshot(context=SAID, **known) for _turn in range(2))
    assert [stored(snapshot, "context")[0] for snapshot in made] == [TEXT, TEXT]


def test_nothing_is_null():
    snapshot = kept()
    assert stored(snapshot, "trace") == (None, "json")
    assert ScoreSnapshot.objects.get(pk=snapshot.pk).trace is None
    assert ScoreSnapshot.objects.filter(trace__isnull=True).count() == 1


@pytest.mark.parametrize(("key", "value"), [("a", {}), ("z", SAID["z"]), ("á__lồng", SAID["á"]["lồng"])])
def test_the_database_gives_a_part_by_its_key(key, value):
    snapshot = kept(context=SAID)
    assert ScoreSnapshot.objects.values_list(f"context__{key}", flat=True).get(pk=snapshot.pk) == value
