"""The least effort that lifts the headline to a wanted value: exact, a knapsack with one choice a datum.

Of the sets that reach it, the one of least cost; of these the one that brings most, gains compared as whole numbers of
1e-36 points; of these, code by code in their order, the one that acts on a datum rather than not, and by the lesser
step. What steers other questions is left out: changing it changes what is asked.
"""

import heapq
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal, localcontext
from typing import NamedTuple

from .aggregate import assess
from .choices import Way, changed, data
from .frame import Answers, Frame
from .numbers import CENT, CONTEXT, reported
from .readings import Reading

UNIT = Decimal("1e-36")
"""Points, the smallest that is told apart in comparing sets: as fine as what is reported is settled."""

Group = Sequence[tuple[int, int]]
"""Cost and gain of each way of one datum, ascending in both."""


class Cheapest(NamedTuple):
    """`ways` None: the goal is out of reach, `headline` is the greatest that is not. Otherwise `headline` is what they
    lead to, really scored (unrounded; None: nothing applies)."""

    ways: tuple[Way, ...] | None
    cost: int
    headline: Decimal | None


def cheapest(frame: Frame, answers: Answers, alpha: Decimal, as_of: date, reading: Reading, goal: Decimal) -> Cheapest:
    """What must at least be done for the headline, as it is reported, to come to `goal`."""
    with localcontext(CONTEXT):
        before = assess(frame, answers, alpha, as_of)[reading]
        if before.headline is None:
            return Cheapest(None, 0, None)
        if reported(before.headline) >= goal:
            return Cheapest((), 0, before.headline)
        free = [datum.ways for datum in data(frame, answers, reading, before, as_of) if datum.ways and not datum.steers]
        chosen = _choose(sorted(free, key=lambda ways: ways[0].code), _least(goal) - before.headline)
        ways = tuple(ways[-1] for ways in free) if chosen is None else chosen
        done = changed(answers, {way.code: way.value for way in ways})
        after = assess(frame, done, alpha, as_of)[reading].headline
    if chosen is None:
        return Cheapest(None, 0, after)
    if after is None or reported(after) < goal:
        raise ArithmeticError(f"{len(chosen)} ways come to {after}, not to {goal}")
    return Cheapest(chosen, sum(way.cost for way in chosen), after)


def _least(goal: Decimal) -> Decimal:
    """The smallest number that is reported as `goal` or more."""
    return goal.quantize(CENT, ROUND_CEILING) - CENT / 2


def _choose(free: Sequence[tuple[Way, ...]], missing: Decimal) -> tuple[Way, ...] | None:
    groups = [[(way.cost, _units(way.gain)) for way in ways] for ways in free]
    places = least_cost(groups, _units(missing) - len(groups))  # each gain may have lost half a unit
    if places is None:
        return None
    return tuple(ways[place] for ways, place in zip(free, places, strict=True) if place is not None)


def _units(points: Decimal) -> int:
    return int((points / UNIT).to_integral_value())


def least_cost(groups: Sequence[Group], needed: int) -> list[int | None] | None:
    """The place of the way chosen in each group (None: none); None if all together do not bring what is needed."""
    most = _bound(groups, needed)
    if most is None:
        return None
    tables = _tables(groups, most)
    budget = next(cost for cost, gain in enumerate(tables[0]) if gain >= needed)
    return list(_walk(groups, tables, budget))


def _bound(groups: Sequence[Group], needed: int) -> int | None:
    """A cost that is enough: always the next step that brings most for its effort."""
    heap: list[tuple[int, int, int]] = []
    cost = gain = 0

    def offer(index: int, place: int) -> None:
        if place < len(groups[index]):
            more_cost, more_gain = _step(groups[index], place)
            heapq.heappush(heap, (-(more_gain // more_cost), index, place))

    for index in range(len(groups)):
        offer(index, 0)
    while gain < needed:
        if not heap:
            return None
        _rate, index, place = heapq.heappop(heap)
        more_cost, more_gain = _step(groups[index], place)
        cost, gain = cost + more_cost, gain + more_gain
        offer(index, place + 1)
    return cost


def _step(group: Group, place: int) -> tuple[int, int]:
    """What a way costs and brings more than the one before it."""
    before = group[place - 1] if place else (0, 0)
    return group[place][0] - before[0], group[place][1] - before[1]


def _tables(groups: Sequence[Group], most: int) -> list[list[int]]:
    """For every group the greatest gain of it and all after it, for each budget from 0 to `most`."""
    tables = [[0] * (most + 1)]
    for group in reversed(groups):
        rest = tables[-1]
        best = rest
        for cost, gain in group:
            if cost <= most:
                best = best[:cost] + list(map(max, best[cost:], [gain + more for more in rest]))
        tables.append(best)
    return tables[::-1]


def _walk(groups: Sequence[Group], tables: Sequence[list[int]], budget: int) -> Iterator[int | None]:
    """One of the best choices, read back from the tables."""
    for group, best, rest in zip(groups, tables, tables[1:], strict=False):
        fits = (
            place
            for place, (cost, gain) in enumerate(group)
            if cost <= budget and gain + rest[budget - cost] == best[budget]
        )
        place = next(fits, None)
        if place is not None:
            budget -= group[place][0]
        yield place
