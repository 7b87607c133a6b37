"""What the shapes of a chart stand for: each with its words, in lines under it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from .drawing import LINE, Place, joined, text
from .lettering import fitted, width_of

SAMPLE, SPACE = 32.0, 18.0
KEY_LINE = LINE + 4
WORD_LINES = 3


class Entry(NamedTuple):
    """`sample` draws the shape around a place, at most 26 wide."""

    sample: Callable[[Place], SafeString]
    words: str


def key(entries: Sequence[Entry], left: float, top: float, right: float) -> tuple[SafeString, float]:
    """The entries from left to right and down, and how high they are."""
    parts, x, y, deepest = [], left, top, 1
    for entry in entries:
        lines = fitted(entry.words, right - left - SAMPLE, WORD_LINES)
        width = SAMPLE + max(map(width_of, lines))
        if x > left and x + width > right:
            x, y, deepest = left, y + KEY_LINE + LINE * (deepest - 1), 1
        parts += [entry.sample((x + SAMPLE / 2 - 3, y + LINE / 2)), text((x + SAMPLE, y + LINE / 2 + 4), lines)]
        x, deepest = x + width + SPACE, max(deepest, len(lines))
    height = y - top + KEY_LINE + LINE * (deepest - 1) if entries else 0.0
    return joined(parts), height
