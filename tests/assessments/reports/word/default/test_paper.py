import pytest
from docx import Document
from docx.oxml.ns import qn

from assessments.reports.word.default import styles
from assessments.reports.word.default.paper import Column, Paper, Run, bold, field, fields, italic, strong, unruled
from tests.assessments.reports.word.reading import text_of

COLUMNS = (Column("Mã", 20), Column("Điểm", 30, is_amount=True))


@pytest.fixture
def paper():
    document = Document()
    styles.dress(document, "vi-VN")
    return Paper(document)


def texts(paper):
    return text_of(paper.document.element.body).split("\n")


def test_line_has_its_pieces(paper):
    line = paper.line("a ", bold("b"), italic(" c"), Run(" d", size=9))
    assert [(run.text, run.bold, run.italic) for run in line.runs] == [
        ("a ", None, None),
        ("b", True, None),
        (" c", None, True),
        (" d", None, None),
    ]
    assert line.runs[3].font.size.pt == 9
    assert (line.style.name, paper.line("x", keep=True).paragraph_format.keep_with_next) == ("Normal", True)


def test_loops_and_conditions_stand_in_paragraphs_of_their_own(paper):
    with paper.each("x in y"), paper.where("x.z"):
        paper.line("có")
        paper.otherwise()
        paper.line("không")
    assert texts(paper) == [
        *("{%p for x in y %}", "{%p if x.z %}", "có", "{%p else %}", "không", "{%p endif %}", "{%p endfor %}")
    ]


def test_heading_may_begin_a_page(paper):
    paper.heading("Chương", own_page=True)
    paper.heading("Mục", 2)
    first, second = paper.document.paragraphs
    assert (first.style.name, first.paragraph_format.page_break_before) == ("Heading 1", True)
    assert (second.style.name, second.paragraph_format.page_break_before) == ("Heading 2", None)


def test_table_repeats_its_head_and_keeps_its_rows_whole(paper):
    paper.table(COLUMNS, "x in y", fields("x", ("code", "score")), [(["Cộng"], ["1"])])
    table = paper.document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Mã", "Điểm"],
        ["{%tr for x in y %}"] * 2,
        ["{{ x.code }}", "{{ x.score }}"],
        ["{%tr endfor %}"] * 2,
        ["Cộng", "1"],
    ]
    assert [bool(row._tr.xpath(".//w:tblHeader")) for row in table.rows] == [True, *[False] * 4]
    assert all(table.rows[place]._tr.trPr.find(qn("w:cantSplit")) is not None for place in (0, 2, 4))
    assert [round(column.width.mm) for column in table.columns] == [20, 30]
    assert table.rows[2].cells[1].paragraphs[0].alignment == styles.RIGHT


def test_small_table_stays_on_one_page(paper):
    paper.table(COLUMNS, "x in y", fields("x", ("code", "score")), keep=True)
    cells = [cell for row in paper.document.tables[0].rows for cell in row.cells]
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in cells)


def test_side_by_side_there_are_no_lines(paper):
    cells = unruled(paper.document, (60, 105))
    assert [round(cell.width.mm) for cell in cells] == [60, 105]
    assert paper.document.tables[0].style.name == "Normal Table"


def test_strong_words_of_a_sentence_are_bold():
    assert strong("Điểm <strong>5</strong>, bậc <strong>A</strong>.") == (
        "Điểm ",
        bold("5"),
        ", bậc ",
        bold("A"),
        ".",
    )


def test_field_is_words_own(paper):
    paragraph = paper.line()
    field(paragraph, " PAGE ")
    kinds = [mark.get(qn("w:fldCharType")) for mark in paragraph._p.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert next(paragraph._p.iter(qn("w:instrText"))).text == " PAGE "
