"""Ranks and how far they move when the weights do: a row a unit, a bar from the best to the worst rank."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.drawing import NOTHING, SIZE, joined, linked, scenery, shape, svg, text, wrapped
from assessments.charts.marks import circle, diamond, triangle
from assessments.charts.placement import LETTER

WIDTH = 690
LABELS = 150
LEFT, RIGHT = 168.0, 480.0
ROW, HEAD, FOOT = 21, 30, 40
THICKNESS = 9
MOST_TICKS = 9
ALL = slice(None)


class Interval(NamedTuple):
    """`low` ≤ `rank` ≤ `high`, 1 is the best; None where a unit is not ranked."""

    code: str
    name: str
    rank: int | None
    low: int | None
    high: int | None
    is_uncertain: bool = False
    link: str = ""

    @property
    def ends(self) -> tuple[int, int, int] | None:
        if self.rank is None:
            return None
        return self.low or self.rank, self.rank, self.high or self.rank

    @property
    def words(self) -> str:
        """As "hạng 3 (từ 2 đến 5), chưa chắc chắn"."""
        if self.ends is None:
            return _("chưa xếp hạng")
        low, rank, high = self.ends
        said = _("hạng %(rank)s (từ %(low)s đến %(high)s)") % {"rank": rank, "low": low, "high": high}
        return said + ", " + _("chưa chắc chắn") if self.is_uncertain else said


def intervals(
    units: Sequence[Interval], title: str, *, marked: str = "", finding: str = "", part: slice = ALL
) -> SafeString:
    """In the order given. `part`: the rows drawn here; the scale is still that of all of them."""
    drawn = units[part]
    last = max((unit.ends[2] for unit in units if unit.ends), default=1)
    bottom = HEAD + ROW * len(drawn)
    rows = [_row(unit, HEAD + ROW * (place + 0.5), last, unit.code == marked) for place, unit in enumerate(drawn)]
    body = joined([scenery(_axis(last, bottom)), *rows, scenery(_legend(bottom + 24))])
    values = "; ".join(f"{unit.name}: {unit.words}" for unit in drawn)
    words = (title, finding or _finding(units), f"{values}." if values else _("Không có mục nào."))
    return svg("intervals", (WIDTH, bottom + FOOT), words, body, has_links=any(unit.link for unit in drawn))


def _at(rank: float, last: int) -> float:
    return LEFT + (RIGHT - LEFT) * (rank - 1) / max(last - 1, 1)


def _row(unit: Interval, middle: float, last: int, is_marked: bool) -> SafeString:
    name = text((LABELS, middle + 4), wrapped(unit.name, 20, 1), "end", bold=is_marked)
    target = shape(
        "rect", x=2, y=middle - ROW / 2 + 1, width=LABELS + 4, height=ROW - 2, fill="none", pointer_events="all"
    )
    beside = (LABELS - 9 - len(unit.name) * SIZE * LETTER, middle)
    mark = diamond(beside, 4.5, name="chart-own") if is_marked else NOTHING
    label = linked(unit.link, f"{unit.name}: {unit.words}", joined([target, name, mark]))
    return label + scenery(_bar(unit, middle, last))


def _bar(unit: Interval, middle: float, last: int) -> SafeString:
    if unit.ends is None:
        return text((RIGHT + 22, middle + 4), [unit.words])
    low, rank, high = unit.ends
    place = (_at(rank, last), middle)
    numbers = f"{rank} ({low}–{high})" if low != high else str(rank)
    doubt = text((RIGHT + 96, middle + 4), [_("chưa chắc chắn")]) if unit.is_uncertain else NOTHING
    dot = _uncertain_mark(place) if unit.is_uncertain else circle(place, 4.5)
    return (
        _span(_at(low, last), _at(high, last), middle, is_uncertain=unit.is_uncertain)
        + dot
        + text((RIGHT + 22, middle + 4), [numbers])
        + doubt
    )


def _span(start: float, end: float, middle: float, *, is_uncertain: bool) -> SafeString:
    return shape(
        "rect",
        class_="chart-span",
        x=start - 4,
        y=middle - THICKNESS / 2,
        width=end - start + 8,
        height=THICKNESS,
        rx=4,
        fill="currentColor",
        fill_opacity="0.06" if is_uncertain else "0.3",
        stroke="currentColor" if is_uncertain else "",
        stroke_dasharray="3 3" if is_uncertain else "",
    )


def _uncertain_mark(place: tuple[float, float]) -> SafeString:
    return triangle(place, 5, "#ffffff", "chart-paper")


def _axis(last: int, bottom: float) -> SafeString:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if last / step <= MOST_TICKS)
    ticks = sorted({1, *range(step, last + 1, step)})
    parts = [text((LEFT, 12), [_("Hạng (1 là cao nhất)")])]
    for tick in ticks:
        x = _at(tick, last)
        parts.append(text((x, HEAD - 4), [str(tick)], "middle", size=12))
        parts.append(shape("line", x1=x, y1=HEAD, x2=x, y2=bottom, stroke="currentColor", stroke_opacity="0.15"))
    return joined(parts)


def _legend(middle: float) -> SafeString:
    sure = _span(20, 56, middle, is_uncertain=False) + circle((36, middle), 4.5)
    unsure = _span(330, 366, middle, is_uncertain=True) + _uncertain_mark((346, middle))
    return joined(
        [
            sure,
            text((70, middle + 4), [_("hạng và khoảng hạng")]),
            unsure,
            text((380, middle + 4), [_("khoảng quá rộng: hạng chưa chắc chắn")]),
        ]
    )


def _finding(units: Sequence[Interval]) -> str:
    ranked = [unit for unit in units if unit.ends]
    if not ranked:
        return _("Chưa có đơn vị nào được xếp hạng.")
    names = {"ranked": len(ranked), "uncertain": sum(unit.is_uncertain for unit in ranked)}
    return _("Xếp hạng %(ranked)s đơn vị, %(uncertain)s đơn vị có hạng chưa chắc chắn.") % names
