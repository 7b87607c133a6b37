"""A Word template opened with docxtpl: where its tags are, and the document that comes of filling them in.

docxtpl knows how tags lie in Word's markup ({%p …%}, {%tr …%}, runs cut in the middle of a tag); the language itself
is `sandbox`'s. Headers, footers and footnotes are templates like the body; document properties are not.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from docx.opc.constants import CONTENT_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from . import contents, sandbox


class Source(NamedTuple):
    """A part of a template that may have tags; `place` in words."""

    place: str
    xml: str


class Document(DocxTemplate):
    """Of one rendering."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self.budget = sandbox.Budget()
        self.init_docx()

    def sources(self) -> Iterator[Source]:
        """As they stand in the file, tags cut through by Word's markup included."""
        yield Source(_("Thân văn bản"), self.get_xml())
        for uri, place in ((self.HEADER_URI, _("Đầu trang")), (self.FOOTER_URI, _("Chân trang"))):
            for _key, part in self.get_headers_footers(uri):
                yield Source(place, self.get_part_xml(part))
        for part in self.docx.part.package.parts:
            if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
                yield Source(_("Chú thích cuối trang"), part.blob.decode())

    def patched(self) -> Iterator[Source]:
        """With tags that Jinja can read, and a new line before every paragraph."""
        for place, xml in self.sources():
            yield Source(place, by_paragraph(self.patch_xml(xml)))

    @property
    def text(self) -> str:
        """Of the body, headers and footers, without line ends."""
        edges = [part for uri in (self.HEADER_URI, self.FOOTER_URI) for _key, part in self.get_headers_footers(uri)]
        roots = (self.docx.element.body, *(part.element for part in edges))
        return "".join(found.text or "" for root in roots for found in root.iter(qn("w:t")))

    def get_xml(self) -> str:
        contents.empty(self.docx.element.body)
        return str(super().get_xml())

    def render_xml_part(self, src_xml: str, part: Part, context: dict[str, Any], jinja_env: Any = None) -> str:
        found = sandbox.written(by_paragraph(src_xml), context, self.budget).replace("\n<w:p", "<w:p")
        etree.fromstring(found.encode())
        return found

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """They are `rendering`'s, whatever the template has in them."""

    def filled(self, context: dict[str, Any]) -> None:
        """Raises what `sandbox.written` raises, and lxml's XMLSyntaxError for tags that tear the markup apart."""
        self.render(context)
        contents.fill(self.docx)


def by_paragraph(xml: str) -> str:
    return xml.replace("<w:p ", "\n<w:p ").replace("<w:p>", "\n<w:p>")
