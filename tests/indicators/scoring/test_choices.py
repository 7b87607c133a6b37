"""What could be raised, at what effort, for what gain. PROVINCE's effective weights: test_aggregate.py."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.scoring.aggregate import assess
from indicators.scoring.choices import COSTS, UNKNOWN, Datum, Way, changed, data
from indicators.scoring.frame import Answer, Condition, Frame
from indicators.scoring.measures import (
    Checklist,
    Choice,
    Document,
    DocumentValue,
    FreeText,
    Number,
    Optimum,
    Ratio,
    RatioValue,
    Steps,
)
from indicators.scoring.readings import Reading

from .examples import (
    ACCEPTED,
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
    question,
    questions,
    recommendation,
    rising,
    theme,
)

CLAIMED, EVIDENCED, VERIFIED = Reading


def found(frame: Frame, answers: dict[str, Answer], reading: Reading = CLAIMED, alpha: str = "0.5") -> dict[str, Datum]:
    result = assess(frame, answers, Decimal(alpha), TODAY)[reading]
    return {datum.code: datum for datum in data(frame, answers, reading, result, TODAY)}


def ways(measure, answer: Answer | None = None, reading: Reading = CLAIMED, **leaf) -> list[tuple]:
    """Value, efforts and gain of each way of the only question there is."""
    frame = questions(question("Q", measure, **leaf))
    [datum] = found(frame, {"Q": answer} if answer else {}, reading).values()
    return [(way.value, way.efforts, way.gain) for way in datum.ways]


def test_province_can_be_raised_at_these_efforts():
    shown = {
        code: [(way.efforts, way.gain) for way in datum.ways]
        for code, datum in found(PROVINCE, PROVINCE_ANSWERS, alpha=str(PROVINCE_ALPHA)).items()
    }
    assert shown == {
        "A-1.1": [],
        "A-1.2": [("S", Decimal("1.875")), ("SL", Decimal("3.75"))],
        "A-2.1": [("M", Decimal("3.75"))],
        "A-2.2": [("S", Decimal("7.5")), ("SS", Decimal(15))],
        "B-1.2": [],
        "B-1.3": [("S", Decimal("17.5"))],
        "G-01": [("M", Decimal("2.5"))],
        "G-02": [("M", Decimal("1.25"))],
    }


def test_question_is_raised_together_with_the_indicator_that_takes_its_answer():
    # B-1.3 has its full score at 40 (2.5), H-01 at 60 (15): the value is the one that serves both
    datum = found(PROVINCE, PROVINCE_ANSWERS, alpha=str(PROVINCE_ALPHA))["B-1.3"]
    assert datum.takers == ("B-1.3", "H-01")
    assert datum.ways == (Way("B-1.3", Decimal(60), "S", (), Decimal("17.5")),)


def test_indicator_with_an_answer_of_its_own_is_a_datum_of_its_own():
    answers = {**PROVINCE_ANSWERS, "H-01": Answer(Decimal(45))}
    shown = found(PROVINCE, answers, alpha=str(PROVINCE_ALPHA))
    assert (shown["B-1.3"].takers, shown["H-01"].takers) == (("B-1.3",), ("H-01",))


def test_efforts_count_one_three_and_eight_and_an_unnamed_one_as_medium():
    assert COSTS == {"S": 1, "M": 3, "L": 8}
    assert Way("Q", "yes", "SML", (), Decimal(1)).cost == 12
    assert [efforts for _value, efforts, _gain in ways(YES_NO)] == ["M"]
    assert [efforts for _value, efforts, _gain in ways(YES_NO, efforts={"": "L", "no": "S"})] == ["L"]


def test_level_is_climbed_step_by_step():
    efforts = {"1": "S", "2": "M", "3": "L", "4": "S"}
    assert ways(LEVELS, Answer("1"), efforts=efforts) == [("2", "M", 25), ("3", "ML", 50), ("4", "MLS", 75)]
    assert ways(LEVELS, efforts=efforts)[0] == ("1", "S", 25)
    assert ways(LEVELS, Answer("4")) == []


def test_options_stand_on_the_way_in_the_order_of_their_scores():
    scores = {"d": 80, "a": 0, "b": 40, "c": 40}
    measure = Choice("level", {code: Decimal(score) for code, score in scores.items()})
    assert ways(measure, Answer("a"), efforts={"b": "L", "c": "S"}) == [("c", "S", 40), ("d", "SM", 80)]
    assert [value for value, _efforts, _gain in ways(measure, Answer("b"))] == ["d"]


def test_way_that_brings_no_more_for_its_effort_is_left_out():
    # Q feeds K, whose scores fall where Q's rise: 25 · 1/2 up and 50 · 1/2 down is worse than nothing
    falling = Choice("level", {str(level): Decimal(max(100 - 50 * level, 0)) for level in range(5)})
    frame = Frame(
        (theme("T", recommendation("R", question("Q", LEVELS, feeds=("K",)))),), (group("G", indicator("K", falling)),)
    )
    datum = found(frame, {"Q": Answer("0")})["Q"]
    assert [(way.value, way.gain) for way in datum.ways] == []
    datum = found(frame, {"Q": Answer("1")})["Q"]  # 25 and 50 today; at 4: 100 and 0
    assert [(way.value, way.gain) for way in datum.ways] == [("4", Decimal("12.5"))]


def test_items_of_a_checklist_are_works_of_their_own():
    measure = Checklist({"a": Decimal(1), "b": Decimal(4), "c": Decimal(3), "d": Decimal(2)})
    assert ways(measure, Answer(("a",)), efforts={"": "S"}) == [
        (("a", "b"), "S", 40),
        (("a", "b", "c"), "SS", 70),
        (("a", "b", "c", "d"), "SSS", 90),
    ]


def test_items_with_efforts_of_their_own_are_combined_as_they_bring_most():
    measure = Checklist({"a": Decimal(1), "b": Decimal(5), "c": Decimal(4)})
    assert ways(measure, efforts={"a": "S", "b": "L", "c": "M"}) == [
        (("a",), "S", 10),
        (("c",), "M", 40),
        (("a", "c"), "SM", 50),  # for 8 the item b alone brings 50, too, and is left out
        (("a", "b"), "SL", 60),
        (("b", "c"), "LM", 90),
        (("a", "b", "c"), "SLM", 100),
    ]


def test_rejected_and_missing_answers_begin_from_nothing():
    answer = Answer(("a", "b"), evidence=1, review=REJECTED)
    measure = Checklist({"a": Decimal(1), "b": Decimal(1)})
    assert ways(measure, answer, VERIFIED) == [(("a",), "M", 50), (("a", "b"), "MM", 100)]
    assert ways(measure) == ways(measure, answer, VERIFIED)
    assert ways(measure, answer, CLAIMED) == []


def test_adjusted_answer_is_built_upon():
    answer = Answer("3", review=adjusted("1"))
    assert [value for value, _efforts, _gain in ways(LEVELS, answer, VERIFIED)] == ["2", "3", "4"]


def test_evidence_is_the_first_step_where_it_is_what_is_missing():
    answer = Answer("3")
    assert ways(LEVELS, answer, EVIDENCED, evidence_required=True) == [("3", "S", 75), ("4", "SM", 100)]
    assert ways(LEVELS, answer, CLAIMED, evidence_required=True) == [("4", "M", 25)]
    assert ways(YES_NO, Answer("no"), EVIDENCED, evidence_required=True) == [("yes", "SM", 100)]


def test_evidence_that_an_indicator_lacks_is_brought_for_the_question():
    frame = Frame(
        (theme("T", recommendation("R", question("Q", LEVELS, feeds=("K",)))),),
        (group("G", indicator("K", LEVELS, evidence_required=True)),),
    )
    datum = found(frame, {"Q": Answer("4")}, EVIDENCED)["Q"]
    assert datum.ways == (Way("Q", "4", "S", (), Decimal(50)),)


def test_criteria_of_a_ladder_bring_no_points():
    frame = Frame(
        (theme("T", recommendation("R", question("Q", YES_NO, feeds=("K",)))),),
        (group("G", indicator("K", YES_NO, evidence_required=True)),),
        is_ladder=True,
    )
    assert found(frame, {"Q": Answer("yes")})["Q"].ways == ()
    assert [way.efforts for way in found(frame, {"Q": Answer("no")})["Q"].ways] == ["M"]


@pytest.mark.parametrize(
    ("measure", "answer", "value", "gain"),
    [
        (Number(rising(0, 40)), Decimal(10), Decimal(40), 75),
        (Number(rising(40, 0)), Decimal(10), Decimal(0), 25),
        (Number(rising(0, 40)), None, Decimal(40), 100),
        (Number(rising(0, 40), maximum=Decimal(30)), Decimal(10), Decimal(30), 50),
        (Number(rising(40, -10), minimum=Decimal(0)), Decimal(20), Decimal(0), 40),
        (Number(rising(0, 40), maximum=Decimal("30.5"), whole=True), Decimal(10), Decimal(30), 50),
        (Number(rising(40, 0), minimum=Decimal("0.5"), whole=True), Decimal(20), Decimal(1), Decimal("47.5")),
        (Number(Steps(((Decimal(5), Decimal(40)), (Decimal("9.5"), Decimal(100))))), Decimal(7), Decimal("9.5"), 60),
        (
            Number(Steps(((Decimal(5), Decimal(40)), (Decimal("9.5"), Decimal(100)))), whole=True),
            None,
            Decimal(10),
            100,
        ),
        (
            Number(Steps(((Decimal(2), Decimal(100)), (Decimal(5), Decimal(40))), lower_is_better=True)),
            Decimal(4),
            Decimal(2),
            60,
        ),
        (Number(Optimum(*map(Decimal, (0, 10, 20, 30)))), Decimal(25), Decimal(20), 50),
        (Number(Optimum(*map(Decimal, (0, 10, 20, 30)))), Decimal(5), Decimal(10), 50),
    ],
)
def test_number_reaches_what_scores_most_and_is_nearest(measure, answer, value, gain):
    given = None if answer is None else Answer(answer)
    assert ways(measure, given, efforts={"": "L"}) == [(value, "L", gain)]


def test_number_that_cannot_be_raised_has_no_way():
    assert ways(Number(rising(0, 40)), Answer(Decimal(60))) == []
    assert ways(Number(None), Answer(Decimal(60))) == []
    bounds = {"minimum": Decimal("0.2"), "maximum": Decimal("0.8")}
    assert ways(Number(rising(0, 40), **bounds, whole=True)) == []  # no whole number lies between


@pytest.mark.parametrize(
    ("measure", "answer", "value"),
    [
        (Ratio(rising(0, 90)), ("45", "60"), ("54", "60")),
        (Ratio(rising(0, 90)), None, ("90", "100")),
        (Ratio(rising(0, 90), whole=True), ("1", "7"), ("7", "7")),  # 6.3 of 7: six are not enough
        (Ratio(rising(90, 10), whole=True), ("6", "7"), ("0", "7")),  # 0.7 of 7
        (Ratio(rising(0, 120)), ("1", "3"), ("3", "3")),
        (Ratio(rising(0, 120), may_exceed=True), ("1", "4"), ("4.8", "4")),
        (Ratio(rising(50, -10)), ("1", "4"), ("0", "4")),
        (Ratio(Optimum(*map(Decimal, (0, 30, 40, 100)))), ("9", "10"), ("4", "10")),
    ],
)
def test_ratio_reaches_its_target_with_the_whole_it_has(measure, answer, value):
    given = None if answer is None else Answer(RatioValue(*map(Decimal, answer)))
    [(reached, efforts, _gain)] = ways(measure, given)
    assert (reached, efforts) == (RatioValue(*map(Decimal, value)), "M")


def test_ratio_without_a_rule_has_no_way():
    assert ways(Ratio(None), Answer(RatioValue(Decimal(1), Decimal(4)))) == []


def test_document_is_completed_with_what_is_known():
    tomorrow = TODAY + timedelta(days=1)
    issued = date(2025, 3, 4)
    assert ways(Document()) == [(DocumentValue(UNKNOWN, TODAY, UNKNOWN), "M", 100)]
    assert ways(Document(), Answer(DocumentValue("12/QĐ", tomorrow, ""))) == [
        (DocumentValue("12/QĐ", TODAY, UNKNOWN), "M", 100)
    ]
    assert ways(Document(), Answer(DocumentValue("", issued, "Sở")))[0][0] == DocumentValue(UNKNOWN, issued, "Sở")
    assert ways(Document(), Answer(DocumentValue("12/QĐ", issued, "Sở"))) == []


def test_text_and_what_is_not_scored_are_no_data():
    frame = questions(question("Q", FreeText(), scored=False), question("Q2", YES_NO, scored=False))
    assert found(frame, {}) == {}


def test_unscored_question_is_raised_for_the_indicator_it_feeds():
    frame = Frame(
        (theme("T", recommendation("R", question("Q", LEVELS, scored=False, feeds=("K",)))),),
        (group("G", indicator("K", LEVELS)),),
    )
    datum = found(frame, {"Q": Answer("3")})["Q"]
    assert (datum.takers, [(way.value, way.gain) for way in datum.ways]) == (("K",), [("4", 25)])


def test_what_does_not_apply_is_no_datum():
    frame = questions(
        question("Q", may_not_apply=True), question("Q2"), question("Q3", shown_if=Condition("Q2", frozenset({"yes"})))
    )
    exempt = Answer(not_applicable=True, reason="Tỉnh không có biển.")
    assert list(found(frame, {"Q": exempt, "Q2": Answer("no")})) == ["Q2"]
    assert list(found(frame, {"Q": exempt, "Q2": Answer("no")}, VERIFIED)) == ["Q", "Q2"]  # nobody has accepted it


def test_question_on_which_others_depend_steers():
    frame = questions(question("Q"), question("Q2", shown_if=Condition("Q", frozenset({"no"}))))
    shown = found(frame, {"Q": Answer("no")})
    assert {code: datum.steers for code, datum in shown.items()} == {"Q": True, "Q2": False}


def test_what_is_held_is_what_counts_today():
    frame = questions(question("Q", YES_PARTIAL_NO), question("Q2"), question("Q3"))
    shown = found(frame, {"Q": Answer("partial"), "Q2": Answer("yes", review=REJECTED)}, VERIFIED)
    assert {code: datum.held for code, datum in shown.items()} == {"Q": "partial", "Q2": None, "Q3": None}


def test_changed_answer_has_evidence_and_awaits_its_review():
    answers = {"Q": Answer("no", evidence=3, review=ACCEPTED), "Q3": Answer("no")}
    exempt = {"Q2": Answer(not_applicable=True, reason="Không có.")}
    assert changed({**answers, **exempt}, {"Q": "yes", "Q2": "yes", "Q4": "no"}) == {
        "Q": Answer("yes", evidence=3),
        "Q2": Answer("yes", evidence=1),
        "Q3": Answer("no"),
        "Q4": Answer("no", evidence=1),
    }
