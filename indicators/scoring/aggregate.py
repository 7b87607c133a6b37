"""From leaves to the headline: weighted means upwards, effective weights and contributions downwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from .frame import Answers, Branch, Frame, Leaf, NodeKind
from .ladder import Ladder, ladder
from .numbers import CONTEXT, HUNDRED, ONE, ZERO
from .readings import LeafResult, Reading, leaf_results

METHOD = "SM-1"
OTHERS = tuple(reading for reading in Reading if reading is not Reading.CLAIMED)


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


Leaves = Mapping[str, LeafResult]
HALF = Branch("", NodeKind.THEME, ONE, ())
"""Above the themes, or the groups."""


class _Tally(NamedTuple):
    """What the applicable children of a branch come to. `covered`, `required`, `backed` are shares (0–1) of the weight:
    answered, requiring evidence, requiring and having it; `total` is the weight that applies. `score` None: nothing
    does."""

    branch: Branch
    below: "Sequence[_Tally]"
    score: Decimal | None
    covered: Decimal
    required: Decimal
    backed: Decimal
    total: Decimal


def assess(frame: Frame, answers: Answers, alpha: Decimal, as_of: date) -> dict[Reading, ReadingResult]:
    """Score one assessment in all three readings. `alpha` in [0, 1] is the share of readiness in the headline;
    `as_of` is the day against which document dates are "in the future"."""
    with localcontext(CONTEXT):
        claimed = leaf_results(frame, answers, Reading.CLAIMED, as_of)
        others = (leaf_results(frame, answers, reading, as_of, claimed) for reading in OTHERS)
        return {
            reading: _read(frame, leaves, alpha) for reading, leaves in zip(Reading, (claimed, *others), strict=True)
        }


def read(frame: Frame, leaves: Leaves, alpha: Decimal) -> ReadingResult:
    """One reading alone, of what its leaves count (`leaf_results`)."""
    with localcontext(CONTEXT):
        return _read(frame, leaves, alpha)


def _read(frame: Frame, leaves: Leaves, alpha: Decimal) -> ReadingResult:
    readiness, results = (_mean(HALF, [_tally(item, leaves) for item in half]) for half in (frame.themes, frame.groups))
    k = None if frame.is_ladder else results.score
    share_r, share_k = _shares(readiness.score, k, alpha)
    scores = [(score, share) for score, share in ((readiness.score, share_r), (k, share_k)) if score is not None]
    headline = sum((score * share for score, share in scores), ZERO) if scores else None
    nodes: list[Node] = []
    _spread(readiness, share_r, leaves, nodes)
    _spread(results, share_k, leaves, nodes)
    return ReadingResult(headline, readiness.score, k, tuple(nodes), ladder(frame, leaves))


def _shares(readiness: Decimal | None, results: Decimal | None, alpha: Decimal) -> tuple[Decimal, Decimal]:
    """The weights of R and K in H; if one is not applicable as a whole, H is the other."""
    if results is None:
        return ONE, ZERO
    if readiness is None:
        return ZERO, ONE
    return alpha, ONE - alpha


def _tally(branch: Branch, leaves: Leaves) -> _Tally:
    if branch.branches:
        return _mean(branch, [_tally(child, leaves) for child in branch.branches])
    return _mean_of_leaves(branch, leaves)


def _mean(branch: Branch, below: Sequence[_Tally]) -> _Tally:
    """score(parent) = Σ w·s / Σ w over applicable children; the shares of coverage and evidence likewise."""
    score = covered = required = backed = total = ZERO
    for tally in below:
        if tally.score is not None:
            weight = tally.branch.weight
            total += weight
            score += weight * tally.score
            covered += weight * tally.covered
            required += weight * tally.required
            backed += weight * tally.backed
    if not total:
        return _Tally(branch, below, None, ZERO, ZERO, ZERO, ZERO)
    return _Tally(branch, below, score / total, covered / total, required / total, backed / total, total)


def _mean_of_leaves(branch: Branch, leaves: Leaves) -> _Tally:
    """The same; a leaf has all of a share or nothing."""
    score = covered = required = backed = total = ZERO
    for leaf in branch.scored:
        result = leaves[leaf.code]
        if result.score is not None:
            weight = leaf.weight
            total += weight
            score += weight * result.score
            if result.value is not None:
                covered += weight
            if leaf.evidence_required:
                required += weight
                if result.evidence:
                    backed += weight
    if not total:
        return _Tally(branch, (), None, ZERO, ZERO, ZERO, ZERO)
    return _Tally(branch, (), score / total, covered / total, required / total, backed / total, total)


def _spread(parent: _Tally, share: Decimal, leaves: Leaves, nodes: list[Node]) -> None:
    """`share` is the parent's effective weight; a child has its part of it, none if not applicable."""
    code = parent.branch.code
    for leaf in parent.branch.scored:
        nodes.append(_leaf_node(leaf, leaves[leaf.code], parent, share))
    for tally in parent.below:
        branch, score = tally.branch, tally.score
        effective, contribution, coverage = ZERO, ZERO, None
        if score is not None:
            effective = share * branch.weight / parent.total
            contribution, coverage = effective * score, HUNDRED * tally.covered
        evidenced = HUNDRED * tally.backed / tally.required if tally.required else None
        nodes.append(
            Node(
                branch.code, branch.kind, code, score, branch.weight, effective, coverage, evidenced, contribution, None
            )
        )
        _spread(tally, effective, leaves, nodes)


def _leaf_node(leaf: Leaf, result: LeafResult, parent: _Tally, share: Decimal) -> Node:
    score, weight = result.score, leaf.weight
    if score is None:
        return Node(leaf.code, leaf.kind, parent.branch.code, None, weight, ZERO, None, None, ZERO, result)
    effective = share * weight / parent.total
    coverage = ZERO if result.value is None else HUNDRED
    backed = HUNDRED if result.evidence else ZERO
    evidenced = backed if leaf.evidence_required else None
    contribution = effective * score
    code = parent.branch.code
    return Node(leaf.code, leaf.kind, code, score, weight, effective, coverage, evidenced, contribution, result)
