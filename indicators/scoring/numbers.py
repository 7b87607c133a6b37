"""How numbers behave in SM-1: Decimals of 50 digits on the way up, one rounding to 0.01 when reported."""

from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")

CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)
_SETTLED = Context(prec=40, rounding=ROUND_HALF_UP)


def settled(value: Decimal) -> Decimal:
    """Without the ten guard digits, so that numbers which are equal but were reached on different ways are equal."""
    return _SETTLED.plus(value)


def reported(value: Decimal) -> Decimal:
    """Quantise once to 0.01, half up.

    Settled first: a mean of thirds that is exactly 12.345 is carried as 12.34499…9 (50 digits) and has to round up
    like the 12.345 it is.
    """
    return settled(value).quantize(CENT, ROUND_HALF_UP)
