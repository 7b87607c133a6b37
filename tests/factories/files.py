"""Files as people upload them, honest and hostile, made in memory; the same bytes each time."""

import zipfile
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

DOCX_PARTS = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
XLSX_PARTS = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
ODF = "application/vnd.oasis.opendocument."


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def pdf(pages: int = 1, **saved) -> bytes:
    """`saved` goes to pikepdf, for encryption and the like."""
    document, stream = pikepdf.new(), BytesIO()
    for _page in range(pages):
        document.add_blank_page()
    document.save(stream, **{"deterministic_id": "encryption" not in saved, **saved})
    return stream.getvalue()


def image(kind: str, size: tuple[int, int] = (4, 3)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size).save(stream, kind)
    return stream.getvalue()


def package(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive; `mimetype` comes first and is stored plainly, as ODF wants it."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else compression)
    return stream.getvalue()


def docx(**parts: str | bytes) -> bytes:
    """`parts` are added under their names, "__" for "/" and "_dot_" for "."."""
    return package({**DOCX_PARTS, **_paths(parts)})


def xlsx(**parts: str | bytes) -> bytes:
    return package({**XLSX_PARTS, **_paths(parts)})


def odf(kind: str, **parts: str | bytes) -> bytes:
    """`kind`: "text" or "spreadsheet"."""
    return package({"mimetype": ODF + kind, "content.xml": "<content/>", **_paths(parts)})


def declaring(archive: bytes, member: str, size: int) -> bytes:
    """The archive with a false unpacked size of one member, in its own header and in the directory."""
    changed = bytearray(archive)
    for mark, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        for start in _starts(archive, mark):
            name = archive[start + name_at : start + name_at + len(member)]
            if name == member.encode():
                changed[start + size_at : start + size_at + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def _starts(content: bytes, mark: bytes) -> list[int]:
    found, start = [], content.find(mark)
    while start >= 0:
        found.append(start)
        start = content.find(mark, start + 1)
    return found


def _paths(parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    return {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
