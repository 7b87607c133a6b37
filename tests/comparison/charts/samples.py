"""Every chart drawn from so many units, for what holds of all of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from assessments.charts.distribution import Value, distribution
from assessments.charts.trends import Line, Note, Round, trends
from comparison.charts.heatmap import Column, Row, heatmap
from comparison.charts.intervals import Interval, intervals
from comparison.charts.province_map import province_map, shapes
from comparison.charts.scatter import Dot, scatter
from comparison.charts.side_by_side import Compared, Unit, side_by_side

COLUMNS = [Column("C1", "Kiến trúc ICT", "Nhóm nội dung"), Column("KT", "Kinh tế", "Nhóm chỉ số")]
ROUNDS = [Round("Đợt I", date(2025, 1, 1)), Round("Đợt II", date(2026, 1, 1))]
NOTE = Note(date(2025, 7, 1), "01/7/2025: sắp xếp đơn vị hành chính")


def score(place: int) -> Decimal:
    return Decimal(place * 37 % 101)


class Sample:
    """`count` units, named `name` with their number; `filled` False: none has a result; `link`: where all lead."""

    def __init__(self, count: int, name: str = "Xã", *, filled: bool = True, link: str = "", title: str = "Điểm"):
        self.codes, self.link, self.title = [str(place) for place in range(count)], link, title
        self.names = [f"{name} {code}" for code in self.codes]
        self.scores = [score(place) if filled else None for place in range(count)]
        self.units = list(zip(self.codes, self.names, self.scores, strict=True))


def _map(sample: Sample) -> str:
    codes = [*shapes(), *(f"x{place}" for place in range(100))][: len(sample.codes)]
    links = dict.fromkeys(codes, sample.link) if sample.link else None
    values, names = dict(zip(codes, sample.scores, strict=True)), dict(zip(codes, sample.names, strict=True))
    return province_map(values, names, sample.title, links=links, marked="01")


def _heatmap(sample: Sample) -> str:
    rows = [Row(code, name, [value, None], sample.link) for code, name, value in sample.units]
    return heatmap(rows, COLUMNS, sample.title, marked="0")


def _scatter(sample: Sample) -> str:
    dots = [Dot(code, name, value, value, sample.link) for code, name, value in sample.units]
    return scatter(dots, sample.title, labels=("R", "K"), medians=(Decimal(50), Decimal(40)), marked="0")


def _distribution(sample: Sample) -> str:
    return distribution([Value(*unit, sample.link) for unit in sample.units], sample.title, marked="0")


def _intervals(sample: Sample) -> str:
    units = [
        Interval(code, name, *((place, place, place + 2) if value is not None else (None,) * 3), place > 3, sample.link)
        for place, (code, name, value) in enumerate(sample.units, 1)
    ]
    return intervals(units, sample.title, marked="0")


def _trends(sample: Sample) -> str:
    lines = [Line(code, name, [value, value], sample.link) for code, name, value in sample.units[:4]]
    return trends(lines, ROUNDS, sample.title, notes=[NOTE])


def _side_by_side(sample: Sample) -> str:
    units = [Unit(code, name, sample.link) for code, name, _value in sample.units[:4]]
    scores = [value for _code, _name, value in sample.units[:4]]
    rows = [Compared(title, scores, Decimal(40)) for title in ("H Điểm chung", sample.title)]
    return side_by_side(units, rows, sample.title, median_label="trung vị")


CHARTS: dict[str, Callable[[Sample], str]] = {
    "map": _map,
    "heatmap": _heatmap,
    "scatter": _scatter,
    "distribution": _distribution,
    "intervals": _intervals,
    "trends": _trends,
    "side_by_side": _side_by_side,
}
