"""What a benchmark gives, and how it is timed."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

TRIALS = 7


@dataclass(frozen=True)
class Figure:
    """One row of the table. `limit` None: shown for what it is worth. `aside`: an absolute time or what it was measured
    on; ratios are what counts."""

    name: str
    value: float
    limit: float | None
    better: str
    unit: str
    aside: str = ""

    @property
    def holds(self) -> bool | None:
        if self.limit is None:
            return None
        return self.value <= self.limit if self.better == "lower" else self.value >= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def at_most(name: str, value: float, limit: float | None, unit: str, aside: str = "") -> Figure:
    return Figure(name, round(value, 3), limit, "lower", unit, aside)


def seconds(work: Callable[[], object], trials: int = TRIALS) -> float:
    """The median of several runs after one that does not count."""
    return _median(work, trials, 1, time.perf_counter)


def processor_seconds(work: Callable[[], object], trials: int) -> float:
    """The same of this process's own time, after two that do not count: a busy machine tells the same."""
    return _median(work, trials, 2, time.process_time)


def _median(work: Callable[[], object], trials: int, uncounted: int, clock: Callable[[], float]) -> float:
    for _trial in range(uncounted):
        work()
    taken = []
    for _trial in range(trials):
        gc.collect()
        begun = clock()
        work()
        taken.append(clock() - begun)
    return statistics.median(taken)


def once(work: Callable[[], object]) -> float:
    """The first run, cold."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
