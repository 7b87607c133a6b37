from decimal import Decimal

from assessments.charts.bars import Bar, bars

from .markup import SIX, SVG, classes, parsed, texts


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


def test_charts_take_an_accent():
    assert classes(bars(SIX, "Điểm", accent="#1f4e79"), "chart-bar")[0].get("fill") == "#1f4e79"


def test_a_value_is_rounded_half_up_to_two_decimals():
    assert "1,02" in texts(bars([("A", Decimal("1.015971606"))], "Điểm"))
