"""What processes take: memory and CPU, read from /proc."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


class Memory(NamedTuple):
    """MiB. `own`: the proportional share (PSS), where pages that several use count in parts."""

    resident: float
    own: float


def children(pid: int) -> list[int]:
    """Process ids, of those that do the work."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pids: Iterable[int]) -> Memory:
    """Of the largest."""
    return max(_memory(pid) for pid in pids)


def _memory(pid: int) -> Memory:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = {name: int(size) / 1024 for name, size in re.findall(r"^(\w+): +(\d+) kB", text, re.MULTILINE)}
    return Memory(found["Rss"], found["Pss"])


def cpu_seconds(pids: Iterable[int]) -> float:
    """Used so far, with children that have ended."""
    return sum(_cpu(pid) for pid in pids)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS
