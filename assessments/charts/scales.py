"""From values to places on an axis."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

POINTS = (Decimal(0), Decimal(100))
WANTED_TICKS = 5
NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Scale(NamedTuple):
    """Linear from `low` at `start` to `high` at `end`; what lies beyond is drawn at the end."""

    low: Decimal
    high: Decimal
    step: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        inside = min(max(value, self.low), self.high)
        return self.start + (self.end - self.start) * float((inside - self.low) / (self.high - self.low))

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]


def scale(
    values: Sequence[Decimal], start: float, end: float, *, bounds: tuple[Decimal, Decimal] | None = None
) -> Scale:
    """Round ends around the values; with `bounds` never beyond these, and the whole of them when there are none."""
    least, most = (min(values), max(values)) if values else bounds or POINTS
    if least == most:
        least, most = least - abs(least) / 10 - 1, most + abs(most) / 10 + 1
    step = _nice_step((most - least) / WANTED_TICKS)
    low = (least / step).to_integral_value(ROUND_FLOOR) * step
    high = (most / step).to_integral_value(ROUND_CEILING) * step
    if bounds:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    if low >= high:
        low, high = bounds or POINTS
        step = (high - low) / WANTED_TICKS
    return Scale(low, high, step, start, end)


def _nice_step(rough: Decimal) -> Decimal:
    power = Decimal(10) ** rough.adjusted()
    return next(nice * power for nice in NICE if nice * power >= rough)
