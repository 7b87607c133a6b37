import itertools
from datetime import date
from decimal import Decimal

import pytest

from assessments.charts.trends import Line, Note, Round, trends

from .markup import SVG, classes, description, parsed, texts, title

ROUNDS = [Round("2024", date(2024, 7, 1)), Round("2025", date(2025, 1, 1)), Round("2026", date(2026, 1, 1))]
NOTE = Note(date(2025, 7, 1), "01/7/2025: sắp xếp đơn vị hành chính")
LINES = [
    Line("01", "Hà Nội", [Decimal(40), Decimal(50), Decimal(60)]),
    Line("48", "Đà Nẵng", [Decimal(45), None, Decimal(60)]),
    Line("79", "Hồ Chí Minh", [None, Decimal(55), Decimal("58.5")]),
    Line("96", "Cà Mau", [None, None, None]),
]


def test_changes_in_the_title_and_every_score_in_the_description():
    svg = trends(LINES, ROUNDS, "Qua các đợt", notes=[NOTE])
    assert title(svg) == (
        "Qua các đợt. Hà Nội từ 40,00 thành 60,00; Đà Nẵng từ 45,00 thành 60,00; Hồ Chí Minh từ 55,00 thành 58,50."
    )
    assert description(svg) == (
        "Hà Nội: 2024 40,00, 2025 50,00, 2026 60,00; Đà Nẵng: 2024 45,00, 2025 chưa có kết quả, 2026 60,00; "
        "Hồ Chí Minh: 2024 chưa có kết quả, 2025 55,00, 2026 58,50; "
        "Cà Mau: 2024 chưa có kết quả, 2025 chưa có kết quả, 2026 chưa có kết quả; "
        "01/7/2025: sắp xếp đơn vị hành chính."
    )


def test_lines_differ_by_dash_and_mark_and_are_named_at_their_end():
    whole = [line._replace(scores=[Decimal(40), Decimal(50), Decimal(60)]) for line in LINES]
    svg = trends(whole, ROUNDS, "Điểm")
    dashes = [path.get("stroke-dasharray") for path in classes(svg, "chart-line")]
    assert len(set(dashes)) == 4
    sides = [len(mark.get("points").split()) for mark in classes(svg, "chart-mark") if mark.get("points")]
    assert sorted(sides) == [3] * 4 + [4] * 8
    assert texts(svg)[-4:] == ["Hà Nội 60,00", "Đà Nẵng 60,00", "Hồ Chí Minh 60,00", "Cà Mau 60,00"]
    heights = [float(text.get("y")) for text in parsed(svg).iter(f"{SVG}text")][-4:]
    assert [after - before for before, after in itertools.pairwise(heights)] == [19, 19, 19]


def test_a_line_is_broken_where_a_round_has_no_score():
    svg = trends(LINES, ROUNDS, "Điểm")
    assert [path.get("d").count("M") for path in classes(svg, "chart-line")] == [2, 1]
    assert "Cà Mau –" not in " ".join(texts(svg))


def test_a_note_stands_at_its_day_between_the_rounds():
    (line,) = classes(trends(LINES, ROUNDS, "Điểm", notes=[NOTE]), "chart-note")
    share = (date(2025, 7, 1) - date(2025, 1, 1)) / (date(2026, 1, 1) - date(2025, 1, 1))
    assert float(line.get("x1")) == pytest.approx(222 + share * 158, abs=0.05)
    assert NOTE.words in texts(trends(LINES, ROUNDS, "Điểm", notes=[NOTE]))


def test_an_early_note_is_written_to_its_right():
    svg = trends(LINES, ROUNDS, "Điểm", notes=[Note(date(2024, 8, 1), "sớm")])
    assert next(text for text in parsed(svg).iter(f"{SVG}text") if text.text == "sớm").get("text-anchor") is None


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2030, 1, 1)])
def test_a_note_beyond_the_rounds_is_only_said(day):
    svg = trends(LINES, ROUNDS, "Điểm", notes=[Note(day, "ngoài")])
    assert classes(svg, "chart-note") == []
    assert description(svg).endswith("; ngoài.")


def test_rounds_on_one_day_have_no_day_between_them():
    twice = [Round("A", date(2025, 7, 1)), Round("B", date(2025, 7, 1))]
    line = Line("01", "Hà Nội", [Decimal(40), Decimal(50)])
    assert classes(trends([line], twice, "Điểm", notes=[NOTE]), "chart-note") == []


def test_one_round_stands_in_the_middle():
    svg = trends([Line("01", "Hà Nội", [Decimal(40)])], ROUNDS[:1], "Điểm")
    assert [mark.get("cx") for mark in classes(svg, "chart-mark")][:1] == ["222"]
    assert title(svg) == "Điểm. Chưa có đơn vị nào có kết quả của hai đợt."


def test_long_names_of_rounds_are_broken_under_their_place():
    named = [found._replace(label="Đợt đánh giá thử nghiệm năm") for found in ROUNDS]
    labels = [text for text in parsed(trends(LINES, named, "Điểm")).iter(f"{SVG}text") if text.text == "thử nghiệm năm"]
    assert [label.get("x") for label in labels] == ["64", "222", "380"]


def test_of_many_rounds_the_last_is_named_and_those_before_it_that_have_room():
    rounds = [Round(f"Đợt {place}", date(2020 + place, 1, 1)) for place in range(12)]
    svg = trends([Line("01", "Hà Nội", [Decimal(place) for place in range(12)])], rounds, "Điểm")
    named = [words for words in texts(svg) if words.startswith("Đợt")]
    assert named == ["Đợt 2", "Đợt 5", "Đợt 8", "Đợt 11"]


def test_notes_stand_one_under_the_other_above_the_scores():
    notes = [NOTE, Note(date(2025, 8, 1), "hai")]
    svg = trends(LINES, ROUNDS, "Điểm", notes=notes)
    heights = [float(found.get("y")) for found in parsed(svg).iter(f"{SVG}text") if found.text in {NOTE.words, "hai"}]
    assert heights == [14, 30]
    assert float(parsed(svg).get("height")) == float(parsed(trends(LINES, ROUNDS, "Điểm")).get("height")) + 32


def test_a_long_name_ends_before_its_score():
    svg = trends([Line("01", "Đơn vị hành chính có tên rất dài", [Decimal(40)])], ROUNDS[:1], "Điểm")
    assert texts(svg)[-1] == "Đơn vị hành chính có… 40,00"


def test_nothing_to_show_is_said():
    assert description(trends([], ROUNDS, "Điểm", notes=[NOTE])) == "Không có mục nào."
    assert title(trends([], [], "Điểm", finding="Trống.")) == "Điểm. Trống."


def test_a_fifth_line_could_not_be_told_apart():
    with pytest.raises(ValueError, match="5 lines; at most 4 can be told apart"):
        trends([LINES[0]] * 5, ROUNDS, "Điểm")
