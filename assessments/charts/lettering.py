"""How wide words are in the charts' font, so that they can be broken where they would leave their place.

An SVG breaks no lines, and the server draws it before any font is loaded. The widths are those of Be Vietnam Pro, the
heavier of its two weights and the wider of a letter's accented forms, rounded up: never too narrow.
"""

import unicodedata
from functools import lru_cache

from .drawing import SIZE

WIDTHS = {
    0.25: " '",
    0.3: "I`ijl·",
    0.35: "!,.:;",
    0.4: '"',
    0.45: "()1frt|“”",
    0.5: "J[]{}~",
    0.55: "*/\\sz",
    0.6: "7<>^hknuvxy•",
    0.65: "$+-?EFLce×",
    0.7: "0235689BPRSTZabdgopq–−",
    0.75: "4=HKNUVY_",
    0.8: "&ACDGXđĐ",
    0.85: "#OQ…",
}
"""In parts of the font's size."""
WIDEST = 1.05
BY_LETTER = {letter: width for width, letters in WIDTHS.items() for letter in letters}
WIDE = dict.fromkeys("%Mmw—", 0.9)
REST = "…"


def width_of(words: str, size: float = SIZE) -> float:
    return size * sum(map(_letter, words))


def _letter(letter: str) -> float:
    plain = unicodedata.normalize("NFD", letter)[0]
    return BY_LETTER.get(plain) or WIDE.get(plain, WIDEST)


def fitted(words: str, room: float, lines: int, size: float = SIZE) -> list[str]:
    """At most so many lines, none wider than `room`, as even as they can be; what does not fit ends in "…"."""
    return list(_fitted(words, room, lines, size))


@lru_cache(maxsize=2048)
def _fitted(words: str, room: float, lines: int, size: float) -> list[str]:
    """Charts have the same names again and again, and to break one takes some ten attempts."""
    found = _broken(words, room, size)
    if len(found) > lines:
        return [*found[: lines - 1], _shortened(" ".join(found[lines - 1 :]), room, size)]
    for share in range(50, 100, 5):
        even = _broken(words, room * share / 100, size)
        if len(even) == len(found) and " ".join(even) == " ".join(found):
            return even
    return found


def _broken(words: str, room: float, size: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines += _pieces(word, room, size)
    return lines[1:] if lines[1:] and not lines[0] else lines


def _pieces(word: str, room: float, size: float) -> list[str]:
    """The whole word, unless it alone is wider than a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(words: str, room: float, size: float) -> str:
    while words and width_of(words + REST, size) > room:
        words = words[:-1]
    return words.rstrip(" ,;:") + REST
