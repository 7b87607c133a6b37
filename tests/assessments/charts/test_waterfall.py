from decimal import Decimal

import pytest

from assessments.charts.waterfall import Step, waterfall

from .markup import SVG, classes, description, parsed, texts, title

STEPS = [
    Step("C1 Kiến trúc ICT", Decimal("5.32")),
    Step("KT Kinh tế", Decimal("2.10")),
    Step("C3 Dữ liệu", Decimal("8.00")),
    Step("YT Y tế", Decimal("0.20")),
    Step("GD Giáo dục", Decimal("0.10")),
    Step("MT Môi trường", Decimal(0)),
]
TODAY = Decimal("55.28")


def spans(svg: str, name: str) -> list[tuple[float, float]]:
    """From where to where on the scale of 100 the bars of this class reach."""
    rects = [(float(bar.get("x")), float(bar.get("width"))) for bar in classes(svg, name)]
    return [(round((x - 192) / 3.72), round((x + width - 192) / 3.72)) for x, width in rects]


def test_steps_begin_where_the_one_before_ends_greatest_first():
    svg = waterfall(TODAY, STEPS, "Khoảng cách")
    assert spans(svg, "chart-step") == [(55, 55), (55, 63), (63, 69), (69, 71), (71, 71), (55, 71)]
    assert spans(svg, "chart-bar") == [(0, 55), (0, 55)]
    assert [words for words in texts(svg) if words[0] == "+"] == ["+8,00", "+5,32", "+2,10", "+0,30"]


def test_hair_lines_lead_from_the_end_of_one_bar_to_the_next():
    svg = waterfall(TODAY, STEPS, "Khoảng cách")
    hairs = [round((float(line.get("x1")) - 192) / 3.72, 1) for line in classes(svg, "chart-hair")]
    assert hairs == pytest.approx([55.3, 63.3, 68.6, 70.7, 71], abs=0.11)


def test_small_steps_are_one_and_all_are_said():
    svg = waterfall(TODAY, STEPS, "Khoảng cách", start_label="Điểm chung", end_label="Có thể đạt")
    assert "Các nhóm khác (2)" in texts(svg)
    assert description(svg) == (
        "Điểm chung: 55,28; C3 Dữ liệu: +8,00; C1 Kiến trúc ICT: +5,32; KT Kinh tế: +2,10; YT Y tế: +0,20; "
        "GD Giáo dục: +0,10; MT Môi trường: +0,00; Có thể đạt: 71,00."
    )


def test_a_single_small_step_keeps_its_name():
    shown = texts(waterfall(TODAY, STEPS[:4], "Khoảng cách"))
    assert "YT Y tế" in shown
    assert [words for words in shown if "khác" in words] == []


def test_the_caller_says_what_is_small_and_what_the_rest_is_called():
    shown = texts(waterfall(TODAY, STEPS, "Khoảng cách", least=Decimal("0.4"), rest_label="phần còn lại"))
    assert [words for words in shown if words[0] == "+"] == ["+8,00", "+7,72"]
    assert "Phần còn lại (4)" in shown


def test_the_finding_says_the_largest_and_when_a_band_is_reached():
    assert title(waterfall(TODAY, STEPS, "Khoảng cách")) == (
        "Khoảng cách. Khoảng cách lớn nhất nằm ở C3 Dữ liệu: đóng lại tăng 8,00 điểm; sau bước thứ 1 lên bậc Tích hợp."
    )
    more = [*STEPS, Step("A", Decimal(7)), Step("B", Decimal(6))]
    assert title(waterfall(TODAY, more, "Khoảng cách")).endswith(
        "; sau bước thứ 1 lên bậc Tích hợp; sau bước thứ 4 lên bậc Dẫn dắt."
    )


def test_the_step_that_reaches_a_band_says_so_beside_its_bar():
    reached = [found.text for found in classes(waterfall(TODAY, STEPS, "Khoảng cách"), "chart-reached")]
    assert reached == ["lên bậc Tích hợp"]


def test_a_score_that_only_rounds_up_to_the_bound_has_reached_the_band():
    svg = waterfall(Decimal("19.5"), [Step("A", Decimal("0.4951"))], "Khoảng cách")
    assert [found.text for found in classes(svg, "chart-reached")] == ["lên bậc Hình thành"]


def test_when_no_band_is_reached_that_is_said():
    assert title(waterfall(TODAY, STEPS[1:2], "Khoảng cách")).endswith(
        "đóng lại tăng 2,10 điểm; đóng tất cả vẫn ở bậc Phát triển."
    )


def test_bands_are_named_between_their_bounds():
    svg = waterfall(TODAY, STEPS, "Khoảng cách")
    assert texts(svg)[:5] == ["Khởi đầu", "Hình thành", "Phát triển", "Tích hợp", "Dẫn dắt"]
    bounds = [float(line.get("x1")) for line in classes(svg, "chart-bound")]
    assert bounds == pytest.approx([192, 266.4, 340.8, 415.2, 489.6, 564])
    assert texts(svg)[5:11] == ["0", "20", "40", "60", "80", "100"]


def test_without_gaps_there_are_two_bars():
    svg = waterfall(TODAY, STEPS[-1:], "Khoảng cách")
    assert title(svg) == "Khoảng cách. Không còn khoảng cách nào để đóng."
    assert spans(svg, "chart-bar") == [(0, 55), (0, 55)]


def test_without_a_score_today_that_is_said_with_every_gain():
    svg = waterfall(None, STEPS[:2], "Khoảng cách")
    assert texts(svg) == ["Chưa có điểm hôm nay nên chưa tính được mức tăng."]
    assert description(svg) == "C1 Kiến trúc ICT: +5,32; KT Kinh tế: +2,10."
    assert description(waterfall(None, [], "Khoảng cách")) == "Không có mục nào."


def test_sums_beyond_the_scale_are_drawn_at_its_end():
    svg = waterfall(Decimal(90), [("A", Decimal(15))], "Khoảng cách")
    assert spans(svg, "chart-step")[-1] == (90, 100)
    assert "105,00" in texts(svg)


def test_a_finding_and_an_accent_of_the_caller():
    svg = waterfall(TODAY, STEPS, "Khoảng cách", finding="Đủ.", accent="#1f4e79")
    assert title(svg) == "Khoảng cách. Đủ."
    assert {bar.get("fill") for bar in classes(svg, "chart-bar")} == {"#1f4e79"}


def test_what_is_gained_is_paler_than_what_is_there():
    svg = waterfall(TODAY, STEPS, "Khoảng cách")
    opacities = [{bar.get("fill-opacity") for bar in classes(svg, name)} for name in ("chart-bar", "chart-step")]
    assert opacities == [{"1"}, {"0.3"}]
    assert parsed(svg).get("role") == "img"
    assert all(found.tag == f"{SVG}rect" for found in classes(svg, "chart-step"))
