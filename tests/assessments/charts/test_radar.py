from decimal import Decimal

import pytest

from assessments.charts.radar import radar

from .markup import SIX, SVG, classes, parsed, texts


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


OTHERS = [Decimal(50), Decimal(60), None, Decimal(70), Decimal(80), Decimal("86.21")]


def test_what_is_compared_is_a_dashed_outline_with_hollow_marks_and_words():
    svg = radar(SIX, "Điểm", other=OTHERS, label="Huế", other_label="trung vị toàn quốc")
    outline = classes(svg, "chart-other")[0]
    assert (outline.get("fill"), bool(outline.get("stroke-dasharray"))) == ("none", True)
    assert outline.get("d").count("M") == 4
    marks = classes(svg, "chart-other-mark")
    assert ({mark.get("fill") for mark in marks}, len(marks)) == ({"none"}, 5 + 1)
    assert texts(svg)[-2:] == ["Huế", "trung vị toàn quốc"]


def test_what_is_compared_is_said_value_by_value():
    svg = radar(SIX, "Điểm", other=OTHERS, other_label="Trung vị toàn quốc")
    assert parsed(svg).findtext(f"{SVG}desc").partition("Trung vị toàn quốc: ")[2] == (
        "Kiến trúc ICT: 50,00; Sẵn sàng IOC: 60,00; Chiến lược dữ liệu: không áp dụng; Bộ chỉ số: 70,00; "
        "Người dân tham gia: 80,00; Tầm nhìn, tổ chức: 86,21."
    )


def test_without_anything_to_compare_there_is_no_key():
    svg = radar(SIX, "Điểm", label="Huế", other_label="trung vị")
    assert (classes(svg, "chart-other"), parsed(svg).get("viewBox")) == ([], "0 0 420 290")
    assert "Huế" not in texts(svg)


def test_as_many_scores_to_compare_as_there_are_axes():
    with pytest.raises(ValueError, match="argument"):
        radar(SIX, "Điểm", other=OTHERS[:5])


def test_many_axes_have_numbers_and_a_list_of_names_and_scores():
    svg = radar([(f"Nhóm {place}", Decimal(place)) for place in range(1, 10)], "Điểm")
    shown = texts(svg)
    assert shown[5:14] == [str(place) for place in range(1, 10)]
    assert shown[14:18] == ["1 Nhóm 1", "1,00", "2 Nhóm 2", "2,00"]
    columns = {found.get("x") for found in parsed(svg).iter(f"{SVG}text") if found.text[2:6] == "Nhóm"}
    assert columns == {"6", "213"}


def test_long_names_at_the_top_stay_in_the_picture():
    svg = radar([("Kiến trúc ICT phát triển đô thị thông minh của địa phương", Decimal(5)), *SIX[1:]], "Điểm")
    (name,) = [found for found in parsed(svg).iter(f"{SVG}text") if found.text.startswith("Kiến")]
    assert (name.text, float(name.get("y")) > 12) == ("Kiến trúc ICT phát triển đô thị thông minh của địa phương", True)
