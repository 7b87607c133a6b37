import pytest
from lxml.etree import XMLSyntaxError

from assessments.reports.word import samples, saving
from assessments.reports.word.document import Document
from tests.assessments.reports.word.reading import parts, text_of, with_parts
from tests.factories.report_templates import template

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1">'
    "<w:p><w:r><w:t>{{ title }} dưới</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def filled(content, **context):
    document = Document(content)
    document.filled({**samples.full(), **context})
    return document.docx


def test_body_header_and_footer_are_filled():
    document = Document(template("Có {{ title }}", head="{{ title }} trên", foot="dưới {{ title }}"))
    document.filled({**samples.full(), "title": "tên"})
    assert document.text == "Có têntên trêndưới tên"


def test_every_part_that_may_have_tags_is_a_source():
    content = template("{{ a }}", head="{{ b }}", foot="{{ c }}")
    found = {place: "{{ " in xml for place, xml in Document(content).patched()}
    assert found == {"Thân văn bản": True, "Đầu trang": True, "Chân trang": True}


def test_footnotes_are_filled():
    content = with_footnotes(template("a"))
    assert "Chú thích cuối trang" in [place for place, _xml in Document(content).sources()]
    saved = saving.saved(filled(content, title="tên"))
    assert "tên dưới" in parts(saved)["word/footnotes.xml"].decode()


def with_footnotes(content):
    old, kind, links = parts(content), "[Content_Types].xml", "word/_rels/document.xml.rels"
    part = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES}"/></Types>'
    link = f'<Relationship Id="rId99" Type="{RELATIONSHIP}" Target="footnotes.xml"/></Relationships>'
    changed = {
        kind: old[kind].replace(b"</Types>", part.encode()),
        links: old[links].replace(b"</Relationships>", link.encode()),
        "word/footnotes.xml": NOTES,
    }
    return with_parts(content, **changed)


def test_paragraphs_and_rows_are_repeated():
    content = template(
        "{%p for x in standing.intro %}",
        "{{ loop.index }}",
        "{%p endfor %}",
        rows=("Đầu", "{%tr for x in standing.intro %}", "hàng {{ loop.index }}", "{%tr endfor %}"),
    )
    assert text_of(filled(content).element.body) == "1\n2\nĐầu\nhàng 1\nhàng 2"


def test_values_are_literal_with_their_line_breaks():
    hostile = "{{ 7*7 }} {% for %} {_{ 7 }_} <w:p> & \"x\" 'y'\nhai"
    assert text_of(filled(template("{{ title }}"), title=hostile).element.body) == hostile.replace("\n", "⏎")


def test_properties_of_a_template_are_not_filled():
    document = Document(template("a"))
    document.docx.core_properties.title = "{{ 7*7 }}"
    document.filled(samples.full())
    assert document.docx.core_properties.title == "{{ 7*7 }}"


def test_tags_that_tear_the_markup_apart_are_an_error():
    content = template("{% if title %}a", rows=("b{% endif %}",))
    with pytest.raises(XMLSyntaxError):
        filled(content, title="")
