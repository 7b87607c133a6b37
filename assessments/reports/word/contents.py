"""The table of contents: a field of Word's, which Word itself fills only when it is asked to.

In a template its entries are those of the template ("{{ theme.head.title }}"), so they are emptied before the tags are
read, and written anew from the headings that came of it, linked. Pages are only known to the program that lays the text
out: their numbers come when somebody updates the field.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

BEGIN, SEPARATE, END = "begin", "separate", "end"
FIRST_BOOKMARK = 900_000
DEEPEST = 3


class Heading(NamedTuple):
    level: int
    text: str
    bookmark: str


def empty(body: Any) -> None:
    """Take the entries out of every table of contents; one paragraph with the bare field is left of each."""
    for first, instruction in list(_fields(body)):
        paragraphs = _span(first)
        if not paragraphs:
            continue
        bare = OxmlElement("w:p")
        for properties in first.findall(qn("w:pPr")):
            bare.append(deepcopy(properties))
        for run in (_mark(BEGIN), _instruction(instruction), _mark(SEPARATE), _mark(END)):
            bare.append(run)
        first.addprevious(bare)
        for paragraph in paragraphs:
            paragraph.getparent().remove(paragraph)


def fill(document: Document) -> None:
    """Write the entries of every table of contents, with bookmarks at the headings."""
    body = document.element.body
    fields = list(_fields(body))
    if not fields:
        return
    levels = _levels(document)
    headings = list(_headings(body, levels))
    styles = {style.name.lower(): style.style_id for style in document.styles}
    for bare, instruction in fields:
        shown = [heading for heading in headings if heading.level <= _deepest(instruction)]
        entries = [_entry(heading, styles.get(f"toc {heading.level}", "")) for heading in shown]
        if entries:
            _put(bare, instruction, entries)


# -- finding ---------------------------------------------------------------------------------------------------------


def _fields(body: Any) -> Iterator[tuple[Any, str]]:
    """The paragraph that each table of contents begins in, with its instruction."""
    for found in body.iter(qn("w:instrText")):
        if (found.text or "").strip().upper().startswith("TOC "):
            yield next(found.iterancestors(qn("w:p"))), found.text


def _span(first: Any) -> list[Any]:
    """The paragraphs from `first` to where its field ends; none if it does not end among its siblings."""
    depth, found = 0, []
    for sibling in (first, *first.itersiblings()):
        found.append(sibling)
        for mark in sibling.iter(qn("w:fldChar")):
            depth += {BEGIN: 1, END: -1}.get(mark.get(qn("w:fldCharType")), 0)
        if depth <= 0:
            return found
    return []


def _levels(document: Document) -> dict[str, int]:
    """Of styles by their id; Word keeps "heading 1" by this name in every language."""
    found = {}
    for style in document.styles:
        level = re.fullmatch(r"heading ([1-9])", style.name.lower())
        if level:
            found[style.style_id] = int(level[1])
    return found


def _headings(body: Any, levels: dict[str, int]) -> Iterator[Heading]:
    """In reading order, each with a bookmark around it from now on."""
    number = 0
    for paragraph in body.iter(qn("w:p")):
        level = levels.get(_style(paragraph))
        text = "".join(run.text or "" for run in paragraph.iter(qn("w:t"))).strip()
        if level and text:
            number += 1
            heading = Heading(level, text, f"_Toc{FIRST_BOOKMARK + number}")
            _bookmark(paragraph, heading.bookmark, FIRST_BOOKMARK + number)
            yield heading


def _style(paragraph: Any) -> str:
    """Its id; the body that docxtpl puts in place is of lxml's own elements, which know no `style`."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def _deepest(instruction: str) -> int:
    """`TOC \\o "1-2"` lists two levels."""
    found = re.search(r'\\o\s+"\d-(\d)"', instruction)
    return int(found[1]) if found else DEEPEST


# -- writing ---------------------------------------------------------------------------------------------------------


def _bookmark(paragraph: Any, name: str, identifier: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(identifier))
    start.set(qn("w:name"), name)
    paragraph.insert(len(paragraph.findall(qn("w:pPr"))), start)
    paragraph.append(end)


def _entry(heading: Heading, style: str) -> Any:
    entry, link = OxmlElement("w:p"), OxmlElement("w:hyperlink")
    if style:
        properties, named = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
        named.set(qn("w:val"), style)
        properties.append(named)
        entry.append(properties)
    link.set(qn("w:anchor"), heading.bookmark)
    link.set(qn("w:history"), "1")
    link.append(_run("w:t", heading.text))
    entry.append(link)
    return entry


def _put(bare: Any, instruction: str, entries: list[Any]) -> None:
    """The field around its entries: it begins in the first of them and ends in a paragraph after the last."""
    first = entries[0]
    for run in reversed((_mark(BEGIN), _instruction(instruction), _mark(SEPARATE))):
        first.insert(len(first.findall(qn("w:pPr"))), run)
    closing = OxmlElement("w:p")
    closing.append(_mark(END))
    for paragraph in (*entries, closing):
        bare.addprevious(paragraph)
    bare.getparent().remove(bare)


def _mark(kind: str) -> Any:
    return _run("w:fldChar", **{"w:fldCharType": kind})


def _instruction(text: str) -> Any:
    return _run("w:instrText", text)


def _run(tag: str, text: str = "", **attributes: str) -> Any:
    run, inner = OxmlElement("w:r"), OxmlElement(tag)
    if text:
        inner.text = text
        inner.set(qn("xml:space"), "preserve")
    for name, value in attributes.items():
        inner.set(qn(name), value)
    run.append(inner)
    return run
