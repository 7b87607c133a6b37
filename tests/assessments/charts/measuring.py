"""Where the words of a chart stand, measured with the fonts that are served."""

import functools
import itertools
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from assessments.charts.placement import Box

from .markup import SVG, parsed

FONTS = Path(__file__).resolve().parents[3] / "static/vendor/fonts"
ASCENT, DESCENT = 0.78, 0.22
"""From the baseline up to the accents of a capital that stands alone, and down to a g's end; in parts of the size."""
GRAZE = 0.5
"""So little of two boxes may lie over each other: their corners are empty."""


class Words(NamedTuple):
    text: str
    box: Box
    size: float


@functools.cache
def advances(weight: int) -> dict[str, float]:
    """Width of each letter in parts of the font's size."""
    font = TTFont(FONTS / f"be-vietnam-pro-{weight}-normal.woff2")
    units = font["head"].unitsPerEm
    return {chr(code): font["hmtx"][name][0] / units for code, name in font.getBestCmap().items()}


def measured(text: str, size: float, *, bold: bool = False) -> float:
    known = advances(600 if bold else 400)
    return size * sum(known.get(letter, 1) for letter in text)


def words(svg: str) -> list[Words]:
    root = parsed(svg)
    usual = float(root.get("font-size"))
    found = []
    for element in root.iter(f"{SVG}text"):
        text = "".join(element.itertext())
        size = float(element.get("font-size", usual))
        width = measured(text, size, bold=element.get("font-weight") == "600")
        x, y = float(element.get("x")), float(element.get("y"))
        left = x - width * {"middle": 0.5, "end": 1}.get(element.get("text-anchor"), 0)
        found.append(Words(text, Box(left, y - ASCENT * size, left + width, y + DESCENT * size), size))
    return [one for one in found if one.text.strip()]


def overlaps(svg: str) -> list[tuple[str, str]]:
    """Pairs of words that stand over each other."""
    return [(one.text, other.text) for one, other in itertools.combinations(words(svg), 2) if _meet(one.box, other.box)]


def _meet(one: Box, other: Box) -> bool:
    return one.meets(Box(other.left + GRAZE, other.top + GRAZE, other.right - GRAZE, other.bottom - GRAZE))


def outside(svg: str) -> list[str]:
    """Words that are cut off at the picture's edge."""
    width, height = map(float, parsed(svg).get("viewBox").split()[2:])
    paper = Box(-GRAZE, -GRAZE, width + GRAZE, height + GRAZE)
    return [one.text for one in words(svg) if not one.box.is_within(paper)]


def smallest_in_print(svg: str, millimetres: float = 164) -> float:
    """The smallest words in points when the picture is printed so wide."""
    width = float(parsed(svg).get("viewBox").split()[2])
    return min((one.size for one in words(svg)), default=0) * millimetres / 25.4 * 72 / width
