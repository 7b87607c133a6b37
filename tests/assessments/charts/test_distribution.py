from decimal import Decimal
from itertools import pairwise

import pytest

from assessments.charts.distribution import Value, distribution, quartiles
from assessments.charts.scales import POINTS
from assessments.explanations import number

from .markup import SVG, classes, description, parsed, texts, title

UNITS = [Value(str(place), f"Tỉnh {place}", Decimal(place * 10)) for place in range(1, 6)]


def values(count: int) -> list[Value]:
    return [Value(str(place), f"Xã {place}", Decimal(place * 7 % 100)) for place in range(count)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], None),
        ([5], (5, 5, 5)),
        ([1, 2], (Decimal("1.25"), Decimal("1.5"), Decimal("1.75"))),
        ([1, 2, 3, 4, 100], (2, 3, 4)),
        ([100, 4, 3, 2, 1], (2, 3, 4)),
    ],
)
def test_quartiles_include_the_ends(given, expected):
    assert quartiles([Decimal(value) for value in given]) == expected


def test_median_and_quartiles_are_drawn_and_said():
    svg = distribution(UNITS, "Phân bố", bounds=POINTS)
    assert title(svg) == (
        "Phân bố. Trung vị 30,00, nửa số đơn vị ở giữa từ 20,00 đến 40,00 (5 đơn vị). "
        "Cao nhất: Tỉnh 5 (50,00); thấp nhất: Tỉnh 1 (10,00)."
    )
    assert texts(svg)[-3:] == ["25%: 20,00", "trung vị: 30,00", "75%: 40,00"]
    (box,) = classes(svg, "chart-box")
    assert (box.get("x"), box.get("width")) == ("177.5", "235")


def test_every_unit_is_a_dot_with_its_words_and_no_dot_covers_another():
    svg = distribution(values(60), "Phân bố")
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in parsed(svg).iter(f"{SVG}circle")]
    assert len(dots) == 60
    rows = {y: sorted(x for x, other in dots if other == y) for _x, y in dots}
    assert min(after - before for row in rows.values() for before, after in pairwise(row)) >= 10.9
    assert classes(svg, "chart-unit")[0].findtext(f"{SVG}title") == "Xã 0: 0,00"


def test_more_than_sixty_are_a_histogram_that_counts_everyone():
    svg = distribution(values(61), "Phân bố", marked="3")
    assert list(parsed(svg).iter(f"{SVG}circle")) == []
    said = [found.findtext(f"{SVG}title") for found in classes(svg, "chart-unit")]
    assert (len(said), said[0]) == (20, "từ 0,00 đến 5,00: 3 đơn vị")
    assert sum(int(words.split(": ")[1].split()[0]) for words in said) == 61
    assert description(svg).count(";") == 60


def test_a_histogram_of_very_many_has_half_the_bars():
    svg = distribution([Value(str(place), f"Xã {place}", Decimal(place % 100)) for place in range(2100)], "Phân bố")
    said = [found.findtext(f"{SVG}title") for found in classes(svg, "chart-unit")]
    assert (len(said), said[0]) == (10, "từ 0,00 đến 10,00: 210 đơn vị")


def test_a_histogram_has_no_links():
    units = [unit._replace(link="/x/") for unit in values(61)]
    assert parsed(distribution(units, "Phân bố")).get("role") == "img"


@pytest.mark.parametrize(("count", "marks"), [(34, 2), (80, 1)])
def test_ones_own_is_marked_by_shape_and_name(count, marks):
    svg = distribution(values(count), "Phân bố", marked="3")
    assert len(classes(svg, "chart-own")) == marks
    assert "Xã 3: 21,00" in texts(svg)


@pytest.mark.parametrize(("marked", "anchor"), [("1", None), ("5", "end")])
def test_ones_own_name_stands_where_there_is_room(marked, anchor):
    found = parsed(distribution(UNITS, "Phân bố", marked=marked)).iter(f"{SVG}text")
    assert next(text for text in found if text.text.startswith("Tỉnh")).get("text-anchor") == anchor


def test_indicators_are_written_as_the_caller_writes_them():
    svg = distribution(UNITS, "Hộ có cáp quang", written=number, unit="%", marked="2")
    assert "Tỉnh 2: 20" in texts(svg)
    assert "%" in texts(svg)
    assert description(svg).startswith("Tỉnh 1: 10; Tỉnh 2: 20; ")


def test_a_long_unit_stands_under_everything():
    svg = distribution(UNITS, "Thủ tục", written=number, unit="thủ tục trên 1.000 dân")
    [name] = [found for found in parsed(svg).iter(f"{SVG}text") if "thủ tục" in found.text]
    assert (name.text, name.get("y")) == (
        "đơn vị tính: thủ tục trên 1.000 dân",
        str(int(parsed(svg).get("height")) - 8),
    )


def test_units_without_a_value_are_only_said():
    svg = distribution([*UNITS, Value("9", "Tỉnh 9", None)], "Phân bố", marked="9")
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == 5
    assert description(svg).endswith("Tỉnh 9: chưa có kết quả.")
    assert classes(svg, "chart-own") == []


def test_no_values_are_said_to_be_none():
    svg = distribution([Value("9", "Tỉnh 9", None)], "Phân bố", bounds=POINTS)
    assert title(svg) == "Phân bố. Chưa có đơn vị nào có kết quả."
    assert texts(svg)[-1] == "Chưa có đơn vị nào có kết quả."


def test_a_finding_of_the_caller():
    assert title(distribution(UNITS, "Phân bố", finding="Đều tăng.")) == "Phân bố. Đều tăng."
