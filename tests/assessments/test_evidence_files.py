"""Attacks by upload: each file below is real, and each refusal is the whole sentence that the person reads."""

import hashlib
import struct
import tracemalloc
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.errors import RefusedFile
from assessments.evidence_files import KINDS, MAX_MEMBERS, MAX_PAGES, MAX_UNPACKED, TYPES, inspect, is_image
from tests.factories.files import declaring, docx, image, odf, package, pdf, upload, xlsx

HONEST = {
    "a.pdf": pdf(),
    "a.docx": docx(),
    "a.xlsx": xlsx(),
    "a.odt": odf("text"),
    "a.ods": odf("spreadsheet"),
    "a.png": image("PNG"),
    "a.jpg": image("JPEG"),
    "a.jpeg": image("JPEG"),
}
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(300)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1500)
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(20)
)
PDF_SENTENCE = "Tệp “a.pdf” không mở được như một tệp PDF (hỏng hoặc có mật khẩu)."
LOCKED_SENTENCE = "Tệp “%s” có mật khẩu nên không được nhận; hãy gửi bản không có mật khẩu."
PACKAGE_SENTENCE = "Tệp “a.docx” không mở được như một tệp văn phòng."
IMAGE_SENTENCE = "Tệp “%s” không mở được như một tệp ảnh."
BOMB_SENTENCE = "Tệp “a.docx” giải nén ra quá lớn nên không được nhận."
MACRO_SENTENCE = "Tệp “%s” có macro nên không được nhận; hãy lưu lại ở dạng không có macro."
PIXELS_SENTENCE = "Ảnh “a.png” có hơn 80 triệu điểm ảnh; hãy thu nhỏ rồi gửi lại."


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(RefusedFile) as refused:
        inspect(upload(name, content))
    return str(refused.value)


def huge_png(width: int, height: int) -> bytes:
    """A PNG that is tiny and claims a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


# -- what is taken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HONEST)
def test_inspect_takes_every_type_it_names(name):
    found = inspect(upload(name, HONEST[name]))
    assert found.sha256 == hashlib.sha256(HONEST[name]).hexdigest()
    assert (found.size, found.name) == (len(HONEST[name]), name)
    assert found.content_type == TYPES["." + name.split(".")[1]]


def test_inspect_judges_the_ending_in_any_case():
    assert inspect(upload("A.PDF", pdf())).content_type == "application/pdf"


def test_inspect_leaves_the_file_to_be_read_from_its_start():
    given = upload("a.pdf", pdf())
    inspect(given)
    assert given.read() == pdf_bytes(given)


def pdf_bytes(given) -> bytes:
    given.seek(0)
    return given.read()


def test_inspect_takes_a_file_of_exactly_the_limit(settings):
    settings.EVIDENCE_MAX_BYTES = len(HONEST["a.pdf"])
    assert inspect(upload("a.pdf", HONEST["a.pdf"])).size == settings.EVIDENCE_MAX_BYTES


# -- size and name ---------------------------------------------------------------------------------------------------


def test_inspect_refuses_nothing():
    assert refusal("a.pdf", b"") == "Tệp “a.pdf” không có nội dung."


def test_inspect_refuses_a_file_over_the_limit(settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    content = pdf() + bytes(1024 * 1024 + 300_000)
    assert refusal("a.pdf", content) == "Tệp “a.pdf” nặng 1,3 MB, giới hạn là 1,0 MB."


def test_inspect_never_calls_a_file_over_the_limit_as_heavy_as_the_limit(settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    content = pdf() + bytes(1024 * 1024)
    assert refusal("a.pdf", content) == "Tệp “a.pdf” nặng 1,1 MB, giới hạn là 1,0 MB."


@pytest.mark.parametrize(
    "name", ["a.exe", "a.docm", "a.doc", "a.zip", "a.svg", "a.html", "a.pdf.exe", "a", ".pdf", "a.pdf."]
)
def test_inspect_refuses_types_it_does_not_name(name):
    expected = f"Tệp “{name}” không thuộc loại được nhận (PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG)."
    assert refusal(name, pdf()) == expected


def test_inspect_shows_the_clean_name_in_its_refusals():
    given = upload("a.pdf", b"MZ")
    given._name = "C:\\tam\\\u202efdp.exe"
    with pytest.raises(RefusedFile) as refused:
        inspect(given)
    assert str(refused.value).startswith("Tệp “fdp.exe” không thuộc loại")


# -- disguise --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected", "found"),
    [
        ("a.png", pdf(), "ảnh PNG", "nội dung là tệp PDF"),
        ("a.pdf", HTML, "tệp PDF", "nội dung là trang web"),
        ("a.pdf", SVG, "tệp PDF", "nội dung là hình vẽ SVG"),
        ("a.pdf", b"just text", "tệp PDF", "nội dung là văn bản thuần"),
        ("a.pdf", b"a,b,c\n1,2,3\n4,5,6\n" * 9, "tệp PDF", "nội dung là văn bản thuần"),
        ("a.pdf", b"\x00\x01\x02\x03", "tệp PDF", "nội dung không rõ loại"),
        ("a.docx", EXE, "tệp Word", "nội dung là chương trình máy tính"),
        ("a.xlsx", HTML, "tệp Excel", "nội dung là trang web"),
        ("a.docx", OLE, "tệp Word", "nội dung là tệp Word, Excel kiểu cũ"),
        ("a.odt", pdf(), "văn bản OpenDocument", "nội dung là tệp PDF"),
        ("a.ods", pdf(), "bảng tính OpenDocument", "nội dung là tệp PDF"),
        ("a.jpg", image("PNG"), "ảnh JPEG", "nội dung là ảnh PNG"),
        ("a.png", image("JPEG"), "ảnh PNG", "nội dung là ảnh JPEG"),
        ("a.png", image("GIF"), "ảnh PNG", "nội dung là ảnh GIF"),
        ("a.png", SVG, "ảnh PNG", "nội dung là hình vẽ SVG"),
        ("a.pdf", docx(), "tệp PDF", "nội dung là tệp nén ZIP"),
    ],
)
def test_inspect_refuses_content_in_disguise(name, content, expected, found):
    assert refusal(name, content) == f"Tệp “{name}” không phải là {expected} như tên tệp; {found}."


def test_every_type_that_is_taken_has_a_name_for_people():
    assert set(TYPES.values()) <= set(KINDS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", package({"readme.txt": "x"})),
        ("a.docx", xlsx()),
        ("a.xlsx", docx()),
        ("a.odt", docx()),
        ("a.odt", odf("spreadsheet")),
        ("a.ods", package({"mimetype": "application/zip"})),
        ("a.docx", package({"mimetype": "không phải ascii"})),
    ],
)
def test_inspect_refuses_an_archive_that_is_not_what_its_name_says(name, content):
    assert refusal(name, content) == f"Nội dung tệp “{name}” không đúng với loại tệp theo tên."


# -- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
def test_inspect_refuses_a_pdf_with_a_password(strength):
    is_modern = strength >= 4
    lock = pikepdf.Encryption(owner="chu", user="mat-khau", R=strength, aes=is_modern, metadata=is_modern)
    assert refusal("a.pdf", pdf(encryption=lock)) == LOCKED_SENTENCE % "a.pdf"


def test_inspect_refuses_a_pdf_cut_short():
    whole = pdf(3)
    assert refusal("a.pdf", whole[: len(whole) // 3]) == PDF_SENTENCE


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + HTML, b"%PDF-1.4\n" + b"<<" * 50_000, b"%PDF-1.4\nstartxref\n-5\n%%EOF"]
)
def test_inspect_refuses_what_only_begins_like_a_pdf(content):
    assert refusal("a.pdf", content) == PDF_SENTENCE


def test_inspect_refuses_a_pdf_packed_by_a_filter_nobody_knows():
    packed = pdf(3, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert refusal("a.pdf", packed.replace(b"/FlateDecode", b"/FlatzDecode")) == PDF_SENTENCE


@pytest.mark.slow
def test_inspect_refuses_a_pdf_without_pages_and_with_too_many():
    assert refusal("a.pdf", pdf(0)) == "Tệp “a.pdf” có 0 trang, cần từ 1 đến 2000 trang."
    assert refusal("a.pdf", pdf(MAX_PAGES + 1)) == "Tệp “a.pdf” có 2001 trang, cần từ 1 đến 2000 trang."


# -- office packages -------------------------------------------------------------------------------------------------


def test_inspect_refuses_a_broken_archive():
    assert refusal("a.docx", docx()[:-10]) == PACKAGE_SENTENCE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx(word__vbaProject_dot_bin=b"x")),
        ("a.docx", docx(WORD__VBAPROJECT_dot_BIN=b"x")),
        ("a.xlsx", xlsx(xl__vbaProject_dot_bin=b"x")),
        ("a.xlsx", xlsx(xl__macrosheets__sheet1_dot_xml=b"x")),
        ("a.odt", odf("text", Basic__Standard__Module1_dot_xml=b"x")),
        ("a.ods", odf("spreadsheet", Scripts__python__a_dot_py=b"x")),
    ],
)
def test_inspect_refuses_macros(name, content):
    assert refusal(name, content) == MACRO_SENTENCE % name


@pytest.mark.parametrize("kind", ["vnd.ms-office.vbaProject", "vnd.ms-word.document.macroEnabled.main+xml"])
def test_inspect_refuses_macros_that_only_the_list_of_contents_names(kind):
    listed = f'<Types><Override PartName="/word/p.bin" ContentType="application/{kind}"/></Types>'
    content = package({"[Content_Types].xml": listed, "word/document.xml": "x", "word/p.bin": "x"})
    assert refusal("a.docx", content) == MACRO_SENTENCE % "a.docx"


def test_inspect_refuses_an_archive_that_unpacks_to_far_more_than_it_weighs():
    assert refusal("a.docx", docx(word__media__a_dot_bin=bytes(2_000_000))) == BOMB_SENTENCE


def test_inspect_refuses_an_archive_that_claims_to_unpack_beyond_the_limit():
    stored = package({"word/document.xml": "x", "word/a.bin": bytes(2_000_000)}, zipfile.ZIP_STORED)
    assert refusal("a.docx", declaring(stored, "word/a.bin", MAX_UNPACKED + 1)) == BOMB_SENTENCE


def test_inspect_adds_up_what_many_members_unpack_to():
    parts = {f"word/{number}.bin": bytes(100_000) for number in range(40)}
    assert refusal("a.docx", docx(**parts)) == BOMB_SENTENCE


def test_inspect_refuses_an_archive_of_too_many_members():
    parts = {f"word/{number}": "" for number in range(MAX_MEMBERS)}
    assert refusal("a.docx", package({"word/document.xml": "x" * 1000, **parts})) == BOMB_SENTENCE


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_inspect_unpacks_nothing_even_where_a_member_lies_about_its_size(compression):
    bomb = package({"mimetyp_": bytes(60_000_000)}, compression).replace(b"mimetyp_", b"mimetype")
    lying = declaring(bomb, "mimetype", 39)
    tracemalloc.start()
    try:
        assert refusal("a.odt", lying) == "Nội dung tệp “a.odt” không đúng với loại tệp theo tên."
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_inspect_opens_no_archive_within_the_archive():
    nested = package({"a": package({"b": bytes(50_000_000)})})
    tracemalloc.start()
    try:
        assert inspect(upload("a.docx", docx(word__embeddings__a_dot_xlsx=nested))).name == "a.docx"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_inspect_refuses_entity_bombs_without_expanding_them():
    tracemalloc.start()
    try:
        expected = "Tệp “a.docx” có khai báo DTD trong XML nên không được nhận; hãy lưu lại tệp."
        assert refusal("a.docx", docx(word__document_dot_xml=LAUGHS)) == expected
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_inspect_refuses_parts_that_are_no_xml():
    assert refusal("a.docx", docx(word__document_dot_xml="not even xml <<<")) == PACKAGE_SENTENCE


def test_inspect_refuses_an_archive_with_a_password():
    locked = bytearray(package({"mimetype": "application/vnd.oasis.opendocument.text"}))
    for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + flags_at] |= 1
    assert refusal("a.odt", bytes(locked)) == "Tệp “a.odt” không mở được như một tệp văn phòng."


# -- images ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height"), [(8_001, 10_000), (9_500, 9_500), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]
)
def test_inspect_refuses_images_of_huge_claimed_size(width, height):
    assert refusal("a.png", huge_png(width, height)) == PIXELS_SENTENCE


def test_inspect_refuses_broken_images():
    assert refusal("a.png", image("PNG")[:40]) == IMAGE_SENTENCE % "a.png"
    broken = image("PNG").replace(b"IDAT", b"IDAX")
    assert refusal("a.png", broken) == IMAGE_SENTENCE % "a.png"
    assert refusal("a.jpg", image("JPEG")[:20]) == IMAGE_SENTENCE % "a.jpg"


# -- anything --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.sampled_from(sorted(HONEST.keys() - {"a.pdf"})), st.data())
@settings(max_examples=300, deadline=None)
def test_inspect_takes_or_refuses_whatever_was_done_to_a_file(name, data):
    """PDFs, which are opened in a process of their own, have this test in file_checks/test_pdf.py."""
    content = bytearray(HONEST[name])
    for _turn in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    outcome = inspected(name, bytes(content))
    assert outcome == hashlib.sha256(content).hexdigest() or "“a." in outcome


def inspected(name: str, content: bytes) -> str:
    """The digest of a file that is taken, or the sentence."""
    try:
        return inspect(upload(name, content)).sha256
    except RefusedFile as refused:
        return str(refused)


def test_images_are_told_from_other_files():
    assert [is_image(kind) for kind in ("image/png", "image/jpeg", "application/pdf", "")] == [True, True, False, False]
