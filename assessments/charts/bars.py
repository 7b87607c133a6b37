"""Horizontal bars from 0 to 100."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .drawing import LINE, NOTHING, RINGS, Place, extremes, in_words, joined, n, shown, svg, text
from .keys import Entry, key
from .lettering import fitted
from .marks import triangle


class Bar(NamedTuple):
    """`value` None: not applicable. `mark` and `second`: other numbers on the same scale, drawn as an upright post and
    as a triangle under the bar."""

    label: str
    value: Decimal | None
    mark: Decimal | None = None
    second: Decimal | None = None


BARS_WIDTH = 620
TRACK_LEFT, TRACK_RIGHT = 300, 550
BAR_THICKNESS = 12
LABEL_LINES = 2
GAP, GAP_WITH_SECOND = 7, 14
SECOND = 3.5


def bars(
    points: Sequence[Bar | tuple[str, Decimal | None]],
    title: str,
    *,
    mark_label: str = "",
    second_label: str = "",
    accent: str = "currentColor",
    finding: str = "",
) -> SafeString:
    """Horizontal bars from 0 to 100; `mark_label` says what the posts stand for, `second_label` the triangles."""
    found = [Bar(*point) for point in points]
    gap = GAP_WITH_SECOND if any(bar.second is not None for bar in found) else GAP
    rows, top = [], 8.0
    for bar in found:
        lines = fitted(bar.label, TRACK_LEFT - 12, LABEL_LINES)
        height = LINE * max(len(lines), len(_value(bar))) + gap
        rows.append(_bar_row(bar, lines, top + height / 2, accent))
        top += height
    samples = [Entry(_mark, mark_label), Entry(partial(triangle, radius=SECOND), second_label)]
    signs, height = key([entry for entry in samples if entry.words], TRACK_LEFT - 13, top + 24, BARS_WIDTH)
    words = (
        title,
        finding or extremes((bar.label, bar.value) for bar in found),
        _words(found, mark_label, second_label),
    )
    return svg("bars", (BARS_WIDTH, round(top + 22 + height)), words, joined([_scale(top), *rows, signs]))


def _words(found: Sequence[Bar], mark_label: str, second_label: str) -> str:
    marks = [(bar.label, bar.mark) for bar in found if bar.mark is not None]
    seconds = [(bar.label, bar.second) for bar in found if bar.second is not None]
    said = [in_words((bar.label, bar.value) for bar in found)]
    said += [f"{mark_label}: {in_words(marks)}"] if mark_label else []
    return " ".join([*said, *([f"{second_label}: {in_words(seconds)}"] if second_label else [])])


def _bar_row(bar: Bar, lines: list[str], middle: float, accent: str) -> SafeString:
    label = text((TRACK_LEFT - 10, middle - LINE * (len(lines) - 1) / 2 + 4), lines, anchor="end")
    track = _rect(middle, 100, "chart-track", "none", "currentColor")
    fill = NOTHING if bar.value is None else _rect(middle, float(bar.value), "chart-bar", accent, "none")
    mark = NOTHING if bar.mark is None else _mark((_along(float(bar.mark)), middle))
    second = NOTHING if bar.second is None else _second(_along(float(bar.second)), middle)
    lines = _value(bar)
    place = (TRACK_RIGHT + 10, middle - LINE * (len(lines) - 1) / 2 + 4)
    value = text(place, lines, bold=bar.value is not None)
    return label + track + fill + mark + second + value


def _value(bar: Bar) -> list[str]:
    return fitted(shown(bar.value), BARS_WIDTH - TRACK_RIGHT - 12, 2)


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


def _second(x: float, middle: float) -> SafeString:
    """Under the bar, its tip at the value."""
    return triangle((x, middle + BAR_THICKNESS / 2 + 1.25 * SECOND), SECOND, name="chart-second")


def _scale(bottom: float) -> SafeString:
    line = '<line x1="{}" y1="4" x2="{}" y2="{}" stroke="currentColor" stroke-opacity="0.2"/>'
    places = [(at, n(_along(at))) for at in (0, *RINGS)]
    lines = joined(format_html(line, x, x, n(bottom)) for _at, x in places)
    return lines + joined(text((float(x), bottom + 14), [str(at)], "middle") for at, x in places)


def _along(value: float) -> float:
    return TRACK_LEFT + (TRACK_RIGHT - TRACK_LEFT) * min(max(value, 0), 100) / 100
