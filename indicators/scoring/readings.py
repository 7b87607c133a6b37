"""The three readings of one assessment: what each leaf counts in each (scoring.md, "Up the tree")."""

from collections.abc import Callable
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


def leaf_results(frame: Frame, answers: Answers, reading: Reading, as_of: date) -> dict[str, LeafResult]:
    """What every leaf counts in this reading, unscored ones included (conditions look at them)."""
    feeders = frame.feeders()
    results: dict[str, LeafResult] = {}
    for leaf in frame.leaves():
        source = leaf.code
        if leaf.code in feeders and not answers.get(leaf.code, NO_ANSWER).given:
            source = feeders[leaf.code]
        if _hidden(leaf, results) or (source in results and results[source].status is Status.HIDDEN):
            results[leaf.code] = LeafResult(Status.HIDDEN, None, None, 0, source)
        else:
            results[leaf.code] = _result(frame, leaf, answers.get(source, NO_ANSWER), source, reading, as_of)
    return results


def _hidden(leaf: Leaf, results: dict[str, LeafResult]) -> bool:
    """Hidden when the condition's question is hidden, unanswered or answered otherwise in this reading."""
    if leaf.shown_if is None:
        return False
    asked = results.get(leaf.shown_if.question)
    return asked is None or asked.value not in leaf.shown_if.among


def _result(frame: Frame, leaf: Leaf, answer: Answer, source: str, reading: Reading, as_of: date) -> LeafResult:
    status, value = RULES[reading](leaf, answer)
    if frame.is_criterion(leaf):
        status = criterion(answer, reading, status)
    if status is Status.NOT_APPLICABLE:
        score = None
    elif status is Status.ANSWERED:
        score = leaf.measure.score(value, as_of)
    else:
        score = ZERO
    return LeafResult(status, score, value, answer.evidence, source)
