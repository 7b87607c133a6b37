from datetime import date
from decimal import Decimal

import pytest

from assessments.charts.action_bars import Standing
from assessments.charts.roadmap import Action, roadmap

from .markup import SVG, classes, description, parsed, texts, title

BEGINS = date(2026, 7, 1)
ACTIONS = [
    Action("C1.1", "Lập tổ công tác", "0-6", "S", Decimal("1.20"), is_quick=True),
    Action("C2.3", "Ban hành kiến trúc", "6-12", "M", Decimal("2.30")),
    Action("C3.4", "Xây trung tâm điều hành", "12-24", "L", Decimal("4.00")),
    Action("KT1", "Chưa rõ", "", "", Decimal("0.50")),
]


def spans(svg: str) -> list[tuple[float, float]]:
    """In months, without the samples of the key."""
    bounds = sorted({float(line.get("x1")) for line in classes(svg, "chart-bound")})
    month = (bounds[-1] - bounds[0]) / 24
    rects = [(float(bar.get("x")), float(bar.get("width"))) for bar in classes(svg, "chart-bar")]
    return [
        (round((x - bounds[0]) / month, 1), round((x + width - bounds[0]) / month, 1))
        for x, width in rects
        if x >= bounds[0] and width != 24
    ]


def planned(standing: str = "", due: date | None = None, horizon: str = "6-12") -> Action:
    return Action("C1", "Việc", horizon, "M", Decimal(1), standing=standing, due=due)


def test_bars_reach_over_their_horizon_with_the_letter_of_their_effort():
    svg = roadmap(ACTIONS, "Lộ trình")
    assert spans(svg) == [(0, 6), (6, 12), (12, 24)]
    assert [words for words in texts(svg) if words in {"S", "M", "L"}] == ["S", "M", "L"]
    assert "chưa định thời hạn" in texts(svg)
    assert texts(svg)[:3] == ["0–6 tháng", "6–12 tháng", "12–24 tháng"]


@pytest.mark.parametrize(
    ("due", "span"),
    [
        (date(2027, 3, 31), (6, 9)),
        (date(2027, 12, 31), (6, 18)),
        (date(2026, 9, 30), (0, 3)),
        (date(2026, 12, 31), (0, 6)),
        (date(2030, 1, 1), (6, 24)),
    ],
)
def test_a_planned_action_ends_on_its_day(due, span):
    assert spans(roadmap([planned(due=due)], "Lộ trình", begins=BEGINS)) == [pytest.approx(span, abs=0.11)]


def test_what_was_due_before_the_first_day_is_still_seen():
    (bar, _sample) = classes(roadmap([planned(due=date(2025, 1, 1))], "Lộ trình", begins=BEGINS), "chart-bar")
    assert (bar.get("x"), bar.get("width")) == ("206", "10")


def test_what_is_due_after_the_last_month_goes_on():
    svg = roadmap([planned(due=date(2030, 1, 1)), planned()], "Lộ trình", begins=BEGINS)
    assert len(classes(svg, "chart-onwards")) == 1 + 1
    assert texts(svg)[-1] == "sau tháng thứ 24"


def test_a_day_without_a_beginning_is_only_said():
    svg = roadmap([planned(due=date(2027, 4, 1))], "Lộ trình")
    assert spans(svg) == [(6, 12)]
    assert description(svg) == "C1 Việc: đến ngày 01/04/2027, công sức vừa, tăng 1,00 điểm."


def test_an_action_without_a_horizon_runs_from_the_first_day_to_its_own():
    svg = roadmap([planned(due=date(2027, 4, 1), horizon="")], "Lộ trình", begins=BEGINS)
    assert spans(svg) == [pytest.approx((0, 9), abs=0.11)]


def test_quick_wins_have_a_mark():
    assert len(classes(roadmap(ACTIONS, "Lộ trình"), "chart-quick")) == 1 + 1
    assert classes(roadmap(ACTIONS[1:], "Lộ trình"), "chart-quick") == []


def test_gains_add_up_at_the_end_of_each_phase():
    shown = texts(roadmap(ACTIONS, "Lộ trình"))
    assert [words for words in shown if words[0] == "+"] == ["+1,20", "+3,50", "+7,50"]
    assert [shown[shown.index("+1,20") - 1], shown[shown.index("+7,50") - 1]] == ["6", "24"]


def test_stopped_and_later_actions_add_nothing():
    actions = [planned(Standing.STOPPED), planned(due=date(2030, 1, 1)), planned(Standing.DONE)]
    shown = texts(roadmap(actions, "Lộ trình", begins=BEGINS))
    assert [words for words in shown if words[0] == "+"] == ["+0,00", "+1,00", "+1,00"]


def test_the_caller_knows_what_all_actions_bring():
    reached = [Decimal(3), Decimal(5), Decimal(9)]
    svg = roadmap(ACTIONS, "Lộ trình", reached=reached)
    assert [words for words in texts(svg) if words[0] == "+"] == ["+3,00", "+5,00", "+9,00"]
    assert "tăng 3,00 sau 6 tháng, 5,00 sau 12 tháng, 9,00 sau 24 tháng" in title(svg)


def test_how_far_planned_actions_have_come_is_a_word_behind_the_bar():
    shown = texts(roadmap([planned(standing) for standing in Standing], "Lộ trình"))
    behind = [words for words in shown if words.startswith("M ")]
    assert behind == ["M chưa làm", "M đang làm", "M hoàn thành", "M dừng"]


def test_the_finding_says_what_is_gained_when_and_what_is_quick():
    assert title(roadmap(ACTIONS, "Lộ trình")) == (
        "Lộ trình. Làm đúng hạn thì điểm chung tăng 1,20 sau 6 tháng, 3,50 sau 12 tháng, 7,50 sau 24 tháng; "
        "việc nhanh: C1.1."
    )
    assert title(roadmap(ACTIONS[1:2], "Lộ trình")).endswith("2,30 sau 24 tháng.")
    assert title(roadmap(ACTIONS, "Lộ trình", finding="Đủ.")) == "Lộ trình. Đủ."


def test_every_action_is_said_with_all_it_has():
    planned_one = ACTIONS[0]._replace(standing=Standing.DONE, due=date(2026, 9, 1))
    assert description(roadmap([planned_one, *ACTIONS[1:]], "Lộ trình", begins=BEGINS)) == (
        "C1.1 Lập tổ công tác: đến ngày 01/09/2026, công sức nhỏ, việc nhanh, tăng 1,20 điểm, hoàn thành; "
        "C2.3 Ban hành kiến trúc: 6–12 tháng, công sức vừa, tăng 2,30 điểm; "
        "C3.4 Xây trung tâm điều hành: 12–24 tháng, công sức lớn, tăng 4,00 điểm; "
        "KT1 Chưa rõ: chưa định thời hạn, tăng 0,50 điểm."
    )


def test_nothing_to_do_is_said():
    svg = roadmap([], "Lộ trình")
    assert title(svg) == "Lộ trình. Không có việc nào."
    assert description(svg) == "Không có mục nào."


def test_bounds_do_not_run_through_words():
    svg = roadmap([planned(Standing.DONE, date(2026, 12, 1), "0-6")], "Lộ trình", begins=BEGINS)
    (behind,) = [found for found in parsed(svg).iter(f"{SVG}text") if found.text == "M hoàn thành"]
    left = float(behind.get("x"))
    above, below = (
        [line for line in classes(svg, "chart-bound") if (line.get("y1") == "6") is top] for top in (True, False)
    )
    through = [[x for line in lines if left <= (x := float(line.get("x1"))) <= left + 80] for lines in (above, below)]
    assert [len(found) for found in through] == [1, 0]
    assert below
