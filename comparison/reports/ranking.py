"""The ranking in the national report: map, table, intervals, other methods, groups of peers, R against K, heatmap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.explanations import points
from assessments.reports import in_words
from comparison.charts import heatmap as heat
from comparison.charts.intervals import Interval, intervals
from comparison.charts.province_map import credit, province_map, shapes
from comparison.charts.scatter import Dot, scatter
from comparison.queries import ALL, PEER_GROUPS, Row, among, without_result

from .source import Source, Spread, spread

FAR = 5
"""A province moves by more than so many places: worth printing."""
MOST_MOVERS = 30
MOST_NAMES = 40


@dataclass(frozen=True)
class Line:
    """`level`: how far up a ladder, in words; "" where there is none."""

    row: Row
    level: str = ""


@dataclass(frozen=True)
class Moved:
    """The rank by another method, and how many places higher (> 0) or lower that is."""

    rank: int
    by: int

    def __str__(self) -> str:
        names = {"rank": number_format(self.rank), "by": number_format(abs(self.by))}
        if self.by > 0:
            return _("%(rank)s (lên %(by)s)") % names
        return _("%(rank)s (xuống %(by)s)") % names if self.by else names["rank"]


@dataclass(frozen=True)
class Mover:
    """None: not ranked by that method."""

    row: Row
    geometric: Moved | None
    evidenced: Moved | None

    @property
    def farthest(self) -> int:
        return max((abs(moved.by) for moved in (self.geometric, self.evidenced) if moved), default=0)


@dataclass(frozen=True)
class Peers:
    label: str
    headline: Spread
    readiness: Spread | None
    results: Spread | None


@dataclass(frozen=True)
class Quadrant:
    """`left`: how many are not named."""

    title: str
    names: tuple[str, ...]
    left: int

    @property
    def count(self) -> int:
        return len(self.names) + self.left


@dataclass(frozen=True)
class Ranking:
    """`tail`: the last lines, where those between are not printed; `between` says so. Charts are SVG, one a page;
    `scatter` is "" where there is nothing to draw, or too much to be read."""

    map: str
    credit: str
    lines: tuple[Line, ...]
    between: str
    tail: tuple[Line, ...]
    uncertain: int
    intervals: tuple[SafeString, ...]
    movers: tuple[Mover, ...]
    movers_left: int
    peers: tuple[Peers, ...]
    scatter: str
    quadrants: tuple[Quadrant, ...]
    without_both: int
    heatmaps: tuple[SafeString, ...]
    columns: tuple[heat.Column, ...]
    missing: tuple[str, ...]
    is_ladder: bool


def ranking(source: Source) -> Ranking:
    found = movers(source.rows)
    both = [row for row in source.rows if row.readiness is not None and row.results is not None]
    lines, tail = _printed_lines(source)
    columns = tuple(_columns(source))
    return Ranking(
        map=_map(source),
        credit=credit(),
        lines=lines,
        between=_between(source) if tail else "",
        tail=tail,
        uncertain=sum(row.is_uncertain for row in source.rows),
        intervals=tuple(_intervals(source)),
        movers=tuple(found[:MOST_MOVERS]),
        movers_left=max(len(found) - MOST_MOVERS, 0),
        peers=tuple(_peers(source)),
        scatter=_scatter(both) if both and not source.is_long else "",
        quadrants=tuple(_quadrants(both)) if both else (),
        without_both=len(source.rows) - len(both),
        heatmaps=tuple(_heatmaps(source, columns)),
        columns=columns,
        missing=tuple(map(in_words.plain, without_result(source.edition))),
        is_ladder=source.is_ladder,
    )


def _map(source: Source) -> str:
    """ "" where none of the units is on it."""
    values = {row.code: row.headline for row in source.rows if row.code in shapes()}
    names = {row.code: row.name for row in source.rows}
    return province_map(values, names, _("Điểm đã thẩm định của các tỉnh, thành phố")) if values else ""


# -- table and intervals -----------------------------------------------------------------------------------------------


def _printed_lines(source: Source) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    levels = _levels(source)
    lines = [[Line(row, levels[row.ladder_level]) for row in source.rows[part]] for part in source.printed]
    if source.is_long:
        return tuple(line for part in lines[:-1] for line in part), tuple(lines[-1])
    return tuple(line for part in lines for line in part), ()


def _levels(source: Source) -> dict[int | None, str]:
    """By the number of levels reached."""
    indicators = source.catalogue.indicators
    groups = indicators.groups if indicators and source.is_ladder else ()
    reached = {place: str(group.title) for place, group in enumerate(groups, 1)}
    return {None: "", 0: _("chưa đạt cấp độ nào")} | reached


def _between(source: Source) -> str:
    names = {
        "count": number_format(len(source.rows) - sum(part.stop - part.start for part in source.printed)),
        "median": points(_median(row.headline for row in source.rows)),
    }
    return _("… %(count)s đơn vị ở giữa không in; trung vị của tất cả là %(median)s điểm …") % names


def _median(scores: Iterator[Decimal | None]) -> Decimal | None:
    found = spread(scores)
    return found.median if found else None


def _intervals(source: Source) -> Iterator[SafeString]:
    units = [
        Interval(row.code, row.name, row.rank, row.rank_low, row.rank_high, row.is_uncertain) for row in source.rows
    ]
    for part in source.printed:
        yield intervals(units, _("Hạng và khoảng hạng"), part=part)


# -- other ways to rank, and peers -------------------------------------------------------------------------------------


def movers(rows: Sequence[Row]) -> list[Mover]:
    """Whoever moves by more than five places by another method, the farthest first."""
    found = [_mover(row) for row in rows]
    return sorted((mover for mover in found if mover.farthest > FAR), key=lambda mover: -mover.farthest)


def _mover(row: Row) -> Mover:
    def moved(other: int | None) -> Moved | None:
        return None if other is None or row.rank is None else Moved(other, row.rank - other)

    return Mover(row, moved(row.rank_geometric), moved(row.rank_evidenced))


def _peers(source: Source) -> Iterator[Peers]:
    """Groups with somebody in them."""
    rows = {row.entry: row for row in source.rows}
    for group in PEER_GROUPS.values():
        members = [rows[entry] for entry in among(source.entries, group).values_list("pk", flat=True)]
        headline = spread(row.headline for row in members)
        if headline and group is not ALL:
            halves = (spread(row.readiness for row in members), spread(row.results for row in members))
            yield Peers(str(group.label), headline, *halves)


# -- readiness against results -----------------------------------------------------------------------------------------

QUADRANTS: tuple[tuple[tuple[bool, bool], str | Promise], ...] = (
    ((True, True), gettext_lazy("Sẵn sàng và kết quả đều từ trung vị trở lên")),
    ((True, False), gettext_lazy("Chỉ mức sẵn sàng từ trung vị trở lên")),
    ((False, True), gettext_lazy("Chỉ mức kết quả từ trung vị trở lên")),
    ((False, False), gettext_lazy("Cả hai dưới trung vị")),
)


def _medians(both: Sequence[Row]) -> tuple[Decimal, Decimal]:
    halves = [(row.readiness or Decimal(0), row.results or Decimal(0)) for row in both]
    readiness, results = (_median(iter(scores)) or Decimal(0) for scores in zip(*halves, strict=True))
    return readiness, results


def _scatter(both: Sequence[Row]) -> str:
    dots = [Dot(row.code, row.name, row.readiness, row.results) for row in both]
    labels = (_("Mức sẵn sàng R"), _("Mức kết quả K"))
    return scatter(dots, _("Mức sẵn sàng và mức kết quả"), labels=labels, medians=_medians(both))


def _quadrants(both: Sequence[Row]) -> Iterator[Quadrant]:
    readiness, results = _medians(both)
    for sides, title in QUADRANTS:
        names = [
            row.name for row in both if ((row.readiness or 0) >= readiness, (row.results or 0) >= results) == sides
        ]
        yield Quadrant(str(title), tuple(names[:MOST_NAMES]), max(len(names) - MOST_NAMES, 0))


# -- heatmap -----------------------------------------------------------------------------------------------------------


def _columns(source: Source) -> Iterator[heat.Column]:
    yield from (heat.Column(theme.code, theme.title, _("Khuyến nghị")) for theme in source.themes)
    yield from (heat.Column(group.code, group.title, _("Chỉ số")) for group in source.groups)


def _heatmaps(source: Source, columns: Sequence[heat.Column]) -> Iterator[SafeString]:
    """None for a catalogue that has nothing but a ladder."""
    cells = zip(*(source.scores(part.key) for part in (*source.themes, *source.groups)), strict=True)
    rows = [heat.Row(row.code, row.name, scores) for row, scores in zip(source.rows, cells, strict=False)]
    for part in source.printed if columns else ():
        yield heat.heatmap(rows, columns, _("Điểm từng nhóm nội dung"), part=part)
