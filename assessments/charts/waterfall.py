"""From today's score to what is reached when every gap is closed: a step a gap, the greatest first."""

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.enums import Band, band_of
from assessments.explanations import points
from indicators.scoring.numbers import reported
from indicators.scoring.scorecard import BANDS

from .drawing import LINE, NOTHING, joined, shape, svg, text
from .lettering import fitted

WIDTH = 620
LABELS = 182.0
LEFT, RIGHT = 192.0, 564.0
VALUES = 617.0
HEAD, FOOT = 24, 22
ROW, THICKNESS = 9, 13
LABEL_LINES = 3
LEAST_SHARE = Decimal("0.02")
FULL = Decimal(100)
FAINT = "0.6"
"""Lines that carry meaning still have three times the contrast of the page."""


class Step(NamedTuple):
    """`gain`: how many points of the score closing this gap brings; 0 is only said."""

    label: str
    gain: Decimal


class Row(NamedTuple):
    """What is gained from `low` to `high`; `band`: the one that is reached by it."""

    label: str
    low: Decimal
    high: Decimal
    value: str
    band: Band | None = None
    is_step: bool = True

    @property
    def lines(self) -> list[str]:
        return fitted(self.label, LABELS - 2, LABEL_LINES)

    @property
    def height(self) -> int:
        return LINE * (len(self.lines) + bool(self.band)) + ROW


def waterfall(
    start: Decimal | None,
    steps: Sequence[Step | tuple[str, Decimal]],
    title: str,
    *,
    start_label: str = "",
    end_label: str = "",
    rest_label: str = "",
    least: Decimal = LEAST_SHARE,
    accent: str = "currentColor",
    finding: str = "",
) -> SafeString:
    """`start`: today's score, None without one. Steps that bring less than this share (`least`) of the whole gain are
    drawn as one; all are said."""
    given = sorted((Step(*step) for step in steps), key=lambda step: -step.gain)
    if start is None:
        words = (title, finding or _("Chưa có điểm hôm nay nên chưa tính được mức tăng."), _values([], given))
        return svg("waterfall", (WIDTH, 40), words, text((WIDTH / 2, 24), fitted(words[1], WIDTH, 1), "middle"))
    shown = list(_rows(start, _joined_up(given, least, rest_label or _("các nhóm khác"))))
    first = Row(start_label or _("Điểm hôm nay"), start, start, points(start), is_step=False)
    end = start + sum((step.gain for step in given), Decimal(0))
    last = Row(end_label or _("Khi đóng mọi khoảng cách"), start, end, points(end), is_step=False)
    words = (title, finding or _finding(start, shown), _values([first, last], given))
    rows = [first, *shown, last]
    bottom = HEAD + sum(row.height for row in rows)
    return svg("waterfall", (WIDTH, bottom + FOOT), words, _bands(bottom) + _bars(rows, start, accent))


def _joined_up(steps: Sequence[Step], least: Decimal, rest: str) -> list[Step]:
    """Those with a gain; the small ones as one, unless there is only one."""
    whole = sum((step.gain for step in steps), Decimal(0))
    large = [step for step in steps if step.gain >= max(whole * least, Decimal("0.005"))]
    small = [step for step in steps if step not in large and step.gain > 0]
    if len(small) < 2:
        return [*large, *small]
    label = _("%(rest)s (%(count)s)") % {"rest": rest, "count": len(small)}
    return [*large, Step(label[:1].upper() + label[1:], sum((step.gain for step in small), Decimal(0)))]


def _rows(start: Decimal, steps: Sequence[Step]) -> Iterator[Row]:
    reached = start
    for step in steps:
        low, reached = reached, reached + step.gain
        band = _band(reached)
        yield Row(step.label, low, reached, f"+{points(step.gain)}", band if band is not _band(low) else None)


def _band(score: Decimal) -> Band | None:
    """Of the score as it is shown; beyond the scale is its end."""
    return band_of(min(max(reported(score), Decimal(0)), FULL))


# -- drawing ---------------------------------------------------------------------------------------------------------


def _across(value: Decimal) -> float:
    return LEFT + (RIGHT - LEFT) * float(min(max(value, Decimal(0)), FULL) / FULL)


def _bands(bottom: float) -> SafeString:
    """Their names above, their bounds as fine lines with the numbers below."""
    lows = [Decimal(low) for _code, low in BANDS]
    parts = []
    for (code, _low), low, high in zip(BANDS, lows, [*lows[1:], FULL], strict=True):
        name = fitted(str(Band(code).label), (RIGHT - LEFT) / len(BANDS), 1)
        parts.append(text(((_across(low) + _across(high)) / 2, 13), name, "middle"))
    for bound in [*lows, FULL]:
        x = _across(bound)
        line = {"class_": "chart-bound", "x1": x, "y1": HEAD - 4.0, "x2": x, "y2": float(bottom + 4)}
        parts.append(shape("line", **line, stroke="currentColor", stroke_dasharray="1 3", stroke_opacity=FAINT))
        parts.append(text((x, bottom + 17), [str(bound)], "middle"))
    return joined(parts)


def _bars(rows: Sequence[Row], start: Decimal, accent: str) -> SafeString:
    """Every gain begins where the one above ends; before the first row's and the last row's there is today's score."""
    bottoms = list(itertools.accumulate((row.height for row in rows), initial=HEAD))
    middles = [(above + below) / 2 for above, below in itertools.pairwise(bottoms)]
    hairs = [_hair(row.high, *ends) for row, ends in zip(rows, itertools.pairwise(middles), strict=False)]
    drawn = [_row(row, middle, accent) for row, middle in zip(rows, middles, strict=True)]
    today = [_bar("chart-bar", Decimal(0), start, middle, accent, "1") for middle in (middles[0], middles[-1])]
    return joined([*hairs, *drawn, *today])


def _row(row: Row, middle: float, accent: str) -> SafeString:
    count = len(row.lines) + bool(row.band)
    top = middle - LINE * (count - 1) / 2 + 4
    label = text((LABELS, top), row.lines, "end", bold=not row.is_step)
    reached = NOTHING
    if row.band:
        words = fitted(_("lên bậc %s") % row.band.label, LABELS - 2, 1)
        reached = text((LABELS, top + LINE * len(row.lines)), words, "end", bold=True, name="chart-reached")
    gained = _bar("chart-step", row.low, row.high, middle, accent, "0.3")
    return label + reached + gained + text((VALUES, middle + 4), [row.value], "end", bold=True)


def _bar(name: str, low: Decimal, high: Decimal, middle: float, accent: str, opacity: str) -> SafeString:
    """What is not there yet is paler with an outline."""
    x = _across(low)
    place = {"x": x, "y": middle - THICKNESS / 2, "width": _across(high) - x, "height": float(THICKNESS)}
    return shape("rect", class_=name, **place, fill=accent, fill_opacity=opacity, stroke=accent, stroke_width="1.2")


def _hair(value: Decimal, above: float, below: float) -> SafeString:
    """From the end of one bar down to where the next begins."""
    x = _across(value)
    ends = {"x1": x, "y1": above + THICKNESS / 2, "x2": x, "y2": below - THICKNESS / 2}
    return shape("line", class_="chart-hair", **ends, stroke="currentColor", stroke_width="0.8", stroke_opacity=FAINT)


# -- words -----------------------------------------------------------------------------------------------------------


def _finding(start: Decimal, rows: Sequence[Row]) -> str:
    if not rows:
        return _("Không còn khoảng cách nào để đóng.")
    names = {"label": rows[0].label, "gain": points(rows[0].high - rows[0].low)}
    said = _("Khoảng cách lớn nhất nằm ở %(label)s: đóng lại tăng %(gain)s điểm") % names
    steps = [
        _("sau bước thứ %(place)s lên bậc %(band)s") % {"place": place, "band": row.band.label}
        for place, row in enumerate(rows, 1)
        if row.band
    ]
    if not steps:
        band = _band(start)
        steps = [_("đóng tất cả vẫn ở bậc %s") % band.label] if band else []
    return f"{'; '.join([said, *steps])}."


def _values(ends: Sequence[Row], steps: Sequence[Step]) -> str:
    """Every gain, between what it begins with and comes to."""
    said = [f"{step.label}: +{points(step.gain)}" for step in steps]
    around = [f"{row.label}: {row.value}" for row in ends]
    listed = "; ".join([*around[:1], *said, *around[1:]])
    return f"{listed}." if listed else _("Không có mục nào.")
