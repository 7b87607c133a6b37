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
