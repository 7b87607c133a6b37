from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assessments.reports.word.default import styles
from assessments.reports.word.default.template import made
from tests.assessments.reports.word.reading import parts


def document(language="vi"):
    return Document(BytesIO(made(language)))


def test_page_is_that_of_the_decree():
    section = document().sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert styles.TEXT_WIDTH == 210 - 30 - 15


@pytest.mark.parametrize("name", styles.LOOKS)
def test_every_style_is_in_times(name):
    style = document().styles[name]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {styles.FONT}
    assert [theme for theme in styles.THEME_FONTS if fonts.get(qn(f"w:{theme}"))] == []
    assert style.font.size == Pt(styles.LOOKS[name].size)


def test_body_is_of_thirteen_points_and_headings_are_words_own():
    found = document().styles
    assert found["Normal"].font.size == Pt(13)
    for level in (1, 2, 3):
        outline = found[f"Heading {level}"].element.find(f".//{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level - 1)
        assert found[f"Heading {level}"].paragraph_format.keep_with_next


@pytest.mark.parametrize(("language", "code"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_language_of_the_text_is_set(language, code):
    defaults = document(language).styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == code


def test_what_nobody_uses_is_left_out():
    tables = [style.name for style in document().styles if style.type == 3]
    assert tables == ["Normal Table", "Table Grid"]
    assert "docProps/thumbnail.jpeg" not in parts(made("vi"))


def test_frame_is_around_a_paragraph_or_at_one_side():
    found = Document()
    whole, side = found.add_paragraph("a"), found.add_paragraph("b")
    whole.paragraph_format.left_indent = Mm(5)
    styles.framed(whole)
    styles.framed(side, "top", 6)
    sides = [[line.tag.split("}")[1] for line in paragraph._p.pPr.find(qn("w:pBdr"))] for paragraph in (whole, side)]
    assert sides == [["top", "left", "bottom", "right"], ["top"]]
    assert [child.tag for child in whole._p.pPr] == [qn("w:pBdr"), qn("w:ind")]
