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

WIDTH = 690
LEFT, RIGHT = 252.0, 660.0
HEAD, FOOT = 30, 26
ROW, LANE = 30, 4
LABEL_LETTERS = 38
LEGEND_COLUMN, LEGEND_LETTERS = 166, 20
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


def side_by_side(
    units: Sequence[Unit], rows: Sequence[Compared], title: str, *, median_label: str = "", finding: str = ""
) -> SafeString:
    """Scores from 0 to 100. ValueError for more than four units: nobody could tell them apart."""
    if len(units) > len(MARKS):
        raise ValueError(f"{len(units)} units; at most {len(MARKS)} can be told apart")
    along = scale([], LEFT, RIGHT, bounds=POINTS)
    height = ROW + LANE * max(len(units) - 1, 0)
    bottom = HEAD + height * len(rows)
    drawn = [_row(row, HEAD + height * place, height, along) for place, row in enumerate(rows)]
    note = _median_note(bottom + FOOT + 8, median_label) if median_label else NOTHING
    names = [_name(unit, look, rows) for look, unit in enumerate(units)]
    words = (title, finding or _finding(units, rows), _values(units, rows, median_label))
    size = (WIDTH, bottom + FOOT + (LINE if median_label else 0))
    body = joined(names) + scenery(_axis(along, bottom), *drawn, note)
    return svg("side-by-side", size, words, body, has_links=any(unit.link for unit in units))


def _name(unit: Unit, look: int, rows: Sequence[Compared]) -> SafeString:
    x = 16.0 + LEGEND_COLUMN * look
    name = text((x + 12, 16), wrapped(unit.name, LEGEND_LETTERS, 1), bold=True)
    scores = ", ".join(f"{row.label} {result(row.scores[look])}" for row in rows)
    return linked(unit.link, f"{unit.name}: {scores}", MARKS[look]((x, 12), RADIUS) + name)


def _row(row: Compared, top: float, height: float, along: Scale) -> SafeString:
    """Each unit a little lower than the one before, so that equal scores show all their marks."""
    middle = top + height / 2
    lines = wrapped(row.label, LABEL_LETTERS, 2)
    label = text((LEFT - 14, middle + 4 - LINE * (len(lines) - 1) / 2), lines, "end")
    first = middle - LANE * (len(row.scores) - 1) / 2
    places = [
        (look, (along.at(score), first + LANE * look)) for look, score in enumerate(row.scores) if score is not None
    ]
    marks = [MARKS[look](place, RADIUS) for look, place in places]
    ends = [place[0] for _look, place in places]
    span = _line((min(ends), middle), (max(ends), middle), "0.45") if ends else NOTHING
    rule = _line((LEFT, top + height), (RIGHT, top + height), "0.12")
    post = NOTHING if row.median is None else _post((along.at(row.median), middle), height - 10)
    return joined([rule, label, span, post, *marks])


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


def _axis(along: Scale, bottom: int) -> SafeString:
    upright = [_line((along.at(tick), HEAD), (along.at(tick), bottom), "0.12") for tick in along.ticks]
    return joined(
        upright + [text((along.at(tick), bottom + 16), [number(tick)], "middle", size=12) for tick in along.ticks]
    )


def _median_note(y: float, label: str) -> SafeString:
    return _post((LEFT, y), 14) + text((LEFT + 10, y + 4), [label])


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
