import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

import comparison
from comparison.charts.province_map import LABELS, SHAPES, credit, province_map, shapes
from tests.assessments.charts.markup import SVG, classes, description, parsed, texts, title

PROVINCES = Path(comparison.__file__).resolve().parents[1] / "accounts/data/provinces_34.csv"
NAMES = {row["code"]: row["name"] for row in csv.DictReader(PROVINCES.read_text(encoding="utf-8").splitlines())}
VALUES = {code: Decimal(20 + 2 * place) for place, code in enumerate(NAMES)}


def unit(svg: str, name: str):
    return next(found for found in classes(svg, "chart-unit") if found.findtext(f"{SVG}title").startswith(f"{name}:"))


def test_every_province_is_on_the_map_with_its_shape_sign_and_name():
    svg = province_map(VALUES, NAMES, "Điểm chung")
    assert set(shapes()) == set(LABELS) == set(NAMES)
    assert len(classes(svg, "chart-unit")) == 34
    said = " ".join(texts(svg))
    assert [name for name in NAMES.values() if not all(word in said for word in name.split())] == []


def test_the_archipelagos_are_drawn_and_named():
    svg = province_map(VALUES, NAMES, "Điểm chung")
    assert [name for name in texts(svg) if "Sa (" in name] == ["Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"]
    east = {
        code
        for code, path in shapes().items()
        if any(float(part.split(",")[0]) > 500 for part in path[1:-1].replace("Z", "").replace("M", "L").split("L"))
    }
    assert east == {"48", "56"}


def test_a_province_has_the_shade_and_the_number_of_its_band():
    svg = province_map({"48": Decimal("71.2")}, NAMES, "Điểm chung")
    assert unit(svg, "Đà Nẵng").findtext(f"{SVG}title") == "Đà Nẵng: 71,20, Tích hợp"
    (path,) = unit(svg, "Đà Nẵng").iter(f"{SVG}path")
    assert (path.get("class"), path.get("fill")) == ("chart-band-4", "#2a6ea8")
    assert [sign.text for sign in classes(svg, "chart-on-4")] == ["4", "Đà Nẵng", "4"]


def test_no_result_is_white_with_a_dashed_outline():
    svg = province_map({**VALUES, "11": None}, NAMES, "Điểm chung")
    (path,) = unit(svg, "Điện Biên").iter(f"{SVG}path")
    assert (path.get("class"), path.get("fill"), path.get("stroke-dasharray")) == ("chart-band-0", "#ffffff", "2 3")
    assert unit(svg, "Điện Biên").findtext(f"{SVG}title") == "Điện Biên: chưa có kết quả"


def test_the_title_says_who_is_highest_and_lowest_or_what_the_caller_found():
    assert title(province_map(VALUES, NAMES, "Điểm chung")) == (
        "Điểm chung. Cao nhất: Cà Mau (86,00); thấp nhất: Hà Nội (20,00)."
    )
    assert title(province_map(VALUES, NAMES, "Điểm chung", finding="Đều tăng.")) == "Điểm chung. Đều tăng."


def test_every_value_is_said_even_of_units_the_map_does_not_have():
    said = description(province_map({**VALUES, "99": Decimal(50)}, {**NAMES, "99": "Đặc khu"}, "Điểm"))
    assert said.startswith("Hà Nội: 20,00, Hình thành; Cao Bằng: 22,00, Hình thành; ")
    assert said.endswith("Cà Mau: 86,00, Dẫn dắt; Đặc khu: 50,00, Phát triển.")
    assert said.count(";") == 34


def test_names_that_are_not_given_are_codes():
    assert description(province_map({}, {}, "Điểm")).startswith("01: chưa có kết quả; 04: ")


@pytest.mark.parametrize("marked", ["01", "68", "79", "80"])
def test_ones_own_province_has_a_bold_outline_a_mark_and_a_line_in_the_legend(marked):
    svg = province_map(VALUES, NAMES, "Điểm", marked=marked)
    wide = [path for path in parsed(svg).iter(f"{SVG}path") if path.get("stroke-width") == "3"]
    assert [path.get("d") for path in wide] == [shapes()[marked]]
    assert classes(svg, "chart-unit")[-1].findtext(f"{SVG}title").startswith(NAMES[marked])
    assert len(list(parsed(svg).iter(f"{SVG}polygon"))) == 2
    assert texts(svg)[-1] == NAMES[marked]


def test_without_a_mark_there_is_no_diamond():
    assert list(parsed(province_map(VALUES, NAMES, "Điểm", marked="00")).iter(f"{SVG}polygon")) == []


def test_only_provinces_with_an_address_are_links():
    svg = province_map(VALUES, NAMES, "Điểm", links={"48": "/da-nang/"})
    links = [(link.get("href"), link.get("aria-label")) for link in parsed(svg).iter(f"{SVG}a")]
    assert links == [("/da-nang/", "Đà Nẵng: 60,00, Tích hợp")]


def test_long_names_are_broken():
    said = texts(province_map(VALUES, {**NAMES, "79": "Thành phố Hồ Chí Minh"}, "Điểm"))
    assert said[said.index("Thành phố") + 1] == "Hồ Chí Minh"


def test_the_source_of_the_shapes_is_credited():
    assert "CC BY 4.0" in json.loads(SHAPES.read_text(encoding="utf-8"))["attribution"]
    assert credit() == (
        "Bản đồ dựng từ @svg-maps/vietnam 2.0.0 (giấy phép CC BY 4.0), gộp 63 tỉnh, thành phố trước đây thành 34 và "
        "giản lược; không dùng làm căn cứ về địa giới hành chính."
    )
