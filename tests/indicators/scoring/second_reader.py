"""SM-1 once more, read from docs/scoring.md alone, in exact fractions and without regard to speed.

It shares only the data classes with the code under test. Law: the code reports what this says, to the last cent.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from indicators.scoring.frame import Answer, Branch, Leaf, Verdict
from indicators.scoring.measures import (
    Checklist,
    Choice,
    Document,
    Linear,
    Measure,
    Number,
    Optimum,
    Ratio,
    Rule,
    Steps,
)
from indicators.scoring.readings import Reading

from .strategies import Assessment

LARGEST_DENOMINATOR = 10_000


@dataclass(frozen=True)
class Said:
    """`score`, `coverage`, `evidenced` 0–100 or None; `effective` 0–1."""

    score: Fraction | None
    effective: Fraction
    coverage: Fraction | None
    evidenced: Fraction | None


def half_up(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(floor(value * 100 + Fraction(1, 2))) / 100


class SecondReader:
    """One reading of one assessment."""

    def __init__(self, assessment: Assessment, reading: Reading) -> None:
        self.frame, self.reading, self.as_of = assessment.frame, reading, assessment.as_of
        self.leaves = {leaf.code: leaf for leaf in self.frame.leaves()}
        self.fed_by = {fed: leaf.code for leaf in self.leaves.values() for fed in leaf.feeds}
        self.answers = assessment.answers
        readiness, results = self.mean(self.frame.themes), self.mean(self.frame.groups)
        alpha = Fraction(assessment.alpha)
        if readiness is None or results is None:
            alpha = Fraction(readiness is not None)
        self.readiness, self.results = readiness, results
        self.headline = None
        if readiness is not None or results is not None:
            self.headline = alpha * (readiness or 0) + (1 - alpha) * (results or 0)
        self.nodes: dict[tuple[str, str], Said] = {}
        self.spread(self.frame.themes, alpha)
        self.spread(self.frame.groups, 1 - alpha)

    # -- leaves

    def source(self, leaf: Leaf) -> Leaf:
        """The leaf whose answer counts here."""
        own = self.answers.get(leaf.code, Answer())
        answered = own.value is not None or own.not_applicable
        return leaf if answered or leaf.code not in self.fed_by else self.leaves[self.fed_by[leaf.code]]

    def value(self, leaf: Leaf) -> Any:
        """The value this reading goes by; None if there is none or the leaf does not apply."""
        answer = self.answers.get(self.source(leaf).code, Answer())
        if self.hidden(leaf):
            return None
        if self.reading is Reading.VERIFIED and answer.review and answer.review.verdict is Verdict.ADJUSTED:
            return answer.review.value
        return None if answer.not_applicable else answer.value

    def hidden(self, leaf: Leaf) -> bool:
        source = self.source(leaf)
        if source is not leaf and self.hidden(source):
            return True
        if leaf.shown_if is None:
            return False
        asked = self.leaves[leaf.shown_if.question]
        return self.hidden(asked) or self.value(asked) not in leaf.shown_if.among

    def applies(self, leaf: Leaf) -> bool:
        answer = self.answers.get(self.source(leaf).code, Answer())
        if self.hidden(leaf):
            return False
        if self.reading is not Reading.VERIFIED:
            return not answer.not_applicable
        return not (answer.not_applicable and answer.review and answer.review.verdict is Verdict.ACCEPTED)

    def evidence(self, leaf: Leaf) -> bool:
        return self.answers.get(self.source(leaf).code, Answer()).evidence > 0

    def leaf_score(self, leaf: Leaf) -> Fraction | None:
        if not self.applies(leaf):
            return None
        review = self.answers.get(self.source(leaf).code, Answer()).review
        if self.reading is Reading.VERIFIED and review and review.verdict is Verdict.REJECTED:
            return Fraction(0)
        if self.reading is Reading.EVIDENCED and leaf.evidence_required and not self.evidence(leaf):
            return Fraction(0)
        value = self.value(leaf)
        return Fraction(0) if value is None else measured(leaf.measure, value, self.as_of)

    # -- up

    def children(self, item: Branch) -> list[Branch | Leaf]:
        return [child for child in item.children if isinstance(child, Branch) or child.scored]

    def score(self, item: Branch | Leaf) -> Fraction | None:
        return self.mean(self.children(item)) if isinstance(item, Branch) else self.leaf_score(item)

    def mean(self, items: Any) -> Fraction | None:
        applicable = [(Fraction(item.weight), self.score(item)) for item in items if self.score(item) is not None]
        total = sum(weight for weight, _score in applicable)
        return sum(weight * score for weight, score in applicable) / total if applicable else None

    # -- down

    def spread(self, items: Any, share: Fraction) -> None:
        total = sum(Fraction(item.weight) for item in items if self.score(item) is not None)
        for item in items:
            score = self.score(item)
            part = Fraction(0) if score is None else Fraction(item.weight) / total
            self.nodes[item.kind, item.code] = Said(score, share * part, *self.shares(item))
            if isinstance(item, Branch):
                self.spread(self.children(item), share * part)

    def shares(self, item: Branch | Leaf) -> tuple[Fraction | None, Fraction | None]:
        """Coverage and evidenced of one node."""
        below = list(self.weighted_leaves(item, Fraction(1)))
        if not below:
            return None, None
        required = sum(weight for leaf, weight in below if leaf.evidence_required)
        backed = sum(weight for leaf, weight in below if leaf.evidence_required and self.evidence(leaf))
        covered = sum(weight for leaf, weight in below if self.has_value(leaf))
        return 100 * covered, 100 * backed / required if required else None

    def has_value(self, leaf: Leaf) -> bool:
        return self.value(leaf) is not None

    def weighted_leaves(self, item: Branch | Leaf, weight: Fraction) -> Any:
        """The applicable leaves below with their share of the node, together 1."""
        if self.score(item) is None:
            return
        if isinstance(item, Leaf):
            yield item, weight
            return
        applicable = [child for child in self.children(item) if self.score(child) is not None]
        total = sum(Fraction(child.weight) for child in applicable)
        for child in applicable:
            yield from self.weighted_leaves(child, weight * Fraction(child.weight) / total)


def measured(measure: Measure, value: Any, as_of: date) -> Fraction:
    match measure:
        case Choice():
            return Fraction(measure.scores[value]).limit_denominator(LARGEST_DENOMINATOR)
        case Checklist():
            ticked = sum(Fraction(measure.weights[code]) for code in value)
            return 100 * ticked / sum(map(Fraction, measure.weights.values()))
        case Number():
            return ruled(measure.rule, Fraction(value))
        case Ratio():
            return ruled(measure.rule, 100 * Fraction(value.numerator) / Fraction(value.denominator))
        case Document():
            given = value.number.strip() and value.issuer.strip() and value.date is not None
            return Fraction(100 if given and value.date <= as_of else 0)
    raise AssertionError(measure)


def ruled(rule: Rule | None, x: Fraction) -> Fraction:
    match rule:
        case Linear():
            return between(x, Fraction(rule.floor), Fraction(rule.target))
        case Steps(lower_is_better=False):
            return Fraction(([score for at, score in rule.steps if at <= x] or [0])[-1])
        case Steps():
            return Fraction(([score for at, score in rule.steps if at >= x] or [0])[0])
        case Optimum():
            rise = between(x, Fraction(rule.floor), Fraction(rule.low))
            return min(rise, between(x, Fraction(rule.ceiling), Fraction(rule.high)))
    raise AssertionError(rule)


def between(x: Fraction, start: Fraction, end: Fraction) -> Fraction:
    return 100 * min(max((x - start) / (end - start), Fraction(0)), Fraction(1))
