"""Many people filling in forms at once, beside one alone."""

import json
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from benchmarks.measuring import Figure, at_most

from .client import Line, post, whole
from .portal import Portal

PAUSE, LENGTH, ALONE = 5.0, 30.0, 40
"""Seconds between two saves of one person, on average; seconds of the load; saves of one person alone."""

AGAINST_ALONE = 8.0


class Editor:
    """Somebody who changes one answer again and again."""

    def __init__(self, port: int, known: Mapping[str, Any]) -> None:
        self.port, self.known, self.version = port, known, known["version"]
        self.taken: list[float] = []
        self.errors: list[str] = []

    def save(self) -> None:
        """On a connection of its own; with a note that was not there before."""
        prefix = self.known["prefix"]
        data = {"version": self.version, "value": self.known["value"], "note": f"Ghi chú {self.version}"}
        request = post(
            self.known["path"], self.known["session"], {f"{prefix}-{key}": value for key, value in data.items()}
        )
        begun = time.perf_counter()
        with Line(self.port) as line:
            answer = line.ask(request)
        self.taken.append(time.perf_counter() - begun)
        self.version = json.loads(whole(answer).body)["version"]

    def work(self, random: Random, end: float) -> None:
        """The pauses are from half to one and a half of the average; the first save comes anywhere in the first."""
        pause = random.uniform(0, PAUSE)
        while time.perf_counter() + pause < end:
            time.sleep(pause)
            try:
                self.save()
            except Exception as error:  # counted: none may happen
                self.errors.append(repr(error))
            pause = random.uniform(PAUSE / 2, 3 * PAUSE / 2)


def figures(portal: Portal, editors: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    with portal.web() as web:
        people = [Editor(web.port, known) for known in editors]
        alone = _alone(people[0])
        _together(people)
    taken = sorted(time for editor in people for time in editor.taken)
    errors = [error for editor in people for error in editor.errors]
    late = statistics.quantiles(taken, n=20)[-1]
    aside = f"{1000 * late:.0f} and {1000 * alone:.0f} ms; {len(taken)} saves, each editor one in {PAUSE:g} s"
    title = f"autosave, p95 of {len(people)} editors against p50 alone"
    yield at_most(title, late / alone, AGAINST_ALONE, "ratio", aside)
    yield at_most("autosave, errors under load", len(errors), 0, "errors", "; ".join(errors[:1])[:200])


def _alone(editor: Editor) -> float:
    for _save in range(ALONE + 5):
        editor.save()
    taken, editor.taken = editor.taken[5:], []
    return statistics.median(taken)


def _together(people: Sequence[Editor]) -> None:
    end = time.perf_counter() + LENGTH
    threads = [threading.Thread(target=editor.work, args=(Random(place), end)) for place, editor in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
