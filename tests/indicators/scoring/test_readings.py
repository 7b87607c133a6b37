from decimal import Decimal

import pytest

from indicators.scoring.frame import Answer, Condition, Frame
from indicators.scoring.measures import Checklist, FreeText, Number
from indicators.scoring.readings import LeafResult, Reading, Status, leaf_results

from .examples import (
    ACCEPTED,
    LEVELS,
    REJECTED,
    TODAY,
    YES_NO,
    adjusted,
    group,
    indicator,
    question,
    questions,
    recommendation,
    rising,
    theme,
)

NOT_APPLICABLE = Answer(not_applicable=True, reason="Tỉnh không có cảng biển.")


def read(frame: Frame, answers: dict[str, Answer]) -> dict[str, dict[str, LeafResult]]:
    """By code, then by reading."""
    found = {reading: leaf_results(frame, answers, reading, TODAY) for reading in Reading}
    return {code: {str(reading): found[reading][code] for reading in Reading} for code in found[Reading.CLAIMED]}


def scores(frame: Frame, answers: dict[str, Answer], code: str = "Q") -> list[int | None]:
    """Claimed, evidenced, verified."""
    return [result.score for result in read(frame, answers)[code].values()]


def statuses(frame: Frame, answers: dict[str, Answer], code: str = "Q") -> list[str]:
    return [str(result.status) for result in read(frame, answers)[code].values()]


# -- one leaf --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "claimed", "evidenced", "verified"),
    [
        (None, 0, 0, 0),
        (Answer(), 0, 0, 0),
        (Answer("3"), 75, 0, 75),
        (Answer("3", evidence=1), 75, 75, 75),
        (Answer("3", evidence=1, review=ACCEPTED), 75, 75, 75),
        (Answer("3", evidence=1, review=REJECTED), 75, 75, 0),
        (Answer("3", evidence=1, review=adjusted("1")), 75, 75, 25),
        (Answer("1", evidence=1, review=adjusted("4")), 25, 25, 100),
        (Answer("3", review=ACCEPTED), 75, 0, 75),
        (Answer("3", review=REJECTED), 75, 0, 0),
        (Answer(review=ACCEPTED), 0, 0, 0),
        (Answer(review=REJECTED), 0, 0, 0),
        (Answer(review=adjusted("2")), 0, 0, 50),
        (Answer(evidence=4), 0, 0, 0),
        (NOT_APPLICABLE, None, None, 0),
        (Answer(not_applicable=True, reason="Có lý do.", review=ACCEPTED), None, None, None),
        (Answer(not_applicable=True, reason="Có lý do.", review=REJECTED), None, None, 0),
        (Answer(not_applicable=True, reason="Có lý do.", review=adjusted("2")), None, None, 50),
    ],
)
def test_leaf_that_requires_evidence_counts_by_reading(answer, claimed, evidenced, verified):
    frame = questions(question("Q", LEVELS, may_not_apply=True, evidence_required=True))
    assert scores(frame, {"Q": answer} if answer else {}) == [claimed, evidenced, verified]


def test_leaf_that_requires_no_evidence_counts_without():
    assert scores(questions(question("Q", LEVELS)), {"Q": Answer("3")}) == [75, 75, 75]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(), ["missing", "missing", "missing"]),
        (Answer("3"), ["answered", "unevidenced", "answered"]),
        (Answer("3", review=REJECTED), ["answered", "unevidenced", "rejected"]),
        (Answer(review=adjusted("2")), ["missing", "missing", "answered"]),
        (NOT_APPLICABLE, ["not_applicable", "not_applicable", "missing"]),
    ],
)
def test_status_says_why_a_leaf_has_its_score(answer, expected):
    frame = questions(question("Q", LEVELS, may_not_apply=True, evidence_required=True))
    assert statuses(frame, {"Q": answer}) == expected


def test_result_holds_the_value_that_was_scored():
    frame = questions(question("Q", LEVELS))
    found = read(frame, {"Q": Answer("3", evidence=2, review=adjusted("1"))})["Q"]
    assert found["claimed"] == LeafResult(Status.ANSWERED, Decimal(75), "3", 2, "Q")
    assert found["verified"] == LeafResult(Status.ANSWERED, Decimal(25), "1", 2, "Q")


# -- conditions ------------------------------------------------------------------------------------------------------

CHAIN = questions(
    question("Q", LEVELS),
    question("Q2", YES_NO, shown_if=Condition("Q", frozenset({"2", "3"}))),
    question("Q3", YES_NO, shown_if=Condition("Q2", frozenset({"yes"}))),
)


@pytest.mark.parametrize("condition", ["2", "3"])
def test_condition_shows_a_question_for_each_of_its_options(condition):
    assert scores(CHAIN, {"Q": Answer(condition), "Q2": Answer("yes")}, "Q2") == [100, 100, 100]


@pytest.mark.parametrize("condition", [None, Answer(), Answer("0"), Answer("4"), NOT_APPLICABLE])
def test_condition_unanswered_or_otherwise_answered_hides_whatever_was_answered(condition):
    answers = {"Q2": Answer("yes", evidence=3, review=ACCEPTED)} | ({"Q": condition} if condition else {})
    hidden = LeafResult(Status.HIDDEN, None, None, 0, "Q2")
    assert read(CHAIN, answers)["Q2"] == {"claimed": hidden, "evidenced": hidden, "verified": hidden}


def test_shown_question_without_an_answer_counts_as_missing():
    assert statuses(CHAIN, {"Q": Answer("2")}, "Q2") == ["missing"] * 3


def test_hidden_question_hides_those_that_depend_on_it():
    answers = {"Q": Answer("0"), "Q2": Answer("yes"), "Q3": Answer("yes")}
    assert statuses(CHAIN, answers, "Q3") == ["hidden"] * 3


def test_condition_goes_by_the_value_of_the_reading():
    answers = {"Q": Answer("2", review=adjusted("1")), "Q2": Answer("yes")}
    assert scores(CHAIN, answers, "Q2") == [100, 100, None]


def test_condition_question_that_is_not_scored_still_decides():
    frame = questions(
        question("Q", YES_NO, scored=False), question("Q2", YES_NO, shown_if=Condition("Q", frozenset({"yes"})))
    )
    assert scores(frame, {"Q": Answer("yes"), "Q2": Answer("yes")}, "Q2") == [100, 100, 100]
    assert scores(frame, {"Q": Answer("no"), "Q2": Answer("yes")}, "Q2") == [None, None, None]


def test_condition_question_that_is_not_in_the_frame_hides():
    frame = questions(question("Q2", YES_NO, shown_if=Condition("Q", frozenset({"yes"}))))
    assert scores(frame, {"Q2": Answer("yes")}, "Q2") == [None, None, None]


# -- feeds -----------------------------------------------------------------------------------------------------------


def fed(indicator_fields: dict | None = None, **question_fields) -> Frame:
    """A number question Q (full at 40) that feeds the indicator K (full at 60), behind a switch S."""
    feeder = question("Q", Number(rising(0, 40)), feeds=("K",), **question_fields)
    leaf = indicator("K", Number(rising(0, 60)), **(indicator_fields or {}))
    return Frame((theme("T", recommendation("R", question("S"), feeder)),), (group("G", leaf),))


def test_fed_indicator_takes_the_value_and_scores_it_by_its_own_rule():
    found = read(fed(), {"Q": Answer(Decimal(30))})
    assert [found["Q"]["claimed"].score, found["K"]["claimed"].score] == [75, 50]
    assert (found["Q"]["claimed"].source, found["K"]["claimed"].source) == ("Q", "Q")


def test_fed_indicator_answered_itself_keeps_its_own_answer():
    found = read(fed(), {"Q": Answer(Decimal(30)), "K": Answer(Decimal(15))})["K"]["claimed"]
    assert found == LeafResult(Status.ANSWERED, Decimal(25), Decimal(15), 0, "K")


def test_fed_indicator_that_says_not_applicable_keeps_that():
    answers = {"Q": Answer(Decimal(30)), "K": NOT_APPLICABLE}
    assert scores(fed({"may_not_apply": True}), answers, "K") == [None, None, 0]


def test_fed_indicator_takes_the_evidence():
    frame = fed({"evidence_required": True})
    assert scores(frame, {"Q": Answer(Decimal(30))}, "K") == [50, 0, 50]
    assert scores(frame, {"Q": Answer(Decimal(30), evidence=2)}, "K") == [50, 50, 50]
    assert read(frame, {"Q": Answer(Decimal(30), evidence=2)})["K"]["claimed"].evidence == 2


def test_fed_indicator_takes_the_review():
    assert scores(fed(), {"Q": Answer(Decimal(30), review=REJECTED)}, "K") == [50, 50, 0]
    assert scores(fed(), {"Q": Answer(Decimal(30), review=adjusted(Decimal(12)))}, "K") == [50, 50, 20]


def test_fed_indicator_takes_the_applicability():
    assert scores(fed(may_not_apply=True), {"Q": NOT_APPLICABLE}, "K") == [None, None, 0]


def test_fed_indicator_is_hidden_with_its_question():
    frame = fed(shown_if=Condition("S", frozenset({"yes"})))
    answers = {"Q": Answer(Decimal(30))}
    assert statuses(frame, {**answers, "S": Answer("no")}, "K") == ["hidden"] * 3
    assert scores(frame, {**answers, "S": Answer("yes")}, "K") == [50, 50, 50]


def test_fed_indicator_answered_itself_is_not_hidden_with_its_question():
    frame = fed(shown_if=Condition("S", frozenset({"yes"})))
    assert scores(frame, {"S": Answer("no"), "K": Answer(Decimal(30))}, "K") == [50, 50, 50]


def test_fed_indicator_of_an_unanswered_question_is_missing():
    assert statuses(fed(), {}, "K") == ["missing"] * 3


def test_fed_indicator_takes_the_answer_of_an_unscored_question():
    assert scores(fed(scored=False), {"Q": Answer(Decimal(30))}, "K") == [50, 50, 50]


def test_indicator_without_the_question_that_feeds_it_stands_alone():
    alone = Frame(groups=fed().groups)
    assert scores(alone, {"K": Answer(Decimal(30))}, "K") == [50, 50, 50]


# -- what is collected only ------------------------------------------------------------------------------------------


def test_every_leaf_has_a_result_unscored_ones_included():
    frame = questions(question("Q", FreeText(), scored=False), question("Q2", Checklist({"a": Decimal(1)})))
    assert list(leaf_results(frame, {}, Reading.CLAIMED, TODAY)) == ["Q", "Q2"]
