"""How firm the ranks are when the weights, which are ours, were others (docs/scoring.md, "Robustness of ranks").

The only module that uses numpy. Every array operation is element by element on values of one draw and one unit, in a
fixed order (no matrix product, whose last digits depend on the shape): the size of a chunk changes nothing.
"""

import math
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .numbers import CENT, CONTEXT, ONE, ZERO
from .ranks import ranks

DRAWS = 10_000
CONCENTRATION = 50
ALPHA_SPREAD = 0.1
TOP = 5
FLOOR = ONE
"""Scores below it count as it in the geometric mean, where one 0 would make everything 0."""

CHUNK = 1 << 15
"""Scores of one chunk of draws: 256 kB an array, so that those of one step stay in the processor's cache."""

LEAST_WEIGHT = 1e-200
"""A draw may underflow to 0, and 0 would divide 0 where it is the only weight that applies."""

DUST = 1e-7
"""In hundredths of a point: what is half a hundredth rounds up although a sum of doubles ended just below."""

COUNTED = 4_096
"""Up to so many units it is counted how often each had each rank: 67 MB. With the square of their number it would
be 4 GB for ten times as many."""

LOW, HIGH = 1, 19
"""The quantiles, in twentieths."""

NEAR = 1e-6
"""In hundredths: closer to a half, doubles do not tell which way a geometric mean is rounded."""

PLACES = Decimal("0.0001")
Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Scores: TypeAlias = Sequence[Decimal | None]


class Unit(NamedTuple):
    """The scores of one province's themes and groups, in the order of the weights; None: not applicable. With a
    ladder of levels K is not applicable, so `groups` is all None (or there are no groups at all)."""

    themes: Scores
    groups: Scores


class Weights(NamedTuple):
    """Weights as the catalogues have them (> 0), and α in [0, 1]."""

    themes: Sequence[Decimal]
    groups: Sequence[Decimal]
    alpha: Decimal


class Robustness(NamedTuple):
    """`rank_low` ≤ `rank_high`: the 5 % and the 95 % quantile of the unit's ranks over all draws by the inverse of the
    distribution function, so whole ranks: the least r with at least 5 % (95 %) of the draws at r or better (numpy's
    "inverted_cdf", R's type 1). `top5` is a share, 0–1. `is_uncertain`: `rank_high` − `rank_low` is more than a third
    of the number of ranked units. `rank_evidenced` None: no evidenced headline was given."""

    rank_low: int
    rank_high: int
    mean_rank: Decimal
    top5: Decimal
    is_uncertain: bool
    rank_geometric: int
    rank_evidenced: int | None


class Draws(NamedTuple):
    """One row a draw (`alpha`: one number a draw)."""

    themes: Floats
    groups: Floats
    alpha: Floats


class _Tried(NamedTuple):
    """What the draws come to for one unit: quantiles of its rank, the sum of its ranks, how often among the first."""

    low: int
    high: int
    total: int
    top: int


class _Field(NamedTuple):
    """All units: a row of scores (0 where not applicable) for each theme and each group, the patterns of applicability
    that occur (theme or group × pattern, 1 or 0), and which pattern each unit has."""

    themes: Floats
    groups: Floats
    theme_patterns: Floats
    group_patterns: Floats
    pattern: Integers


def robustness(
    units: Sequence[Unit],
    weights: Weights,
    seed: int,
    evidenced: Sequence[Decimal | None] | None = None,
    draws: int = DRAWS,
) -> list[Robustness | None]:
    """One result a unit, in the order given; None for a unit without any score, which is not ranked. `evidenced` are
    the headlines of the evidenced reading. Raises ValueError if a length does not fit."""
    if any(len(unit.themes) != len(weights.themes) or len(unit.groups) != len(weights.groups) for unit in units):
        raise ValueError("each unit needs one score a theme and one a group")
    if evidenced is not None and len(evidenced) != len(units):
        raise ValueError("each unit needs one evidenced headline")
    field = [place for place, unit in enumerate(units) if {*unit.themes, *unit.groups} - {None}]
    found: list[Robustness | None] = [None] * len(units)
    if field:
        ranked = [units[place] for place in field]
        geometric = [rank for rank in ranks(_shown_geometric(unit, weights) for unit in ranked) if rank]
        backed = ranks(evidenced[place] if evidenced else None for place in field)
        tried = _ranks(ranked, draw(weights, seed, draws))
        for place, row, by_mean, by_evidence in zip(field, tried, geometric, backed, strict=True):
            found[place] = _result(row, len(field), draws, by_mean, by_evidence)
    return found


def draw(weights: Weights, seed: int, draws: int = DRAWS) -> Draws:
    """Everything random at once, so that nothing depends on how the rest is cut up."""
    generator = np.random.Generator(np.random.PCG64(seed))
    themes = _dirichlet(generator, weights.themes, draws)
    groups = _dirichlet(generator, weights.groups, draws)
    alpha = float(weights.alpha)
    return Draws(
        themes, groups, np.clip(generator.uniform(alpha - ALPHA_SPREAD, alpha + ALPHA_SPREAD, draws), 0.0, 1.0)
    )


def geometric_headline(unit: Unit, weights: Weights) -> Decimal | None:
    """H with R and K as weighted geometric means of themes and of groups; α joins them as always."""
    with localcontext(CONTEXT):
        readiness, results = _geometric(unit.themes, weights.themes), _geometric(unit.groups, weights.groups)
        if readiness is None or results is None:
            return results if readiness is None else readiness
        return weights.alpha * readiness + (ONE - weights.alpha) * results


def _shown_geometric(unit: Unit, weights: Weights) -> Decimal | None:
    """`geometric_headline` quantised to 0.01: in doubles, which is fifty times faster, wherever they tell."""
    means = _double_geometric(unit.themes, weights.themes), _double_geometric(unit.groups, weights.groups)
    readiness, results = means
    if readiness is None or results is None:
        headline = results if readiness is None else readiness
    else:
        headline = float(weights.alpha) * readiness + (1 - float(weights.alpha)) * results
    if headline is None:
        return None
    down, part = divmod(100 * headline, 1)
    if abs(part - 0.5) < NEAR:
        return geometric_headline(unit, weights)
    return Decimal(int(down) + (part > 0.5)) / 100


def _double_geometric(scores: Scores, weights: Sequence[Decimal]) -> float | None:
    upper = lower = 0.0
    for weight, score in zip(map(float, weights), scores, strict=True):
        if score is not None:
            upper += weight * math.log(max(float(score), 1.0))
            lower += weight
    return math.exp(upper / lower) if lower else None


def _geometric(scores: Scores, weights: Sequence[Decimal]) -> Decimal | None:
    applicable = [(weight, score) for weight, score in zip(weights, scores, strict=True) if score is not None]
    if not applicable:
        return None
    total = sum((weight for weight, _score in applicable), ZERO)
    return (sum((weight * max(score, FLOOR).ln() for weight, score in applicable), ZERO) / total).exp()


def _dirichlet(generator: np.random.Generator, weights: Sequence[Decimal], draws: int) -> Floats:
    if not weights:
        return np.empty((draws, 0))
    total = sum(weights, ZERO)
    drawn = generator.dirichlet([float(CONCENTRATION * weight / total) for weight in weights], draws)
    return np.maximum(drawn, LEAST_WEIGHT)


def _ranks(units: Sequence[Unit], drawn: Draws) -> list[_Tried]:
    """No draw is kept."""
    few = len(units) <= COUNTED
    columns = _counted(units, drawn) if few else _searched(units, drawn)
    return [_Tried(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _counted(units: Sequence[Unit], drawn: Draws) -> tuple[Integers, ...]:
    """In how many draws each unit had each rank."""
    n, draws = len(units), len(drawn.alpha)
    counts = np.zeros((n, n), np.uint32)
    for unit, place in _places(units, drawn):
        np.add.at(counts.reshape(-1), unit * n + place, np.uint32(1))
    reached = np.cumsum(counts, axis=1, dtype=np.int64)
    low, high = (_first(reached, draws, part) + 1 for part in (LOW, HIGH))
    total = (n + 1) * draws - reached.sum(axis=1)  # the mean of ranks is the sum of what lies behind each of them
    return low, high, total, reached[:, :TOP][:, -1]


def _searched(units: Sequence[Unit], drawn: Draws) -> tuple[Integers, ...]:
    """In which stretch of about √n ranks the quantiles lie, and in a second pass where in it: what is kept grows with
    n·√n."""
    n, draws = len(units), len(drawn.alpha)
    width = math.isqrt(n) + 1
    coarse = np.zeros((n, n // width + 1), np.uint32)
    total, top = np.full(n, draws, np.int64), np.zeros(n, np.int64)
    for unit, place in _places(units, drawn):
        np.add.at(coarse.reshape(-1), unit * coarse.shape[1] + place // width, np.uint32(1))
        np.add.at(total, unit, place)
        np.add.at(top, unit[place < TOP], 1)
    reached = np.cumsum(coarse, axis=1, dtype=np.int64)
    stretches = [_first(reached, draws, part) for part in (LOW, HIGH)]
    fine = [np.zeros((n, width), np.uint32) for _stretch in stretches]
    for unit, place in _places(units, drawn):
        for counts, stretch in zip(fine, stretches, strict=True):
            inside = place // width == stretch[unit]
            np.add.at(counts.reshape(-1), unit[inside] * width + place[inside] % width, np.uint32(1))
    low, high = (
        stretch * width + _first(_before(reached, coarse, stretch) + np.cumsum(counts, axis=1), draws, part) + 1
        for counts, stretch, part in zip(fine, stretches, (LOW, HIGH), strict=True)
    )
    return low, high, total, top


def _first(reached: Integers, draws: int, twentieths: int) -> Integers:
    """In each row the first column at which so many of the draws are reached."""
    columns: Integers = (reached * 20 < twentieths * draws).sum(axis=1)
    return columns


def _before(reached: Integers, counts: NDArray[np.uint32], column: Integers) -> Integers:
    """What was reached before this column, as a column."""
    rows = np.arange(len(column))
    before: Integers = (reached[rows, column] - counts[rows, column])[:, None]
    return before


def _places(units: Sequence[Unit], drawn: Draws) -> Iterator[tuple[Integers, Integers]]:
    """Chunk by chunk of the draws: units, and the place (0: first) that each has in a draw."""
    field = _field(units)
    both = (field.theme_patterns.max(axis=0, initial=0.0), field.group_patterns.max(axis=0, initial=0.0))
    for rows in _chunks(len(drawn.alpha), len(units)):
        share = np.where(both[1], np.where(both[0], drawn.alpha[rows, None], 0.0), 1.0)
        headline = _mean(drawn.themes[rows], field.themes, field.theme_patterns, field.pattern, share)
        headline += _mean(drawn.groups[rows], field.groups, field.group_patterns, field.pattern, 1 - share)
        headline *= 100
        headline += 0.5 + DUST
        yield _ranked(headline)


def _chunks(draws: int, n: int) -> Iterator[slice]:
    step = max(1, CHUNK // n)
    return (slice(start, start + step) for start in range(0, draws, step))


def _field(units: Sequence[Unit]) -> _Field:
    rows = [(*unit.themes, *unit.groups) for unit in units]
    applies = np.array([[score is not None for score in row] for row in rows], np.float64)
    scores = np.array([[float(score or 0) for score in row] for row in rows], np.float64).T
    patterns, pattern = np.unique(applies, axis=0, return_inverse=True)
    cut, masks = len(units[0].themes), patterns.T
    return _Field(scores[:cut].copy(), scores[cut:].copy(), masks[:cut].copy(), masks[cut:].copy(), pattern)


def _mean(weights: Floats, scores: Floats, patterns: Floats, pattern: Integers, share: Floats) -> Floats:
    """draws × units: share · Σ w·s / Σ w over what applies; 0 where nothing does. `share` is draws × patterns."""
    upper = np.zeros((len(weights), scores.shape[1]))
    lower = np.zeros((len(weights), patterns.shape[1]))
    term = np.empty_like(upper)
    for place in range(weights.shape[1]):
        column = weights[:, place, None]
        upper += np.multiply(column, scores[place], out=term)
        lower += column * patterns[place]
    lower[:, ~patterns.any(axis=0)] = 1
    factor = share / lower
    upper *= factor if factor.shape[1] == 1 else factor[:, pattern]
    return upper


def _ranked(scores: Floats) -> tuple[Integers, Integers]:
    """Whole scores count. Sorting (−score, unit) packed in one integer gives order and unit at once; the first of
    equals gives its place to all of them."""
    draws, n = scores.shape
    bits = n.bit_length()
    kind = np.int32 if scores.max() < 1 << 31 - bits else np.int64
    packed = np.sort(np.arange(n, dtype=kind) - (scores.astype(kind) << bits), axis=1).reshape(-1)
    score, unit = packed >> bits, packed & (1 << bits) - 1
    is_first = np.ones(len(packed), bool)
    is_first[1:] = score[1:] != score[:-1]
    is_first[::n] = True
    firsts = np.flatnonzero(is_first)
    place = np.repeat(np.tile(np.arange(n), draws)[firsts], np.diff(firsts, append=len(packed)))
    return unit.astype(np.int64), place


def _result(tried: _Tried, field: int, draws: int, rank_geometric: int, rank_evidenced: int | None) -> Robustness:
    return Robustness(
        rank_low=tried.low,
        rank_high=tried.high,
        mean_rank=(Decimal(tried.total) / draws).quantize(CENT, ROUND_HALF_UP),
        top5=(Decimal(tried.top) / draws).quantize(PLACES, ROUND_HALF_UP),
        is_uncertain=3 * (tried.high - tried.low) > field,
        rank_geometric=rank_geometric,
        rank_evidenced=rank_evidenced,
    )
