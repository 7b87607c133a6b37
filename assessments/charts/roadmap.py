"""Actions over twenty-four months: a bar an action, from when it may begin to when it is to be done."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.explanations import points
from catalogues.schema import Horizon

from .action_bars import EFFORTS, STANDINGS, Standing, bar, entries, onwards, quick
from .drawing import LINE, NOTHING, joined, shape, svg, text
from .keys import Entry, key
from .lettering import fitted, width_of

WIDTH = 620
LABELS, LEFT = 196.0, 206.0
HEAD, FOOT, GAP = 38, 44, 9
LABEL_LINES = 2
MONTHS = 24
SHORTEST = 10.0
"""So that what was due on the first day is seen."""
AFTER, LEAST_AFTER, QUICK_ROOM = 8.0, 24.0, 17.0
FAINT = "0.6"
PHASES = {Horizon.SHORT: (0, 6), Horizon.MIDDLE: (6, 12), Horizon.LONG: (12, 24)}
HORIZONS = {
    Horizon.SHORT: gettext_lazy("0–6 tháng"),
    Horizon.MIDDLE: gettext_lazy("6–12 tháng"),
    Horizon.LONG: gettext_lazy("12–24 tháng"),
}


class Action(NamedTuple):
    """`horizon` and `effort` as the catalogue has them, `standing` one of action_bars.Standing; "" where there is none.
    `due`: the day that is planned."""

    code: str
    title: str
    horizon: str
    effort: str = ""
    gain: Decimal = Decimal(0)
    is_quick: bool = False
    standing: str = ""
    due: date | None = None


class Drawn(NamedTuple):
    """`span`: in months from the beginning; None without a time."""

    action: Action
    span: tuple[float, float] | None

    @property
    def lines(self) -> list[str]:
        return fitted(f"{self.action.code} {self.action.title}", LABELS - 2, LABEL_LINES)

    @property
    def height(self) -> int:
        return LINE * len(self.lines) + GAP

    @property
    def goes_on(self) -> bool:
        return self.span is not None and self.span[1] > MONTHS

    @property
    def after(self) -> str:
        """What is written behind the bar."""
        return " ".join(filter(None, [self.action.effort, _standing(self.action)]))

    def is_done_by(self, month: int) -> bool:
        return self.span is not None and self.span[1] <= month and self.action.standing != Standing.STOPPED


def roadmap(
    actions: Sequence[Action],
    title: str,
    *,
    begins: date | None = None,
    reached: Sequence[Decimal] = (),
    accent: str = "currentColor",
    finding: str = "",
) -> SafeString:
    """In the order given; about twenty fill a page. `begins`: the day from which months are counted, without it `due`
    is only said. `reached`: what is gained by the months 6, 12 and 24 if more is done than is drawn; else the gains of
    what is drawn and not stopped."""
    drawn = [Drawn(action, _span(action, begins)) for action in actions]
    ends = [end for _start, end in PHASES.values()]
    totals = list(reached) or [_gain([one for one in drawn if one.is_done_by(end)]) for end in ends]
    right, bottom = _right(drawn), HEAD + sum(one.height for one in drawn)
    signs, height = key(_entries(drawn, accent), 0, bottom + FOOT, WIDTH)
    body = joined([_head(right), _rows(drawn, right, accent), _foot(totals, bottom, right), signs])
    values = "; ".join(map(_said, drawn))
    words = (title, finding or _finding(drawn, totals), f"{values}." if values else _("Không có mục nào."))
    return svg("roadmap", (WIDTH, round(bottom + FOOT + height)), words, body)


def _span(action: Action, begins: date | None) -> tuple[float, float] | None:
    """From where its horizon begins to where that ends, or to the day that is planned; a day before the horizon has
    the phase it is in."""
    phase = PHASES[Horizon(action.horizon)] if action.horizon else None
    if action.due is None or begins is None:
        return phase
    due = max(_months(action.due, days=action.due.day) - _months(begins, days=begins.day - 1), 0)
    start = phase[0] if phase else 0
    if start >= due:
        start = next(first for first, last in PHASES.values() if due <= last)
    return start, due


def _months(day: date, *, days: int) -> float:
    """Of the calendar, so that the last of a month is its end; `days` of it are over."""
    return day.year * 12 + day.month + days / monthrange(day.year, day.month)[1]


def _gain(drawn: Sequence[Drawn]) -> Decimal:
    return sum((one.action.gain for one in drawn), Decimal(0))


def _standing(action: Action) -> str:
    return str(STANDINGS[Standing(action.standing)]) if action.standing else ""


# -- drawing ---------------------------------------------------------------------------------------------------------


def _right(drawn: Sequence[Drawn]) -> float:
    """Where the months end, so that the longest words behind a bar have their room."""
    rooms = [width_of(one.after) + QUICK_ROOM * one.action.is_quick for one in drawn]
    return WIDTH - AFTER - max([LEAST_AFTER, *rooms]) - 2


def _at(month: float, right: float) -> float:
    return LEFT + (right - LEFT) * min(month, MONTHS) / MONTHS


def _head(right: float) -> SafeString:
    parts = [_bounds((6, HEAD), right)]
    for horizon, (start, end) in PHASES.items():
        left, x = _at(start, right), _at(end, right)
        lines = fitted(str(HORIZONS[horizon]), x - left - 4, 2)
        parts.append(text(((left + x) / 2, HEAD - 8 - LINE * (len(lines) - 1)), lines, "middle", bold=True))
    return joined(parts)


def _bounds(ends: tuple[float, float], right: float, covered: tuple[float, float] = (0, 0)) -> SafeString:
    """The phases' bounds along one row, but not through its words."""
    places = [_at(month, right) for month in (0, 6, 12, 24)]
    look = {"stroke": "currentColor", "stroke_dasharray": "1 3", "stroke_opacity": FAINT}
    return joined(
        shape("line", class_="chart-bound", x1=x, y1=float(ends[0]), x2=x, y2=float(ends[1]), **look)
        for x in places
        if not covered[0] - 2 < x < covered[1] + 2
    )


def _foot(totals: Sequence[Decimal], bottom: float, right: float) -> SafeString:
    """What is gained by the end of each phase, under its bound."""
    parts = [text((LABELS, bottom + LINE), [_("Đến hết tháng thứ"), _("Điểm chung tăng cộng dồn")], "end")]
    for (_start, end), total in zip(PHASES.values(), totals, strict=True):
        x = _at(end, right)
        parts.append(text((x, bottom + LINE), [str(end)], "middle"))
        parts.append(text((x, bottom + 2 * LINE), [f"+{points(total)}"], "middle", bold=True))
    return joined(parts)


def _rows(drawn: Sequence[Drawn], right: float, accent: str) -> SafeString:
    top, parts = float(HEAD), []
    for one in drawn:
        middle = top + one.height / 2
        label = text((LABELS, middle - LINE * (len(one.lines) - 1) / 2 + 4), one.lines, "end")
        row, covered = _row(one, middle, right, accent)
        parts += [_bounds((top, top + one.height), right, covered), label, row]
        top += one.height
    return joined(parts)


def _row(one: Drawn, middle: float, right: float, accent: str) -> tuple[SafeString, tuple[float, float]]:
    """The bar and what stands behind it, and from where to where that reaches."""
    action = one.action
    if one.span is None:
        words = ", ".join(filter(None, [_("chưa định thời hạn"), one.after]))
        return text((LEFT + AFTER, middle + 4), [words]), (LEFT + AFTER, LEFT + AFTER + width_of(words))
    end = max(_at(one.span[1], right), LEFT + SHORTEST)
    start = min(_at(one.span[0], right), end - SHORTEST)
    behind = end + AFTER + QUICK_ROOM * action.is_quick
    mark = quick((end + AFTER + 6, middle), accent) if action.is_quick else NOTHING
    point = onwards((end, middle), accent) if one.goes_on else NOTHING
    drawn = bar((start, end), middle, action.effort, action.standing, accent) + point + mark
    return drawn + text((behind, middle + 4), [one.after]), (end + AFTER, behind + width_of(one.after))


def _entries(drawn: Sequence[Drawn], accent: str) -> list[Entry]:
    actions = [one.action for one in drawn]
    return entries(
        {action.effort for action in actions},
        {action.standing for action in actions},
        accent,
        has_quick=any(action.is_quick for action in actions),
        goes_on=any(one.goes_on for one in drawn),
    )


# -- words -----------------------------------------------------------------------------------------------------------


def _said(one: Drawn) -> str:
    action = one.action
    time = _("đến ngày %s") % date_format(action.due, "SHORT_DATE_FORMAT") if action.due else ""
    horizon = str(HORIZONS[Horizon(action.horizon)]) if action.horizon else _("chưa định thời hạn")
    parts = [
        time or horizon,
        _("công sức %s") % EFFORTS[action.effort] if action.effort else "",
        _("việc nhanh") if action.is_quick else "",
        _("tăng %s điểm") % points(action.gain),
        _standing(action),
    ]
    return f"{action.code} {action.title}: {', '.join(filter(None, parts))}"


def _finding(drawn: Sequence[Drawn], totals: Sequence[Decimal]) -> str:
    if not drawn:
        return _("Không có việc nào.")
    names = {"short": points(totals[0]), "middle": points(totals[1]), "long": points(totals[2])}
    said = (
        _("Làm đúng hạn thì điểm chung tăng %(short)s sau 6 tháng, %(middle)s sau 12 tháng, %(long)s sau 24 tháng")
        % names
    )
    quick_ones = [one.action.code for one in drawn if one.action.is_quick]
    quick = _("việc nhanh: %s") % ", ".join(quick_ones)
    return f"{said}; {quick}." if quick_ones else f"{said}."
