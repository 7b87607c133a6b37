"""What holds of every general chart, whatever it is given."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from assessments.charts.drawing import svg, text

from .colours import contrast, laid_over, schemes
from .markup import HOSTILE, attributes, description, parsed, title
from .measuring import outside, overlaps, smallest_in_print
from .samples import CHARTS, LONG, SCORES, WIDE, Sample

ALL = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS.keys())
COUNTS = pytest.mark.parametrize("count", [0, 1, 2, 7, 20])
SHAPES = ("path", "rect", "line", "circle", "polygon")
FAINT = {"chart-ring", "chart-spoke", "chart-track", "chart-area", "chart-step", "chart-box"}
"""Grids and fillings that only go with something strong: values that are written, outlines, lines over them."""


@ALL
@COUNTS
@pytest.mark.parametrize(("name", "scores"), [("Y tế", "mixed"), (WIDE, "mixed"), *((LONG, name) for name in SCORES)])
def test_no_words_lie_over_others_nor_beyond_the_edge(draw, name, count, scores):
    """Everything grows together at 125 %, so what holds at one size holds at all."""
    drawn = draw(Sample(count, name, SCORES[scores]))
    assert (overlaps(drawn), outside(drawn)) == ([], [])


@ALL
@pytest.mark.parametrize("count", range(3, 7))
def test_no_words_lie_over_others_in_english(draw, count):
    with translation.override("en"):
        drawn = draw(Sample(count, LONG))
    assert (overlaps(drawn), outside(drawn)) == ([], [])


def test_words_over_others_and_beyond_the_edge_are_found():
    body = text((10, 20), ["Kiến trúc ICT"]) + text((60, 26), ["Kinh tế"]) + text((395, 60), ["Y tế"])
    drawn = svg("x", (400, 80), ("", "", ""), body)
    assert (overlaps(drawn), outside(drawn)) == ([("Kiến trúc ICT", "Kinh tế")], ["Y tế"])


@ALL
@COUNTS
def test_words_are_nine_points_or_more_across_a_page(draw, count):
    drawn = draw(Sample(count, LONG))
    assert smallest_in_print(drawn) >= 9


@ALL
@COUNTS
def test_the_title_has_a_finding_and_the_description_every_item(draw, count):
    sample = Sample(count)
    svg = draw(sample)
    named = sample.names[:4] if draw is CHARTS["trends"] else sample.names
    assert title(svg).startswith("Điểm. ")
    assert title(svg).endswith(".")
    assert description(svg).endswith(".")
    assert [name for name in named if name not in description(svg)] == []


@ALL
def test_charts_escape_what_they_are_given(draw):
    sample = Sample(4, HOSTILE)
    sample.title = HOSTILE
    svg = draw(sample)
    assert "<script" not in svg
    assert title(svg).startswith(HOSTILE)
    assert HOSTILE in description(svg)


@ALL
def test_charts_stand_beside_each_other_under_a_strict_policy(draw):
    """No style attributes, no ids that could collide, no colour that a dark page could not change."""
    svg = draw(Sample(7))
    colours = {element.get(name) for element in parsed(svg).iter() for name in ("fill", "stroke")}
    assert not attributes(svg) & {"style", "id", "onclick", "href"}
    assert colours - {None} <= {"none", "currentColor", "#fff", "#ffffff"}


@ALL
def test_numbers_have_points_in_attributes_and_commas_in_words(draw):
    for language, mark in (("vi", ","), ("en", ".")):
        with translation.override(language):
            svg = draw(Sample(4))
        places = [element.get(name) for element in parsed(svg).iter() for name in ("x", "y", "x1", "cx", "width")]
        assert all(re.fullmatch(r"-?\d+(\.\d)?", place) for place in places if place)
        assert re.search(rf"\d{re.escape(mark)}\d\d\b", description(svg))


def strokes(element: ElementTree.Element) -> list[float]:
    """How strong its outline and its filling are drawn, as far as they are."""
    drawn = {name: element.get(name) not in {None, "none"} for name in ("fill", "stroke")}
    return [float(element.get(f"{name}-opacity", 1)) for name, is_drawn in drawn.items() if is_drawn]


@ALL
@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
def test_what_carries_meaning_stands_out_three_times_from_the_page(draw, scheme):
    ink, page = scheme["on-band-0"], scheme["band-0"].replace("#fff", "#ffffff")
    named = [found for found in parsed(draw(Sample(7))).iter() if found.get("class") and found.tag.endswith(SHAPES)]
    weak = {
        found.get("class")
        for found in named
        if strokes(found) and contrast(laid_over(ink, max(strokes(found)), page), page) < 3
    }
    assert named
    assert weak - FAINT == set()
