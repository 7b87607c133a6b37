"""Is a file what we take as evidence? Judged by its content and by opening it, not by its name.

What may be inside is in `file_checks`. The libraries that open files raise anything at all on hostile bytes
(NotImplementedError, EOFError, AssertionError, zlib.error, DependencyError …), so whatever they raise means that the
file cannot be opened.
"""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import PurePath
from typing import IO

import magic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from .errors import RefusedFile
from .file_checks import office, pdf
from .file_checks.names import safe_name
from .file_checks.polyglots import is_polyglot

MAX_PAGES = 2_000
MAX_PIXELS = 80_000_000
MAX_MEMBERS = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
CONTENTS = "[Content_Types].xml"
MAX_CONTENTS = 1024 * 1024

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{OOXML}.wordprocessingml.document",
    ".xlsx": f"{OOXML}.spreadsheetml.sheet",
    ".odt": f"{ODF}.text",
    ".ods": f"{ODF}.spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
SHORT_NAMES = {content: ending.removeprefix(".").upper() for ending, content in TYPES.items()}
VIEWABLE = frozenset({TYPES[".pdf"], TYPES[".png"], TYPES[".jpg"]})
"""What browsers show by themselves; all else is only downloaded."""

PACKAGED = {"application/zip", "application/octet-stream", *TYPES.values()} - {
    "application/pdf",
    "image/png",
    "image/jpeg",
}
MACRO_FOLDERS = ("xl/macrosheets/", "basic/", "scripts/")
"""Where Excel 4.0 and LibreOffice keep macros; VBA has a file of its own."""

OLD_OFFICE = gettext_lazy("tệp Word, Excel kiểu cũ")
PROGRAM = gettext_lazy("chương trình máy tính")
KINDS = {
    TYPES[".pdf"]: gettext_lazy("tệp PDF"),
    TYPES[".docx"]: gettext_lazy("tệp Word"),
    TYPES[".xlsx"]: gettext_lazy("tệp Excel"),
    TYPES[".odt"]: gettext_lazy("văn bản OpenDocument"),
    TYPES[".ods"]: gettext_lazy("bảng tính OpenDocument"),
    TYPES[".png"]: gettext_lazy("ảnh PNG"),
    TYPES[".jpg"]: gettext_lazy("ảnh JPEG"),
    "image/gif": gettext_lazy("ảnh GIF"),
    "image/webp": gettext_lazy("ảnh WebP"),
    "image/svg+xml": gettext_lazy("hình vẽ SVG"),
    "text/plain": gettext_lazy("văn bản thuần"),
    "text/html": gettext_lazy("trang web"),
    "application/zip": gettext_lazy("tệp nén ZIP"),
    "application/x-ole-storage": OLD_OFFICE,
    "application/CDFV2": OLD_OFFICE,
    "application/msword": OLD_OFFICE,
    "application/vnd.ms-excel": OLD_OFFICE,
    "application/vnd.microsoft.portable-executable": PROGRAM,
    "application/x-dosexec": PROGRAM,
}
"""What people call the content that libmagic finds."""

PDF_PROBLEMS = {
    "broken": gettext_lazy("Tệp “%s” không mở được như một tệp PDF (hỏng hoặc có mật khẩu)."),
    "locked": gettext_lazy("Tệp “%s” có mật khẩu nên không được nhận; hãy gửi bản không có mật khẩu."),
    "active": gettext_lazy("Tệp “%s” có mã lệnh hoặc lệnh tự chạy nên không được nhận; hãy in lại thành PDF mới."),
    "attached": gettext_lazy("Tệp “%s” có tệp đính kèm bên trong nên không được nhận; hãy gửi từng tệp một."),
    "heavy": gettext_lazy("Tệp “%s” quá phức tạp để mở nên không được nhận; hãy in lại thành PDF mới."),
}
"""By `pdf.Opened.problem`."""

NAMES = "PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG"


@dataclass(frozen=True)
class Inspected:
    sha256: str
    size: int
    content_type: str
    name: str


def inspect(upload: UploadedFile) -> Inspected:
    """Check a file and identify it. Raises RefusedFile with what is wrong and what is taken."""
    name = safe_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise RefusedFile(_("Tệp “%s” không có nội dung.") % name)
    if size > settings.EVIDENCE_MAX_BYTES:
        limit = settings.EVIDENCE_MAX_BYTES
        names = {"name": name, "size": _megabytes(size, rounding=ROUND_UP), "limit": _megabytes(limit)}
        raise RefusedFile(_("Tệp “%(name)s” nặng %(size)s MB, giới hạn là %(limit)s MB.") % names)
    expected = TYPES.get(PurePath(name).suffix.lower())
    if expected is None:
        raise RefusedFile(_("Tệp “%(name)s” không thuộc loại được nhận (%(types)s).") % {"name": name, "types": NAMES})
    found = magic.from_buffer(_head(upload), mime=True)
    if found != expected and not (expected in PACKAGED and found in PACKAGED):
        raise RefusedFile(_locked(upload, name) or _disguised(name, expected, found))
    OPENERS[expected](upload, name, expected)
    if is_polyglot(upload, is_package=expected in PACKAGED, is_pdf=expected == TYPES[".pdf"]):
        raise RefusedFile(_("Tệp “%s” có thể đọc như hai loại tệp khác nhau nên không được nhận; hãy lưu lại.") % name)
    return Inspected(sha256_of(upload), size, expected, name)


def _locked(upload: UploadedFile, name: str) -> str:
    """Office programs keep what has a password in an archive of the old kind, which is named so in there."""
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if not (content.startswith(office.OLE) and "EncryptedPackage".encode("utf-16-le") in content):
        return ""
    return _("Tệp “%s” có mật khẩu nên không được nhận; hãy gửi bản không có mật khẩu.") % name


def _disguised(name: str, expected: str, found: str) -> str:
    kind = KINDS.get("text/plain" if found.startswith("text/") and found not in KINDS else found, "")
    names = {"name": name, "expected": KINDS[expected], "found": kind}
    if kind:
        return _("Tệp “%(name)s” không phải là %(expected)s như tên tệp; nội dung là %(found)s.") % names
    return _("Tệp “%(name)s” không phải là %(expected)s như tên tệp; nội dung không rõ loại.") % names


def is_image(content_type: str) -> bool:
    return content_type.startswith("image/")


def _head(upload: UploadedFile) -> bytes:
    upload.seek(0)
    head = upload.read(8192)
    upload.seek(0)
    return bytes(head)


def sha256_of(upload: UploadedFile) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _open_pdf(upload: IO[bytes], name: str, expected: str) -> None:
    found = pdf.opened(upload)
    if found.problem:
        raise RefusedFile(PDF_PROBLEMS[found.problem] % name)
    if not 0 < found.pages <= MAX_PAGES:
        names = {"name": name, "pages": found.pages, "limit": MAX_PAGES}
        raise RefusedFile(_("Tệp “%(name)s” có %(pages)d trang, cần từ 1 đến %(limit)d trang.") % names)


def _open_image(upload: IO[bytes], name: str, expected: str) -> None:
    try:
        with Image.open(upload, formats=[expected.removeprefix("image/").upper()]) as image:
            is_huge = image.width * image.height > MAX_PIXELS
            if not is_huge:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        is_huge = True
    except Exception as error:
        raise RefusedFile(_("Tệp “%s” không mở được như một tệp ảnh.") % name) from error
    if is_huge:
        names = {"name": name, "limit": MAX_PIXELS // 1_000_000}
        raise RefusedFile(_("Ảnh “%(name)s” có hơn %(limit)d triệu điểm ảnh; hãy thu nhỏ rồi gửi lại.") % names)


def _open_package(upload: IO[bytes], name: str, expected: str) -> None:
    """DOCX, XLSX, ODT, ODS: an archive with the parts of its format, no macros, and no bomb."""
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
            kind = _package_type(archive, {member.filename for member in members})
            is_active = _declares_macros(archive)
    except Exception as error:
        raise RefusedFile(_("Tệp “%s” không mở được như một tệp văn phòng.") % name) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise RefusedFile(_("Tệp “%s” giải nén ra quá lớn nên không được nhận.") % name)
    if is_active or any(_is_macro(member.filename.lower()) for member in members):
        raise RefusedFile(_("Tệp “%s” có macro nên không được nhận; hãy lưu lại ở dạng không có macro.") % name)
    if kind != expected:
        raise RefusedFile(_("Nội dung tệp “%s” không đúng với loại tệp theo tên.") % name)
    try:
        with zipfile.ZipFile(upload) as archive:
            office.check(archive, members, name)
    except RefusedFile:
        raise
    except Exception as error:
        raise RefusedFile(_("Tệp “%s” không mở được như một tệp văn phòng.") % name) from error


def _package_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "word/document.xml" in names:
        return TYPES[".docx"]
    if "xl/workbook.xml" in names:
        return TYPES[".xlsx"]
    if "mimetype" in names and archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED:
        with archive.open("mimetype") as stated:
            return stated.read(200).decode("ascii", "replace").strip()
    return ""


def _declares_macros(archive: zipfile.ZipFile) -> bool:
    """A VBA part may have any name; the list of contents must say what it is."""
    if CONTENTS not in archive.namelist():
        return False
    with archive.open(CONTENTS) as listed:
        stated = listed.read(MAX_CONTENTS).lower()
    return b"vbaproject" in stated or b"macroenabled" in stated


def _is_macro(member: str) -> bool:
    return member.startswith(MACRO_FOLDERS) or "vbaproject" in member


def _megabytes(size: int, rounding: str = ROUND_HALF_UP) -> str:
    """With one decimal; rounded up, what is above a limit never looks like the limit."""
    return number_format((Decimal(size) / 1024 / 1024).quantize(Decimal("0.1"), rounding))


OPENERS: dict[str, Callable[[IO[bytes], str, str], None]] = {
    **dict.fromkeys(TYPES.values(), _open_package),
    TYPES[".pdf"]: _open_pdf,
    TYPES[".png"]: _open_image,
    TYPES[".jpg"]: _open_image,
}
