"""Labels beside points where they cover nothing: greedy, the first asked gets the best place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .drawing import Place

LETTER = 0.6
"""Width of a letter against its size: Be Vietnam Pro is wide."""


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Spot(NamedTuple):
    """Where a label's baseline begins, ends or has its middle."""

    place: Place
    anchor: str


def around(place: Place, radius: float) -> Box:
    return Box(place[0] - radius, place[1] - radius, place[0] + radius, place[1] + radius)


def box_of(spot: Spot, words: str, size: float) -> Box:
    width = len(words) * size * LETTER
    x, y = spot.place
    left = {"start": x, "middle": x - width / 2, "end": x - width}[spot.anchor]
    return Box(left, y - size * 0.8, left + width, y + size * 0.25)


def beside(
    points: Sequence[tuple[Place, str]],
    paper: Box,
    size: float,
    *,
    taken: Iterable[Box] = (),
    lines: Sequence[Box] = (),
    radius: float = 6,
) -> list[Spot | None]:
    """For each point with its words, in the order of importance: a spot for them, or None where there is no room.
    `taken` is never covered, `lines` only where nothing else is left."""
    covered = [*taken, *(around(place, radius) for place, _words in points)]
    spots = []
    for place, words in points:
        boxes = [(spot, box_of(spot, words, size)) for spot in _candidates(place, radius, size)]
        free = [(spot, box) for spot, box in boxes if box.is_within(paper) and not _meets_any(box, covered)]
        best = next((pair for pair in free if not _meets_any(pair[1], lines)), free[0] if free else None)
        spots.append(best[0] if best else None)
        covered += [best[1]] if best else []
    return spots


def _meets_any(box: Box, others: Iterable[Box]) -> bool:
    return any(box.meets(other) for other in others)


def _candidates(place: Place, radius: float, size: float) -> Iterator[Spot]:
    x, y = place
    middle, above, below = y + size * 0.35, y - radius - size * 0.3, y + radius + size * 0.85
    yield Spot((x + radius + 2, middle), "start")
    yield Spot((x - radius - 2, middle), "end")
    yield Spot((x, above), "middle")
    yield Spot((x, below), "middle")
    yield Spot((x + radius, above), "start")
    yield Spot((x - radius, above), "end")
    yield Spot((x + radius, below), "start")
    yield Spot((x - radius, below), "end")


def apart(wanted: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Heights moved as little as it takes to be `least` apart and between `low` and `high`; the order stays."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    heights = list(wanted)
    floor = low
    for place in order:
        heights[place] = max(heights[place], floor)
        floor = heights[place] + least
    ceiling = high
    for place in reversed(order):
        heights[place] = min(heights[place], ceiling)
        ceiling = heights[place] - least
    return heights


def in_a_row(centres: Sequence[float], widths: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Centres of words of these widths, in their order, moved so that they are `gap` apart and between `low` and
    `high`."""
    places, floor = [], low
    for centre, width in zip(centres, widths, strict=True):
        places.append(max(centre, floor + width / 2))
        floor = places[-1] + width / 2 + gap
    ceiling = high
    for at in reversed(range(len(places))):
        places[at] = min(places[at], ceiling - widths[at] / 2)
        ceiling = places[at] - widths[at] / 2 - gap
    return places
