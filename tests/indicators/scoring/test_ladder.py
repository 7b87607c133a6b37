"""Levels by hand, and as laws against the rule read once more from docs/scoring.md."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring import gaps, scorecard, trace
from indicators.scoring.aggregate import ReadingResult, assess
from indicators.scoring.frame import Answer, Frame
from indicators.scoring.ladder import Ladder, Level, climbed, ladder_from_json, ladder_to_json
from indicators.scoring.measures import FreeText
from indicators.scoring.readings import Reading, Status

from .examples import (
    ACCEPTED,
    REJECTED,
    TODAY,
    adjusted,
    group,
    indicator,
    nodes,
    question,
    recommendation,
    theme,
)
from .strategies import assessments, draw_answer, law

HALF = Decimal("0.5")
GUIDANCE = (theme("T", recommendation("R", question("Q"), question("P"))),)
LEVELS = (
    group("L1", indicator("L1-1"), indicator("L1-2", may_not_apply=True), indicator("L1-3", FreeText(), scored=False)),
    group("L2", indicator("L2-1"), indicator("L2-2")),
    group("L3", indicator("L3-1", may_not_apply=True)),
)
LADDER = Frame(GUIDANCE, LEVELS, is_ladder=True)
MET, BARE, NO = Answer("yes", evidence=1), Answer("yes"), Answer("no", evidence=1)
SKIPPED = Answer(not_applicable=True, reason="Tỉnh không giáp biển.")


def read(answers: dict[str, Answer], reading: Reading = Reading.CLAIMED, frame: Frame = LADDER) -> ReadingResult:
    return assess(frame, answers, HALF, TODAY)[reading]


def counts(answers: dict[str, Answer], reading: Reading = Reading.CLAIMED) -> tuple[int, list[tuple[int, int]]]:
    """Levels reached, and (met, criteria) of each."""
    found = read(answers, reading).ladder
    return found.reached, [(level.met, level.criteria) for level in found.levels]


def criterion(answer: Answer) -> list[bool]:
    """Whether a single criterion is đạt, in the three readings."""
    frame = Frame(groups=(group("L", indicator("C", may_not_apply=True)),), is_ladder=True)
    found = assess(frame, {"C": answer}, HALF, TODAY)
    return [result.ladder.reached == 1 for result in found.values()]


# -- levels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ([], (0, [(0, 2), (0, 2), (0, 1)])),
        (["L1-1"], (0, [(1, 2), (0, 2), (0, 1)])),
        (["L1-1", "L1-2"], (1, [(2, 2), (0, 2), (0, 1)])),
        (["L1-1", "L1-2", "L2-2"], (1, [(2, 2), (1, 2), (0, 1)])),
        (["L1-1", "L1-2", "L2-1", "L2-2"], (2, [(2, 2), (2, 2), (0, 1)])),
        (["L1-1", "L1-2", "L2-1", "L2-2", "L3-1"], (3, [(2, 2), (2, 2), (1, 1)])),
        (["L1-1", "L2-1", "L2-2", "L3-1"], (0, [(1, 2), (2, 2), (1, 1)])),
        (["L1-1", "L1-2", "L3-1"], (1, [(2, 2), (0, 2), (1, 1)])),
    ],
)
def test_a_level_is_reached_when_every_criterion_up_to_it_is_met(met, expected):
    assert counts(dict.fromkeys(met, MET)) == expected


def test_levels_say_which_of_them_are_reached():
    found = read({"L1-1": MET, "L1-2": MET, "L2-1": MET, "L2-2": NO, "L3-1": MET}).ladder
    assert found == Ladder(1, (Level("L1", 2, 2, True), Level("L2", 2, 1, False), Level("L3", 1, 1, False)))


@pytest.mark.parametrize(
    ("counted", "reached"),
    [
        ([], []),
        ([("1", 0, 0)], [False]),
        ([("1", 0, 0), ("2", 1, 1)], [False, False]),
        ([("1", 1, 1), ("2", 0, 0), ("3", 1, 1)], [True, True, True]),
        ([("1", 1, 0), ("2", 0, 0)], [False, False]),
    ],
)
def test_a_level_without_a_criterion_that_applies_is_reached_with_the_one_below(counted, reached):
    found = climbed(counted)
    assert [level.is_reached for level in found.levels] == reached
    assert found.reached == sum(reached)


def test_a_criterion_that_does_not_apply_leaves_the_count():
    answers = {"L1-1": MET, "L1-2": SKIPPED, "L2-1": MET, "L2-2": MET, "L3-1": SKIPPED}
    assert counts(answers) == (3, [(1, 1), (2, 2), (0, 0)])
    assert counts(answers, Reading.VERIFIED) == (0, [(1, 2), (2, 2), (0, 1)])
    agreed = {code: replace(answer, review=ACCEPTED) for code, answer in answers.items()}
    assert counts(agreed, Reading.VERIFIED) == (3, [(1, 1), (2, 2), (0, 0)])


# -- đạt, không đạt --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(), [False, False, False]),
        (MET, [True, True, True]),
        (BARE, [False, False, False]),
        (NO, [False, False, False]),
        (replace(MET, review=ACCEPTED), [True, True, True]),
        (replace(BARE, review=ACCEPTED), [False, False, False]),
        (replace(MET, review=REJECTED), [True, True, False]),
        (replace(MET, review=adjusted("no")), [True, True, False]),
        (replace(NO, review=adjusted("yes")), [False, False, True]),
        (replace(BARE, review=adjusted("yes")), [False, False, True]),
        (Answer(review=adjusted("yes")), [False, False, True]),
    ],
)
def test_a_criterion_is_met_with_evidence_or_by_a_reviewers_adjustment(answer, expected):
    assert criterion(answer) == expected


def test_what_has_no_evidence_says_so_in_every_reading():
    for result in assess(LADDER, {"L1-1": replace(BARE, review=ACCEPTED)}, HALF, TODAY).values():
        found = nodes(result)["L1-1"]
        assert (found.score, found.leaf.status, found.leaf.value) == (0, Status.UNEVIDENCED, "yes")


def test_no_evidence_is_asked_of_questions_and_of_what_is_not_scored():
    found = read({"Q": BARE, "P": BARE, "L1-3": Answer("Ghi chú.")})
    assert (found.readiness, found.headline) == (100, 100)


def test_a_fed_criterion_goes_by_the_evidence_of_its_question():
    guidance = (theme("T", recommendation("R", question("Q", feeds=("C",)))),)
    frame = Frame(guidance, (group("L", indicator("C")),), is_ladder=True)
    assert [read({"Q": answer}, frame=frame).ladder.reached for answer in (MET, BARE)] == [1, 0]


# -- beside the headline ---------------------------------------------------------------------------------------------


def test_the_headline_is_the_readiness_and_the_results_are_no_number():
    found = read({"Q": MET, "L1-1": MET, "L2-1": MET})
    assert (found.headline, found.readiness, found.results) == (50, 50, None)


def test_a_ladder_alone_has_no_headline():
    found = read({"L1-1": MET}, frame=Frame(groups=LEVELS, is_ladder=True))
    assert (found.headline, found.readiness, found.results) == (None, None, None)
    assert found.ladder.levels[0] == Level("L1", 2, 1, False)


def test_levels_and_criteria_stand_in_the_tree_without_weight():
    found = nodes(read({"Q": MET, "L1-1": MET, "L1-2": NO, "L2-1": BARE}))
    levels = {code: node for code, node in found.items() if code.startswith("L")}
    assert {code: node.score for code, node in levels.items()} == {
        "L1": 50,
        "L1-1": 100,
        "L1-2": 0,
        "L2": 0,
        "L2-1": 0,
        "L2-2": 0,
        "L3": 0,
        "L3-1": 0,
    }
    assert {(node.effective, node.contribution) for node in levels.values()} == {(0, 0)}
    assert (found["L1"].coverage, found["L2"].coverage) == (100, 50)
    assert (found["T"].effective, found["T"].contribution) == (1, 50)


def test_criteria_are_no_gaps_of_the_headline():
    assert [gap.code for gap in gaps.gaps(LADDER, read({"Q": MET}))] == ["P"]


def test_a_set_that_is_no_ladder_has_none():
    result = assess(replace(LADDER, is_ladder=False), {"L1-1": BARE}, HALF, TODAY)
    assert [found.ladder for found in result.values()] == [None, None, None]
    assert nodes(result[Reading.CLAIMED])["L1-1"].score == 100


# -- JSON ------------------------------------------------------------------------------------------------------------

TWO_LEVELS = {
    "reached": 1,
    "levels": [
        {"code": "L1", "criteria": 2, "met": 2, "is_reached": True},
        {"code": "L2", "criteria": 2, "met": 1, "is_reached": False},
    ],
}


def with_level(**fields) -> dict:
    return {**TWO_LEVELS, "levels": [TWO_LEVELS["levels"][0], {**TWO_LEVELS["levels"][1], **fields}]}


def test_scorecard_and_trace_carry_the_levels_of_each_reading():
    answers = {"L1-1": MET, "L1-2": replace(MET, review=REJECTED), "L2-1": BARE}
    results = assess(LADDER, answers, HALF, TODAY)
    card = scorecard.to_json(scorecard.report(results))
    traced = trace.trace(LADDER, results, HALF, TODAY)
    assert card["schema"] == "smartcity-scorecard/1"
    assert list(card["readings"]["claimed"]) == ["headline", "readiness", "results", "ladder", "nodes"]
    assert {name: reading["ladder"]["reached"] for name, reading in card["readings"].items()} == {
        "claimed": 1,
        "evidenced": 1,
        "verified": 0,
    }
    assert traced["ladder"] == {name: reading["ladder"] for name, reading in card["readings"].items()}
    assert scorecard.from_json(json.loads(json.dumps(card))) == scorecard.report(results)


def test_scorecard_and_trace_without_a_ladder_have_no_such_field():
    frame = replace(LADDER, is_ladder=False)
    results = assess(frame, {}, HALF, TODAY)
    card = scorecard.to_json(scorecard.report(results))
    assert list(card["readings"]["claimed"]) == ["headline", "readiness", "results", "nodes"]
    assert list(trace.trace(frame, results, HALF, TODAY)) == ["schema", "alpha", "as_of", "readings"]


def test_ladder_from_json_is_the_inverse_of_ladder_to_json():
    found = Ladder(1, (Level("L1", 2, 2, True), Level("L2", 2, 1, False)))
    assert ladder_to_json(found) == TWO_LEVELS
    assert ladder_from_json(TWO_LEVELS) == found


@pytest.mark.parametrize(
    "document",
    [
        {**TWO_LEVELS, "reached": 2},
        {**TWO_LEVELS, "reached": "1"},
        {**TWO_LEVELS, "next": "L2"},
        with_level(is_reached=True),
        with_level(met=2),
        with_level(met=3),
        with_level(met=-1),
        with_level(met="1"),
        with_level(criteria=True, met=True),
        with_level(criteria=None),
        with_level(weight=1),
    ],
)
def test_ladder_from_json_refuses_what_is_no_ladder(document):
    with pytest.raises(ValueError, match="level"):
        ladder_from_json(document)


@pytest.mark.parametrize("field", ["reached", "levels"])
def test_ladder_from_json_refuses_a_missing_field(field):
    document = {name: value for name, value in TWO_LEVELS.items() if name != field}
    with pytest.raises((KeyError, ValueError)):
        ladder_from_json(document)


@pytest.mark.parametrize("field", ["code", "criteria", "met"])
def test_ladder_from_json_refuses_a_level_with_a_field_missing(field):
    level = {name: value for name, value in TWO_LEVELS["levels"][0].items() if name != field}
    with pytest.raises(KeyError, match=field):
        ladder_from_json({"reached": 1, "levels": [level]})


# -- laws ------------------------------------------------------------------------------------------------------------


def said(leaf, answer: Answer, reading: Reading) -> bool | None:
    """Whether a criterion is đạt, from docs/scoring.md; None: does not apply."""
    verdict = answer.review.verdict if answer.review and reading is Reading.VERIFIED else None
    if verdict == "adjusted":
        return answer.review.value == "yes"
    if answer.not_applicable and (reading is not Reading.VERIFIED or verdict == "accepted"):
        return None
    return answer.value == "yes" and answer.evidence > 0 and verdict != "rejected"


@st.composite
def climbs(draw: st.DrawFn) -> tuple[Frame, dict[str, Answer]]:
    sizes = draw(st.lists(st.integers(1, 3), max_size=4))
    levels = [
        group(
            f"L{level}", *(indicator(f"L{level}-{place}", may_not_apply=draw(st.booleans())) for place in range(size))
        )
        for level, size in enumerate(sizes)
    ]
    frame = Frame(groups=tuple(levels), is_ladder=True)
    return frame, {leaf.code: draw_answer(draw, leaf) for leaf in frame.leaves()}


@law
@given(climbs())
def test_levels_are_those_of_the_rule(climb):
    frame, answers = climb
    for reading in Reading:
        below, expected = [], []
        for level in frame.groups:
            own = [said(leaf, answers[leaf.code], reading) for leaf in level.children]
            below += [met for met in own if met is not None]
            lowest = any(said(leaf, answers[leaf.code], reading) is not None for leaf in frame.groups[0].children)
            applicable = [met for met in own if met is not None]
            expected.append(Level(level.code, len(applicable), sum(applicable), lowest and all(below)))
        found = read(answers, reading, frame).ladder
        assert found.levels == tuple(expected)
        assert [level.is_reached for level in found.levels] == [place < found.reached for place in range(len(expected))]


@pytest.mark.slow
@law
@given(assessments())
def test_a_ladder_changes_nothing_about_the_guidance(assessment):
    alone = replace(assessment.frame, groups=())
    frame = replace(assessment.frame, is_ladder=True)
    for reading, result in assess(frame, assessment.answers, assessment.alpha, assessment.as_of).items():
        themes = assess(alone, assessment.answers, assessment.alpha, assessment.as_of)[reading]
        assert (result.headline, result.readiness, result.results) == (themes.readiness, themes.readiness, None)
        assert result.nodes[: len(themes.nodes)] == themes.nodes
        assert all(node.effective == node.contribution == 0 for node in result.nodes[len(themes.nodes) :])


@pytest.mark.slow
@law
@given(assessments())
def test_scorecards_with_a_ladder_survive_json_exactly(assessment):
    frame = replace(assessment.frame, is_ladder=True)
    card = scorecard.report(assess(frame, assessment.answers, assessment.alpha, assessment.as_of))
    assert scorecard.from_json(json.loads(json.dumps(scorecard.to_json(card)))) == card
