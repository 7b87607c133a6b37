import pytest

from assessments.charts.marks import circle, diamond, square, triangle

from .markup import SVG, parsed


@pytest.mark.parametrize("mark", [square, triangle, diamond])
def test_marks_stand_around_their_place(mark):
    found = parsed(mark((50, 40), 5, "#ffffff", "own"))
    corners = [tuple(map(float, corner.split(","))) for corner in found.get("points").split()]
    assert (found.get("class"), found.get("fill"), found.get("stroke")) == ("own", "#ffffff", "currentColor")
    assert min(x for x, _y in corners) < 50 < max(x for x, _y in corners)
    assert min(y for _x, y in corners) < 40 < max(y for _x, y in corners)


def test_a_circle_is_a_circle():
    found = parsed(f'<svg xmlns="{SVG[1:-1]}">{circle((50, 40.25), 5)}</svg>')[0]
    assert (found.get("cx"), found.get("cy"), found.get("r"), found.get("fill")) == ("50", "40.2", "5", "currentColor")
