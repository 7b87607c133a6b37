import re
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.charts.bars import bars
from assessments.charts.drawing import linked, scenery, shape, svg, text, wrapped
from assessments.charts.radar import radar

from .markup import HOSTILE, SIX, SVG, classes, parsed, texts, title


@pytest.mark.parametrize("draw", [radar, bars])
def test_charts_escape_what_they_are_given(draw):
    hostile = "<script>alert('1')</script> & \"x\""
    svg = draw([(hostile, Decimal(5)), ("B", Decimal(6)), ("C", Decimal(7))], hostile)
    assert "<script" not in svg
    assert hostile in parsed(svg).findtext(f"{SVG}title")


@pytest.mark.parametrize("draw", [radar, bars])
def test_charts_stand_beside_each_other_under_a_strict_policy(draw):
    """No style attributes, no ids that could collide, no colour that a dark page could not change."""
    svg = draw(SIX, "Điểm")
    attributes = {name for element in parsed(svg).iter() for name in element.attrib}
    colours = {element.get(name) for element in parsed(svg).iter() for name in ("fill", "stroke")}
    assert not attributes & {"style", "id", "onclick", "href"}
    assert colours - {None} == {"none", "currentColor"}


def test_charts_keep_points_in_attributes_whatever_the_language():
    for language in ("vi", "en"):
        with translation.override(language):
            numbers = [element.get("points") for element in classes(radar(SIX, "Điểm"), "chart-ring")]
        assert all(re.fullmatch(r"[\d., ]+", found) and len(found.split()) == 6 for found in numbers)


def test_numbers_follow_the_language():
    with translation.override("en"):
        assert "80.51" in texts(radar(SIX, "Scores"))


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        ("Tầm nhìn, tổ chức", 16, 3, ["Tầm nhìn,", "tổ chức"]),
        ("Bộ chỉ số", 16, 3, ["Bộ chỉ số"]),
        ("một hai ba bốn năm sáu", 7, 2, ["một hai", "ba bốn…"]),
        ("aaaaaaaaaaaaaaaa", 10, 3, ["aaaaaaaaaa", "aaaaaa"]),
        ("", 10, 2, [""]),
    ],
)
def test_wrapped_is_even_and_bounded(text, width, lines, expected):
    assert wrapped(text, width, lines) == expected


def test_a_chart_with_links_is_a_group_that_says_its_title():
    svg_text = svg("map", (10, 20), ("Bản đồ", "Cao.", "A: 1."), linked("/a/", HOSTILE, shape("path")), has_links=True)
    found = parsed(svg_text)
    (link,) = found.iter(f"{SVG}a")
    assert (found.get("role"), found.get("aria-label"), title(svg_text)) == ("group", "Bản đồ. Cao.", "Bản đồ. Cao.")
    assert (link.get("href"), link.get("aria-label"), link.findtext(f"{SVG}title")) == ("/a/", HOSTILE, HOSTILE)


def test_a_unit_without_an_address_is_no_link():
    (unit,) = classes(svg("map", (10, 20), ("", "", ""), linked("", "A: 1", shape("path"))), "chart-unit")
    assert (unit.tag, unit.get("aria-hidden"), unit.findtext(f"{SVG}title")) == (f"{SVG}g", "true", "A: 1")


def test_an_address_cannot_leave_its_attribute():
    svg_text = svg("map", (1, 1), ("", "", ""), linked('/"><script>', "A", shape("path")))
    assert next(parsed(svg_text).iter(f"{SVG}a")).get("href") == '/"><script>'


def test_shapes_have_the_attributes_that_are_given():
    assert shape("rect", x=1.25, stroke_width=2, class_="a", fill="") == '<rect x="1.2" stroke-width="2" class="a"/>'
    assert shape("text", "<b>") == "<text>&lt;b&gt;</text>"


def test_scenery_is_hidden_from_screen_readers():
    assert scenery(shape("path"), shape("line")) == '<g aria-hidden="true"><path/><line/></g>'


def test_text_has_one_element_a_line():
    assert text((1, 2), ["A", "B"], "end", bold=True, size=10, opacity="0.5", fill="#fff", name="x") == (
        '<text x="1" y="2" fill="#fff" class="x" font-weight="600" font-size="10" fill-opacity="0.5" '
        'text-anchor="end">A</text>'
        '<text x="1" y="14.8" fill="#fff" class="x" font-weight="600" font-size="10" fill-opacity="0.5" '
        'text-anchor="end">B</text>'
    )
