"""What was asked for, where it stands in a text, and the text with it marked. Plain Python, no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from catalogues.folding import fold, fold_with_places

LONGEST = 200
"""So many characters of what is typed are looked for."""

SHORTEST = 2
WHOLE = 4
"""Words up to so many letters are looked for as they are."""

BEFORE, AROUND = 60, 200
"""How much of a text a snippet shows before the place that was found, and in all."""


class Piece(NamedTuple):
    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Query:
    """`text` as it is shown again: one line, printable. `is_cut`: more was typed than is looked for."""

    text: str
    is_cut: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fold(self.text).split()))

    @property
    def is_enough(self) -> bool:
        return sum(map(len, self.words)) >= SHORTEST

    @cached_property
    def phrase(self) -> str:
        return " ".join(fold(self.text).split())

    @cached_property
    def typed(self) -> str:
        return " ".join(self.text.casefold().split())

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Each word where a word begins, so that “an” does not find “toàn”."""
        return tuple(re.compile(_pattern(word)) for word in self.words)

    def found(self, folded: str) -> int:
        """How many of the words occur in a folded text."""
        return sum(bool(pattern.search(folded)) for pattern in self.patterns)

    def is_in(self, folded: str) -> bool:
        return all(pattern.search(folded) for pattern in self.patterns)


def _pattern(word: str) -> str:
    """Short words are whole syllables: “bi” is not to find “biến”; longer ones may go on (“architect”)."""
    start = r"(?<![^\W_])" if word[0].isalnum() else ""
    end = r"(?![^\W_])" if word[-1].isalnum() and len(word) <= WHOLE else ""
    return start + re.escape(word) + end


def read_query(given: str) -> Query:
    """What somebody typed, or whatever else came in its place."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in given[: LONGEST * 10]).split())
    is_cut = len(line) > LONGEST or len(given) > LONGEST * 10
    return Query(line[:LONGEST].rstrip(), is_cut)


def pieces(text: str, query: Query) -> list[Piece]:
    """The text, with the words that were asked for marked."""
    found: list[Piece] = []
    done = 0
    for start, end in _spans(text, query):
        if done < start:
            found.append(Piece(text[done:start]))
        found.append(Piece(text[start:end], is_found=True))
        done = end
    return [*found, Piece(text[done:])] if done < len(text) else found


def _spans(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text, in order and not overlapping, marks that follow a letter included."""
    folded, places = fold_with_places(text)
    places.append(len(text))
    matches = [match.span() for pattern in query.patterns for match in pattern.finditer(folded)]
    done = 0
    for first, last in sorted(matches, key=lambda span: (span[0], -span[1])):
        start, end = max(places[first], done), places[last]
        if start < end:
            yield start, end
            done = end


def snippet(text: str, query: Query) -> list[Piece]:
    """The part of a text around the first place that was found; its beginning if nothing was."""
    line = " ".join(text.split())
    start = _begin(line, query)
    end = len(line) if len(line) <= start + AROUND else max(line.rfind(" ", start + 1, start + AROUND), start + BEFORE)
    shown = pieces(line[start:end], query)
    return [*([Piece("… ")] if start else []), *shown, *([Piece(" …")] if end < len(line) else [])]


def _begin(line: str, query: Query) -> int:
    """Where a snippet begins: at a word some way before the phrase, or else before the first of its words."""
    folded, places = fold_with_places(line)
    at = folded.find(query.phrase)
    if at < 0:
        at = min((match.start() for pattern in query.patterns if (match := pattern.search(folded))), default=0)
    place = places[at] if at < len(places) else 0
    return line.rfind(" ", 0, place - BEFORE) + 1 if place > BEFORE else 0
