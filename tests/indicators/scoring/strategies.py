"""Hypothesis strategies: whole frames with everything a catalogue may hold, and assessments of them."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from indicators.scoring.frame import Answer, Branch, Condition, Frame, Leaf, NodeKind, Review, Verdict
from indicators.scoring.measures import (
    Checklist,
    Choice,
    Document,
    DocumentValue,
    FreeText,
    Linear,
    Measure,
    Number,
    Optimum,
    Ratio,
    RatioValue,
    Steps,
    level_scores,
)

law = settings(deadline=None)


@dataclass(frozen=True)
class Assessment:
    frame: Frame
    answers: dict[str, Answer]
    alpha: Decimal
    as_of: date


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    unit = 10**places
    return st.integers(low * unit, high * unit).map(lambda whole: Decimal(whole) / unit)


weights = st.sampled_from([Decimal(1), Decimal(2), Decimal(3), Decimal("0.5")]) | decimals(0, 20).filter(bool)
points = st.sampled_from([Decimal(0), Decimal(50), Decimal(100)]) | decimals(0, 100)
sentences = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
as_of_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


# -- measures --------------------------------------------------------------------------------------------------------


@st.composite
def level_choices(draw: st.DrawFn) -> Choice:
    codes = [str(level) for level in range(draw(st.integers(2, 6)))]
    return Choice("level", level_scores(codes, [draw(st.none() | points) for _code in codes]))


yes_no_choices = st.sampled_from(
    [
        Choice("yes_no", {"no": Decimal(0), "yes": Decimal(100)}),
        Choice("yes_partial_no", {"no": Decimal(0), "partial": Decimal(50), "yes": Decimal(100)}),
    ]
)
checklists = st.lists(weights, min_size=1, max_size=4).map(lambda found: Checklist(dict(zip("abcd", found, strict=False))))


def marks(count: int) -> st.SearchStrategy[list[Decimal]]:
    return st.lists(decimals(-50, 150, 1), min_size=count, max_size=count, unique=True)


linear_rules = marks(2).map(lambda found: Linear(*found))
optimum_rules = marks(4).map(lambda found: Optimum(*sorted(found)))


@st.composite
def step_rules(draw: st.DrawFn) -> Steps:
    at = sorted(draw(marks(draw(st.integers(1, 4)))))
    return Steps(tuple((mark, draw(points)) for mark in at), draw(st.booleans()))


rules = linear_rules | step_rules() | optimum_rules
number_measures = st.builds(Number, rules, st.none() | st.just(Decimal(-20)), st.none() | st.just(Decimal(200)))
scored_measures: st.SearchStrategy[Measure] = st.one_of(
    level_choices(), yes_no_choices, checklists, number_measures, st.builds(Ratio, rules, st.booleans()), st.just(Document())
)


def values(measure: Measure) -> st.SearchStrategy[Any]:
    """Everything that `measure.read` may return."""
    match measure:
        case Choice():
            return st.sampled_from(list(measure.scores))
        case Checklist():
            return st.sets(st.sampled_from(list(measure.weights))).map(lambda ticked: tuple(sorted(ticked)))
        case Number():
            return decimals(-20, 200, 1)
        case Ratio():
            return _ratio_values(may_exceed=measure.may_exceed)
        case Document():
            return st.builds(DocumentValue, sentences, st.none() | st.dates(date(2023, 1, 1), date(2027, 12, 31)), sentences)
        case _:
            return sentences


@st.composite
def _ratio_values(draw: st.DrawFn, *, may_exceed: bool) -> RatioValue:
    denominator = draw(decimals(0, 500).filter(bool))
    cents = int(denominator * 100)
    return RatioValue(Decimal(draw(st.integers(0, cents * (3 if may_exceed else 1)))) / 100, denominator)


# -- frames ----------------------------------------------------------------------------------------------------------


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    asked: list[Leaf] = []
    themes = [draw(_themes(f"T{number}", asked)) for number in range(1, draw(st.integers(0, 3)) + 1)]
    feeds: dict[str, tuple[str, ...]] = {}
    groups = [draw(_groups(f"G{number}", asked, feeds)) for number in range(1, draw(st.integers(0, 3)) + 1)]
    return Frame(tuple(_with_feeds(theme, feeds) for theme in themes), tuple(groups))


@st.composite
def _themes(draw: st.DrawFn, code: str, asked: list[Leaf]) -> Branch:
    recommendations = []
    for number in range(1, draw(st.integers(1, 2)) + 1):
        inner = f"{code}-{number}"
        leaves = []
        for place in range(1, draw(st.integers(1, 4)) + 1):
            leaves.append(draw(_questions(f"{inner}.{place}", asked)))
            asked.append(leaves[-1])
        recommendations.append(Branch(inner, NodeKind.RECOMMENDATION, draw(weights), tuple(leaves)))
    return Branch(code, NodeKind.THEME, draw(weights), tuple(recommendations))


@st.composite
def _questions(draw: st.DrawFn, code: str, asked: list[Leaf]) -> Leaf:
    measure = draw(scored_measures | st.just(FreeText()))
    leaf = draw(_leaves(code, NodeKind.QUESTION, measure))
    choices = [earlier for earlier in asked if isinstance(earlier.measure, Choice)]
    if choices and draw(st.integers(0, 2)) == 0:
        condition = draw(st.sampled_from(choices))
        among = draw(st.sets(st.sampled_from(list(condition.measure.scores)), min_size=1))
        leaf = replace(leaf, shown_if=Condition(condition.code, frozenset(among)))
    return leaf


@st.composite
def _groups(draw: st.DrawFn, code: str, asked: list[Leaf], feeds: dict[str, tuple[str, ...]]) -> Branch:
    leaves = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        inner = f"{code}-0{number}"
        feeder = draw(st.sampled_from(asked)) if asked and draw(st.booleans()) else None
        if feeder:
            feeds[feeder.code] = (*feeds.get(feeder.code, ()), inner)
        leaves.append(draw(_leaves(inner, NodeKind.INDICATOR, draw(_like(feeder.measure) if feeder else scored_measures))))
    return Branch(code, NodeKind.GROUP, draw(weights), tuple(leaves))


@st.composite
def _like(draw: st.DrawFn, measure: Measure) -> Measure:
    """The same kind and the same options with a rule of its own."""
    match measure:
        case Choice():
            return Choice(measure.kind, {code: draw(points) for code in measure.scores})
        case Checklist():
            return Checklist({code: draw(weights) for code in measure.weights})
        case Number():
            return replace(measure, rule=draw(rules))
        case Ratio():
            return replace(measure, rule=draw(rules))
        case _:
            return measure


@st.composite
def _leaves(draw: st.DrawFn, code: str, kind: NodeKind, measure: Measure) -> Leaf:
    return Leaf(
        code,
        kind,
        measure,
        draw(weights),
        scored=not isinstance(measure, FreeText) and draw(st.integers(0, 5)) > 0,
        may_not_apply=draw(st.booleans()),
        evidence_required=draw(st.booleans()),
        efforts=draw(st.dictionaries(st.sampled_from(["", "0", "1", "yes", "a"]), st.sampled_from("SML"), max_size=2)),
    )


def _with_feeds(item: Branch | Leaf, feeds: dict[str, tuple[str, ...]]) -> Branch | Leaf:
    if isinstance(item, Branch):
        return replace(item, children=tuple(_with_feeds(child, feeds) for child in item.children))
    return replace(item, feeds=feeds.get(item.code, ()))


# -- answers ---------------------------------------------------------------------------------------------------------


@st.composite
def answers(draw: st.DrawFn, leaf: Leaf) -> Answer:
    not_applicable = leaf.may_not_apply and draw(st.integers(0, 3)) == 0
    return Answer(
        value=None if not_applicable else draw(st.none() | values(leaf.measure)),
        not_applicable=not_applicable,
        reason="Không thuộc phạm vi của tỉnh." if not_applicable else "",
        evidence=draw(st.integers(0, 3)),
        review=draw(st.none() | reviews(leaf)),
    )


def reviews(leaf: Leaf) -> st.SearchStrategy[Review]:
    plain = st.sampled_from([Review(Verdict.ACCEPTED), Review(Verdict.REJECTED)])
    return plain | st.builds(Review, st.just(Verdict.ADJUSTED), values(leaf.measure))


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    frame = draw(frames())
    given = {leaf.code: draw(answers(leaf)) for leaf in frame.leaves() if draw(st.integers(0, 4)) > 0}
    return Assessment(frame, given, draw(decimals(0, 1)), draw(as_of_days))
