"""The three readings of one assessment: what each leaf counts in each (scoring.md, "Up the tree")."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .frame import NO_ANSWER, Answer, Answers, Frame, Leaf, Verdict
from .measures import Value
from .numbers import ZERO


class Reading(StrEnum):
    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"


class Status(StrEnum):
    """Why a leaf has the score it has. NOT_APPLICABLE and HIDDEN leave numerator and denominator."""

    ANSWERED = "answered"
    MISSING = "missing"
    UNEVIDENCED = "unevidenced"
    REJECTED = "rejected"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"


class LeafResult(NamedTuple):
    """`score` None: not applicable. `value` is what this reading scored; `source` the code it was answered under."""

    status: Status
    score: Decimal | None
    value: Value | None
    evidence: int
    source: str


def claimed(leaf: Leaf, answer: Answer) -> tuple[Status, Value | None]:
    if answer.not_applicable:
        return Status.NOT_APPLICABLE, None
    return (Status.MISSING if answer.value is None else Status.ANSWERED), answer.value


def evidenced(leaf: Leaf, answer: Answer) -> tuple[Status, Value | None]:
    status, value = claimed(leaf, answer)
    if status is Status.ANSWERED and leaf.evidence_required and not answer.evidence:
        return Status.UNEVIDENCED, value
    return status, value


def verified(leaf: Leaf, answer: Answer) -> tuple[Status, Value | None]:
    """An undecided leaf counts as claimed; an undecided "not applicable" is not accepted, so it counts 0."""
    verdict = answer.review.verdict if answer.review else None
    if answer.review and verdict is Verdict.ADJUSTED:
        return Status.ANSWERED, answer.review.value
    if verdict is Verdict.REJECTED:
        return Status.REJECTED, answer.value
    if answer.not_applicable and verdict is not Verdict.ACCEPTED:
        return Status.MISSING, None
    return claimed(leaf, answer)


RULES: dict[Reading, Callable[[Leaf, Answer], tuple[Status, Value | None]]] = {
    Reading.CLAIMED: claimed,
    Reading.EVIDENCED: evidenced,
    Reading.VERIFIED: verified,
}


def criterion(answer: Answer, reading: Reading, status: Status) -> Status:
    """On a ladder nothing counts without evidence, in no reading and whoever accepted it; only what a reviewer put in
    its place needs none."""
    is_adjusted = reading is Reading.VERIFIED and answer.review and answer.review.verdict is Verdict.ADJUSTED
    if status is Status.ANSWERED and not answer.evidence and not is_adjusted:
        return Status.UNEVIDENCED
    return status


def leaf_results(
    frame: Frame, answers: Answers, reading: Reading, as_of: date, before: Mapping[str, LeafResult] | None = None
) -> dict[str, LeafResult]:
    """What every leaf counts in this reading, unscored ones included (conditions look at them). `before`: another
    reading of the same answers on the same day; a leaf that counts alike in both is not scored anew."""
    feeders, rule, before = frame.feeders(), RULES[reading], before or {}
    results: dict[str, LeafResult] = {}
    for leaf in frame.leaves():
        code = source = leaf.code
        answer = answers.get(code, NO_ANSWER)
        if code in feeders and not answer.given:
            source = feeders[code]
            answer = answers.get(source, NO_ANSWER)
        if (leaf.shown_if or source is not code) and _hidden(leaf, source, results):
            results[code] = LeafResult(Status.HIDDEN, None, None, 0, source)
            continue
        status, value = rule(leaf, answer)
        if frame.is_ladder and frame.is_criterion(leaf):
            status = criterion(answer, reading, status)
        same = before.get(code)
        if same is None or same.status is not status or same.value is not value:
            same = LeafResult(status, _score(leaf, status, value, as_of), value, answer.evidence, source)
        results[code] = same
    return results


def _hidden(leaf: Leaf, source: str, results: Mapping[str, LeafResult]) -> bool:
    """Hidden when the condition's question is hidden, unanswered or answered otherwise in this reading, or when the
    question that it takes its answer from is hidden."""
    if source in results and results[source].status is Status.HIDDEN:
        return True
    if leaf.shown_if is None:
        return False
    asked = results.get(leaf.shown_if.question)
    return asked is None or asked.value not in leaf.shown_if.among


def _score(leaf: Leaf, status: Status, value: Value | None, as_of: date) -> Decimal | None:
    if status is Status.ANSWERED:
        return leaf.measure.score(value, as_of)
    return None if status is Status.NOT_APPLICABLE else ZERO
