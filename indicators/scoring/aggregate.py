"""From leaves to the headline: weighted means upwards, effective weights and contributions downwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from .frame import Answers, Branch, Frame, Leaf, NodeKind
from .ladder import Ladder, ladder
from .numbers import CONTEXT, HUNDRED, ONE, ZERO
from .readings import LeafResult, Reading, leaf_results

METHOD = "SM-1"


class Node(NamedTuple):
    """One node of one reading, unrounded. Scores, coverage and evidenced are 0–100 (None: not applicable, or for
    `evidenced` nothing below requires evidence); `effective` is its weight in the headline, 0–1;
    `contribution` = effective · score, in points of the headline."""

    code: str
    kind: NodeKind
    parent: str
    score: Decimal | None
    weight: Decimal
    effective: Decimal
    coverage: Decimal | None
    evidenced: Decimal | None
    contribution: Decimal
    leaf: LeafResult | None


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """One reading, unrounded. `nodes` stand in catalogue order, a parent before its children, scored leaves only. With
    a `ladder` the results are no number: `results` is None, and no group or indicator weighs in the headline."""

    headline: Decimal | None
    readiness: Decimal | None
    results: Decimal | None
    nodes: tuple[Node, ...]
    ladder: Ladder | None = None


class _Mean(NamedTuple):
    """What applicable children come to. `covered`, `required`, `backed` are shares (0–1) of the weight: answered,
    requiring evidence, requiring and having it. `score` None: no child applies."""

    score: Decimal | None
    covered: Decimal
    required: Decimal
    backed: Decimal
    total: Decimal


class _Tally(NamedTuple):
    """One subtree on the way up."""

    item: "Branch | Leaf"
    mean: _Mean
    children: "tuple[_Tally, ...]"
    leaf: LeafResult | None


NOTHING = _Mean(None, ZERO, ZERO, ZERO, ZERO)


def assess(frame: Frame, answers: Answers, alpha: Decimal, as_of: date) -> dict[Reading, ReadingResult]:
    """Score one assessment in all three readings. `alpha` in [0, 1] is the share of readiness in the headline;
    `as_of` is the day against which document dates are "in the future"."""
    with localcontext(CONTEXT):
        return {reading: _read(frame, leaf_results(frame, answers, reading, as_of), alpha) for reading in Reading}


def read(frame: Frame, leaves: Mapping[str, LeafResult], alpha: Decimal) -> ReadingResult:
    """One reading alone, of what its leaves count (`leaf_results`)."""
    with localcontext(CONTEXT):
        return _read(frame, leaves, alpha)


def _read(frame: Frame, leaves: Mapping[str, LeafResult], alpha: Decimal) -> ReadingResult:
    themes = tuple(_tally(theme, leaves) for theme in frame.themes)
    groups = tuple(_tally(group, leaves) for group in frame.groups)
    readiness, results = _mean(themes), _mean(groups)
    k = None if frame.is_ladder else results.score
    share_r, share_k = _shares(readiness.score, k, alpha)
    scores = [(score, share) for score, share in ((readiness.score, share_r), (k, share_k)) if score is not None]
    headline = sum((score * share for score, share in scores), ZERO) if scores else None
    nodes = [node for theme in themes for node in _spread(theme, readiness, share_r, "")]
    nodes += [node for group in groups for node in _spread(group, results, share_k, "")]
    return ReadingResult(headline, readiness.score, k, tuple(nodes), ladder(frame, leaves))


def _shares(readiness: Decimal | None, results: Decimal | None, alpha: Decimal) -> tuple[Decimal, Decimal]:
    """The weights of R and K in H; if one is not applicable as a whole, H is the other."""
    if results is None:
        return ONE, ZERO
    if readiness is None:
        return ZERO, ONE
    return alpha, ONE - alpha


def _tally(item: Branch | Leaf, leaves: Mapping[str, LeafResult]) -> _Tally:
    if isinstance(item, Branch):
        scored = (child for child in item.children if isinstance(child, Branch) or child.scored)
        children = tuple(_tally(child, leaves) for child in scored)
        return _Tally(item, _mean(children), children, None)
    result = leaves[item.code]
    answered = ONE if result.value is not None else ZERO
    required = ONE if item.evidence_required else ZERO
    backed = required if result.evidence else ZERO
    return _Tally(item, _Mean(result.score, answered, required, backed, ONE), (), result)


def _mean(children: tuple[_Tally, ...]) -> _Mean:
    """score(parent) = Σ w·s / Σ w over applicable children; the shares of coverage and evidence likewise."""
    score = covered = required = backed = total = ZERO
    for item, mean, _children, _leaf in children:
        if mean.score is not None:
            weight = item.weight
            total += weight
            score += weight * mean.score
            covered += weight * mean.covered
            required += weight * mean.required
            backed += weight * mean.backed
    if not total:
        return NOTHING
    return _Mean(score / total, covered / total, required / total, backed / total, total)


def _spread(tally: _Tally, parent: _Mean, share: Decimal, parent_code: str) -> Iterator[Node]:
    """`share` is the parent's effective weight; a child has its part of it, none if not applicable."""
    item, mean = tally.item, tally.mean
    if mean.score is None:
        effective, contribution, coverage = ZERO, ZERO, None
    else:
        effective = share * item.weight / parent.total
        contribution, coverage = effective * mean.score, HUNDRED * mean.covered
    evidenced = HUNDRED * mean.backed / mean.required if coverage is not None and mean.required else None
    yield Node(
        item.code,
        item.kind,
        parent_code,
        mean.score,
        item.weight,
        effective,
        coverage,
        evidenced,
        contribution,
        tally.leaf,
    )
    for child in tally.children:
        yield from _spread(child, mean, effective, item.code)
