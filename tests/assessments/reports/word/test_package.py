import pytest

from assessments.reports.word import package
from tests.assessments.reports.word.reading import with_parts
from tests.factories.report_templates import template

RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="https://xa.example/x" TargetMode="External"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def faults(**parts):
    return list(package.faults(with_parts(template("a"), **parts)))


def test_plain_document_has_no_fault():
    assert faults() == []


def test_settings_of_a_printer_may_stay():
    assert faults(word__printerSettings__printerSettings1_dot_bin=b"x") == []


def test_links_are_only_followed_when_somebody_clicks():
    assert faults(word___rels__a_dot_xml_dot_rels=RELATIONSHIPS.format(kind="hyperlink")) == []


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
def test_nothing_is_fetched_when_the_document_is_opened(kind):
    found = faults(word___rels__a_dot_xml_dot_rels=RELATIONSHIPS.format(kind=kind))
    assert found == ["có nội dung lấy từ bên ngoài (https://xa.example/x); hãy chèn hẳn vào tệp"]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ('<w:instrText> DDEAUTO c:\\\\a.exe "x" </w:instrText>', "DDEAUTO"),
        ('<w:fldSimple w:instr="INCLUDETEXT https://xa.example/x"/>', "INCLUDETEXT"),
        ("<w:instrText>include</w:instrText><w:instrText>picture x</w:instrText>", "includepicture"),
    ],
)
def test_fields_that_fetch_are_refused(inner, shown):
    found = faults(word__extra_dot_xml=f"<w:p {WORD}>{inner}</w:p>")
    assert found == [f"có trường {shown} lấy nội dung bên ngoài; hãy bỏ ra"]


def test_ordinary_fields_stay():
    assert faults(word__extra_dot_xml=f'<w:p {WORD}><w:instrText> HYPERLINK "x" </w:instrText></w:p>') == []


def test_parts_under_other_names_are_refused():
    assert faults(word__document_dot_foo=b"x") == ["có phần không thuộc văn bản Word (word/document.foo); hãy bỏ ra"]


def test_embedded_files_are_refused():
    assert faults(word__embeddings__a_dot_bin=b"x") == ["có tệp nhúng (word/embeddings/a.bin); hãy bỏ ra"]


def test_entities_are_refused_before_they_grow():
    bomb = '<!DOCTYPE a [<!ENTITY b "' + "b" * 1_000 + '">]><a>&b;&b;&b;</a>'
    assert faults(word__extra_dot_xml=bomb) == ["phần word/extra.xml có khai báo DTD"]


@pytest.mark.parametrize(
    ("name", "size", "fault"),
    [
        ("word__a_dot_xml", 4_000_000, "nội dung giải nén ra quá 3 MB"),
        ("word__a_dot_png", 31_000_000, "tệp giải nén ra quá 30 MB"),
    ],
)
def test_bombs_are_not_unpacked(name, size, fault):
    assert faults(**{name: b" " * size}) == [fault]
