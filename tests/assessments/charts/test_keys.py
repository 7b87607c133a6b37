from functools import partial

from assessments.charts.drawing import svg
from assessments.charts.keys import Entry, key
from assessments.charts.marks import circle

from .markup import SVG, parsed, texts

DOT = partial(circle, radius=4)


def drawn(words: list[str], right: float = 300):
    body, height = key([Entry(DOT, found) for found in words], 10, 100, right)
    return parsed(svg("x", (300, 300), ("", "", ""), body)), height


def test_entries_stand_in_a_line_as_far_as_there_is_room():
    root, height = drawn(["trung vị", "mục tiêu", "điểm có minh chứng", "điểm"])
    places = [(float(found.get("x")), float(found.get("y"))) for found in root.iter(f"{SVG}text")]
    assert [y for _x, y in places] == [112, 112, 132, 132]
    assert places[0][0] == places[2][0] == 42
    assert height == 40


def test_a_sample_stands_before_its_words():
    root, _height = drawn(["trung vị"])
    (dot,) = root.iter(f"{SVG}circle")
    assert (dot.get("cx"), dot.get("cy")) == ("23", "108")


def test_long_words_are_broken():
    body, height = key([Entry(DOT, "điểm khi chỉ tính nội dung có minh chứng"), Entry(DOT, "điểm")], 10, 0, 200)
    assert texts(svg("x", (9, 9), ("", "", ""), body)) == ["điểm khi chỉ tính nội", "dung có minh chứng", "điểm"]
    assert height == 56


def test_no_entries_have_no_height():
    assert key([], 10, 0, 200) == ("", 0)
