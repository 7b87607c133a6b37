"""What the doctor says of one thing: how bad it is, what was found, what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    name: str
    level: Level
    found: str
    advice: str = ""


def fine(name: str, found: str) -> Finding:
    return Finding(name, Level.FINE, found)


def warning(name: str, found: str, advice: str) -> Finding:
    return Finding(name, Level.WARNING, found, advice)


def error(name: str, found: str, advice: str) -> Finding:
    return Finding(name, Level.ERROR, found, advice)
