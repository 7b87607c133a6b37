"""Charts as SVG: real text, a title that says what is to be seen, nothing that only colour tells.

The same markup stands in pages and in PDFs. Pages forbid style attributes and may hold several charts, PDFs know no
page stylesheet inside an SVG: so there are presentation attributes and classes only, and no ids. Everything is drawn
in `currentColor` unless `accent` names a colour.
"""

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import cos, pi, sin
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.explanations import points

Place = tuple[float, float]

RINGS = (20, 40, 60, 80, 100)
LINE = 16
FONTS = "Be Vietnam Pro, sans-serif"
NOTHING = SafeString("")
BOLD = SafeString(' font-weight="600"')
DASHED = SafeString(' stroke-dasharray="3 4"')


class Bar(NamedTuple):
    """`value` None: not applicable. `mark`: a second number on the same scale, drawn as an upright mark."""

    label: str
    value: Decimal | None
    mark: Decimal | None = None


# -- radar -----------------------------------------------------------------------------------------------------------

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
    body = _join([*map(_spoke, axes), *(_ring(axes, ring) for ring in RINGS), _shape(axes, accent)])
    labels = _join([_ring_numbers(axes), *map(_axis_label, axes)])
    finding = finding or _extremes(points)
    return _svg("radar", RADAR_SIZE, (title, finding, _in_words(points)), body + labels)


def _ring(axes: list[Axis], ring: int) -> SafeString:
    corners = " ".join(_xy(axis.at(ring)) for axis in axes)
    shape = '<polygon class="chart-ring" points="{}" fill="none" stroke="currentColor" stroke-opacity="{}"/>'
    return format_html(shape, corners, "0.6" if ring == 100 else "0.25")


def _spoke(axis: Axis) -> SafeString:
    dashes = DASHED if axis.score is None else NOTHING
    (x1, y1), (x2, y2) = RADAR_CENTRE, axis.at(100)
    line = '<line class="chart-spoke" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-opacity="0.25"{}/>'
    return format_html(line, _n(x1), _n(y1), _n(x2), _n(y2), dashes)


def _shape(axes: list[Axis], accent: str) -> SafeString:
    """Between neighbours that both have a score, an edge and the area under it; a dot on each."""
    pairs = [(axis, after) for axis, after in zip(axes, axes[1:] + axes[:1], strict=True) if len(axes) > 2]
    ends = [
        (axis.at(float(axis.score)), after.at(float(after.score)))
        for axis, after in pairs
        if axis.score is not None and after.score is not None
    ]
    area = " ".join(f"M{_xy(RADAR_CENTRE)} L{_xy(start)} L{_xy(end)}Z" for start, end in ends)
    edge = " ".join(f"M{_xy(start)} L{_xy(end)}" for start, end in ends)
    dots = [axis.at(float(axis.score)) for axis in axes if axis.score is not None]
    return format_html(
        '<path class="chart-area" d="{}" fill="{}" fill-opacity="0.16"/>'
        '<path class="chart-edge" d="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-linecap="round"/>{}',
        area,
        accent,
        edge,
        accent,
        format_html_join(
            "", '<circle class="chart-dot" cx="{}" cy="{}" r="4" fill="{}"/>', ((_n(x), _n(y), accent) for x, y in dots)
        ),
    )


def _ring_numbers(axes: list[Axis]) -> SafeString:
    if not axes:
        return _text(RADAR_CENTRE, [_("Không có mục nào")], anchor="middle")
    top = [(axes[0].at(ring), ring) for ring in RINGS]
    return _join(_text((x + 4, y + 11), [str(ring)], size=10, opacity="0.75") for (x, y), ring in top)


def _axis_label(axis: Axis) -> SafeString:
    x, y = axis.at(100)
    outwards, downwards = cos(axis.angle), sin(axis.angle)
    anchor = "middle" if abs(outwards) < 0.2 else "start" if outwards > 0 else "end"
    lines = wrapped(axis.label, 28 if anchor == "middle" else 16, 3)
    height = LINE * (len(lines) + 1)
    top = y + 16 * downwards - height * (1 - downwards) / 2 + 12
    value = shown(axis.score)
    left = x + 12 * outwards
    name = _text((left, top), lines, anchor=anchor)
    return name + _text((left, top + LINE * len(lines)), [value], anchor=anchor, bold=axis.score is not None)


# -- bars ------------------------------------------------------------------------------------------------------------

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
    body = _scale(top) + _join(rows)
    if mark_label:
        body += _mark((TRACK_LEFT, top + 30)) + _text((TRACK_LEFT + 12, top + 34), [mark_label], size=11)
    size = (BARS_WIDTH, round(top + (40 if mark_label else 20)))
    values = [(bar.label, bar.value) for bar in found]
    marks = [(bar.label, bar.mark) for bar in found if bar.mark is not None]
    words = " ".join(filter(None, [_in_words(values), f"{mark_label}: {_in_words(marks)}" if marks else ""]))
    return _svg("bars", size, (title, _extremes(values), words), body)


def _bar_row(bar: Bar, lines: list[str], middle: float, accent: str) -> SafeString:
    label = _text((TRACK_LEFT - 10, middle - LINE * (len(lines) - 1) / 2 + 4), lines, anchor="end")
    track = _rect(middle, 100, "chart-track", "none", "currentColor")
    fill = NOTHING if bar.value is None else _rect(middle, float(bar.value), "chart-bar", accent, "none")
    mark = NOTHING if bar.mark is None else _mark((_along(float(bar.mark)), middle))
    value = _text((TRACK_RIGHT + 10, middle + 4), [shown(bar.value)], bold=bar.value is not None)
    return label + track + fill + mark + value


def _rect(middle: float, until: float, name: str, fill: str, stroke: str) -> SafeString:
    shape = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-opacity="0.35"/>'
    width = _along(until) - TRACK_LEFT
    return format_html(shape, name, TRACK_LEFT, _n(middle - BAR_THICKNESS / 2), _n(width), BAR_THICKNESS, fill, stroke)


def _mark(place: Place) -> SafeString:
    """A post with a white rim, so that it shows on a dark bar and on white paper."""
    shape = (
        '<rect class="chart-mark" x="{}" y="{}" width="5" height="{}" fill="currentColor" stroke="#fff" '
        'stroke-width="1.5"/>'
    )
    height = BAR_THICKNESS + 8
    return format_html(shape, _n(place[0] - 2.5), _n(place[1] - height / 2), height)


def _scale(bottom: float) -> SafeString:
    line = '<line x1="{}" y1="4" x2="{}" y2="{}" stroke="currentColor" stroke-opacity="0.2"/>'
    places = [(at, _n(_along(at))) for at in (0, *RINGS)]
    lines = _join(format_html(line, x, x, _n(bottom)) for _at, x in places)
    return lines + _join(
        _text((float(x), bottom + 14), [str(at)], "middle", size=10, opacity="0.75") for at, x in places
    )


def _along(value: float) -> float:
    return TRACK_LEFT + (TRACK_RIGHT - TRACK_LEFT) * min(max(value, 0), 100) / 100


# -- what both are made of -------------------------------------------------------------------------------------------


def shown(score: Decimal | None) -> str:
    return _("không áp dụng") if score is None else points(score)


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """At most so many lines of about so many letters, as even as they can be; what does not fit ends in "…"."""
    fitted = _wrap(text, width, lines)
    for narrower in range(max(width // 2, 1), width):
        even = _wrap(text, narrower, lines)
        if len(even) == len(fitted) and " ".join(even) == " ".join(fitted):
            return even
    return fitted


def _wrap(text: str, width: int, lines: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False, max_lines=lines, placeholder="…") or [""]


def _svg(name: str, size: tuple[int, int], words: tuple[str, str, str], body: SafeString) -> SafeString:
    """`words`: title, finding, and every value. The title holds the finding too, since PDFs read out nothing else."""
    title, finding, values = words
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{}" role="img" viewBox="0 0 {} {}" width="{}" '
        'height="{}" font-family="{}" font-size="12.5"><title>{}</title><desc>{}</desc>{}</svg>',
        name,
        *size,
        *size,
        FONTS,
        f"{title}. {finding}" if finding else title,
        values,
        body,
    )


def _text(
    place: Place,
    lines: Iterable[str],
    anchor: str = "start",
    *,
    bold: bool = False,
    size: float = 12.5,
    opacity: str = "",
) -> SafeString:
    rows = ((_n(place[0]), _n(place[1] + LINE * number), line) for number, line in enumerate(lines))
    more = BOLD if bold else NOTHING
    if size != 12.5:
        more += format_html(' font-size="{}"', size)
    if opacity:
        more += format_html(' fill-opacity="{}"', opacity)
    if anchor != "start":
        more += format_html(' text-anchor="{}"', anchor)
    return _join(
        format_html('<text x="{}" y="{}" fill="currentColor"{}>{}</text>', x, y, more, row) for x, y, row in rows
    )


def _in_words(points: Iterable[tuple[str, Decimal | None]]) -> str:
    listed = "; ".join(f"{label}: {shown(score)}" for label, score in points)
    return f"{listed}." if listed else _("Không có mục nào.")


def _extremes(points: Iterable[tuple[str, Decimal | None]]) -> str:
    """The finding: the highest and the lowest, the first of equals."""
    given = [(score, label) for label, score in points if score is not None]
    if not given:
        return _("Không có mục nào có điểm.")
    high, low = max(given, key=lambda pair: pair[0]), min(given, key=lambda pair: pair[0])
    if high[0] == low[0]:
        return _("Mọi mục đều %(score)s điểm.") % {"score": shown(high[0])}
    names = {"high": high[1], "top": shown(high[0]), "low": low[1], "bottom": shown(low[0])}
    return _("Cao nhất: %(high)s (%(top)s); thấp nhất: %(low)s (%(bottom)s).") % names


def _join(parts: Iterable[SafeString | str]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _xy(place: Place) -> str:
    return f"{_n(place[0])},{_n(place[1])}"


def _n(value: float) -> str:
    """With a point whatever the language, at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
