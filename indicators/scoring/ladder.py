"""Levels reached or not, as Thông tư 03/2026/TT-BXD has them: beside SM-1, no points of the headline (ADR 0007)."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .frame import Branch, Frame
from .numbers import HUNDRED
from .readings import LeafResult


class Level(NamedTuple):
    """`criteria` are those that apply, `met` those of them that are đạt."""

    code: str
    criteria: int
    met: int
    is_reached: bool


class Ladder(NamedTuple):
    """`levels` ascend; `reached` of them, from the lowest, are reached."""

    reached: int
    levels: tuple[Level, ...]


def ladder(frame: Frame, leaves: Mapping[str, LeafResult]) -> Ladder | None:
    """The levels of one reading; None if the indicator set is none."""
    return climbed(_count(group, leaves) for group in frame.groups) if frame.is_ladder else None


def climbed(counts: Iterable[tuple[str, int, int]]) -> Ladder:
    """From code, criteria and criteria met of each level. A level is reached when every applicable criterion up to it
    is met. Without an applicable criterion of its own a level is reached with the one below, the lowest not at all:
    nothing would show it."""
    levels: list[Level] = []
    for code, criteria, met in counts:
        stands = levels[-1].is_reached if levels else criteria > 0
        levels.append(Level(code, criteria, met, stands and met == criteria))
    return Ladder(sum(level.is_reached for level in levels), tuple(levels))


def ladder_to_json(found: Ladder) -> dict[str, Any]:
    return {"reached": found.reached, "levels": [level._asdict() for level in found.levels]}


def ladder_from_json(document: Mapping[str, Any]) -> Ladder:
    """The inverse of `ladder_to_json`. Raises KeyError or ValueError on anything else, a level that its counts do not
    reach included."""
    found = climbed(map(_counts, document["levels"]))
    if ladder_to_json(found) != document:
        raise ValueError("not the levels that these counts reach")
    return found


def _counts(level: Mapping[str, Any]) -> tuple[str, int, int]:
    code, criteria, met = level["code"], level["criteria"], level["met"]
    if type(criteria) is not int or type(met) is not int or not 0 <= met <= criteria:
        raise ValueError(f"no counts of a level: {met} of {criteria}")
    return code, criteria, met


def _count(group: Branch, leaves: Mapping[str, LeafResult]) -> tuple[str, int, int]:
    scores = [leaves[leaf.code].score for leaf in group.leaves() if leaf.scored]
    applicable = [score for score in scores if score is not None]
    return group.code, len(applicable), applicable.count(HUNDRED)
