from decimal import Decimal

from assessments.charts.bars import NARROW, Bar, bars

from .markup import SIX, SVG, classes, parsed, texts


def test_bars_show_value_mark_and_legend():
    svg = bars([Bar("Hạ tầng", Decimal("40"), Decimal("25")), Bar("Dữ liệu", None)], "Điểm", mark_label="có minh chứng")
    (bar,) = classes(svg, "chart-bar")
    assert (bar.get("x"), bar.get("width")) == ("300", "100")
    marks = [float(mark.get("x")) + 2.5 for mark in classes(svg, "chart-mark")]
    assert marks == [362.5, 300]
    assert texts(svg)[-1] == "có minh chứng"
    assert [words for words in texts(svg) if not words.isdigit()] == (
        ["Hạ tầng", "40,00", "Dữ liệu", "không", "áp dụng", "có minh chứng"]
    )


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


def test_a_second_mark_is_a_triangle_under_the_bar_with_its_own_words():
    bar = Bar("Hạ tầng", Decimal(40), Decimal(25), Decimal(70))
    svg = bars([bar, Bar("Dữ liệu", None)], "Điểm", mark_label="có minh chứng", second_label="trung vị toàn quốc")
    (tip, *_corners) = classes(svg, "chart-second")[0].get("points").split()
    (track, _other) = classes(svg, "chart-track")
    assert tip == f"475,{float(track.get('y')) + 12:g}"
    assert texts(svg)[-2:] == ["có minh chứng", "trung vị toàn quốc"]
    assert parsed(svg).findtext(f"{SVG}desc") == (
        "Hạ tầng: 40,00; Dữ liệu: không áp dụng. có minh chứng: Hạ tầng: 25,00. trung vị toàn quốc: Hạ tầng: 70,00."
    )


def test_rows_are_as_close_as_before_without_a_second_mark():
    heights = [
        parsed(bars([Bar("Hạ tầng", Decimal(40), second=second)], "Điểm")).get("height")
        for second in (None, Decimal(5))
    ]
    assert heights == ["53", "60"]


def test_long_labels_are_broken_before_they_leave_the_picture():
    shown = texts(bars([("TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH ĐÔ THỊ THÔNG MINH CỦA TỈNH", Decimal(40))], "Điểm"))
    assert "TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH" in shown


def test_bars_take_a_finding_of_the_caller():
    assert parsed(bars(SIX, "Điểm", finding="Đều tăng.")).findtext(f"{SVG}title") == "Điểm. Đều tăng."


def test_on_a_phone_labels_stand_above_their_bars():
    svg = bars([Bar("Hạ tầng", Decimal("40"), Decimal("25")), Bar("Dữ liệu", None)], "Điểm", layout=NARROW)
    (bar,) = classes(svg, "chart-bar")
    assert (bar.get("x"), bar.get("width")) == ("8", "100")
    label = next(each for each in parsed(svg).iter(f"{SVG}text") if each.text == "Hạ tầng")
    assert (label.get("x"), float(label.get("y")) < float(bar.get("y"))) == ("8", True)
    assert {"Hạ tầng", "40,00", "Dữ liệu"} <= set(texts(svg))
