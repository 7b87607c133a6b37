"""Every general chart drawn from so many items, for what holds of all of them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from assessments.charts.action_bars import Standing
from assessments.charts.bars import Bar, bars
from assessments.charts.distribution import Value, distribution
from assessments.charts.radar import radar
from assessments.charts.roadmap import Action, roadmap
from assessments.charts.trends import Line, Note, Round, trends
from assessments.charts.waterfall import waterfall
from catalogues.schema import Effort, Horizon

BEGINS = date(2026, 7, 1)
LONG = "Ứng dụng công nghệ số trong quản lý, vận hành hạ tầng kỹ thuật và giám sát môi trường đô thị thông minh"
WIDE = "TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH ĐÔ THỊ THÔNG MINH WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"


def mixed(place: int) -> Decimal | None:
    return None if place % 5 == 3 else Decimal(place * 3700 % 10100) / 100


SCORES: dict[str, Callable[[int], Decimal | None]] = {
    "mixed": mixed,
    "none": lambda place: None,
    "nought": lambda place: Decimal(0),
    "full": lambda place: Decimal(100),
    "equal": lambda place: Decimal("41.37"),
}


class Sample:
    """`count` items, named `name` with their number; `scores`: of the item at a place."""

    def __init__(self, count: int, name: str = "Nhóm", scores: Callable[[int], Decimal | None] = mixed):
        self.count, self.title = count, "Điểm"
        self.names = [f"{place} {name}" for place in range(count)]
        self.scores = [scores(place) for place in range(count)]
        self.points = list(zip(self.names, self.scores, strict=True))
        self.gains = [(label, (score or Decimal(0)) / count) for label, score in self.points]

    def action(self, place: int, *, is_planned: bool = False) -> Action:
        title, gain = self.gains[place]
        action = Action(f"C{place}", title, [*Horizon, ""][place % 4], [*Effort, ""][place % 3], gain, place % 2 == 0)
        if not is_planned:
            return action
        return action._replace(standing=[*Standing, ""][place % 5], due=BEGINS + timedelta(days=place * 173 - 100))


def _radar(sample: Sample) -> str:
    return radar(sample.points, sample.title)


def _radar_compared(sample: Sample) -> str:
    return radar(sample.points, sample.title, other=sample.scores[::-1], other_label="Trung vị toàn quốc " + LONG)


def _bars(sample: Sample) -> str:
    return bars(sample.points, sample.title)


def _bars_marked(sample: Sample) -> str:
    found = [Bar(name, score, score, sample.scores[-1 - at]) for at, (name, score) in enumerate(sample.points)]
    return bars(found, sample.title, mark_label="điểm khi chỉ tính nội dung có minh chứng", second_label=LONG)


def _waterfall(sample: Sample) -> str:
    return waterfall(mixed(sample.count), sample.gains, sample.title, start_label=LONG, end_label=LONG)


def _roadmap(sample: Sample) -> str:
    return roadmap([sample.action(place) for place in range(sample.count)], sample.title)


def _roadmap_planned(sample: Sample) -> str:
    actions = [sample.action(place, is_planned=True) for place in range(sample.count)]
    return roadmap(actions, sample.title, begins=BEGINS)


def _rounds(count: int) -> list[Round]:
    return [Round(f"Đợt {place} năm 2026", date(2025 + place, 1, 1)) for place in range(count)]


def _trends(sample: Sample) -> str:
    """So many rounds for four units."""
    lines = [
        Line(str(at), f"{at} {name}", sample.scores[at:] + sample.scores[:at])
        for at, name in enumerate(sample.names[:4])
    ]
    notes = [Note(date(2025, 7, 1), LONG), Note(date(2026, 7, 1), "01/7/2026: sắp xếp đơn vị hành chính")]
    return trends(lines, _rounds(sample.count), sample.title, notes=notes)


def _distribution(sample: Sample) -> str:
    units = [Value(str(place), name, score) for place, (name, score) in enumerate(sample.points)]
    return distribution(units, sample.title, unit="thủ tục/1000 dân", marked="1")


def _histogram(sample: Sample) -> str:
    many = [(name, score and score * 12345) for name, score in (sample.points * 150)[:400]]
    units = [Value(str(place), name, value) for place, (name, value) in enumerate(many)]
    return distribution(units, sample.title, unit="%", marked="0")


CHARTS: dict[str, Callable[[Sample], str]] = {
    "radar": _radar,
    "radar_compared": _radar_compared,
    "bars": _bars,
    "bars_marked": _bars_marked,
    "waterfall": _waterfall,
    "roadmap": _roadmap,
    "roadmap_planned": _roadmap_planned,
    "trends": _trends,
    "distribution": _distribution,
    "histogram": _histogram,
}
