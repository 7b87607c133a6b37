"""What processes take, read from /proc."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


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
