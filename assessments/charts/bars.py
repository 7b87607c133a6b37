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


class Layout(NamedTuple):
    """Where the tracks begin and end; `is_stacked`: labels stand above their bars, for the width of a phone."""

    width: int
    left: int
    right: int
    is_stacked: bool = False

    def along(self, value: float) -> float:
        return self.left + (self.right - self.left) * min(max(value, 0), 100) / 100


WIDE = Layout(620, 300, 550)
NARROW = Layout(330, 8, 258, is_stacked=True)
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
    layout: Layout = WIDE,
) -> SafeString:
    """Horizontal bars from 0 to 100; `mark_label` says what the posts stand for, `second_label` the triangles."""
    found = [Bar(*point) for point in points]
    gap = GAP_WITH_SECOND if any(bar.second is not None for bar in found) else GAP
    rows, top = [], 8.0
    for bar in found:
        lines = fitted(bar.label, layout.width - 12 if layout.is_stacked else layout.left - 12, LABEL_LINES)
        above = LINE * len(lines) if layout.is_stacked else 0
        height = LINE * max(len(lines) if not above else 1, len(_value(bar, layout))) + gap
        rows.append(_bar_row(bar, lines, top + above + height / 2, accent, layout))
        top += above + height
    samples = [Entry(_mark, mark_label), Entry(partial(triangle, radius=SECOND), second_label)]
    signs, height = key([entry for entry in samples if entry.words], max(layout.left - 13, 8), top + 24, layout.width)
    words = (
        title,
        finding or extremes((bar.label, bar.value) for bar in found),
        _words(found, mark_label, second_label),
    )
    return svg("bars", (layout.width, round(top + 22 + height)), words, joined([_scale(top, layout), *rows, signs]))


def _words(found: Sequence[Bar], mark_label: str, second_label: str) -> str:
    marks = [(bar.label, bar.mark) for bar in found if bar.mark is not None]
    seconds = [(bar.label, bar.second) for bar in found if bar.second is not None]
    said = [in_words((bar.label, bar.value) for bar in found)]
    said += [f"{mark_label}: {in_words(marks)}"] if mark_label else []
    return " ".join([*said, *([f"{second_label}: {in_words(seconds)}"] if second_label else [])])


def _bar_row(bar: Bar, lines: list[str], middle: float, accent: str, layout: Layout) -> SafeString:
    track = _rect(middle, 100, "chart-track", ("none", "currentColor"), layout)
    fill = NOTHING if bar.value is None else _rect(middle, float(bar.value), "chart-bar", (accent, "none"), layout)
    mark = NOTHING if bar.mark is None else _mark((layout.along(float(bar.mark)), middle))
    second = NOTHING if bar.second is None else _second(layout.along(float(bar.second)), middle)
    value = _value(bar, layout)
    place = (layout.right + 10, middle - LINE * (len(value) - 1) / 2 + 4)
    return _label(lines, middle, layout) + track + fill + mark + second + text(place, value, bold=bar.value is not None)


def _label(lines: list[str], middle: float, layout: Layout) -> SafeString:
    if layout.is_stacked:
        return text((layout.left, middle - LINE * len(lines) + 2), lines)
    return text((layout.left - 10, middle - LINE * (len(lines) - 1) / 2 + 4), lines, anchor="end")


def _value(bar: Bar, layout: Layout) -> list[str]:
    return fitted(shown(bar.value), layout.width - layout.right - 12, 2)


def _rect(middle: float, until: float, name: str, colours: tuple[str, str], layout: Layout) -> SafeString:
    """`colours`: of the inside and of the rim."""
    shape = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-opacity="0.35"/>'
    width = layout.along(until) - layout.left
    return format_html(shape, name, layout.left, n(middle - BAR_THICKNESS / 2), n(width), BAR_THICKNESS, *colours)


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


def _scale(bottom: float, layout: Layout) -> SafeString:
    line = '<line x1="{}" y1="4" x2="{}" y2="{}" stroke="currentColor" stroke-opacity="0.2"/>'
    places = [(at, n(layout.along(at))) for at in (0, *RINGS)]
    lines = joined(format_html(line, x, x, n(bottom)) for _at, x in places)
    return lines + joined(text((float(x), bottom + 14), [str(at)], "middle") for at, x in places)
