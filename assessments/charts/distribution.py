"""How the units lie on one indicator or score: a dot each, or bars where there are too many."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import ceil
from statistics import quantiles
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.explanations import number

from .bands import result
from .drawing import NOTHING, Place, extremes, in_words, joined, linked, scenery, shape, svg, text
from .lettering import fitted, width_of
from .marks import circle, diamond
from .placement import in_a_row
from .scales import Scale, scale

WIDTH = 620
LEFT, RIGHT = 60.0, 530.0
TOP = 34
RADIUS = 5
STEP = 2 * RADIUS + 1
MOST_DOTS = 60
BINS, WIDE_BINS, NARROW_COUNT = 20, 10, 99
"""Fewer where a count would be wider than its bar."""
TALLEST = 150

Written = Callable[[Decimal | None], str]
Quartiles = tuple[Decimal, Decimal, Decimal]


class Value(NamedTuple):
    code: str
    name: str
    value: Decimal | None
    link: str = ""


def quartiles(values: Sequence[Decimal]) -> Quartiles | None:
    """First quartile, median, third quartile, the ends included (Excel's QUARTILE.INC); None without values."""
    if len(values) < 2:
        return (values[0],) * 3 if values else None
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


def distribution(
    units: Sequence[Value],
    title: str,
    *,
    bounds: tuple[Decimal, Decimal] | None = None,
    written: Written = result,
    unit: str = "",
    marked: str = "",
    finding: str = "",
) -> SafeString:
    """`bounds`: no axis beyond these. `written`: how a value is put in words; `unit` stands at the axis ("%")."""
    given = sorted((found for found in units if found.value is not None), key=lambda found: _known(found))
    values = [_known(found) for found in given]
    along = scale(values, LEFT, RIGHT, bounds=bounds)
    is_strip = len(given) <= MOST_DOTS
    heights = _levels([along.at(value) for value in values]) if is_strip else _counts(values, along)
    base = TOP + (STEP * (max(heights, default=0) + 1) if is_strip else TALLEST)
    own = next((found for found in given if found.code == marked), None)
    upper = _dots(given, heights, along, base, own, written) if is_strip else _histogram(heights, along, base, written)
    label = (
        _own_label(own, along, written, down_to=base if is_strip else _top_of(own, heights, along, base))
        if own
        else NOTHING
    )
    lower = scenery(label, _axis(along, base, unit), _box(quartiles(values), along, base + 46, written))
    words = (title, finding or _finding(units, values, written), in_words(_pairs(units), written))
    return svg(
        "distribution",
        (WIDTH, base + (104 if unit else 88)),
        words,
        upper + lower,
        has_links=is_strip and any(u.link for u in given),
    )


def _known(found: Value) -> Decimal:
    return found.value or Decimal(0)


def _pairs(units: Sequence[Value]) -> list[tuple[str, Decimal | None]]:
    return [(found.name, found.value) for found in units]


def _levels(places: Sequence[float]) -> list[int]:
    """How high each dot is stacked so that none covers another; `places` ascending."""
    ends: list[float] = []
    levels = []
    for place in places:
        level = next((level for level, end in enumerate(ends) if place >= end), len(ends))
        ends[level : level + 1] = [place + STEP]
        levels.append(level)
    return levels


def _dots(
    given: Sequence[Value], levels: Sequence[int], along: Scale, base: int, own: Value | None, written: Written
) -> SafeString:
    units = []
    for found, level in zip(given, levels, strict=True):
        place = (along.at(_known(found)), base - STEP * (level + 0.6))
        own_mark = found is own
        mark = diamond(place, RADIUS, name="chart-own") if own_mark else circle(place, RADIUS, "#ffffff", "chart-paper")
        units.append(linked(found.link, f"{found.name}: {written(found.value)}", mark))
    return joined(units)


def _counts(values: Sequence[Decimal], along: Scale) -> list[int]:
    for bins in (BINS, WIDE_BINS):
        counts = [0] * bins
        for value in values:
            counts[_bin(value, along, bins)] += 1
        if max(counts) <= NARROW_COUNT:
            break
    return counts


def _histogram(counts: Sequence[int], along: Scale, base: int, written: Written) -> SafeString:
    width, share = (RIGHT - LEFT) / len(counts), (along.high - along.low) / len(counts)
    bars = []
    for place, count in enumerate(counts):
        height = _bar_height(count, counts)
        left = LEFT + width * place
        bar = shape(
            "rect",
            class_="chart-bar",
            x=left + 1,
            y=base - height,
            width=width - 2,
            height=float(height),
            fill="currentColor",
            fill_opacity="0.55",
        )
        ends = {
            "low": written(along.low + share * place),
            "high": written(along.low + share * (place + 1)),
            "count": count,
        }
        bars.append(linked("", _("từ %(low)s đến %(high)s: %(count)s đơn vị") % ends, bar))
        bars.append(text((left + width / 2, base - height - 4), [str(count)], "middle") if count else NOTHING)
    return joined(bars)


def _bin(value: Decimal, along: Scale, bins: int) -> int:
    return min(max(int((value - along.low) / (along.high - along.low) * bins), 0), bins - 1)


def _bar_height(count: int, counts: Sequence[int]) -> float:
    return (TALLEST - 24) * count / max(counts)


def _top_of(own: Value, counts: Sequence[int], along: Scale, base: int) -> float:
    """Just above the number on the bar it is in."""
    return base - _bar_height(counts[_bin(_known(own), along, len(counts))], counts) - 16


def _own_label(own: Value, along: Scale, written: Written, *, down_to: float) -> SafeString:
    """Above everything, with a line down to the axis; on the side where there is room."""
    x = along.at(_known(own))
    anchor = "end" if x > (LEFT + RIGHT) / 2 else "start"
    line = _line((x, 22), (x, down_to), "0.5")
    side = 1 if anchor == "start" else -1
    value = f": {written(own.value)}"
    [name] = fitted(own.name, (x if anchor == "end" else WIDTH - x) - 15 - width_of(value), 1)
    words = [f"{name}{value}"]
    return line + diamond((x, 16), RADIUS, name="chart-own") + text((x + 11 * side, 20), words, anchor, bold=True)


def _axis(along: Scale, base: int, unit: str) -> SafeString:
    """As many of the ticks with their number as there is room for; the unit to the right of them."""
    ticks = along.ticks
    widest = max(width_of(number(tick, 4)) for tick in ticks) + 8
    every = ceil(widest * max(len(ticks) - 1, 1) / (RIGHT - LEFT))
    parts = [_line((LEFT, base), (RIGHT, base), "0.7")]
    for place, tick in enumerate(ticks):
        parts.append(_line((along.at(tick), base), (along.at(tick), base + 5), "0.7"))
        if place % every == 0:
            parts.append(text((along.at(tick), base + 19), [number(tick, 4)], "middle"))
    return joined([*parts, _unit_name(unit, RIGHT + max(widest / 2, 22), base) if unit else NOTHING])


def _unit_name(unit: str, left: float, base: int) -> SafeString:
    """Behind the ticks if there is room, else under everything."""
    if left + width_of(unit) <= WIDTH:
        return text((left, base + 19), [unit])
    return text(((LEFT + RIGHT) / 2, base + 96), fitted(_("đơn vị tính: %s") % unit, WIDTH, 1), "middle")


def _box(found: Quartiles | None, along: Scale, top: float, written: Written) -> SafeString:
    """The middle half of the units as a box with the median in it; under it the words, moved apart if they must be."""
    if found is None:
        return text(((LEFT + RIGHT) / 2, top), [_("Chưa có đơn vị nào có kết quả.")], "middle")
    x1, x2, x3 = places = [along.at(value) for value in found]
    outline = {"fill": "currentColor", "fill_opacity": "0.12", "stroke": "currentColor"}
    box = shape("rect", class_="chart-box", x=x1, y=top - 7, width=x3 - x1, height=14, **outline)
    median = shape("line", x1=x2, y1=top - 11, x2=x2, y2=top + 11, stroke="currentColor", stroke_width="3")
    names = [_("25%%: %s"), _("trung vị: %s"), _("75%%: %s")]
    words = [name % written(value) for name, value in zip(names, found, strict=True)]
    centres = in_a_row(places, list(map(width_of, words)), 10, 2, WIDTH - 2)
    said = [
        text((x, top + 27), [word], "middle", bold=place == 1)
        for place, (x, word) in enumerate(zip(centres, words, strict=True))
    ]
    return joined([box, median, *said])


def _line(start: Place, end: Place, opacity: str) -> SafeString:
    ends = {"x1": float(start[0]), "y1": float(start[1]), "x2": float(end[0]), "y2": float(end[1])}
    return shape("line", **ends, stroke="currentColor", stroke_opacity=opacity)


def _finding(units: Sequence[Value], values: Sequence[Decimal], written: Written) -> str:
    found = quartiles(values)
    if found is None:
        return _("Chưa có đơn vị nào có kết quả.")
    low, middle, high = map(written, found)
    names = {"low": low, "middle": middle, "high": high, "count": len(values)}
    spread = _("Trung vị %(middle)s, nửa số đơn vị ở giữa từ %(low)s đến %(high)s (%(count)s đơn vị).") % names
    return f"{spread} {extremes(_pairs(units), written)}"
