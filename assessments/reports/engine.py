"""Two things that WeasyPrint 70 does slowly, done at once; a quarter of the time of a report (benchmarks/).

Both reach into the engine, so its version is pinned to a minor release, and tests/assessments/reports/test_engine.py
says what must stay true.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import fromstring

from cssselect2 import ElementWrapper
from weasyprint import HTML, svg
from weasyprint.urls import URLFetcher


class OurHTML(HTML):
    """HTML that our templates wrote as well-formed XML, read by the C parser: tinyhtml5 takes forty times as long."""

    def __init__(self, string: str, url_fetcher: URLFetcher) -> None:
        text = string.partition("<!doctype html>")[2].replace("&nbsp;", "\u00a0")
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
