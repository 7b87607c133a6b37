"""What could be raised, by which work, and what it would bring (docs/scoring.md, "The least effort").

The efforts S, M, L come from the catalogues; what they count against each other is ours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any, NamedTuple

from .aggregate import Node, ReadingResult
from .frame import NO_ANSWER, Answer, Answers, Frame, Leaf
from .measures import (
    Checklist,
    Choice,
    Document,
    DocumentValue,
    Linear,
    Number,
    Optimum,
    Ratio,
    RatioValue,
    Rule,
    Steps,
    Value,
    percent,
)
from .numbers import CONTEXT, HUNDRED, ONE, ZERO, settled
from .readings import LeafResult, Reading, Status, leaf_results

COSTS = {"S": 1, "M": 3, "L": 8}
UNSAID = "M"
"""What an effort counts as that the catalogue does not name."""

EVIDENCE = "S"
"""The effort of bringing the evidence of what is claimed already."""

UNKNOWN = "…"
"""In place of the number and issuer of a document that is still to be issued."""

FINEST = Decimal("1e-8")

Candidate = tuple[Value, str, tuple[str, ...]]
"""A value, the efforts on the way to it, the options reached on the way."""


class Way(NamedTuple):
    """One thing that can be done: the leaf `code` is answered with `value` then. `efforts`: one letter for each step on
    the way; `reached`: the options reached by them; `gain`: points of the headline, in all that take the answer."""

    code: str
    value: Value
    efforts: str
    reached: tuple[str, ...]
    gain: Decimal

    @property
    def cost(self) -> int:
        return sum(COSTS[effort] for effort in self.efforts)


@dataclass(frozen=True, slots=True)
class Datum:
    """A leaf with all that take its answer: one work raises them together. `held`: what counts of the answer today,
    None if nothing does; `ways` ascend in cost and in gain, each better than doing nothing; `steers`: what is asked
    depends on the answer, so that the gains are not all that would happen."""

    code: str
    held: Value | None
    takers: tuple[str, ...]
    steers: bool
    ways: tuple[Way, ...]


class _Taker(NamedTuple):
    leaf: Leaf
    node: Node
    score: Decimal


class _Work(NamedTuple):
    leaf: Leaf
    held: Value | None
    takers: tuple[_Taker, ...]
    as_of: date

    def gain(self, value: Value) -> Decimal:
        risen = (
            taker.node.effective * (taker.leaf.measure.score(value, self.as_of) - taker.score) for taker in self.takers
        )
        return settled(sum(risen, ZERO))

    def effort(self, option: str = "") -> str:
        return effort_of(self.leaf, option)


def effort_of(leaf: Leaf, option: str = "") -> str:
    """Of getting to an option, or to the leaf's full score."""
    return leaf.efforts.get(option) or leaf.efforts.get("") or UNSAID


def changed(answers: Answers, values: Mapping[str, Value]) -> dict[str, Answer]:
    """The answers as they would be with these values: with evidence, and accepted if they come to be reviewed."""
    return {**answers, **{code: _changed(answers.get(code, NO_ANSWER), value) for code, value in values.items()}}


def _changed(answer: Answer, value: Value) -> Answer:
    evidence = max(answer.evidence, 1)
    return replace(answer, value=value, not_applicable=False, reason="", evidence=evidence, review=None)


def data(frame: Frame, answers: Answers, reading: Reading, result: ReadingResult, as_of: date) -> list[Datum]:
    """Everything that is scored and applies in this reading, whose `result` it is, by datum in catalogue order."""
    leaves = {leaf.code: leaf for leaf in frame.leaves()}
    conditions = {leaf.shown_if.question for leaf in leaves.values() if leaf.shown_if}
    takers: dict[str, list[_Taker]] = {}
    for node in result.nodes:
        if node.leaf is not None and node.score is not None:
            takers.setdefault(node.leaf.source, []).append(_Taker(leaves[node.code], node, node.score))
    with localcontext(CONTEXT):
        found = leaf_results(frame, answers, reading, as_of)
        return [
            _datum(_Work(leaf, _held(found[code]), tuple(takers[code]), as_of), steers=code in conditions)
            for code, leaf in leaves.items()
            if code in takers
        ]


def _held(result: LeafResult) -> Value | None:
    """A rejected answer is nothing to build on."""
    return result.value if result.status in {Status.ANSWERED, Status.UNEVIDENCED} else None


def _datum(work: _Work, *, steers: bool) -> Datum:
    codes = tuple(taker.leaf.code for taker in work.takers)
    return Datum(work.leaf.code, work.held, codes, steers, tuple(_worth_it(_ways(work))))


def _ways(work: _Work) -> Iterator[Way]:
    """Where evidence is what is missing, it is the first step of every way."""
    first = ""
    if work.held is not None and any(_lacks_evidence(taker) for taker in work.takers):
        first = EVIDENCE
        yield Way(work.leaf.code, work.held, first, (), work.gain(work.held))
    for value, efforts, reached in CANDIDATES[type(work.leaf.measure)](work.leaf.measure, work):
        yield Way(work.leaf.code, value, first + efforts, reached, work.gain(value))


def _lacks_evidence(taker: _Taker) -> bool:
    """And counts, if it has it: the criteria of a ladder do not."""
    leaf = taker.node.leaf
    return leaf is not None and leaf.status is Status.UNEVIDENCED and taker.node.effective > 0


def _worth_it(ways: Iterable[Way]) -> Iterator[Way]:
    """Without what costs as much as another and brings no more."""
    best = ZERO
    for way in sorted(ways, key=lambda way: (way.cost, -way.gain)):
        if way.gain > best:
            best = way.gain
            yield way


# -- what an answer could become, by kind ------------------------------------------------------------------------------


def _choice(measure: Choice, work: _Work) -> Iterator[Candidate]:
    """Step by step upwards; of options with the same score the one of less effort."""
    floor = measure.scores[work.held] if isinstance(work.held, str) else ZERO
    above: dict[Decimal, str] = {}
    for code, score in measure.scores.items():
        is_cheaper = score not in above or COSTS[work.effort(code)] < COSTS[work.effort(above[score])]
        if score > floor and is_cheaper:
            above[score] = code
    way = [above[score] for score in sorted(above)]
    for steps, code in enumerate(way, 1):
        reached = tuple(way[:steps])
        yield code, "".join(work.effort(step) for step in reached), reached


def _checklist(measure: Checklist, work: _Work) -> Iterator[Candidate]:
    """Every item is a work of its own; for each sum of efforts those that bring most."""
    held = work.held if isinstance(work.held, tuple) else ()
    best: dict[int, tuple[Decimal, tuple[str, ...]]] = {0: (ZERO, ())}
    for code in measure.weights:
        if code in held:
            continue
        gain, cost = _item_gain(work, code), COSTS[work.effort(code)]
        for spent, (before, codes) in sorted(best.items(), reverse=True):
            if spent + cost not in best or before + gain > best[spent + cost][0]:
                best[spent + cost] = before + gain, (*codes, code)
    for _spent, (_gain, codes) in sorted(best.items()):
        value = tuple(code for code in measure.weights if code in held or code in codes)
        yield value, "".join(work.effort(code) for code in codes), codes


def _item_gain(work: _Work, code: str) -> Decimal:
    parts = (taker.node.effective * taker.leaf.measure.score((code,), work.as_of) for taker in work.takers)
    return sum(parts, ZERO)


def _number(measure: Number, work: _Work) -> Iterator[Candidate]:
    before = work.held if isinstance(work.held, Decimal) else ZERO
    values = [value for ideal in _ideals(work) for value in _admitted(measure, ideal)]
    if values:
        best = max(values, key=lambda value: (work.gain(value), -abs(value - before), -value))
        yield best, work.effort(), ()


def _admitted(measure: Number, ideal: Decimal) -> Iterator[Decimal]:
    """The values nearest to the ideal one that the measure takes."""
    unit = ONE if measure.whole else FINEST
    for rounding in (ROUND_FLOOR, ROUND_CEILING):
        value = ideal.quantize(unit, rounding)
        if measure.minimum is not None:
            value = max(value, measure.minimum.quantize(unit, ROUND_CEILING))
        if measure.maximum is not None:
            value = min(value, measure.maximum.quantize(unit, ROUND_FLOOR))
        if measure.minimum is None or value >= measure.minimum:
            yield value


def _ratio(measure: Ratio, work: _Work) -> Iterator[Candidate]:
    """Of the same whole as today; of a hundred where there is none yet."""
    held = work.held if isinstance(work.held, RatioValue) else RatioValue(ZERO, HUNDRED)
    unit = ONE if measure.whole else FINEST
    values = []
    for ideal in _ideals(work):
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            part = max((ideal * held.denominator / HUNDRED).quantize(unit, rounding), ZERO)
            values.append(RatioValue(part if measure.may_exceed else min(part, held.denominator), held.denominator))
    if values:
        before = percent(held)
        best = max(values, key=lambda value: (work.gain(value), -abs(percent(value) - before), -value.numerator))
        yield best, work.effort(), ()


def _ideals(work: _Work) -> Iterator[Decimal]:
    """The numbers at which one of the takers has its full score."""
    for taker in work.takers:
        rule: Rule | None = getattr(taker.leaf.measure, "rule", None)
        if isinstance(rule, Linear):
            yield rule.target
        elif isinstance(rule, Optimum):
            yield from (rule.low, rule.high)
        elif isinstance(rule, Steps):
            best = max(score for _at, score in rule.steps)
            yield from (at for at, score in rule.steps if score == best)


def _document(measure: Document, work: _Work) -> Iterator[Candidate]:
    held = work.held if isinstance(work.held, DocumentValue) else DocumentValue("", None, "")
    is_dated = held.date is not None and held.date <= work.as_of
    day = held.date if is_dated else work.as_of
    yield DocumentValue(held.number or UNKNOWN, day, held.issuer or UNKNOWN), work.effort(), ()


CANDIDATES: dict[type, Callable[[Any, _Work], Iterator[Candidate]]] = {
    Choice: _choice,
    Checklist: _checklist,
    Number: _number,
    Ratio: _ratio,
    Document: _document,
}
