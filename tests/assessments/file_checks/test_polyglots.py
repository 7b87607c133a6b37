"""Files that are two things at once: each is really built, opens as both, and is refused."""

import zipfile
import zlib
from io import BytesIO

import pytest

from assessments.errors import RefusedFile
from assessments.evidence_files import inspect
from assessments.file_checks.polyglots import is_polyglot
from tests.factories.files import docx, image, odf, package, pdf, upload, xlsx

ARCHIVE = package({"a.txt": "x"})
PAGE = b"<html><script>alert(1)</script></html>"


def jpeg_with_comment(comment: bytes) -> bytes:
    plain = image("JPEG")
    return plain[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + plain[2:]


def png_with_text(text: bytes) -> bytes:
    plain = image("PNG")
    return plain[:33] + _chunk(b"tEXt", b"Comment\0" + text) + plain[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return len(data).to_bytes(4, "big") + kind + data + checksum.to_bytes(4, "big")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf() + ARCHIVE),
        ("a.pdf", pdf().replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1)),
        ("a.png", image("PNG") + ARCHIVE),
        ("a.jpg", image("JPEG") + ARCHIVE),
        ("a.jpg", jpeg_with_comment(PAGE)),
        ("a.jpg", jpeg_with_comment(b"%PDF-1.7\n")),
        ("a.png", png_with_text(PAGE)),
        ("a.docx", package({"mimetype": b"%PDF-1.4 ", "[Content_Types].xml": "<T/>", "word/document.xml": "<d/>"})),
        ("a.docx", b"\x7f\x00\x01\x02" + docx()),
    ],
)
def test_two_things_at_once_are_refused(name, content):
    with pytest.raises(RefusedFile) as refused:
        inspect(upload(name, content))
    assert str(refused.value) == f"Tệp “{name}” có thể đọc như hai loại tệp khác nhau nên không được nhận; hãy lưu lại."


def test_the_archive_behind_a_pdf_really_opens():
    with zipfile.ZipFile(BytesIO(pdf() + ARCHIVE)) as archive:
        assert archive.namelist() == ["a.txt"]


@pytest.mark.parametrize("content", [docx(), xlsx(), odf("text"), odf("spreadsheet")])
def test_office_files_are_one_thing(content):
    assert not is_polyglot(BytesIO(content), is_package=True, is_pdf=False)


@pytest.mark.parametrize("content", [image("PNG"), image("JPEG"), jpeg_with_comment("Ảnh chụp <b> & 1 < 2".encode())])
def test_images_are_one_thing(content):
    assert not is_polyglot(BytesIO(content), is_package=False, is_pdf=False)


def test_a_pdf_is_one_thing_and_is_left_at_its_start():
    given = BytesIO(pdf())
    assert not is_polyglot(given, is_package=False, is_pdf=True)
    assert given.tell() == 0


def test_a_page_of_the_web_within_an_office_file_is_a_part_like_any_other():
    assert not is_polyglot(BytesIO(docx(customXml__item1_dot_xml="<html/>")), is_package=True, is_pdf=False)
