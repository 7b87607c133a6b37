from dataclasses import dataclass

import pytest

from assessments.reports import gap_report
from assessments.reports.gap_report import GapReport
from assessments.reports.word import fields
from assessments.reports.word.fields import Kind, Root, Shape, members, shape
from tests.assessments.reports import snapshots


@dataclass(frozen=True)
class Small:
    word: str

    @property
    def doubled(self) -> str:
        return self.word * 2

    @property
    def _hidden(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, Shape(Kind.TEXT)),
        (int, Shape(Kind.NUMBER)),
        (bool, Shape(Kind.FLAG)),
        (tuple[str, ...], Shape(Kind.LIST, item=Shape(Kind.TEXT))),
        (Small, Shape(Kind.GROUP, group=Small)),
        (Small | None, Shape(Kind.GROUP, group=Small, is_optional=True)),
    ],
)
def test_shape_is_read_off_the_type(annotation, expected):
    assert shape(annotation) == expected


@pytest.mark.parametrize("annotation", [float, dict[str, str], tuple[str, int], str | int, list[str]])
def test_shape_of_what_cannot_be_printed_is_an_error(annotation):
    with pytest.raises(TypeError):
        shape(annotation)


def test_properties_are_fields_and_private_ones_are_not():
    assert members(Small) == {"word": Shape(Kind.TEXT), "doubled": Shape(Kind.TEXT)}


def test_every_field_of_a_report_has_a_shape_and_every_group_is_met_once():
    found = fields.groups()
    assert found[0] is Root
    assert len(set(found)) == len(found)
    assert {name for group in found for name in members(group)} >= {"headline", "themes", "demonstration", "steps"}


def test_no_drawing_is_a_field_and_nothing_else_is_left_out():
    report = gap_report.build(snapshots.whole(), "vi")
    drawings = {name for name, value in _texts(report) if value.startswith("<svg")}
    assert drawings == fields.PICTURES


def _texts(value, name=""):
    """Every text in a report with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, name)
    elif hasattr(value, "__dataclass_fields__"):
        for inner in value.__dataclass_fields__:
            yield from _texts(getattr(value, inner), inner)


def test_context_has_exactly_the_fields_at_the_top():
    found = fields.context(gap_report.build(snapshots.empty(), "vi"))
    assert set(found) == set(members(Root))
    assert set(members(Root)) - {"labels"} == set(members(GapReport))


def test_paths_end_in_their_fields():
    assert fields.paths_by_end()["headline"] == ["summary.headline"]
    assert "titles.themes.full" in fields.paths_by_end()["full"]
