"""The least effort: by hand on PROVINCE (its ways: test_choices.py), against all sets there are, and as laws."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.scoring import cheapest as module
from indicators.scoring.aggregate import assess
from indicators.scoring.cheapest import Cheapest, cheapest, least_cost
from indicators.scoring.choices import Datum, Way, changed, data
from indicators.scoring.exchange import written_value
from indicators.scoring.frame import Answer, Condition, Frame
from indicators.scoring.measures import Checklist
from indicators.scoring.numbers import CONTEXT, reported
from indicators.scoring.readings import Reading

from .examples import (
    LEVELS,
    PROVINCE,
    PROVINCE_ALPHA,
    PROVINCE_ANSWERS,
    TODAY,
    question,
    questions,
)
from .strategies import Assessment, assessments, law

HALF = Decimal("0.5")
MOST_SETS = 400
DUST = Decimal("1e-30")


def to(goal: str, reading: Reading = Reading.CLAIMED) -> Cheapest:
    return cheapest(PROVINCE, PROVINCE_ANSWERS, PROVINCE_ALPHA, TODAY, reading, Decimal(goal))


def of(frame: Frame, answers: dict[str, Answer], goal: str) -> Cheapest:
    return cheapest(frame, answers, HALF, TODAY, Reading.CLAIMED, Decimal(goal))


@pytest.mark.parametrize(
    ("goal", "steps", "cost", "headline"),
    [
        ("56.25", [], 0, "56.25"),
        ("60", ["B-1.3 60"], 1, "73.75"),  # A-2.2 "partial" costs as much and brings 7.5, not 17.5
        ("75", ["A-2.2 partial", "B-1.3 60"], 2, "81.25"),
        ("90", ["A-1.2 3", "A-2.2 yes", "B-1.3 60"], 4, "90.625"),
        ("100", ["A-1.2 4", "A-2.1 abc", "A-2.2 yes", "B-1.3 60", "G-01 90/100", "G-02 0"], 21, "100"),
    ],
)
def test_province_needs_at_least_this(goal, steps, cost, headline):
    found = to(goal)
    assert ([shown(way) for way in found.ways], found.cost, found.headline) == (steps, cost, Decimal(headline))


def shown(way: Way) -> str:
    value = written_value(way.value)
    text = "/".join(value.values()) if isinstance(value, dict) else "".join(value)
    return f"{way.code} {text}"


def test_reading_decides_what_is_to_be_done():
    # verified: was adjusted to all of it, G-01 rejected; evidenced: lacks its evidence
    assert [shown(way) for way in to("100", Reading.VERIFIED).ways] == [
        "A-1.2 4",
        "A-2.2 yes",
        "B-1.1 yes",
        "B-1.3 60",
        "G-01 90/100",
        "G-02 0",
    ]
    assert [way.efforts for way in to("100", Reading.EVIDENCED).ways if way.code == "A-1.2"] == ["SSL"]


def test_goal_is_reached_as_it_is_reported():
    # a alone: 39.995, reported 40.00; 39.994 is not
    for weight, ticked in (("39.995", ("a",)), ("39.994", ("a", "b"))):
        rest = Decimal(100) - Decimal(weight)
        frame = questions(question("Q", Checklist({"a": Decimal(weight), "b": rest}), efforts={"a": "S", "b": "L"}))
        assert [way.value for way in of(frame, {}, "40").ways] in ([ticked], [("b",)])
        assert of(frame, {}, "40").cost == (1 if ticked == ("a",) else 8)


def test_goal_between_two_hundredths_is_the_upper_one():
    frame = questions(question("Q", Checklist({"a": Decimal("40"), "b": Decimal("60")}), efforts={"a": "S", "b": "L"}))
    assert (of(frame, {}, "40").cost, of(frame, {}, "40.001").cost) == (1, 8)


def test_greedy_choice_is_not_the_least():
    # by gain for effort A comes first (60 for 8), and B and C with it; B, C and D reach 60 together for 4
    weights = {"A": "60", "B": "15", "C": "10", "D": "15"}
    efforts = {"A": "L", "B": "S", "C": "S", "D": "M"}
    frame = questions(*(question(code, weight=weights[code], efforts={"": efforts[code]}) for code in weights))
    assert [way.code for way in of(frame, {}, "40").ways] == ["B", "C", "D"]
    assert of(frame, {}, "60").cost == 8
    assert [way.code for way in of(frame, {}, "60").ways] == ["A"]


def test_of_equal_sets_the_first_codes_are_taken():
    frame = questions(*(question(code) for code in ("C", "A", "D", "B")))
    assert [way.code for way in of(frame, {}, "50").ways] == ["A", "B"]
    assert [way.code for way in of(frame, {"A": Answer("yes")}, "75").ways] == ["B", "C"]


def test_lesser_step_is_taken_on_the_first_code():
    # two steps of one level or one of each: the same effort and gain
    frame = questions(question("A", LEVELS), question("B", LEVELS))
    assert [shown(way) for way in of(frame, {}, "25").ways] == ["A 1", "B 1"]


def test_what_steers_is_left_out_and_the_goal_may_be_out_of_reach():
    frame = questions(question("A"), question("B", shown_if=Condition("A", frozenset({"no"}))), question("C"))
    answers = {"A": Answer("no")}
    assert [way.code for way in of(frame, answers, "60").ways] == ["B", "C"]
    found = of(frame, answers, "70")
    assert (found.ways, found.cost, reported(found.headline)) == (None, 0, Decimal("66.67"))


def test_goal_beyond_all_is_out_of_reach():
    assert to("101") == Cheapest(None, 0, Decimal(100))


def test_nothing_applies_nothing_is_reached():
    assert of(Frame(), {}, "20") == Cheapest(None, 0, None)


def test_set_that_does_not_score_what_it_should_is_an_error(monkeypatch):
    real = module.assess
    once = iter([real])
    monkeypatch.setattr(
        module, "assess", lambda *given: next(once, lambda *_given: real(PROVINCE, {}, HALF, TODAY))(*given)
    )
    with pytest.raises(ArithmeticError, match="1 ways come to"):
        to("60")


def test_least_cost_looks_no_further_than_is_needed():
    assert least_cost([], 0) == []
    assert least_cost([], 1) is None
    assert least_cost([[(1, 5), (4, 9)], [(3, 6)]], 9) == [0, 0]  # 4 for 11, not 4 for 9
    assert least_cost([[(1, 5), (4, 9)], [(3, 6)]], 15) == [1, 0]
    assert least_cost([[(1, 5)], [(8, 100)]], 5) == [0, None]
    assert least_cost([[(1, 5)], [(8, 100)]], 106) is None


# -- laws --------------------------------------------------------------------------------------------------------------

readings = st.sampled_from(list(Reading))
goals = st.sampled_from([Decimal(goal) for goal in ("20", "40", "55.55", "60", "80", "100")])


numbered_groups = st.lists(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=3).map(
        lambda steps: [tuple(map(sum, zip(*steps[: place + 1], strict=True))) for place in range(len(steps))]
    ),
    max_size=5,
)
"""Small numbers, so that many sets are equal."""


def total(groups, chosen) -> tuple[int, int]:
    taken = [group[place] for group, place in zip(groups, chosen, strict=True) if place is not None]
    return sum(cost for cost, _gain in taken), sum(gain for _cost, gain in taken)


def rank(groups, chosen) -> tuple:
    """Least cost, greatest gain, then group by group the lesser way, and none last."""
    cost, gain = total(groups, chosen)
    return cost, -gain, [len(group) if place is None else place for group, place in zip(groups, chosen, strict=True)]


def free(assessment: Assessment, reading: Reading) -> list[Datum]:
    result = assess(assessment.frame, assessment.answers, assessment.alpha, assessment.as_of)[reading]
    found = data(assessment.frame, assessment.answers, reading, result, assessment.as_of)
    return sorted((datum for datum in found if datum.ways and not datum.steers), key=lambda datum: datum.code)


def headline(assessment: Assessment, reading: Reading, ways: tuple[Way, ...]) -> Decimal:
    answers = changed(assessment.answers, {way.code: way.value for way in ways})
    return assess(assessment.frame, answers, assessment.alpha, assessment.as_of)[reading].headline


def sets(found: list[Datum]) -> Iterator[tuple[Way | None, ...]]:
    return product(*([*datum.ways, None] for datum in found))


@pytest.mark.slow
@law
@given(assessments(), readings, goals)
def test_no_set_of_less_effort_reaches_the_goal_and_none_as_cheap_brings_more(assessment, reading, goal):
    data_ = free(assessment, reading)
    every = list(sets(data_)) if len(data_) < 9 else []
    assume(0 < len(every) <= MOST_SETS)
    found = cheapest(assessment.frame, assessment.answers, assessment.alpha, assessment.as_of, reading, goal)
    before = headline(assessment, reading, ())
    assume(before is not None and reported(before) < goal)
    scored = []
    for chosen in every:
        ways = tuple(way for way in chosen if way)
        after = headline(assessment, reading, ways)
        if reported(after) >= goal:
            scored.append((sum(way.cost for way in ways), after))
    if not scored:
        assert found.ways is None
        assert found.headline == max(headline(assessment, reading, tuple(filter(None, chosen))) for chosen in every)
    else:
        least = min(cost for cost, _after in scored)
        most = max(after for cost, after in scored if cost == least)
        assert (found.cost, found.headline) == (least, headline(assessment, reading, found.ways))
        assert most - found.headline < DUST


@pytest.mark.slow
@law
@given(numbered_groups, st.integers(0, 40))
def test_least_cost_is_the_first_of_the_best_of_all_sets(groups, needed):
    every = product(*([*range(len(group)), None] for group in groups))
    reaching = [chosen for chosen in every if total(groups, chosen)[1] >= needed]
    best = min(reaching, key=lambda chosen: rank(groups, chosen), default=None)
    assert least_cost(groups, needed) == (None if best is None else list(best))


@pytest.mark.slow
@law
@given(assessments(), readings)
def test_every_way_brings_what_it_says_and_is_an_answer_that_the_leaf_takes(assessment, reading):
    leaves = {leaf.code: leaf for leaf in assessment.frame.leaves()}
    before = headline(assessment, reading, ())
    for datum in free(assessment, reading):
        costs, gains = [way.cost for way in datum.ways], [way.gain for way in datum.ways]
        assert (costs, gains) == (sorted(set(costs)), sorted(set(gains)))
        for way in datum.ways:
            with localcontext(CONTEXT):
                assert abs(headline(assessment, reading, (way,)) - before - way.gain) < DUST
            assert leaves[way.code].measure.read(written_value(way.value)) == way.value


@pytest.mark.slow
@law
@given(assessments(), readings, goals)
def test_higher_goal_never_costs_less(assessment, reading, goal):
    given_ = (assessment.frame, assessment.answers, assessment.alpha, assessment.as_of, reading)
    lower, higher = cheapest(*given_, goal), cheapest(*given_, goal + 5)
    if higher.ways is not None:
        assert lower.ways is not None
        assert lower.cost <= higher.cost
        assert reported(higher.headline) >= goal + 5
