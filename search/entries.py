"""What can be found, and what of it was: entries with their texts folded, hits and groups of hits to show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from catalogues.folding import fold

from .matching import Piece, Query, pieces, snippet

MOST = 10
"""So many hits a group shows."""


@dataclass(frozen=True)
class Passage:
    """`label`: what of the entry it is; `language`: if it is another than the page's."""

    text: str
    label: str = ""
    language: str = ""

    @cached_property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class Entry:
    """`title` may be all there is. With `is_named`, code and title are searched; otherwise they only say what the
    passages belong to. `section`: the part of the form it stands in; `at`: the key of the assessment, if of one."""

    code: str
    title: str
    passages: tuple[Passage, ...] = ()
    section: str = ""
    place: str = ""
    at: object = None
    is_named: bool = True

    @cached_property
    def folded_name(self) -> str:
        return fold(f"{self.code} {self.title}") if self.is_named else ""

    @cached_property
    def folded(self) -> str:
        return "\n".join([self.folded_name, *(passage.folded for passage in self.passages)])

    @cached_property
    def as_typed(self) -> str:
        """With its tones, to put first what somebody typed with them."""
        own = [self.code, self.title] if self.is_named else []
        return " ".join([*own, *(passage.text for passage in self.passages)]).casefold()

    def best(self, query: Query) -> Passage | None:
        """The passage to show: the one in which most of the words stand."""
        return max(self.passages, key=lambda passage: query.found(passage.folded), default=None)


@dataclass(frozen=True)
class Hit:
    code: list[Piece]
    title: list[Piece]
    snippet: list[Piece]
    label: str
    language: str
    where: str
    url: str


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    hits: list[Hit]
    count: int

    @property
    def left(self) -> int:
        return self.count - len(self.hits)


Link = Callable[[Entry], tuple[str, str]]
"""Where an entry stands in words, and its address."""


def group(key: str, title: str, entries: Iterable[Entry], query: Query, link: Link) -> Group:
    """Whatever has all the words; the whole phrase first, with its tones before without."""
    found = [entry for entry in entries if query.is_in(entry.folded)]
    found.sort(key=lambda entry: _rank(entry, query))
    return Group(key, title, [_hit(entry, query, link) for entry in found[:MOST]], len(found))


def _rank(entry: Entry, query: Query) -> tuple[bool, bool, bool]:
    return (
        query.phrase not in entry.folded_name,
        query.typed not in entry.as_typed or query.phrase not in entry.folded,
        not query.is_in(entry.folded_name),
    )


def _hit(entry: Entry, query: Query, link: Link) -> Hit:
    passage = entry.best(query)
    where, url = link(entry)
    marked = query if entry.is_named else Query("")
    return Hit(
        code=pieces(entry.code, marked),
        title=pieces(entry.title, marked),
        snippet=snippet(passage.text, query) if passage else [],
        label=passage.label if passage else "",
        language=passage.language if passage else "",
        where=where,
        url=url,
    )
