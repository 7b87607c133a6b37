"""Hypothesis strategies: whole frames with everything a catalogue may hold, and assessments of them."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
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

law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Neither clock nor load of the machine decides whether a law holds."""


@dataclass(frozen=True)
class Assessment:
    frame: Frame
    answers: dict[str, Answer]
    alpha: Decimal
    as_of: date


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    unit = 10**places
    return st.integers(low * unit, high * unit).map(lambda whole: Decimal(whole) / unit)


one_to_two, one_to_four, none_to_three = st.integers(1, 2), st.integers(1, 4), st.integers(0, 3)
booleans, sixths = st.booleans(), st.integers(0, 5)
weights = st.sampled_from([Decimal(1), Decimal(2), Decimal(3), Decimal("0.5")]) | decimals(0, 20).filter(bool)
points = st.sampled_from([Decimal(0), Decimal(50), Decimal(100)]) | decimals(0, 100)
alphas = decimals(0, 1)
maybe_points = st.none() | points
letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n")
sentences = st.text(letters, max_size=8).map(partial(unicodedata.normalize, "NFC"))
names = sentences.map(str.strip)
as_of_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


# -- measures --------------------------------------------------------------------------------------------------------


@st.composite
def level_choices(draw: st.DrawFn) -> Choice:
    codes = [str(level) for level in range(draw(one_to_four) + 1)]
    return Choice("level", level_scores(codes, [draw(maybe_points) for _code in codes]))


yes_no_choices = st.sampled_from(
    [
        Choice("yes_no", {"no": Decimal(0), "yes": Decimal(100)}),
        Choice("yes_partial_no", {"no": Decimal(0), "partial": Decimal(50), "yes": Decimal(100)}),
    ]
)
checklists = st.lists(weights, min_size=1, max_size=4).map(
    lambda found: Checklist(dict(zip("abcd", found, strict=False)))
)


def marks(least: int, most: int) -> st.SearchStrategy[list[Decimal]]:
    return st.lists(decimals(-50, 150, 1), min_size=least, max_size=most, unique=True)


linear_rules = marks(2, 2).map(lambda found: Linear(*found))
optimum_rules = marks(4, 4).map(lambda found: Optimum(*sorted(found)))
step_marks = marks(1, 4).map(sorted)


@st.composite
def step_rules(draw: st.DrawFn) -> Steps:
    return Steps(tuple((mark, draw(points)) for mark in draw(step_marks)), draw(booleans))


rules = linear_rules | step_rules() | optimum_rules
bounds = st.sampled_from([None, Decimal(-20)]), st.sampled_from([None, Decimal(200)])
number_measures = st.builds(Number, rules, *bounds)
ratio_measures = st.builds(Ratio, rules, booleans)
scored_measures: st.SearchStrategy[Measure] = st.one_of(
    level_choices(), yes_no_choices, checklists, number_measures, ratio_measures, st.just(Document())
)
all_measures = scored_measures | st.just(FreeText())

numbers = decimals(-20, 200, 1)
denominators = decimals(0, 500).filter(bool)
parts_of_one, parts_of_three = decimals(0, 1), decimals(0, 3)
maybe_days = st.none() | st.dates(date(2023, 1, 1), date(2027, 12, 31))


def draw_value(draw: st.DrawFn, measure: Measure) -> Any:
    """Anything that `measure.read` may return."""
    match measure:
        case Choice():
            return draw(st.sampled_from(list(measure.scores)))
        case Checklist():
            return tuple(code for code in measure.weights if draw(booleans))
        case Number():
            return draw(numbers)
        case Ratio():
            denominator = draw(denominators)
            return RatioValue(denominator * draw(parts_of_three if measure.may_exceed else parts_of_one), denominator)
        case Document():
            return DocumentValue(draw(names), draw(maybe_days), draw(names))
        case _:
            return draw(sentences)


# -- frames ----------------------------------------------------------------------------------------------------------


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    asked: list[Leaf] = []
    themes = [_theme(draw, f"T{number}", asked) for number in range(1, draw(none_to_three) + 1)]
    feeds: dict[str, tuple[str, ...]] = {}
    groups = [_group(draw, f"G{number}", asked, feeds) for number in range(1, draw(none_to_three) + 1)]
    return Frame(tuple(_with_feeds(theme, feeds) for theme in themes), tuple(groups))


def _theme(draw: st.DrawFn, code: str, asked: list[Leaf]) -> Branch:
    recommendations = []
    for number in range(1, draw(one_to_two) + 1):
        inner = f"{code}-{number}"
        leaves = tuple(_question(draw, f"{inner}.{place}", asked) for place in range(1, draw(one_to_four) + 1))
        recommendations.append(Branch(inner, NodeKind.RECOMMENDATION, draw(weights), leaves))
    return Branch(code, NodeKind.THEME, draw(weights), tuple(recommendations))


def _question(draw: st.DrawFn, code: str, asked: list[Leaf]) -> Leaf:
    leaf = _leaf(draw, code, NodeKind.QUESTION, draw(all_measures))
    choices = [earlier for earlier in asked if isinstance(earlier.measure, Choice)]
    if choices and draw(sixths) < 3:
        condition = draw(st.sampled_from(choices))
        among = frozenset(option for option in condition.measure.scores if draw(booleans))
        leaf = replace(leaf, shown_if=Condition(condition.code, among))
    asked.append(leaf)
    return leaf


def _group(draw: st.DrawFn, code: str, asked: list[Leaf], feeds: dict[str, tuple[str, ...]]) -> Branch:
    leaves = []
    for number in range(1, draw(one_to_four) + 1):
        inner = f"{code}-0{number}"
        if asked and draw(booleans):
            feeder = draw(st.sampled_from(asked))
            feeds[feeder.code] = (*feeds.get(feeder.code, ()), inner)
            measure = _like(draw, feeder.measure)
        else:
            measure = draw(scored_measures)
        leaves.append(_leaf(draw, inner, NodeKind.INDICATOR, measure))
    return Branch(code, NodeKind.GROUP, draw(weights), tuple(leaves))


def _like(draw: st.DrawFn, measure: Measure) -> Measure:
    """The same kind and the same options with a rule of its own."""
    match measure:
        case Choice():
            return Choice(measure.kind, {code: draw(points) for code in measure.scores})
        case Checklist():
            return Checklist({code: draw(weights) for code in measure.weights})
        case Number() | Ratio():
            return replace(measure, rule=draw(rules))
        case _:
            return measure


def _leaf(draw: st.DrawFn, code: str, kind: NodeKind, measure: Measure) -> Leaf:
    return Leaf(
        code,
        kind,
        measure,
        draw(weights),
        scored=not isinstance(measure, FreeText) and draw(sixths) > 0,
        may_not_apply=draw(booleans),
        evidence_required=draw(booleans),
        efforts=draw(st.sampled_from([{}, {"": "S"}, {"1": "S", "yes": "M", "a": "L"}])),
    )


def _with_feeds(item: Branch | Leaf, feeds: dict[str, tuple[str, ...]]) -> Branch | Leaf:
    if isinstance(item, Branch):
        return replace(item, children=tuple(_with_feeds(child, feeds) for child in item.children))
    return replace(item, feeds=feeds.get(item.code, ()))


# -- answers ---------------------------------------------------------------------------------------------------------


def draw_answer(draw: st.DrawFn, leaf: Leaf) -> Answer:
    not_applicable = leaf.may_not_apply and draw(sixths) < 2
    unanswered = not_applicable or draw(sixths) == 0
    return Answer(
        value=None if unanswered else draw_value(draw, leaf.measure),
        not_applicable=not_applicable,
        reason="Không thuộc phạm vi của tỉnh." if not_applicable else "",
        evidence=draw(none_to_three),
        review=_review(draw, leaf),
    )


def _review(draw: st.DrawFn, leaf: Leaf) -> Review | None:
    verdict = draw(st.sampled_from([None, *Verdict]))
    if verdict is Verdict.ADJUSTED:
        return Review(verdict, draw_value(draw, leaf.measure))
    return Review(verdict) if verdict else None


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    frame = draw(frames())
    given = {leaf.code: draw_answer(draw, leaf) for leaf in frame.leaves() if draw(sixths) > 0}
    return Assessment(frame, given, draw(alphas), draw(as_of_days))
