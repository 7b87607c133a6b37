"""What a DOCX, XLSX, ODT or ODS may not hold beside macros: entities, OLE objects, programs, and whatever is fetched
from elsewhere or handed to another program when the file is opened.

Nothing is unpacked onto the disk, no tree is built, and no more is read of a member than it declares to hold.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from django.utils.translation import gettext as _

from assessments.errors import RefusedFile

CHUNK = 64 * 1024
MAX_XML = 60 * 1024 * 1024
"""So much XML is read through; worksheets, where only the beginning is read, do not count."""

ALLOWED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only compressions of these formats; of others Python unpacks a whole block at once."""

OLE, PROGRAM = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ"
XML = (".xml", ".rels")
EMBEDDED, EMBEDDABLE = ("word/embeddings/", "xl/embeddings/"), (".xlsx", ".docx", ".pptx")
CONTROLS = ("word/activex/", "xl/activex/")
LINKED = ("xl/externallinks/", "xl/connections.xml", "word/afchunk")
BEGINNING_ONLY = ("xl/worksheets/sheet", "xl/sharedstrings.xml")

FIELD = re.compile(r"^\s*(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.I | re.M)
DDE = frozenset({"dde-link", "dde-source", "dde-connection", "dde-connection-decl", "dde-connection-decls"})
LOADING = frozenset({"image", "object", "object-ole", "plugin", "applet", "section-source", "table-source"})
ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\|/|\.\./)", re.IGNORECASE)
"""A scheme, a server, or a path that leads out of the package."""


def check(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], name: str) -> None:
    """Of a package whose sizes were found in order. Raises RefusedFile, or whatever zipfile and expat raise for what
    they cannot read."""
    members = [member for member in members if not member.is_dir()]
    if len({member.filename.lower() for member in members}) < len(members):
        raise RefusedFile(_("Tệp “%s” có hai phần trùng tên nên không được nhận.") % name)
    if any(_is_outside(member.filename) or member.compress_type not in ALLOWED for member in members):
        raise RefusedFile(_("Tệp “%s” được nén không theo cách của tệp văn phòng nên không được nhận.") % name)
    if sum(member.file_size for member in members if _is_read_through(member.filename.lower())) > MAX_XML:
        raise RefusedFile(_("Tệp “%s” giải nén ra quá lớn nên không được nhận.") % name)
    for member in members:
        _check_member(archive, member, name)


def _is_outside(path: str) -> bool:
    return path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path


def _is_read_through(path: str) -> bool:
    return path.endswith(XML) and not path.startswith(BEGINNING_ONLY)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    path = member.filename.lower()
    if path.startswith(CONTROLS) or (path.startswith(EMBEDDED) and not path.endswith(EMBEDDABLE)):
        raise _object(name)
    if path.startswith(LINKED):
        raise _linked(name, member.filename)
    if path.endswith(XML):
        _read(archive, member, name)
        return
    with archive.open(member) as content:
        head = content.read(8)
    if head.startswith((OLE, PROGRAM)):
        raise _object(name)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    reading = _Reading(name, only_beginning=not _is_read_through(member.filename.lower()))
    with archive.open(member) as content:
        while not reading.is_done and (chunk := content.read(CHUNK)):
            reading.parser.Parse(chunk)
    if not reading.is_done:
        reading.parser.Parse(b"", True)  # noqa: FBT003
    if found := FIELD.search("".join(reading.instructions)):
        raise _linked(name, found[1].upper())


class _Reading:
    """One XML part on its way through expat, with the instructions of Word's fields, a line each."""

    def __init__(self, name: str, *, only_beginning: bool) -> None:
        self.name, self.only_beginning = name, only_beginning
        self.is_done, self.instructions = False, [""]
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._begin

    def _doctype(self, *_declared: object) -> None:
        raise RefusedFile(_("Tệp “%s” có khai báo DTD trong XML nên không được nhận; hãy lưu lại tệp.") % self.name)

    def _begin(self, tag: str, given: Mapping[str, str]) -> None:
        if self.only_beginning:
            self.is_done = True
        local = tag.rpartition(":")[2]
        if local not in TELLING:
            return
        facts = {key.rsplit(":", 1)[-1]: value for key, value in given.items()}
        if handler := HANDLERS.get(local):
            handler(self, facts)
        elif local in LOADING and ELSEWHERE.match(facts.get("href", "")):
            raise _linked(self.name, facts["href"])
        elif local in DDE:
            raise _linked(self.name, "DDE")

    def _end(self, tag: str) -> None:
        if tag.endswith("instrText"):
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def relationship(self, facts: Mapping[str, str]) -> None:
        if facts.get("TargetMode", "").lower() == "external" and not facts.get("Type", "").endswith("/hyperlink"):
            raise _linked(self.name, facts.get("Target", ""))

    def field(self, facts: Mapping[str, str]) -> None:
        self.instructions.append(f"\n{facts.get('instr', '')}")

    def field_text(self, _facts: Mapping[str, str]) -> None:
        self.parser.CharacterDataHandler = self.instructions.append
        self.parser.EndElementHandler = self._end

    def locked(self, _facts: Mapping[str, str]) -> None:
        raise RefusedFile(_("Tệp “%s” có mật khẩu nên không được nhận; hãy gửi bản không có mật khẩu.") % self.name)

    def script(self, _facts: Mapping[str, str]) -> None:
        raise RefusedFile(_("Tệp “%s” có macro nên không được nhận; hãy lưu lại ở dạng không có macro.") % self.name)


HANDLERS: Mapping[str, Callable[[_Reading, Mapping[str, str]], None]] = {
    "Relationship": _Reading.relationship,
    "fldChar": _Reading.field,
    "fldSimple": _Reading.field,
    "instrText": _Reading.field_text,
    "encryption-data": _Reading.locked,
    "event-listener": _Reading.script,
}

TELLING = HANDLERS.keys() | LOADING | DDE
"""Elements that are looked at; of the others a part has thousands."""


def _object(name: str) -> RefusedFile:
    return RefusedFile(
        _("Tệp “%s” có đối tượng nhúng (OLE, ActiveX) nên không được nhận; hãy bỏ đối tượng ấy rồi gửi lại.") % name
    )


def _linked(name: str, target: str) -> RefusedFile:
    text = _("Tệp “%(name)s” lấy nội dung từ nơi khác (%(target)s) nên không được nhận; hãy ngắt liên kết rồi lưu lại.")
    return RefusedFile(text % {"name": name, "target": target[:100]})
