"""Whether an upload is a Word document that is safe to keep and to hand out: no macros (`evidence_files` sees to that),
nothing embedded, nothing fetched from elsewhere when it is opened, no entities, not too large when unpacked."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

MOST_XML = 3_000_000
MOST_UNPACKED = 30_000_000
EMBEDDED = ("word/embeddings/", "word/activex/", "word/afchunk")
XML = (".xml", ".rels")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")
FONTS = (".odttf",)
PRINTER = "word/printersettings/"
"""What Word keeps of the printer last used."""

LINK = "/hyperlink"
FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|DATABASE|MACROBUTTON)\b", re.IGNORECASE)


def faults(content: bytes) -> Iterator[str]:
    """Sentences; none if all is well. Raises whatever zipfile and lxml raise for what they cannot read."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        xml = [member for member in members if member.filename.lower().endswith(XML)]
        if problem := _size_fault(xml, members):
            yield problem
            return
        for member in members:
            name = member.filename.lower()
            if name.startswith(EMBEDDED):
                yield _("có tệp nhúng (%s); hãy bỏ ra") % member.filename
            elif not name.endswith((*XML, *PICTURES, *FONTS)) and not name.startswith(PRINTER):
                yield _("có phần không thuộc văn bản Word (%s); hãy bỏ ra") % member.filename
        for member in xml:
            yield from _xml_faults(member.filename, archive.read(member))


def _size_fault(xml: list[zipfile.ZipInfo], members: list[zipfile.ZipInfo]) -> str:
    if sum(member.file_size for member in xml) > MOST_XML:
        return _("nội dung giải nén ra quá %d MB") % (MOST_XML // 1_000_000)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        return _("tệp giải nén ra quá %d MB") % (MOST_UNPACKED // 1_000_000)
    return ""


def _xml_faults(name: str, content: bytes) -> Iterator[str]:
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True)).getroottree()
    if tree.docinfo.internalDTD is not None:
        yield _("phần %s có khai báo DTD") % name
    for link in tree.iter("{*}Relationship"):
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith(LINK):
            yield _("có nội dung lấy từ bên ngoài (%s); hãy chèn hẳn vào tệp") % link.get("Target", "")[:100]
    for instructions in _instructions(tree):
        if found := FETCHING.search(instructions):
            yield _("có trường %s lấy nội dung bên ngoài; hãy bỏ ra") % found[0]


def _instructions(tree: Any) -> Iterator[str]:
    """Of Word's fields: those of a paragraph together, since one may be cut into several runs."""
    for paragraph in tree.iter("{*}p"):
        yield "".join(part.text or "" for part in paragraph.iter("{*}instrText"))
    for field in tree.iter("{*}fldSimple"):
        yield " ".join(value for key, value in field.items() if key.endswith("instr"))
