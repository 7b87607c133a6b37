"""What holds of every comparison chart."""

import re

import pytest
from django.utils import translation

from assessments.charts.bands import SHADES
from tests.assessments.charts.markup import HOSTILE, SVG, attributes, description, parsed, title

from .samples import CHARTS, Sample

ALL = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS.keys())
COLOURS = {"none", "currentColor", "#ffffff"} | {colour for shade in SHADES for colour in (shade.fill, shade.ink)}

PRINTED_MM = 164
"""Of a figure in static/css/report.css."""


@ALL
@pytest.mark.parametrize("count", [0, 1, 2, 34, 100])
@pytest.mark.parametrize("filled", [True, False])
def test_charts_draw_whatever_they_get(draw, count, filled):
    svg = draw(Sample(count, filled=filled))
    assert parsed(svg).get("role") == "img"
    assert title(svg).startswith("Điểm. ")
    assert description(svg).endswith(".")
    assert "nan" not in svg


@ALL
def test_charts_name_every_unit_in_the_description(draw):
    sample = Sample(4)
    assert [name for name in sample.names if name not in description(draw(sample))] == []


@ALL
def test_charts_escape_what_they_are_given(draw):
    svg = draw(Sample(4, HOSTILE, title=HOSTILE))
    assert "<script" not in svg
    assert title(svg).startswith(HOSTILE)
    assert HOSTILE in description(svg)


@ALL
def test_charts_stand_under_a_strict_policy_beside_each_other(draw):
    """No style attributes, no ids that could collide, no colour but the bands' own."""
    svg = draw(Sample(34))
    assert not attributes(svg) & {"style", "id", "onclick", "href"}
    colours = {element.get(name) for element in parsed(svg).iter() for name in ("fill", "stroke")}
    assert colours - {None} <= COLOURS


def _sizes(element, scale, size):
    """The font size of every text as it is drawn."""
    enlarged = re.search(r"scale\(([\d.]+)\)", element.get("transform", ""))
    scale *= float(enlarged[1]) if enlarged else 1
    size = float(element.get("font-size", size))
    if element.tag == f"{SVG}text":
        yield size * scale
    for child in element:
        yield from _sizes(child, scale, size)


@ALL
def test_letters_have_eight_points_over_the_width_of_a_report(draw):
    found = parsed(draw(Sample(34)))
    points = PRINTED_MM / 25.4 * 72 / float(found.get("width"))
    assert min(_sizes(found, points, 0)) >= 8


@ALL
def test_links_are_reached_and_say_where_they_lead(draw):
    found = parsed(draw(Sample(4, link="/tinh/?a=1&b=2")))
    links = list(found.iter(f"{SVG}a"))
    assert (found.get("role"), found.get("aria-label")) == ("group", found.findtext(f"{SVG}title"))
    assert {link.get("href") for link in links} == {"/tinh/?a=1&b=2"}
    assert sorted(re.match(r"Xã \d", link.get("aria-label"))[0] for link in links) == ["Xã 0", "Xã 1", "Xã 2", "Xã 3"]


@ALL
def test_what_cannot_be_followed_is_hidden_from_screen_readers_and_links_are_not(draw):
    found = parsed(draw(Sample(4, link="/")))
    hidden = [element for element in found.iter() if element.get("aria-hidden") == "true"]
    assert hidden
    assert [link for element in hidden for link in element.iter(f"{SVG}a")] == []
    outside = set(found.iter(f"{SVG}text")) - {text for element in hidden for text in element.iter(f"{SVG}text")}
    assert outside <= {text for link in found.iter(f"{SVG}a") for text in link.iter(f"{SVG}text")}


@ALL
def test_numbers_have_points_in_attributes_and_commas_in_words(draw):
    for language, mark in (("vi", ","), ("en", ".")):
        with translation.override(language):
            svg = draw(Sample(4))
        places = [element.get(name) for element in parsed(svg).iter() for name in ("x", "y", "cx", "width")]
        assert all(re.fullmatch(r"-?\d+(\.\d)?", place) for place in places if place)
        assert f"37{mark}00" in description(svg) or draw is CHARTS["intervals"]


@ALL
def test_everything_lies_within_the_picture(draw):
    found = parsed(draw(Sample(34)))
    width, height = (float(size) for size in found.get("viewBox").split()[2:])
    texts = [(float(text.get("x")), float(text.get("y"))) for text in found.iter(f"{SVG}text")]
    assert texts
    assert [place for place in texts if not (-40 <= place[0] <= width and 0 <= place[1] <= height)] == []
