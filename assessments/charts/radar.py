"""Scores on axes around a centre."""

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import DASHED, LINE, NOTHING, RINGS, Place, extremes, in_words, joined, n, shown, svg, text, wrapped, xy

RADAR_SIZE = (420, 290)
RADAR_CENTRE: Place = (210, 145)
RADAR_RADIUS = 94


class Axis(NamedTuple):
    label: str
    score: Decimal | None
    angle: float

    def at(self, score: float) -> Place:
        reach = RADAR_RADIUS * min(max(score, 0), 100) / 100
        return RADAR_CENTRE[0] + reach * cos(self.angle), RADAR_CENTRE[1] + reach * sin(self.angle)


def radar(
    points: Sequence[tuple[str, Decimal | None]], title: str, *, accent: str = "currentColor", finding: str = ""
) -> SafeString:
    """Scores from 0 to 100 on one axis each, clockwise from the top. None is not applicable: a gap in the shape."""
    axes = [Axis(label, score, 2 * pi * place / len(points) - pi / 2) for place, (label, score) in enumerate(points)]
    body = joined([*map(_spoke, axes), *(_ring(axes, ring) for ring in RINGS), _shape(axes, accent)])
    labels = joined([_ring_numbers(axes), *map(_axis_label, axes)])
    finding = finding or extremes(points)
    return svg("radar", RADAR_SIZE, (title, finding, in_words(points)), body + labels)


def _ring(axes: list[Axis], ring: int) -> SafeString:
    corners = " ".join(xy(axis.at(ring)) for axis in axes)
    shape = '<polygon class="chart-ring" points="{}" fill="none" stroke="currentColor" stroke-opacity="{}"/>'
    return format_html(shape, corners, "0.6" if ring == 100 else "0.25")


def _spoke(axis: Axis) -> SafeString:
    dashes = DASHED if axis.score is None else NOTHING
    (x1, y1), (x2, y2) = RADAR_CENTRE, axis.at(100)
    line = '<line class="chart-spoke" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-opacity="0.25"{}/>'
    return format_html(line, n(x1), n(y1), n(x2), n(y2), dashes)


def _shape(axes: list[Axis], accent: str) -> SafeString:
    """Between neighbours that both have a score, an edge and the area under it; a dot on each."""
    pairs = [(axis, after) for axis, after in zip(axes, axes[1:] + axes[:1], strict=True) if len(axes) > 2]
    ends = [
        (axis.at(float(axis.score)), after.at(float(after.score)))
        for axis, after in pairs
        if axis.score is not None and after.score is not None
    ]
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
        format_html_join(
            "", '<circle class="chart-dot" cx="{}" cy="{}" r="4" fill="{}"/>', ((n(x), n(y), accent) for x, y in dots)
        ),
    )


def _ring_numbers(axes: list[Axis]) -> SafeString:
    if not axes:
        return text(RADAR_CENTRE, [_("Không có mục nào")], anchor="middle")
    top = [(axes[0].at(ring), ring) for ring in RINGS]
    return joined(text((x + 4, y + 11), [str(ring)], size=10, opacity="0.75") for (x, y), ring in top)


def _axis_label(axis: Axis) -> SafeString:
    x, y = axis.at(100)
    outwards, downwards = cos(axis.angle), sin(axis.angle)
    anchor = "middle" if abs(outwards) < 0.2 else "start" if outwards > 0 else "end"
    lines = wrapped(axis.label, 28 if anchor == "middle" else 16, 3)
    height = LINE * (len(lines) + 1)
    top = y + 16 * downwards - height * (1 - downwards) / 2 + 12
    value = shown(axis.score)
    left = x + 12 * outwards
    name = text((left, top), lines, anchor=anchor)
    return name + text((left, top + LINE * len(lines)), [value], anchor=anchor, bold=axis.score is not None)
