"""Two scores against each other (readiness R along, results K upwards), in four quadrants at the medians."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.bands import result
from assessments.charts.drawing import NOTHING, Place, joined, linked, scenery, shape, svg, text
from assessments.charts.marks import circle, diamond
from assessments.charts.placement import Box, Spot, beside, box_of
from assessments.charts.scales import POINTS, Scale, scale
from assessments.explanations import number

SIZE = (680, 560)
PAPER = Box(58, 24, 664, 500)
LABEL_SIZE = 12
RADIUS = 4.5
MOST_NAMED = 150
"""With more dots only the marked one is named: there is no room, and looking for it takes seconds."""


class Dot(NamedTuple):
    code: str
    name: str
    x: Decimal | None
    y: Decimal | None
    link: str = ""

    def words(self, labels: tuple[str, str]) -> str:
        return f"{self.name}: {labels[0]} {result(self.x)}, {labels[1]} {result(self.y)}"


class Frame(NamedTuple):
    x: Scale
    y: Scale

    def at(self, dot: Dot) -> Place:
        return self.x.at(dot.x or Decimal(0)), self.y.at(dot.y or Decimal(0))


def scatter(
    dots: Sequence[Dot],
    title: str,
    *,
    labels: tuple[str, str],
    medians: tuple[Decimal | None, Decimal | None] = (None, None),
    marked: str = "",
    finding: str = "",
) -> SafeString:
    """Scores from 0 to 100; `labels` name x and y. A dot without one of its scores is only in the description."""
    drawn = sorted((dot for dot in dots if dot.x is not None and dot.y is not None), key=lambda dot: dot.code != marked)
    frame = Frame(
        scale([dot.x for dot in drawn if dot.x is not None], PAPER.left, PAPER.right, bounds=POINTS),
        scale([dot.y for dot in drawn if dot.y is not None], PAPER.bottom, PAPER.top, bounds=POINTS),
    )
    lines, taken = _medians(frame, medians, labels)
    named = drawn if len(drawn) <= MOST_NAMED else [dot for dot in drawn[:1] if dot.code == marked]
    names = [(frame.at(dot), dot.name) for dot in named]
    spots = beside(names, PAPER, LABEL_SIZE, taken=taken, lines=_median_boxes(frame, medians), radius=RADIUS + 4)
    pairs = zip_longest(drawn, spots)
    units = [_dot(dot, frame, spot, labels, dot.code == marked) for dot, spot in pairs]
    body = joined([scenery(_axes(frame, labels), lines), *reversed(units)])
    words = (title, finding or _quadrants(drawn, medians, labels), _values(dots, labels))
    return svg("scatter", SIZE, words, body, has_links=any(dot.link for dot in drawn))


def _dot(dot: Dot, frame: Frame, spot: Spot | None, labels: tuple[str, str], is_marked: bool) -> SafeString:
    place = frame.at(dot)
    mark = (
        diamond(place, RADIUS + 1.5, name="chart-own") if is_marked else circle(place, RADIUS, "#ffffff", "chart-paper")
    )
    name = text(spot.place, [dot.name], spot.anchor, bold=is_marked, size=LABEL_SIZE) if spot else NOTHING
    return linked(dot.link, dot.words(labels), mark + name)


def _axes(frame: Frame, labels: tuple[str, str]) -> SafeString:
    box = shape(
        *("rect", NOTHING),
        x=PAPER.left,
        y=PAPER.top,
        width=PAPER.right - PAPER.left,
        height=PAPER.bottom - PAPER.top,
        fill="none",
        stroke="currentColor",
        stroke_opacity="0.5",
    )
    along = [
        text((frame.x.at(tick), PAPER.bottom + 16), [number(tick)], "middle", size=LABEL_SIZE) for tick in frame.x.ticks
    ]
    up = [
        text((PAPER.left - 8, frame.y.at(tick) + 4), [number(tick)], "end", size=LABEL_SIZE) for tick in frame.y.ticks
    ]
    grid = [_line((frame.x.at(tick), PAPER.top), (frame.x.at(tick), PAPER.bottom), "0.12") for tick in frame.x.ticks]
    grid += [_line((PAPER.left, frame.y.at(tick)), (PAPER.right, frame.y.at(tick)), "0.12") for tick in frame.y.ticks]
    x_label = text(((PAPER.left + PAPER.right) / 2, PAPER.bottom + 40), [labels[0]], "middle", bold=True)
    y_label = text((PAPER.left - 46, PAPER.top - 9), [labels[1]], bold=True)
    return joined([*grid, box, *along, *up, x_label, y_label])


def _line(start: Place, end: Place, opacity: str, dashes: str = "") -> SafeString:
    ends = {"x1": float(start[0]), "y1": float(start[1]), "x2": float(end[0]), "y2": float(end[1])}
    return shape("line", **ends, stroke="currentColor", stroke_opacity=opacity, stroke_dasharray=dashes)


def _medians(
    frame: Frame, medians: tuple[Decimal | None, Decimal | None], labels: tuple[str, str]
) -> tuple[SafeString, list[Box]]:
    """The two lines with their words, and the room these take."""
    parts, boxes = [], []
    along, up = medians
    if along is not None:
        x = frame.x.at(along)
        parts.append(_line((x, PAPER.top), (x, PAPER.bottom), "0.8", "6 4"))
        parts.append(_median_label(boxes, Spot((x, PAPER.top - 8), "middle"), along))
    if up is not None:
        y = frame.y.at(up)
        parts.append(_line((PAPER.left, y), (PAPER.right, y), "0.8", "6 4"))
        parts.append(_median_label(boxes, Spot((PAPER.right - 5, y - 5), "end"), up))
    return joined(parts), boxes


def _median_boxes(frame: Frame, medians: tuple[Decimal | None, Decimal | None]) -> list[Box]:
    along, up = medians
    across = [Box(frame.x.at(along) - 1, PAPER.top, frame.x.at(along) + 1, PAPER.bottom)] if along is not None else []
    return across + ([Box(PAPER.left, frame.y.at(up) - 1, PAPER.right, frame.y.at(up) + 1)] if up is not None else [])


def _median_label(boxes: list[Box], spot: Spot, median: Decimal) -> SafeString:
    words = _("trung vị %s") % result(median)
    boxes.append(box_of(spot, words, LABEL_SIZE))
    return text(spot.place, [words], spot.anchor, size=LABEL_SIZE)


def _quadrants(dots: Sequence[Dot], medians: tuple[Decimal | None, Decimal | None], labels: tuple[str, str]) -> str:
    along, up = medians
    if along is None or up is None or not dots:
        return _("%(count)s đơn vị có cả hai điểm.") % {"count": len(dots)}
    sides = [(dot.x is not None and dot.x >= along, dot.y is not None and dot.y >= up) for dot in dots]
    names = {
        "x": labels[0],
        "y": labels[1],
        "both": sides.count((True, True)),
        "x_only": sides.count((True, False)),
        "y_only": sides.count((False, True)),
        "none": sides.count((False, False)),
    }
    return (
        _(
            "Từ trung vị trở lên: cả hai điểm %(both)s đơn vị, chỉ %(x)s %(x_only)s đơn vị, chỉ %(y)s "
            "%(y_only)s đơn vị; "
            "dưới trung vị cả hai: %(none)s đơn vị."
        )
        % names
    )


def _values(dots: Sequence[Dot], labels: tuple[str, str]) -> str:
    return "; ".join(dot.words(labels) for dot in dots) + "." if dots else _("Không có mục nào.")
