"""Texts as people type them who have no Vietnamese keyboard: without case, tones and other marks, đ as d."""

import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """The same for NFC and NFD; every kind of blank and control character becomes a blank."""
    return "".join(map(_folded_letter, text))


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its letters, the place in `text` it came from."""
    parts = [_folded_letter(letter) for letter in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _letter in part]


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if letter.isspace() or unicodedata.category(letter) == "Cc":
        return " "
    return _without_marks(_without_marks(letter).casefold()).replace("đ", "d")


def _without_marks(text: str) -> str:
    """Nor what only joins or parts letters and is not seen."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(
        each for each in letters if not unicodedata.combining(each) and unicodedata.category(each) not in {"Mn", "Cf"}
    )
