"""Up to four units on many scores: a row a score, each unit with its own mark, the median of the peers as a post."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.bands import result
from assessments.charts.drawing import LINE, NOTHING, Place, joined, linked, scenery, shape, svg, text, wrapped
from assessments.charts.marks import circle, diamond, square, triangle
from assessments.charts.scales import POINTS, Scale, scale
from assessments.explanations import number, points

HEAD, FOOT = 30, 26
ROW, LANE = 30, 4
LABEL_LETTERS = 38
LEGEND_LETTERS = 20
RADIUS = 4.5
MARKS = (circle, square, triangle, diamond)
"""The same in the same order as over the rounds (trends.py)."""


class Unit(NamedTuple):
    code: str
    name: str
    link: str = ""


class Compared(NamedTuple):
    """One row; `scores`: one for each unit, None where there is none."""

    label: str
    scores: Sequence[Decimal | None]
    median: Decimal | None = None


class Layout(NamedTuple):
    """`names`: how many stand in a line of the legend; `is_stacked`: labels stand above their rows, for the width of a
    phone."""

    width: int
    left: float
    right: float
    names: int
    is_stacked: bool = False

    def head(self, units: int) -> int:
        return HEAD + LINE * max((units - 1) // self.names, 0)


WIDE = Layout(690, 252.0, 660.0, names=4)
NARROW = Layout(330, 12.0, 316.0, names=2, is_stacked=True)


def side_by_side(
    units: Sequence[Unit],
    rows: Sequence[Compared],
    title: str,
    *,
    median_label: str = "",
    finding: str = "",
    layout: Layout = WIDE,
) -> SafeString:
    """Scores from 0 to 100. ValueError for more than four units: nobody could tell them apart."""
    if len(units) > len(MARKS):
        raise ValueError(f"{len(units)} units; at most {len(MARKS)} can be told apart")
    along = scale([], layout.left, layout.right, bounds=POINTS)
    height = ROW + LANE * max(len(units) - 1, 0) + (LINE if layout.is_stacked else 0)
    head = layout.head(len(units))
    bottom = head + height * len(rows)
    drawn = [_row(row, head + height * place, height, along, layout) for place, row in enumerate(rows)]
    note = _median_note((layout.left, bottom + FOOT + 8), median_label) if median_label else NOTHING
    names = [_name(unit, look, rows, layout) for look, unit in enumerate(units)]
    words = (title, finding or _finding(units, rows), _values(units, rows, median_label))
    size = (layout.width, bottom + FOOT + (LINE if median_label else 0))
    body = joined(names) + scenery(_axis(along, head, bottom), *drawn, note)
    return svg("side-by-side", size, words, body, has_links=any(unit.link for unit in units))


def _name(unit: Unit, look: int, rows: Sequence[Compared], layout: Layout) -> SafeString:
    line, column = divmod(look, layout.names)
    x, y = 16.0 + (layout.width - 26) // layout.names * column, 12 + LINE * line
    name = text((x + 12, y + 4), wrapped(unit.name, LEGEND_LETTERS, 1), bold=True)
    scores = ", ".join(f"{row.label} {result(row.scores[look])}" for row in rows)
    return linked(unit.link, f"{unit.name}: {scores}", MARKS[look]((x, y), RADIUS) + name)


def _row(row: Compared, top: float, height: float, along: Scale, layout: Layout) -> SafeString:
    """Each unit a little lower than the one before, so that equal scores show all their marks."""
    above = LINE if layout.is_stacked else 0
    middle = top + above + (height - above) / 2
    first = middle - LANE * (len(row.scores) - 1) / 2
    places = [
        (look, (along.at(score), first + LANE * look)) for look, score in enumerate(row.scores) if score is not None
    ]
    marks = [MARKS[look](place, RADIUS) for look, place in places]
    ends = [place[0] for _look, place in places]
    span = _line((min(ends), middle), (max(ends), middle), "0.45") if ends else NOTHING
    rule = _line((layout.left, top + height), (layout.right, top + height), "0.12")
    post = NOTHING if row.median is None else _post((along.at(row.median), middle), height - above - 10)
    return joined([rule, _label(row, top, middle, layout), span, post, *marks])


def _label(row: Compared, top: float, middle: float, layout: Layout) -> SafeString:
    if layout.is_stacked:
        return text((layout.left, top + LINE), wrapped(row.label, LABEL_LETTERS + 8, 1))
    lines = wrapped(row.label, LABEL_LETTERS, 2)
    return text((layout.left - 14, middle + 4 - LINE * (len(lines) - 1) / 2), lines, "end")


def _line(start: Place, end: Place, opacity: str) -> SafeString:
    ends = {"x1": start[0], "y1": float(start[1]), "x2": end[0], "y2": float(end[1])}
    return shape("line", **ends, stroke="currentColor", stroke_opacity=opacity)


def _post(place: Place, height: float) -> SafeString:
    x, y = place
    return shape(
        *("rect", NOTHING),
        class_="chart-median",
        x=x - 1.5,
        y=y - height / 2,
        width=3,
        height=float(height),
        fill="none",
        stroke="currentColor",
        stroke_opacity="0.7",
    )


def _axis(along: Scale, top: int, bottom: int) -> SafeString:
    upright = [_line((along.at(tick), top), (along.at(tick), bottom), "0.12") for tick in along.ticks]
    return joined(
        upright + [text((along.at(tick), bottom + 16), [number(tick)], "middle", size=12) for tick in along.ticks]
    )


def _median_note(place: Place, label: str) -> SafeString:
    return _post(place, 14) + text((place[0] + 10, place[1] + 4), [label])


def _finding(units: Sequence[Unit], rows: Sequence[Compared]) -> str:
    """Where they are farthest apart."""
    found = []
    for row in rows:
        known = [(score, unit.name) for score, unit in zip(row.scores, units, strict=True) if score is not None]
        best, last = max(known, default=None), min(known, default=None)
        if best and last and best[0] > last[0]:
            found.append((best[0] - last[0], best[1], last[1], row.label))
    if not found:
        return _("Không có mục nào khác nhau.")
    gap, best_name, last_name, label = max(found, key=lambda each: each[0])
    names = {"label": label, "best": best_name, "last": last_name, "gap": points(gap)}
    return _("Cách nhau nhiều nhất ở %(label)s: %(best)s hơn %(last)s %(gap)s điểm.") % names


def _values(units: Sequence[Unit], rows: Sequence[Compared], median_label: str) -> str:
    if not units or not rows:
        return _("Không có mục nào.")
    return "; ".join(_said(units, row, median_label) for row in rows) + "."


def _said(units: Sequence[Unit], row: Compared, median_label: str) -> str:
    scores = ", ".join(f"{unit.name} {result(score)}" for unit, score in zip(units, row.scores, strict=True))
    return f"{row.label}: {scores}" + (f", {median_label} {result(row.median)}" if median_label else "")
