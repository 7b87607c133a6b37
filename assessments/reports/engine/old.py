"""What WeasyPrint 70 and its writer pydyf do slowly or twice, done at once: a third of a report's time (benchmarks/).

All of it reaches into the engine, so its version is pinned to a minor release, and
tests/assessments/reports/test_engine.py says what must stay true.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from xml.etree.ElementTree import fromstring

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import HTML, svg
from weasyprint.urls import URLFetcher

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has in no text, not even escaped; a catalogue may hold it."""


class OurHTML(HTML):
    """HTML that our templates wrote as well-formed XML, read by the C parser: tinyhtml5 takes forty times as long."""

    def __init__(self, string: str, url_fetcher: URLFetcher) -> None:
        text = NOT_XML.sub("", string.partition("<!doctype html>")[2].replace("&nbsp;", "\u00a0"))
        root = fromstring(text)  # noqa: S314  our own template: what people wrote is escaped, entities cannot be declared
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class OneRun(str):
    """Text whose only letter is all of it: text in SVG is laid out letter by letter, without kerning, and is read back
    from a PDF without its blanks."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


_letter_by_letter = svg.text


def _at_once(image: Any, node: Any, font_size: float) -> None:
    """Ours has no rotated, stretched or separately placed letters."""
    if node.text:
        node._etree_node.text = OneRun(node.text)
    _letter_by_letter(image, node, font_size)


svg.text = _at_once
svg.TAGS |= {tag: _at_once for tag, draw in svg.TAGS.items() if draw is _letter_by_letter}


# -- the writer -------------------------------------------------------------------------------------------------------


class OneWriting(pydyf.PDF):  # type: ignore[misc]
    """A file with an identifier has every object made twice, compressed too: to be written, and to be hashed. Nothing
    changes in between, so each is made once. Pages are counted anew for every tag: their references are kept too."""

    made: ClassVar[dict[int, tuple[Any, bytes]] | None] = None
    """While a file is written: its objects by identity, each with its bytes; the object itself, so that it lives on."""

    def write(self, *args: Any, **options: Any) -> None:
        OneWriting.made = {}
        try:
            super().write(*args, **options)
        finally:
            OneWriting.made = None

    @property
    def page_references(self) -> tuple[bytes, ...]:
        count = len(self.pages["Kids"])
        if self.__dict__.get("counted") != count:
            self.counted, self.references = count, super().page_references
        return self.references


def once_a_file(kind: type[Any]) -> property:
    make = kind.data.fget

    def data(self: Any) -> bytes:
        if (made := OneWriting.made) is None:
            return make(self)  # type: ignore[no-any-return]
        if id(self) not in made:
            made[id(self)] = self, make(self)
        return made[id(self)][1]

    return property(data)


_any_to_bytes = pydyf._to_bytes


def to_bytes(item: Any) -> bytes:
    """The two commonest kinds without four questions first."""
    if type(item) is bytes:
        return item
    return item.encode("ascii") if type(item) is str else _any_to_bytes(item)  # type: ignore[no-any-return]


pydyf._to_bytes = to_bytes
pydyf.PDF = OneWriting
for kind in (pydyf.Stream, pydyf.Dictionary):
    kind.data = once_a_file(kind)
