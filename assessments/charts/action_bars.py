"""How an action of the roadmap looks: as thick as its effort; empty, hatched, filled or dashed as it comes along."""

from collections.abc import Iterable
from enum import StrEnum
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogues.schema import Effort

from .drawing import Place, shape, xy
from .keys import Entry
from .marks import diamond


class Standing(StrEnum):
    """Where a planned action is; a plan's own states are put into these."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


STANDINGS = {
    Standing.WAITING: gettext_lazy("chưa làm"),
    Standing.UNDER_WAY: gettext_lazy("đang làm"),
    Standing.DONE: gettext_lazy("hoàn thành"),
    Standing.STOPPED: gettext_lazy("dừng"),
}
EFFORTS = {
    Effort.SMALL: pgettext_lazy("effort", "nhỏ"),
    Effort.MEDIUM: pgettext_lazy("effort", "vừa"),
    Effort.LARGE: pgettext_lazy("effort", "lớn"),
}
THICKNESS = {"": 10.0, Effort.SMALL: 5.0, Effort.MEDIUM: 10.0, Effort.LARGE: 15.0}
FILLS = {"": "0.3", Standing.DONE: "1"}
HATCH = 5
QUICK = 4.5
Ends = tuple[float, float]


def bar(ends: Ends, middle: float, effort: str, standing: str, accent: str) -> SafeString:
    """Paler where nothing is planned; then an outline, to be hatched and filled, or dashed and struck through."""
    (start, end), height, fill = ends, THICKNESS[effort], FILLS.get(standing, "")
    look = {"fill": accent if fill else "none", "fill_opacity": fill, "stroke": accent, "stroke_width": "1.2"}
    dashes = "4 3" if standing == Standing.STOPPED else ""
    place = {"x": start, "y": middle - height / 2, "width": end - start, "height": height}
    box = shape("rect", class_="chart-bar", **place, **look, stroke_dasharray=dashes)
    over = _over(ends, middle, height, standing)
    return box + shape("path", class_="chart-over", d=over, stroke=accent, stroke_width="1.2") if over else box


def _over(ends: Ends, middle: float, height: float, standing: str) -> str:
    start, end = ends
    if standing == Standing.STOPPED:
        return f"M{xy((start, middle))} L{xy((end, middle))}"
    if standing != Standing.UNDER_WAY:
        return ""
    rise = min(height, end - start)
    lefts = [start + HATCH * place for place in range(int((end - start - rise) // HATCH) + 1)]
    top, bottom = middle - height / 2, middle + height / 2
    return " ".join(f"M{xy((left, bottom))} L{xy((left + rise, top))}" for left in lefts)


def onwards(place: Place, accent: str) -> SafeString:
    """A point to the right: the bar goes on where the months end."""
    x, y = place
    corners = " ".join(map(xy, ((x, y - 5), (x + 6, y), (x, y + 5))))
    return shape("polygon", class_="chart-onwards", points=corners, fill=accent)


def quick(place: Place, accent: str) -> SafeString:
    return diamond(place, QUICK, accent, "chart-quick")


def entries(
    efforts: Iterable[str], standings: Iterable[str], accent: str, *, has_quick: bool, goes_on: bool
) -> list[Entry]:
    """The key: only what is in the picture."""
    found = [
        Entry(
            partial(_sample, effort, "", accent),
            _("%(effort)s: công sức %(words)s") % {"effort": effort, "words": words},
        )
        for effort, words in EFFORTS.items()
        if effort in set(efforts)
    ]
    found += [Entry(partial(quick, accent=accent), _("việc nhanh"))] if has_quick else []
    found += [
        Entry(partial(_sample, "", standing, accent), str(words))
        for standing, words in STANDINGS.items()
        if standing in set(standings)
    ]
    return found + ([Entry(partial(onwards, accent=accent), _("sau tháng thứ 24"))] if goes_on else [])


def _sample(effort: str, standing: str, accent: str, place: Place) -> SafeString:
    return bar((place[0] - 12, place[0] + 12), place[1], effort, standing, accent)
