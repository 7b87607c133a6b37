import re

import pytest

from assessments.reports.engine import boxes
from tests.assessments.reports.engine.printing import drawn, printed


def rectangles(body: str) -> list[tuple[float, ...]]:
    """(x, y, width, height) of what is drawn, in CSS pixels."""
    return [tuple(map(float, found.split()[:4])) for found in re.findall(rb"(?m)^[^\n]+ re$", drawn(printed(body))[0])]


@pytest.mark.slow
@pytest.mark.parametrize(("side", "at"), [("top", 0), ("bottom", 13)])
def test_a_border_along_one_side_is_a_filled_rectangle(side, at):
    style = f"margin: 0; border-{side}: 1px solid #777; height: 13px; width: 100px; line-height: 13px"
    found = rectangles(f'<p style="{style}">a</p>')
    left, top = (millimetres * 96 / 25.4 for millimetres in (30, 20))
    assert found == [(pytest.approx(left), pytest.approx(top + at), 100, 1)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "style",
    ["border: 1px solid", "border-left: 1px solid", "border-top: 1px dotted",
     "border-top: 1px solid; border-radius: 4px",
     "border-top: 1px solid; border-bottom: 1px solid", "border-top: 1px solid; background: #eee"],
)  # fmt: skip
def test_any_other_border_is_drawn_by_the_engine(style, monkeypatch):
    body = f'<p style="{style}">a</p>'
    ours = drawn(printed(body))
    monkeypatch.setattr(boxes.border, "draw_border", boxes._any_border)
    monkeypatch.setattr(boxes.drawing, "draw_border", boxes._any_border)
    assert ours == drawn(printed(body))


@pytest.mark.slow
def test_backgrounds_are_where_the_engine_lays_them(monkeypatch):
    body = """<p style="background: #eef">a</p><ul><li>b</li></ul><p style="position: absolute">c</p>
    <p style="float: left; border-radius: 3px; background: #fee">d</p><p style="visibility: hidden">e</p>"""
    ours = drawn(printed(body))
    monkeypatch.setattr(boxes.background, "layout_box_backgrounds", boxes._any_background)
    assert ours == drawn(printed(body))


@pytest.mark.slow
def test_lines_beside_a_float_avoid_it(monkeypatch):
    body = '<p style="float: left; width: 40mm">a</p>' + "<p>Sở Xây dựng</p>" * 3 + '<p style="direction: rtl">b</p>'
    ours = drawn(printed(body))
    monkeypatch.setattr(boxes.inline, "avoid_collisions", boxes._any_avoiding)
    assert ours == drawn(printed(body))


@pytest.mark.slow
def test_parts_of_lines_are_drawn_as_the_engine_draws_them(monkeypatch):
    body = """<p>a <strong>b <em style="color: #a30000">c</em></strong> <em style="border: 1px solid">d</em></p>
    <p><b style="background: #eef">e</b> <b style="visibility: hidden">f</b> <b style="opacity: 0.5">g</b></p>
    <p><b style="display: inline-block; color: #a30000">h</b> i <u>j</u>
    <b style="position: relative; top: 1pt">k</b></p>
    <p style="overflow: hidden; white-space: nowrap; text-overflow: ellipsis; width: 9mm">l m n o p q r s t u v w</p>
    <p style="color: #a30000">x</p><p style="color: #a30000">y</p><p>z</p>"""
    ours = drawn(printed(body))
    monkeypatch.setattr(boxes.drawing, "draw_text", boxes._any_text)
    monkeypatch.setattr(boxes.texts, "draw_text", boxes._any_text)
    assert ours == drawn(printed(body))
