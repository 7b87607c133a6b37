from decimal import Decimal

import pytest

from indicators.scoring.aggregate import assess
from indicators.scoring.frame import Answer, Frame
from indicators.scoring.gaps import Gap, gaps
from indicators.scoring.measures import Checklist, Choice, Document, Number
from indicators.scoring.readings import Reading

from .examples import (
    LEVELS,
    PROVINCE,
    PROVINCE_ALPHA,
    PROVINCE_ANSWERS,
    REJECTED,
    TODAY,
    YES_NO,
    YES_PARTIAL_NO,
    adjusted,
    group,
    indicator,
    province,
    question,
    questions,
    recommendation,
    rising,
    theme,
)

HALF = Decimal("0.5")


def of(frame: Frame, answers: dict[str, Answer], reading: Reading = Reading.CLAIMED, **targets: int) -> list[Gap]:
    found = assess(frame, answers, HALF, TODAY)[reading]
    return gaps(frame, found, {code: Decimal(target) for code, target in targets.items()})


def headline(answers: dict[str, Answer]) -> Decimal:
    return assess(PROVINCE, answers, PROVINCE_ALPHA, TODAY)[Reading.CLAIMED].headline


def test_province_gaps_stand_by_gain_and_then_by_code():
    # gap · effective weight (test_aggregate.py): 100 · 0.15, H-01 50 · 0.3, A-1.2 50 · 0.075, A-2.1 25 · 0.15,
    # B-1.3 25 · 0.1, G-01 50 · 0.05, G-02 25 · 0.05
    found = gaps(PROVINCE, province()[Reading.CLAIMED])
    assert [(gap.code, gap.gain) for gap in found] == [
        ("A-2.2", 15),
        ("H-01", 15),
        ("A-1.2", Decimal("3.75")),
        ("A-2.1", Decimal("3.75")),
        ("B-1.3", Decimal("2.5")),
        ("G-01", Decimal("2.5")),
        ("G-02", Decimal("1.25")),
    ]


def test_province_gains_sum_to_what_is_missing_from_100():
    # 100 − 56.25
    assert sum(gap.gain for gap in gaps(PROVINCE, province()[Reading.CLAIMED])) == Decimal("43.75")


def test_gain_is_what_the_headline_rises_by_when_the_gap_closes():
    # from 0 to 100: A-2 = 87.5, A = (62.5 + 262.5) / 4 = 81.25, R = (162.5 + 87.5) / 3 = 83.333…
    # H = 50 + 21.25 = 71.25 = 56.25 + 15
    risen = headline({**PROVINCE_ANSWERS, "A-2.2": Answer("yes")}) - headline(PROVINCE_ANSWERS)
    gain = gaps(PROVINCE, province()[Reading.CLAIMED])[0].gain
    assert abs(risen - gain) < Decimal("1e-20")


def test_quick_wins_are_small_efforts_with_at_least_the_median_gain():
    # the median of 15, 15, 3.75, 3.75, 2.5, 2.5, 1.25 is 3.75; B-1.3 is a small effort too but gains 2.5
    found = gaps(PROVINCE, province()[Reading.CLAIMED])
    assert {gap.code: gap.effort for gap in found} == {
        "A-2.2": "S",
        "H-01": "",
        "A-1.2": "S",
        "A-2.1": "M",
        "B-1.3": "S",
        "G-01": "",
        "G-02": "",
    }
    assert [gap.code for gap in found if gap.quick_win] == ["A-2.2", "A-1.2"]


def test_quick_wins_count_equal_gains_of_an_even_number_of_gaps():
    # four leaves at a third: each gain 66.666… / 4 = 16.666… and so is the median; twelve at nought: 100 / 12 = 8.333…
    for count, option in ((4, "1"), (12, "0")):
        thirds = Choice("level", {"0": Decimal(0), "1": Decimal(100) / 3, "2": Decimal(100)})
        leaves = [question(f"Q{number:02}", thirds, efforts={"": "S"}) for number in range(count)]
        found = of(questions(*leaves), {leaf.code: Answer(option) for leaf in leaves})
        assert [gap.quick_win for gap in found] == [True] * count


def test_quick_win_at_the_median_between_two_gaps():
    # gaps 100, 75, 50, 25, each with a quarter of the weight; the median is (18.75 + 12.5) / 2 = 15.625
    leaves = [question(f"Q{number}", LEVELS, efforts={"": "S"}) for number in range(4)]
    found = of(questions(*leaves), {f"Q{number}": Answer(str(number)) for number in range(4)})
    assert [(gap.code, gap.gain, gap.quick_win) for gap in found] == [
        ("Q0", 25, True),
        ("Q1", Decimal("18.75"), True),
        ("Q2", Decimal("12.5"), False),
        ("Q3", Decimal("6.25"), False),
    ]


def test_equal_gains_reached_on_different_ways_stand_by_code():
    # T1 (weight 3) is B alone; T2 (weight 3 + size) is A (weight 3) and C (weight size): both are 3 / (6 + size)
    for size in range(2, 40):
        frame = Frame(
            (
                theme("T1", recommendation("R1", question("B")), weight="3"),
                theme(
                    "T2",
                    recommendation("R2", question("A", weight="3"), question("C", weight=str(size))),
                    weight=str(3 + size),
                ),
            )
        )
        codes = [gap.code for gap in of(frame, {"C": Answer("yes")})]
        assert (size, codes) == (size, ["A", "B"])


def test_leaf_at_its_target_has_no_gap():
    frame = questions(question("Q", LEVELS), question("Q2", LEVELS))
    assert [gap.code for gap in of(frame, {"Q": Answer("4"), "Q2": Answer("1")})] == ["Q2"]


def test_leaf_that_does_not_apply_has_no_gap():
    frame = questions(question("Q", may_not_apply=True), question("Q2"))
    answers = {"Q": Answer(not_applicable=True, reason="Tỉnh không có cảng biển.")}
    assert [(gap.code, gap.gain) for gap in of(frame, answers)] == [("Q2", 100)]


def test_unscored_leaf_has_no_gap():
    assert of(questions(question("Q", scored=False)), {}) == []


def test_gap_runs_to_the_target_of_the_province():
    # Q: (75 − 25) · 1/2 = 25; Q2: (50 − 25) · 1/2 = 12.5; H rises from 25 to the target's 62.5
    frame = questions(question("Q", LEVELS), question("Q2", LEVELS))
    answers = {"Q": Answer("1"), "Q2": Answer("1")}
    found = of(frame, answers, Q=75, Q2=50)
    assert [(gap.code, gap.score, gap.target, gap.gain) for gap in found] == [
        ("Q", 25, 75, 25),
        ("Q2", 25, 50, Decimal("12.5")),
    ]


def test_target_below_the_score_asks_for_nothing():
    frame = questions(question("Q", LEVELS), question("Q2", LEVELS))
    assert [gap.code for gap in of(frame, {"Q": Answer("3"), "Q2": Answer("1")}, Q=50)] == ["Q2"]


def test_gaps_go_by_the_reading():
    frame = questions(question("Q", LEVELS, evidence_required=True))
    assert [gap.gain for gap in of(frame, {"Q": Answer("3")}, Reading.CLAIMED)] == [25]
    assert [gap.gain for gap in of(frame, {"Q": Answer("3")}, Reading.EVIDENCED)] == [100]
    assert [gap.gain for gap in of(frame, {"Q": Answer("3", review=adjusted("2"))}, Reading.VERIFIED)] == [50]
    assert [gap.gain for gap in of(frame, {"Q": Answer("3", review=REJECTED)}, Reading.VERIFIED)] == [100]


@pytest.mark.parametrize(
    ("measure", "answer", "option"),
    [
        (LEVELS, None, "1"),
        (LEVELS, "0", "1"),
        (LEVELS, "2", "3"),
        (YES_NO, "no", "yes"),
        (YES_PARTIAL_NO, "no", "partial"),
        (YES_PARTIAL_NO, "partial", "yes"),
        (Choice("yes_no", {"yes": Decimal(100), "no": Decimal(0)}), "no", "yes"),
        (Choice("level", {"0": Decimal(0), "1": Decimal(0), "2": Decimal(60)}), "0", "2"),
        (Choice("level", {"0": Decimal(0), "1": Decimal(60)}), "1", ""),
        (Checklist({"a": Decimal(1), "b": Decimal(3), "c": Decimal(2)}), ("b",), "c"),
        (Checklist({"a": Decimal(1), "b": Decimal(3), "c": Decimal(2)}), None, "b"),
        (Number(rising(0, 40)), Decimal(10), ""),
        (Document(), None, ""),
    ],
)
def test_next_option_is_the_first_above_today(measure, answer, option):
    found = of(questions(question("Q", measure)), {"Q": Answer(answer)} if answer else {})
    assert [gap.next_option for gap in found] == [option]


def test_effort_is_that_of_the_next_option_or_else_of_the_leaf():
    frame = questions(question("Q", LEVELS, efforts={"": "L", "2": "S"}))
    assert [of(frame, {"Q": Answer(level)})[0].effort for level in ("0", "1")] == ["L", "S"]


def test_gaps_of_indicators_and_questions_stand_together():
    frame = Frame((theme("T", recommendation("R", question("Q"))),), (group("G", indicator("K", LEVELS)),))
    assert [(gap.code, gap.gain) for gap in of(frame, {"K": Answer("2")})] == [("Q", 50), ("K", 25)]


def test_frame_without_gaps_has_none():
    assert of(Frame(), {}) == []
