"""Reading Word documents, and making odd ones."""

import zipfile
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from assessments.reports.word import checking


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(content: bytes, **changed: bytes | str) -> bytes:
    """The same document with parts replaced or added; "__" for "/" and "_dot_" for "."."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in changed.items()}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts(content), **named}.items():
            archive.writestr(name, part)
    return stream.getvalue()


def text_of(element) -> str:
    """The text below an element: a line a paragraph, "⏎" for a line break."""
    lines = []
    for paragraph in element.iter(qn("w:p")):
        pieces = [
            "⏎" if piece.tag == qn("w:br") else piece.text or "" for piece in paragraph.iter(qn("w:t"), qn("w:br"))
        ]
        lines.append("".join(pieces))
    return "\n".join(lines)


def text(content: bytes) -> str:
    return text_of(Document(BytesIO(content)).element.body)


def heads(content: bytes) -> list[str]:
    """The headers of the first page and of the others."""
    section = Document(BytesIO(content)).sections[0]
    return [head._element.xpath("string(.)").strip() for head in (section.first_page_header, section.header)]


def faults(content: bytes) -> list[str]:
    """What is wrong with a template, in words."""
    return [str(fault) for fault in checking.checked(content).faults]
