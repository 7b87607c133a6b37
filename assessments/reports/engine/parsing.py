"""HTML that our templates wrote, and what the engine's own stylesheet says of it."""

import re
from xml.etree.ElementTree import fromstring

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.urls import URLFetcher

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has in no text, not even escaped; a catalogue may hold it."""

UNUSED = re.compile(
    r"\s*(::footnote|::note|\[dir|dd\[dir|:is\(|input|select|textarea|button|@(?!top-(left|center|right) |page))"
)
"""Rules of the engine's stylesheet about what our reports have not: notes, forms, directions, most margin boxes. Those
about notes give every element five more styles, seven of eight in all."""


def own_rules(stylesheet: str) -> str:
    """The engine's stylesheet, a rule a line, without what is unused; markers have only the items of lists."""
    lines = [line for line in stylesheet.splitlines() if not UNUSED.match(line)]
    return "\n".join(lines).replace("\n::marker", "\nli::marker")


BASE = CSS(string=own_rules(UA), counter_style=UA_COUNTER_STYLE.copy())


class OurHTML(HTML):
    """HTML that our templates wrote as well-formed XML, read by the C parser: tinyhtml5 takes forty times as long."""

    def __init__(self, string: str, url_fetcher: URLFetcher) -> None:
        text = NOT_XML.sub("", string.partition("<!doctype html>")[2].replace("&nbsp;", "\u00a0"))
        root = fromstring(text)  # noqa: S314  our own template: what people wrote is escaped, entities cannot be declared
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        head = next(self.wrapper_element.iter_children())
        self.wrapper_element.query_all = head.query_all  # styles, title and the like are looked for twice

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [BASE]
