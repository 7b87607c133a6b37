from decimal import Decimal

import pytest

from comparison.charts.side_by_side import NARROW, Compared, Unit, side_by_side
from tests.assessments.charts.markup import SVG, classes, description, parsed, texts, title

UNITS = [Unit("46", "Huế"), Unit("01", "Hà Nội"), Unit("79", "Hồ Chí Minh"), Unit("96", "Cà Mau")]
ROWS = [
    Compared("H Điểm chung", [Decimal(75), Decimal(60), Decimal(50), Decimal(30)], Decimal(34)),
    Compared("DL Dữ liệu", [Decimal(80), Decimal("37.5"), None, Decimal(80)], Decimal(40)),
    Compared("TC Tổ chức", [None] * 4),
]


def test_widest_gap_in_the_title_and_every_score_in_the_description():
    svg = side_by_side(UNITS, ROWS, "Đặt cạnh nhau", median_label="trung vị")
    assert title(svg) == "Đặt cạnh nhau. Cách nhau nhiều nhất ở H Điểm chung: Huế hơn Cà Mau 45,00 điểm."
    assert description(svg) == (
        "H Điểm chung: Huế 75,00, Hà Nội 60,00, Hồ Chí Minh 50,00, Cà Mau 30,00, trung vị 34,00; "
        "DL Dữ liệu: Huế 80,00, Hà Nội 37,50, Hồ Chí Minh chưa có kết quả, Cà Mau 80,00, trung vị 40,00; "
        "TC Tổ chức: Huế chưa có kết quả, Hà Nội chưa có kết quả, Hồ Chí Minh chưa có kết quả, "
        "Cà Mau chưa có kết quả, trung vị chưa có kết quả."
    )


def test_units_differ_by_mark_and_equals_lie_below_each_other():
    svg = side_by_side(UNITS, [Compared("H", [Decimal(50)] * 4)], "Điểm")
    marks = classes(svg, "chart-mark")
    assert [mark.tag.removeprefix(SVG) for mark in marks] == ["circle", "polygon", "polygon", "polygon"] * 2
    assert [len(mark.get("points").split()) for mark in marks if mark.get("points")] == [4, 3, 4] * 2
    assert len({mark.get("points") or mark.get("cy") for mark in marks}) == 8
    assert title(svg) == "Điểm. Không có mục nào khác nhau."


def test_medians_are_posts_where_there_are_any():
    assert len(classes(side_by_side(UNITS, ROWS, "Điểm", median_label="trung vị"), "chart-median")) == 3
    svg = side_by_side(UNITS, [row._replace(median=None) for row in ROWS], "Điểm")
    assert classes(svg, "chart-median") == []
    assert "trung vị" not in description(svg)


def test_scores_lie_between_the_ends_of_the_scale():
    svg = side_by_side(UNITS[:2], [Compared("H", [Decimal(0), Decimal(100)])], "Điểm")
    (circle,) = [mark for mark in classes(svg, "chart-mark") if mark.get("cx") and float(mark.get("cy")) > 20]
    assert circle.get("cx") == "252"
    assert texts(svg) == ["Huế", "Hà Nội", "0", "20", "40", "60", "80", "100", "H"]


def test_links_are_the_names():
    linked = [unit._replace(link=f"/{unit.code}/") for unit in UNITS]
    found = parsed(side_by_side(linked, ROWS, "Điểm"))
    links = list(found.iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["/46/", "/01/", "/79/", "/96/"]
    assert links[1].get("aria-label") == "Hà Nội: H Điểm chung 60,00, DL Dữ liệu 37,50, TC Tổ chức chưa có kết quả"


def test_nothing_to_show_is_said():
    assert description(side_by_side([], [], "Điểm")) == "Không có mục nào."
    assert title(side_by_side([], [], "Điểm", finding="Trống.")) == "Điểm. Trống."


def test_a_fifth_unit_could_not_be_told_apart():
    with pytest.raises(ValueError, match="5 units; at most 4 can be told apart"):
        side_by_side([UNITS[0]] * 5, ROWS, "Điểm")


def test_on_a_phone_labels_stand_above_their_rows_and_two_names_in_a_line():
    svg = side_by_side(UNITS, ROWS[:1], "Điểm", median_label="trung vị", layout=NARROW)
    places = {each.text: (each.get("x"), each.get("y")) for each in parsed(svg).iter(f"{SVG}text")}
    assert [places[unit.name] for unit in UNITS] == [("28", "16"), ("180", "16"), ("28", "32"), ("180", "32")]
    assert places["H Điểm chung"] == ("12", "62")
    marks = [float(mark.get("cy")) for mark in classes(svg, "chart-mark") if mark.get("cy")]
    assert (parsed(svg).get("width"), marks[-1] > 62) == ("330", True)
