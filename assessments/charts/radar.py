"""Scores on axes around a centre."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from math import cos, pi, sin
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import (
    DASHED,
    LINE,
    NOTHING,
    RINGS,
    Place,
    extremes,
    in_words,
    joined,
    n,
    shape,
    shown,
    svg,
    text,
    xy,
)
from .keys import Entry, key
from .lettering import fitted, width_of
from .marks import diamond

RADAR_SIZE = (420, 290)
RADAR_CENTRE: Place = (210, 145)
RADAR_RADIUS = 94
MOST_NAMED = 7
"""With more axes they have numbers, and their names stand below in two columns."""
LABEL_LINES, BESIDE, ACROSS = 3, 104.0, 412.0
LIST_TOP, LIST_LEFT, LIST_COLUMN, LIST_LINES = 278.0, 6.0, 207.0, 2
KEY_GAP, DESCENT = 10, 4
Points = Sequence[tuple[str, Decimal | None]]
Scores = Sequence[Decimal | None]


class Axis(NamedTuple):
    """`other`: the score to compare with."""

    label: str
    score: Decimal | None
    angle: float
    other: Decimal | None = None

    def at(self, score: float) -> Place:
        reach = RADAR_RADIUS * min(max(score, 0), 100) / 100
        return RADAR_CENTRE[0] + reach * cos(self.angle), RADAR_CENTRE[1] + reach * sin(self.angle)


def radar(
    points: Points,
    title: str,
    *,
    accent: str = "currentColor",
    finding: str = "",
    label: str = "",
    other: Scores = (),
    other_label: str = "",
) -> SafeString:
    """Scores from 0 to 100 on one axis each, clockwise from the top. None is not applicable: a gap in the shape.
    `other`: as many scores to compare with, as a dashed outline; `label` and `other_label` say in the key which is
    which."""
    axes = list(_axes(points, other))
    webs = joined([*map(_spoke, axes), *(_ring(axes, ring) for ring in RINGS)])
    names, bottom = _labels(axes)
    compared = _outline(axes) if other else NOTHING
    entries = _entries(label, other_label, accent) if other else []
    signs, height = key(entries, LIST_LEFT, bottom + KEY_GAP, RADAR_SIZE[0])
    size = (RADAR_SIZE[0], round(bottom + (KEY_GAP + height if other else 0)))
    values = " ".join([in_words(points), *([_compared(points, other, other_label)] if other else [])])
    body = joined([webs, _shape(axes, accent), compared, _ring_numbers(axes), names, signs])
    return svg("radar", size, (title, finding or extremes(points), values), body)


def _axes(points: Points, other: Scores) -> Iterator[Axis]:
    beside = other or [None] * len(points)
    for place, ((label, score), found) in enumerate(zip(points, beside, strict=True)):
        yield Axis(label, score, 2 * pi * place / len(points) - pi / 2, found)


def _compared(points: Points, other: Scores, label: str) -> str:
    pairs = [(name, score) for (name, _score), score in zip(points, other, strict=True)]
    name = label or _("So sánh")
    return f"{name}: {in_words(pairs)}"


def _ring(axes: list[Axis], ring: int) -> SafeString:
    corners, opacity = " ".join(xy(axis.at(ring)) for axis in axes), "0.6" if ring == 100 else "0.25"
    look = f'fill="none" stroke="currentColor" stroke-opacity="{opacity}"'
    return SafeString(f'<polygon class="chart-ring" points="{corners}" {look}/>')


def _spoke(axis: Axis) -> SafeString:
    dashes = DASHED if axis.score is None else NOTHING
    (x1, y1), (x2, y2) = RADAR_CENTRE, axis.at(100)
    place = f'x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"'
    return SafeString(f'<line class="chart-spoke" {place} stroke="currentColor" stroke-opacity="0.25"{dashes}/>')


def _ends(axes: list[Axis], scores: Scores) -> list[tuple[Place, Place]]:
    """Edges between neighbours that both have a score."""
    both = list(zip(axes, scores, strict=True))
    pairs = zip(both, both[1:] + both[:1], strict=True) if len(axes) > 2 else ()
    return [
        (axis.at(float(score)), after.at(float(next_score)))
        for (axis, score), (after, next_score) in pairs
        if score is not None and next_score is not None
    ]


def _shape(axes: list[Axis], accent: str) -> SafeString:
    """Between neighbours that both have a score, an edge and the area under it; a dot on each."""
    ends = _ends(axes, [axis.score for axis in axes])
    area = " ".join(f"M{xy(RADAR_CENTRE)} L{xy(start)} L{xy(end)}Z" for start, end in ends)
    edge = " ".join(f"M{xy(start)} L{xy(end)}" for start, end in ends)
    dots = [axis.at(float(axis.score)) for axis in axes if axis.score is not None]
    return format_html(
        '<path class="chart-area" d="{}" fill="{}" fill-opacity="0.16"/>'
        '<path class="chart-edge" d="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-linecap="round"/>{}',
        area,
        accent,
        edge,
        accent,
        joined(_dot(dot, accent) for dot in dots),
    )


def _dot(place: Place, accent: str) -> SafeString:
    return format_html('<circle class="chart-dot" cx="{}" cy="{}" r="4" fill="{}"/>', n(place[0]), n(place[1]), accent)


def _outline(axes: list[Axis]) -> SafeString:
    """What is compared: dashes without a filling, hollow diamonds around a dot that has the same score."""
    scores = [axis.other for axis in axes]
    edge = " ".join(f"M{xy(start)} L{xy(end)}" for start, end in _ends(axes, scores))
    look = {"fill": "none", "stroke": "currentColor", "stroke_width": "1.5", "stroke_dasharray": "6 4"}
    marks = [_hollow(axis.at(float(axis.other))) for axis in axes if axis.other is not None]
    return shape("path", class_="chart-other", d=edge, **look) + joined(marks)


def _hollow(place: Place) -> SafeString:
    return diamond(place, 5, "none", "chart-other-mark")


def _entries(label: str, other_label: str, accent: str) -> list[Entry]:
    return [
        Entry(partial(_sample, accent=accent), label or _("Điểm của địa phương")),
        Entry(_other_sample, other_label or _("So sánh")),
    ]


def _sample(place: Place, accent: str) -> SafeString:
    line = {"x1": place[0] - 13, "y1": place[1], "x2": place[0] + 13, "y2": place[1]}
    return shape("line", class_="chart-edge", **line, stroke=accent, stroke_width="2.5") + _dot(place, accent)


def _other_sample(place: Place) -> SafeString:
    line = {"x1": place[0] - 13, "y1": place[1], "x2": place[0] + 13, "y2": place[1]}
    look = {"stroke": "currentColor", "stroke_width": "1.5", "stroke_dasharray": "6 4"}
    return shape("line", class_="chart-other", **line, **look) + _hollow(place)


def _ring_numbers(axes: list[Axis]) -> SafeString:
    if not axes:
        return text(RADAR_CENTRE, [_("Không có mục nào")], anchor="middle")
    top = [(axes[0].at(ring), ring) for ring in RINGS]
    return joined(text((x + 4, y + 11), [str(ring)], size=12.2, opacity="0.75") for (x, y), ring in top)


# -- names -----------------------------------------------------------------------------------------------------------


def _labels(axes: list[Axis]) -> tuple[SafeString, float]:
    """Around the rings or, where there are too many, in a list under them; and where all that ends."""
    if len(axes) <= MOST_NAMED:
        drawn = [_axis_label(axis) for axis in axes]
        return joined(name for name, _end in drawn), max([RADAR_SIZE[1], *(end for _name, end in drawn)])
    half = (len(axes) + 1) // 2
    numbers = [_number(axis, place) for place, axis in enumerate(axes, 1)]
    left, first = _column(axes[:half], 1, LIST_LEFT)
    right, second = _column(axes[half:], half + 1, LIST_LEFT + LIST_COLUMN)
    return joined([*numbers, left, right]), max(first, second)


def _axis_label(axis: Axis) -> tuple[SafeString, float]:
    """The name over the score; and where they end."""
    x, y = axis.at(100)
    outwards, downwards = cos(axis.angle), sin(axis.angle)
    anchor = "middle" if abs(outwards) < 0.2 else "start" if outwards > 0 else "end"
    lines = fitted(axis.label, ACROSS, 1) if anchor == "middle" else fitted(axis.label, BESIDE, LABEL_LINES)
    height = LINE * (len(lines) + 1)
    top = y + 16 * downwards - height * (1 - downwards) / 2 + 12
    value = shown(axis.score)
    left = x + 12 * outwards
    name = text((left, top), lines, anchor=anchor)
    last = top + LINE * len(lines)
    return name + text((left, last), [value], anchor=anchor, bold=axis.score is not None), last + DESCENT


def _number(axis: Axis, place: int) -> SafeString:
    x, y = axis.at(100)
    return text((x + 13 * cos(axis.angle), y + 13 * sin(axis.angle) + 4), [str(place)], "middle", bold=True)


def _column(axes: list[Axis], first: int, left: float) -> tuple[SafeString, float]:
    """Names with their numbers at the left and their scores at the right; and where the column ends."""
    parts, y = [], LIST_TOP
    for place, axis in enumerate(axes, first):
        value = shown(axis.score)
        lines = fitted(f"{place} {axis.label}", LIST_COLUMN - 24 - width_of(value), LIST_LINES)
        parts += [text((left, y), lines), text((left + LIST_COLUMN - 12, y), [value], "end", bold=True)]
        y += LINE * len(lines) + 2
    return joined(parts), y
