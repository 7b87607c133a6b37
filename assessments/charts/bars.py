"""Horizontal bars from 0 to 100."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .drawing import LINE, NOTHING, RINGS, Place, extremes, in_words, joined, n, shown, svg, text, wrapped


class Bar(NamedTuple):
    """`value` None: not applicable. `mark`: a second number on the same scale, drawn as an upright mark."""

    label: str
    value: Decimal | None
    mark: Decimal | None = None


BARS_WIDTH = 620
TRACK_LEFT, TRACK_RIGHT = 300, 550
BAR_THICKNESS = 12


def bars(
    points: Sequence[Bar | tuple[str, Decimal | None]],
    title: str,
    *,
    mark_label: str = "",
    accent: str = "currentColor",
) -> SafeString:
    """Horizontal bars from 0 to 100; `mark_label` says what the upright marks stand for."""
    found = [Bar(*point) for point in points]
    rows, top = [], 8.0
    for bar in found:
        lines = wrapped(bar.label, 46, 2)
        height = LINE * len(lines) + 7
        rows.append(_bar_row(bar, lines, top + height / 2, accent))
        top += height
    body = _scale(top) + joined(rows)
    if mark_label:
        body += _mark((TRACK_LEFT, top + 30)) + text((TRACK_LEFT + 12, top + 34), [mark_label], size=11)
    size = (BARS_WIDTH, round(top + (40 if mark_label else 20)))
    values = [(bar.label, bar.value) for bar in found]
    marks = [(bar.label, bar.mark) for bar in found if bar.mark is not None]
    words = " ".join(filter(None, [in_words(values), f"{mark_label}: {in_words(marks)}" if marks else ""]))
    return svg("bars", size, (title, extremes(values), words), body)


def _bar_row(bar: Bar, lines: list[str], middle: float, accent: str) -> SafeString:
    label = text((TRACK_LEFT - 10, middle - LINE * (len(lines) - 1) / 2 + 4), lines, anchor="end")
    track = _rect(middle, 100, "chart-track", "none", "currentColor")
    fill = NOTHING if bar.value is None else _rect(middle, float(bar.value), "chart-bar", accent, "none")
    mark = NOTHING if bar.mark is None else _mark((_along(float(bar.mark)), middle))
    value = text((TRACK_RIGHT + 10, middle + 4), [shown(bar.value)], bold=bar.value is not None)
    return label + track + fill + mark + value


def _rect(middle: float, until: float, name: str, fill: str, stroke: str) -> SafeString:
    shape = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-opacity="0.35"/>'
    width = _along(until) - TRACK_LEFT
    return format_html(shape, name, TRACK_LEFT, n(middle - BAR_THICKNESS / 2), n(width), BAR_THICKNESS, fill, stroke)


def _mark(place: Place) -> SafeString:
    """A post with a white rim, so that it shows on a dark bar and on white paper."""
    shape = (
        '<rect class="chart-mark" x="{}" y="{}" width="5" height="{}" fill="currentColor" stroke="#fff" '
        'stroke-width="1.5"/>'
    )
    height = BAR_THICKNESS + 8
    return format_html(shape, n(place[0] - 2.5), n(place[1] - height / 2), height)


def _scale(bottom: float) -> SafeString:
    line = '<line x1="{}" y1="4" x2="{}" y2="{}" stroke="currentColor" stroke-opacity="0.2"/>'
    places = [(at, n(_along(at))) for at in (0, *RINGS)]
    lines = joined(format_html(line, x, x, n(bottom)) for _at, x in places)
    return lines + joined(
        text((float(x), bottom + 14), [str(at)], "middle", size=10, opacity="0.75") for at, x in places
    )


def _along(value: float) -> float:
    return TRACK_LEFT + (TRACK_RIGHT - TRACK_LEFT) * min(max(value, 0), 100) / 100
