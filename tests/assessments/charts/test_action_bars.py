import pytest

from assessments.charts.action_bars import Standing, bar, entries, onwards
from assessments.charts.drawing import svg
from assessments.charts.keys import key

from .markup import classes, texts


def drawn(effort: str = "M", standing: str = "", ends: tuple[float, float] = (10, 60)) -> str:
    return svg("x", (100, 40), ("", "", ""), bar(ends, 20, effort, standing, "currentColor"))


def test_more_effort_is_a_thicker_bar():
    heights = [classes(drawn(effort), "chart-bar")[0].get("height") for effort in ("S", "M", "L", "")]
    assert heights == ["5", "10", "15", "10"]


def test_every_standing_has_its_own_look():
    looks = {}
    for standing in ["", *Standing]:
        picture = drawn(standing=standing)
        (box,) = classes(picture, "chart-bar")
        over = [found.get("d").count("M") for found in classes(picture, "chart-over")]
        looks[standing] = (box.get("fill"), box.get("fill-opacity"), box.get("stroke-dasharray"), over)
    assert looks == {
        "": ("currentColor", "0.3", None, []),
        "waiting": ("none", None, None, []),
        "under_way": ("none", None, None, [9]),
        "done": ("currentColor", "1", None, []),
        "stopped": ("none", None, "4 3", [1]),
    }


@pytest.mark.parametrize("effort", ["S", "M", "L"])
@pytest.mark.parametrize("width", [3, 10, 14.9, 200])
def test_hatches_stay_in_their_bar(effort, width):
    picture = drawn(effort, "under_way", (10, 10 + width))
    (hatch,), (box,) = classes(picture, "chart-over"), classes(picture, "chart-bar")
    places = [tuple(map(float, place.split(","))) for place in hatch.get("d").replace("M", "").replace("L", "").split()]
    top, height = float(box.get("y")), float(box.get("height"))
    assert all(10 <= x <= 10 + width + 0.05 and top <= y <= top + height for x, y in places)


def test_a_bar_that_goes_on_has_a_point():
    (point,) = classes(svg("x", (9, 9), ("", "", ""), onwards((50, 20), "currentColor")), "chart-onwards")
    assert point.get("points") == "50,15 56,20 50,25"


def test_the_key_has_what_is_in_the_picture_and_nothing_else():
    def words(*args, **more):
        return texts(svg("x", (9, 9), ("", "", ""), key(entries(*args, "currentColor", **more), 0, 0, 600)[0]))

    assert words({"M", ""}, {"", "done"}, has_quick=False, goes_on=False) == ["M: công sức vừa", "hoàn thành"]
    assert words({"L", "S"}, {*Standing}, has_quick=True, goes_on=True) == [
        *("S: công sức nhỏ", "L: công sức lớn", "việc nhanh"),
        *("chưa làm", "đang làm", "hoàn thành", "dừng", "sau tháng thứ 24"),
    ]
