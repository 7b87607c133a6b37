import pytest

from comparison.charts.intervals import Interval, intervals
from tests.assessments.charts.markup import SVG, classes, description, parsed, texts, title

UNITS = [
    Interval("01", "Hà Nội", 1, 1, 1),
    Interval("48", "Đà Nẵng", 2, 1, 3),
    Interval("79", "Hồ Chí Minh", 3, 1, 4, is_uncertain=True),
    Interval("96", "Cà Mau", 4, None, None),
    Interval("11", "Điện Biên", None, None, None),
]


def test_ranks_and_intervals_in_words():
    svg = intervals(UNITS, "Khoảng hạng")
    assert title(svg) == "Khoảng hạng. Xếp hạng 4 đơn vị, 1 đơn vị có hạng chưa chắc chắn."
    assert description(svg) == (
        "Hà Nội: hạng 1 (từ 1 đến 1); Đà Nẵng: hạng 2 (từ 1 đến 3); "
        "Hồ Chí Minh: hạng 3 (từ 1 đến 4), chưa chắc chắn; Cà Mau: hạng 4 (từ 4 đến 4); Điện Biên: chưa xếp hạng."
    )
    shown = texts(svg)
    assert [words for words in shown if "(" in words] == ["Hạng (1 là cao nhất)", "2 (1–3)", "3 (1–4)"]
    assert shown.count("chưa xếp hạng") == 1


def test_bars_reach_from_the_best_to_the_worst_rank():
    spans = classes(intervals(UNITS, "Khoảng hạng"), "chart-span")
    widths = [(float(span.get("x")) + 4, float(span.get("width")) - 8) for span in spans[:4]]
    assert widths == [(168, 0), (168, 208), (168, 312), (480, 0)]


def test_the_uncertain_differ_by_shape_and_word():
    svg = intervals(UNITS, "Khoảng hạng")
    dashed = [span for span in classes(svg, "chart-span") if span.get("stroke-dasharray")]
    triangles = [mark for mark in classes(svg, "chart-paper") if mark.tag == f"{SVG}polygon"]
    assert (len(dashed), len(triangles), texts(svg).count("chưa chắc chắn")) == (2, 2, 1)
    assert texts(svg)[-2:] == ["hạng và khoảng hạng", "khoảng quá rộng: hạng chưa chắc chắn"]


def test_a_part_keeps_the_scale_of_all():
    whole, part = intervals(UNITS, "Khoảng hạng"), intervals(UNITS, "Khoảng hạng", part=slice(1, 2))
    assert classes(part, "chart-span")[0].get("width") == classes(whole, "chart-span")[1].get("width")
    assert description(part) == "Đà Nẵng: hạng 2 (từ 1 đến 3)."
    assert title(part) == title(whole)


def test_ones_own_row_is_bold_with_a_mark():
    svg = intervals(UNITS, "Khoảng hạng", marked="48")
    assert [text.text for text in parsed(svg).iter(f"{SVG}text") if text.get("font-weight")] == ["Đà Nẵng"]
    assert len(classes(svg, "chart-own")) == 1


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (1, [1]),
        (6, [1, 2, 3, 4, 5, 6]),
        (34, [1, 5, 10, 15, 20, 25, 30]),
        (3321, [1, 500, 1000, 1500, 2000, 2500, 3000]),
    ],
)
def test_few_ticks_whatever_the_field(last, ticks):
    svg = intervals([Interval("01", "Hà Nội", 1, 1, last)], "Khoảng hạng")
    shown = [text.text for text in parsed(svg).iter(f"{SVG}text") if text.get("y") == "26"]
    assert shown == [str(tick) for tick in ticks]


def test_nobody_ranked_is_said():
    assert title(intervals(UNITS[4:], "Khoảng hạng")) == "Khoảng hạng. Chưa có đơn vị nào được xếp hạng."
    assert description(intervals([], "Khoảng hạng", finding="Trống.")) == "Không có mục nào."
