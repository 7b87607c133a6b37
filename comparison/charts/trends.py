"""Scores over the rounds for up to four units, each with its own dash and mark and its name at the end."""

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts.drawing import NOTHING, Place, joined, linked, scenery, shape, svg, text, wrapped, xy
from assessments.explanations import number

from .bands import result
from .marks import circle, diamond, square, triangle
from .placement import LETTER, apart
from .scales import POINTS, Scale, scale

WIDTH, HEIGHT = 690, 362
LEFT, RIGHT, TOP, BOTTOM = 44.0, 520.0, 46.0, 316.0
TICK_SIZE = 11.5
MOST_LINES = 4
MARKS = (circle, square, triangle, diamond)
DASHES = ("", "8 4", "2 4", "10 3 2 3")


class Round(NamedTuple):
    label: str
    day: date


class Line(NamedTuple):
    """`scores`: one for each round, None where there is none."""

    code: str
    name: str
    scores: Sequence[Decimal | None]
    link: str = ""


class Note(NamedTuple):
    """Something that happened, as an upright line at its day; drawn only between the first and the last round."""

    day: date
    words: str


class Drawn(NamedTuple):
    line: Line
    look: int
    places: list[Place | None]


def trends(
    lines: Sequence[Line], rounds: Sequence[Round], title: str, *, notes: Sequence[Note] = (), finding: str = ""
) -> SafeString:
    """Scores from 0 to 100; the rounds, in the order of their days, stand equally far apart. ValueError for more than
    four lines: nobody could tell them apart."""
    if len(lines) > MOST_LINES:
        raise ValueError(f"{len(lines)} lines; at most {MOST_LINES} can be told apart")
    up = scale([score for line in lines for score in line.scores if score is not None], BOTTOM, TOP, bounds=POINTS)
    drawn = [Drawn(line, look, _places(line, up, len(rounds))) for look, line in enumerate(lines)]
    parts = [_line(one, rounds) for one in drawn]
    body = joined([scenery(_axes(up, rounds), _notes(notes, rounds)), *parts, scenery(_names(drawn))])
    words = (title, finding or _finding(lines, rounds), _values(lines, rounds, notes))
    return svg("trends", (WIDTH, HEIGHT), words, body, has_links=any(line.link for line in lines))


def _across(place: float, count: int) -> float:
    return (LEFT + RIGHT) / 2 if count < 2 else LEFT + 20 + (RIGHT - LEFT - 40) * place / (count - 1)


def _places(line: Line, up: Scale, count: int) -> list[Place | None]:
    return [None if score is None else (_across(place, count), up.at(score)) for place, score in enumerate(line.scores)]


def _line(drawn: Drawn, rounds: Sequence[Round]) -> SafeString:
    """Broken where a round has no score."""
    stretches = [
        f"M{xy(before)} L{xy(after)}"
        for before, after in zip(drawn.places, drawn.places[1:], strict=False)
        if before and after
    ]
    look = {"fill": "none", "stroke": "currentColor", "stroke_width": 2, "stroke_dasharray": DASHES[drawn.look]}
    path = shape("path", class_="chart-line", d=" ".join(stretches), **look) if stretches else NOTHING
    marks = [MARKS[drawn.look](place, 5) for place in drawn.places if place]
    said = f"{drawn.line.name}: {_scores(drawn.line, rounds)}"
    return linked(drawn.line.link, said, joined([path, *marks]))


def _names(drawn: Sequence[Drawn]) -> SafeString:
    """At the right, level with the last mark as far as others leave room, with a thin line to it."""
    ends = [(one, place) for one in drawn for place in [next((p for p in reversed(one.places) if p), None)] if place]
    heights = apart([place[1] for _one, place in ends], 19, TOP, BOTTOM)
    parts = []
    for (one, (x, y)), height in zip(ends, heights, strict=True):
        link = shape("line", x1=x + 8, y1=y, x2=RIGHT + 8, y2=height, stroke="currentColor", stroke_opacity="0.4")
        last = next(score for score in reversed(one.line.scores) if score is not None)
        name = text((RIGHT + 26, height + 4), wrapped(f"{one.line.name} {result(last)}", 24, 1), size=11.5)
        parts += [link, MARKS[one.look]((RIGHT + 16, height), 4.5), name]
    return joined(parts)


def _axes(up: Scale, rounds: Sequence[Round]) -> SafeString:
    grid = {"x1": LEFT, "x2": RIGHT, "stroke": "currentColor", "stroke_opacity": "0.15"}
    parts = [shape("line", y1=up.at(tick), y2=up.at(tick), **grid) for tick in up.ticks]
    parts += [text((LEFT - 6, up.at(tick) + 4), [number(tick)], "end", size=11) for tick in up.ticks]
    width = max(int(70 / max(len(rounds), 1)), 6)
    for place, found in enumerate(rounds):
        label = wrapped(found.label, width, 2)
        half = max(map(len, label)) * TICK_SIZE * LETTER / 2
        parts.append(text((max(_across(place, len(rounds)), half + 2), BOTTOM + 22), label, "middle", size=TICK_SIZE))
    return joined(parts)


def _notes(notes: Sequence[Note], rounds: Sequence[Round]) -> SafeString:
    places = [(x, note.words) for note in notes if (x := _day_at(note.day, rounds)) is not None]
    parts = []
    for row, (x, words) in enumerate(places):
        y = 14 + 15 * (row % 2)
        anchor = "end" if x > (LEFT + RIGHT) / 2 else "start"
        ends = {"x1": x, "y1": float(y + 4), "x2": x, "y2": BOTTOM}
        parts.append(shape("line", class_="chart-note", **ends, stroke="currentColor", stroke_dasharray="5 3"))
        parts.append(text((x + (5 if anchor == "start" else -5), y), [words], anchor, size=11))
    return joined(parts)


def _day_at(day: date, rounds: Sequence[Round]) -> float | None:
    for place, (before, after) in enumerate(itertools.pairwise(rounds)):
        if before.day <= day <= after.day and before.day < after.day:
            return _across(place + (day - before.day) / (after.day - before.day), len(rounds))
    return None


def _scores(line: Line, rounds: Sequence[Round]) -> str:
    return ", ".join(f"{found.label} {result(score)}" for found, score in zip(rounds, line.scores, strict=True))


def _values(lines: Sequence[Line], rounds: Sequence[Round], notes: Sequence[Note]) -> str:
    if not lines or not rounds:
        return _("Không có mục nào.")
    said = [f"{line.name}: {_scores(line, rounds)}" for line in lines]
    return "; ".join([*said, *(note.words for note in notes)]) + "."


def _finding(lines: Sequence[Line], rounds: Sequence[Round]) -> str:
    """The change of each from its first to its last score."""
    said = []
    for line in lines:
        scores = [score for score in line.scores if score is not None]
        if len(scores) > 1:
            names = {"name": line.name, "first": result(scores[0]), "last": result(scores[-1])}
            said.append(_("%(name)s từ %(first)s thành %(last)s") % names)
    return "; ".join(said) + "." if said else _("Chưa có đơn vị nào có kết quả của hai đợt.")
