from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from assessments.reports.word import contents
from assessments.reports.word.default import paper
from tests.assessments.reports.word.reading import text_of

FIELD = ' TOC \\o "1-2" \\h \\z \\u '


def document(instruction=FIELD):
    """A title, a table of contents with a stale entry, and four headings."""
    found = Document()
    found.add_paragraph("Tên")
    paper.field(found.add_paragraph(), instruction)
    for text, level in (("Chương & một", 1), ("Mục", 2), ("Tiểu mục", 3), ("", 1), ("Chương hai", 1)):
        found.add_heading(text, level)
    return found


def texts(found):
    return text_of(found.element.body).split("\n")


def test_contents_list_the_headings_as_deep_as_asked():
    found = document()
    contents.fill(found)
    assert texts(found)[:5] == ["Tên", "Chương & một", "Mục", "Chương hai", ""]


def test_entries_lead_to_their_headings():
    found = document()
    contents.fill(found)
    anchors = [link.get(qn("w:anchor")) for link in found.element.body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")): mark for mark in found.element.body.iter(qn("w:bookmarkStart"))}
    assert [text_of_heading(marks[anchor]) for anchor in anchors] == ["Chương & một", "Mục", "Chương hai"]
    identifiers = [mark.get(qn("w:id")) for mark in marks.values()]
    assert len(set(identifiers)) == len(identifiers) == 4


def text_of_heading(mark):
    return "".join(text.text for text in mark.getparent().iter(qn("w:t")))


def test_stale_entries_are_taken_out_and_written_anew():
    found = document()
    contents.fill(found)
    contents.empty(found.element.body)
    assert texts(found)[:3] == ["Tên", "", "Chương & một"]
    kinds = [mark.get(qn("w:fldCharType")) for mark in found.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_field_still_is_one_after_it_was_filled():
    found = document()
    contents.fill(found)
    stream = BytesIO()
    found.save(stream)
    again = Document(stream)
    kinds = [mark.get(qn("w:fldCharType")) for mark in again.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert next(again.element.body.iter(qn("w:instrText"))).text == FIELD


def test_document_without_contents_stays_as_it_is():
    found = Document()
    found.add_heading("Chương", 1)
    before = found.element.body.xml
    contents.fill(found)
    assert found.element.body.xml == before


def test_field_that_never_ends_is_left_alone():
    found = document()
    last = list(found.element.body.iter(qn("w:fldChar")))[-1]
    last.getparent().remove(last)
    before = found.element.body.xml
    contents.empty(found.element.body)
    assert found.element.body.xml == before
