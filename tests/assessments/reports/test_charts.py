import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from assessments.reports.charts import Bar, bars, radar, wrapped

SVG = "{http://www.w3.org/2000/svg}"
SIX = [
    ("Kiến trúc ICT", Decimal("80.51")),
    ("Sẵn sàng IOC", Decimal("84.24")),
    ("Chiến lược dữ liệu", Decimal("83.36")),
    ("Bộ chỉ số", Decimal("74.96")),
    ("Người dân tham gia", None),
    ("Tầm nhìn, tổ chức", Decimal("86.21")),
]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return ["".join(found.itertext()) for found in parsed(svg).iter(f"{SVG}text")]


def classes(svg: str, name: str) -> list[ElementTree.Element]:
    return [found for found in parsed(svg).iter() if found.get("class") == name]


def test_radar_writes_labels_and_vietnamese_numbers_as_text():
    shown = texts(radar(SIX, "Điểm"))
    assert "Kiến trúc ICT" in shown
    assert "80,51" in shown
    assert [text for text in shown if text in {"20", "40", "60", "80", "100"}] == ["20", "40", "60", "80", "100"]


def test_radar_states_its_finding_in_title_and_every_value_in_desc():
    found = parsed(radar(SIX, "Điểm sáu nhóm"))
    assert found.get("role") == "img"
    assert found.findtext(f"{SVG}title") == (
        "Điểm sáu nhóm. Cao nhất: Tầm nhìn, tổ chức (86,21); thấp nhất: Bộ chỉ số (74,96)."
    )
    assert found.findtext(f"{SVG}desc") == (
        "Kiến trúc ICT: 80,51; Sẵn sàng IOC: 84,24; Chiến lược dữ liệu: 83,36; Bộ chỉ số: 74,96; "
        "Người dân tham gia: không áp dụng; Tầm nhìn, tổ chức: 86,21."
    )


def test_radar_takes_a_finding_of_the_caller():
    assert parsed(radar(SIX, "Điểm", finding="Đều tăng.")).findtext(f"{SVG}title") == "Điểm. Đều tăng."


def test_radar_leaves_a_gap_where_nothing_applies():
    whole = [(label, score or Decimal(50)) for label, score in SIX]
    edges = [classes(radar(points, "Điểm"), "chart-edge")[0].get("d").count("M") for points in (whole, SIX)]
    dots = [len(classes(radar(points, "Điểm"), "chart-dot")) for points in (whole, SIX)]
    dashed = [line for line in classes(radar(SIX, "Điểm"), "chart-spoke") if line.get("stroke-dasharray")]
    assert (edges, dots, len(dashed)) == ([6, 4], [6, 5], 1)
    assert "không áp dụng" in texts(radar(SIX, "Điểm"))


@pytest.mark.parametrize("points", [[], SIX[:1], SIX[:2], [(label, None) for label, _score in SIX]])
def test_radar_draws_whatever_it_gets(points):
    assert parsed(radar(points, "Điểm")).findtext(f"{SVG}title").startswith("Điểm. ")


def test_equal_values_are_said_to_be_equal():
    svg = radar([("A", Decimal(0)), ("B", Decimal(0)), ("C", None)], "Điểm")
    assert parsed(svg).findtext(f"{SVG}title") == "Điểm. Mọi mục đều 0,00 điểm."


def test_bars_show_value_mark_and_legend():
    svg = bars([Bar("Hạ tầng", Decimal("40"), Decimal("25")), Bar("Dữ liệu", None)], "Điểm", mark_label="có minh chứng")
    (bar,) = classes(svg, "chart-bar")
    assert (bar.get("x"), bar.get("width")) == ("300", "100")
    marks = [float(mark.get("x")) + 2.5 for mark in classes(svg, "chart-mark")]
    assert marks == [362.5, 300]
    assert texts(svg)[-1] == "có minh chứng"
    assert {"Hạ tầng", "40,00", "Dữ liệu", "không áp dụng"} <= set(texts(svg))


def test_bars_without_marks_have_no_legend():
    svg = bars([("Hạ tầng", Decimal("40"))], "Điểm")
    assert classes(svg, "chart-mark") == []
    assert parsed(svg).findtext(f"{SVG}desc") == "Hạ tầng: 40,00."


def test_values_beyond_the_scale_end_with_it():
    svg = bars([("Quá cao", Decimal(140)), ("Quá thấp", Decimal(-3))], "Điểm")
    assert [bar.get("width") for bar in classes(svg, "chart-bar")] == ["250", "0"]


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


def test_charts_take_an_accent():
    assert classes(bars(SIX, "Điểm", accent="#1f4e79"), "chart-bar")[0].get("fill") == "#1f4e79"


def test_charts_keep_points_in_attributes_whatever_the_language():
    for language in ("vi", "en"):
        with translation.override(language):
            numbers = [element.get("points") for element in classes(radar(SIX, "Điểm"), "chart-ring")]
        assert all(re.fullmatch(r"[\d., ]+", found) and len(found.split()) == 6 for found in numbers)


def test_numbers_follow_the_language():
    with translation.override("en"):
        assert "80.51" in texts(radar(SIX, "Scores"))


def test_a_value_is_rounded_half_up_to_two_decimals():
    assert "1,02" in texts(bars([("A", Decimal("1.015971606"))], "Điểm"))


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
