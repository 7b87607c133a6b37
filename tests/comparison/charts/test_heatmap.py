from decimal import Decimal

import pytest

from comparison.charts.heatmap import Column, Row, heatmap, parts
from tests.assessments.charts.markup import SVG, classes, description, parsed, texts, title

COLUMNS = [
    Column("C1", "Kiến trúc ICT", "Nhóm nội dung"),
    Column("C2", "Sẵn sàng IOC", "Nhóm nội dung"),
    Column("KT", "Kinh tế", "Nhóm chỉ số"),
]
ROWS = [
    Row("01", "Hà Nội", [Decimal("71.24"), Decimal("19.99"), None]),
    Row("48", "Đà Nẵng", [Decimal(88), Decimal(45), Decimal(60)]),
]


def test_every_cell_has_its_number_its_shade_and_its_words():
    svg = heatmap(ROWS, COLUMNS, "Điểm")
    cells = [cell for cell in parsed(svg).iter(f"{SVG}g") if "–" in (cell.findtext(f"{SVG}title") or "")]
    found = [
        (cell.findtext(f"{SVG}text"), cell.find(f"{SVG}rect").get("class"), cell.find(f"{SVG}text").get("class"))
        for cell in cells
    ]
    assert found == [
        ("71,2", "chart-band-4", "chart-on-4"),
        ("19,99", "chart-band-1", "chart-on-1"),
        ("–", "chart-band-0", "chart-on-0"),
        ("88,0", "chart-band-5", "chart-on-5"),
        ("45,0", "chart-band-3", "chart-on-3"),
        ("60,0", "chart-band-4", "chart-on-4"),
    ]
    assert [cell.findtext(f"{SVG}title") for cell in cells][:3] == [
        "Hà Nội – C1 Kiến trúc ICT: 71,24, Tích hợp",
        "Hà Nội – C2 Sẵn sàng IOC: 19,99, Khởi đầu",
        "Hà Nội – KT Kinh tế: chưa có kết quả",
    ]
    assert [cell.find(f"{SVG}rect").get("stroke-dasharray") for cell in cells] == [None, None, "2 3", None, None, None]


def test_title_and_description_say_everything():
    svg = heatmap(ROWS, COLUMNS, "Điểm theo nhóm")
    assert title(svg) == "Điểm theo nhóm. Cao nhất: Đà Nẵng – C1 (88,00); thấp nhất: Hà Nội – C2 (19,99)."
    assert description(svg) == (
        "Hà Nội: C1 71,24, C2 19,99, KT chưa có kết quả; Đà Nẵng: C1 88,00, C2 45,00, KT 60,00."
    )
    assert title(heatmap(ROWS, COLUMNS, "Điểm", finding="Đều tăng.")) == "Điểm. Đều tăng."


def test_kinds_are_headed_once_and_kept_apart():
    svg = heatmap(ROWS, COLUMNS, "Điểm")
    assert texts(svg)[:5] == ["Nhóm nội dung", "C1", "C2", "Nhóm chỉ số", "KT"]
    lefts = [
        float(rect.get("x"))
        for rect in parsed(svg).iter(f"{SVG}rect")
        if rect.get("class", "").startswith("chart-band")
    ]
    assert (lefts[1] - lefts[0], lefts[2] - lefts[1]) == (76, 88)


def test_columns_without_kinds_have_no_heading():
    assert texts(heatmap(ROWS, [column._replace(kind="") for column in COLUMNS], "Điểm"))[:3] == ["C1", "C2", "KT"]


def test_a_part_draws_its_rows_and_still_says_what_holds_of_all():
    svg = heatmap(ROWS, COLUMNS, "Điểm", part=slice(0, 1))
    assert title(svg) == "Điểm (từ Hà Nội đến Hà Nội). Cao nhất: Đà Nẵng – C1 (88,00); thấp nhất: Hà Nội – C2 (19,99)."
    assert "Đà Nẵng" not in texts(svg)
    assert description(svg) == "Hà Nội: C1 71,24, C2 19,99, KT chưa có kết quả."


@pytest.mark.parametrize(
    ("count", "most", "expected"),
    [
        (0, 20, []),
        (1, 20, [slice(0, 1)]),
        (34, 36, [slice(0, 34)]),
        (34, 20, [slice(0, 17), slice(17, 34)]),
        (5, 2, [slice(0, 1), slice(1, 3), slice(3, 5)]),
    ],
)
def test_parts_are_few_and_even(count, most, expected):
    assert parts(count, most) == expected


def test_ones_own_row_is_bold_with_a_mark():
    svg = heatmap(ROWS, COLUMNS, "Điểm", marked="48")
    bold = [text.text for text in parsed(svg).iter(f"{SVG}text") if text.get("font-weight")]
    assert bold == ["C1", "C2", "KT", "Đà Nẵng", *"12345", "–"]
    assert len(classes(svg, "chart-mark")) == 1


@pytest.mark.parametrize(("rows", "columns"), [([], COLUMNS), ([Row("01", "Hà Nội", [])], []), ([], [])])
def test_nothing_to_show_is_said(rows, columns):
    svg = heatmap(rows, columns, "Điểm")
    assert (title(svg), description(svg)) == ("Điểm. Không có mục nào có điểm.", "Không có mục nào.")


def test_thirteen_columns_fit_a_page_and_three_are_not_stretched():
    many = [Column(f"C{place}", "Nhóm") for place in range(13)]
    wide = heatmap([Row("01", "Hà Nội", [Decimal(50)] * 13)], many, "Điểm")
    assert (parsed(wide).get("width"), parsed(heatmap(ROWS, COLUMNS, "Điểm")).get("width")) == ("690", "690")


def test_a_row_with_too_few_scores_is_a_mistake():
    with pytest.raises(ValueError, match="shorter"):
        heatmap([Row("01", "Hà Nội", [])], COLUMNS, "Điểm")
