"""Agreement of two raters on the same objects: Cohen's κ, unweighted (docs/scoring.md)."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .numbers import ZERO, reported


class Agreement(NamedTuple):
    """Two decimals each. `observed` and `expected` are shares (0–1), None without pairs. `kappa` is 1 in full
    agreement, 0 at what chance alone would give, negative below that; None where chance alone gives full agreement
    (both raters used one and the same category throughout) or there are no pairs."""

    n: int
    observed: Decimal | None
    expected: Decimal | None
    kappa: Decimal | None


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """κ = (observed − expected) / (1 − expected) over pairs (label of one rater, label of the other)."""
    found = Counter(pairs)
    n = found.total()
    if not n:
        return Agreement(0, None, None, None)
    first, second = Counter[str](), Counter[str]()
    for (one, other), count in found.items():
        first[one] += count
        second[other] += count
    observed = Fraction(sum(count for (one, other), count in found.items() if one == other), n)
    expected = Fraction(sum(first[label] * second[label] for label in first), n * n)
    kappa = None if expected == 1 else _reported((observed - expected) / (1 - expected))
    return Agreement(n, _reported(observed), _reported(expected), kappa)


def _reported(value: Fraction) -> Decimal:
    """Half away from zero; never "-0.00"."""
    return reported(Decimal(value.numerator) / Decimal(value.denominator)) + ZERO
