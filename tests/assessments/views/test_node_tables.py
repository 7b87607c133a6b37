import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments.enums import Reading
from assessments.results import own_result
from assessments.views.node_tables import rows, score_tables
from tests.assessments import small
from tests.assessments.reports import snapshots

pytestmark = pytest.mark.django_db
SNAPSHOTS = {
    "whole": snapshots.whole,
    "empty": snapshots.empty,
    "not applicable": snapshots.not_applicable,
    "verified": snapshots.verified,
    "small": small.scored,
}


def as_template(name, result, **context):
    around = {"of_snapshot": result.snapshot.pk, "in_reading": result.reading.value}
    return render_to_string(f"assessments/{name}.html", {**around, **context})


def of_theme(result, theme):
    [node] = rows([theme])
    return as_template("_node_table", result, node=node, children=list(rows(result.children(theme))))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", SNAPSHOTS)
def test_tables_are_what_their_templates_give(name, language):
    own = own_result(SNAPSHOTS[name]())
    with translation.override(language):
        for result in map(own.read_as, Reading):
            groups = as_template("_node_rows", result, children=list(rows(result.groups)))
            assert score_tables(result) == ([of_theme(result, theme) for theme in result.themes], groups)


def test_numbers_are_those_of_the_snapshot_at_hand():
    tables = ["".join(score_tables(own_result(of()))[0]) for of in (snapshots.empty, snapshots.whole, snapshots.empty)]
    assert (tables[0] == tables[2], tables[0] == tables[1]) == (True, False)


def test_row_says_its_numbers_in_words():
    result = own_result(small.scored())
    [row] = rows(result.themes)
    assert (row.kind, row.code, row.title) == ("theme", "A", "Chủ đề A")
    assert [row.numbers[name] for name in ("score", "coverage", "evidenced")] == ["41,67", "83,3%", "66,7%"]
    assert '<rect width="41.67" height="1"/>' in row.numbers["bar"]
    assert "Phát triển" in row.numbers["band"]


def test_row_of_what_does_not_apply_has_no_bar():
    [row, *_others] = rows(own_result(snapshots.not_applicable()).themes)
    assert (row.numbers["bar"], row.numbers["score"]) == ("", "–")
