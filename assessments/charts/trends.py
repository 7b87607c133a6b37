"""Scores over the rounds for up to four units, each with its own dash and mark and its name at the end."""

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.explanations import number

from .bands import result
from .drawing import NOTHING, Place, joined, linked, scenery, shape, svg, text, xy
from .lettering import fitted, width_of
from .marks import circle, diamond, square, triangle
from .placement import apart
from .scales import POINTS, Scale, scale

WIDTH = 620
LEFT, RIGHT, TOP, HEIGHT = 44.0, 400.0, 30.0, 270.0
NAMES = RIGHT + 26
FOOT, NOTE_LINE, NAME_LINE = 46, 16, 19
LEAST_LABEL, MOST_LABEL = 58.0, 124.0
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


class Frame(NamedTuple):
    """Where the scores are drawn; notes stand above."""

    top: float
    count: int

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT

    @property
    def apart(self) -> float:
        """From one round to the next."""
        return (RIGHT - LEFT - 40) / (self.count - 1) if self.count > 1 else RIGHT - LEFT

    def across(self, place: float) -> float:
        return (LEFT + RIGHT) / 2 if self.count < 2 else LEFT + 20 + self.apart * place


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
    placed = [(note, x) for note in notes if (x := _day_at(note.day, rounds)) is not None]
    frame = Frame(TOP + NOTE_LINE * len(placed), len(rounds))
    known = [score for line in lines for score in line.scores if score is not None]
    up = scale(known, frame.bottom, frame.top, bounds=POINTS)
    drawn = [Drawn(line, look, _places(line, up, frame)) for look, line in enumerate(lines)]
    parts = [_line(one, rounds) for one in drawn]
    around = scenery(_axes(up, rounds, frame), _notes(placed, frame))
    words = (title, finding or _finding(lines, rounds), _values(lines, rounds, notes))
    size = (WIDTH, round(frame.bottom + FOOT))
    body = joined([around, *parts, scenery(_names(drawn, frame))])
    return svg("trends", size, words, body, has_links=any(line.link for line in lines))


def _places(line: Line, up: Scale, frame: Frame) -> list[Place | None]:
    return [None if score is None else (frame.across(at), up.at(score)) for at, score in enumerate(line.scores)]


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


def _names(drawn: Sequence[Drawn], frame: Frame) -> SafeString:
    """At the right, level with the last mark as far as others leave room, with a thin line to it."""
    ends = [(one, place) for one in drawn for place in [next((p for p in reversed(one.places) if p), None)] if place]
    heights = apart([place[1] for _one, place in ends], NAME_LINE, frame.top, frame.bottom)
    parts = []
    for (one, (x, y)), height in zip(ends, heights, strict=True):
        link = shape("line", x1=x + 8, y1=y, x2=RIGHT + 8, y2=height, stroke="currentColor", stroke_opacity="0.4")
        last = result(next(score for score in reversed(one.line.scores) if score is not None))
        [name] = fitted(one.line.name, WIDTH - NAMES - 6 - width_of(last), 1)
        parts += [link, MARKS[one.look]((RIGHT + 16, height), 4.5), text((NAMES, height + 4), [f"{name} {last}"])]
    return joined(parts)


def _axes(up: Scale, rounds: Sequence[Round], frame: Frame) -> SafeString:
    """The last round is always named, and as many before it as there is room for."""
    grid = {"x1": LEFT, "x2": RIGHT, "stroke": "currentColor", "stroke_opacity": "0.15"}
    parts = [shape("line", y1=up.at(tick), y2=up.at(tick), **grid) for tick in up.ticks]
    parts += [text((LEFT - 6, up.at(tick) + 4), [number(tick)], "end") for tick in up.ticks]
    every = ceil(LEAST_LABEL / frame.apart)
    room = min(frame.apart * every - 6, MOST_LABEL)
    for place, found in enumerate(rounds):
        if (len(rounds) - 1 - place) % every == 0:
            parts.append(text((frame.across(place), frame.bottom + 22), fitted(found.label, room, 2), "middle"))
    return joined(parts)


def _notes(placed: Sequence[tuple[Note, float]], frame: Frame) -> SafeString:
    """One under the other, each beside the head of its line, on the side where there is room."""
    parts = []
    for row, (note, place) in enumerate(placed):
        x, y = frame.across(place), float(14 + NOTE_LINE * row)
        is_left = x > WIDTH / 2
        words = fitted(note.words, (x if is_left else WIDTH - x) - 8, 1)
        ends = {"x1": x, "y1": y - 8, "x2": x, "y2": frame.bottom}
        parts.append(shape("line", class_="chart-note", **ends, stroke="currentColor", stroke_dasharray="5 3"))
        parts.append(text((x + (-5 if is_left else 5), y), words, "end" if is_left else "start"))
    return joined(parts)


def _day_at(day: date, rounds: Sequence[Round]) -> float | None:
    """The place between the rounds; None before the first and after the last."""
    for place, (before, after) in enumerate(itertools.pairwise(rounds)):
        if before.day <= day <= after.day and before.day < after.day:
            return place + (day - before.day) / (after.day - before.day)
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
