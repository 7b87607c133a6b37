import pytest
from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.text.ffi import pango

from assessments.reports import pdf
from assessments.reports.engine import OurHTML, texts
from tests.assessments.reports.engine.printing import page_of
from tests.assessments.reports.printed import LETTERS

LONG = "Ủy ban nhân dân thành phố đã phê duyệt đề án phát triển đô thị thông minh, gồm 12 nhiệm vụ. " * 3
TEXTS = ("Điểm", "Điểm ", LONG, LONG.strip(), LETTERS, "x" * 200, "từ  " * 40, "a\nb", "một\tcột", "mềm\xadmại " * 9,
         "kê-hoạch/BTTTT-CĐSQG " * 9, "שלום " * 30, "e\u0301" * 90)  # fmt: skip
STYLES = ("", "white-space: nowrap", "white-space: pre-line", "white-space: pre-wrap", "text-decoration: underline",
          "letter-spacing: 1pt", "font-variant-numeric: tabular-nums", "overflow-wrap: normal")  # fmt: skip
WIDTHS = (None, float("inf"), 0, 30, 100, 240, 600)


def laid_out(style):
    html, (css, fonts) = OurHTML(page_of(f'<p style="{style}">a</p>'), pdf.OwnFiles()), pdf.style()
    options = {**DEFAULT_OPTIONS, "stylesheets": [css]}
    found = Document._build_layout_context(html, fonts, CounterStyle(), {}, options)
    return found, found.style_for(html.etree_element.find("body/p"))


def told(line):
    layout, *rest = line
    return layout.text, *rest


@pytest.mark.parametrize("rule", STYLES)
def test_a_first_line_is_the_one_that_the_engine_finds(rule):
    context, style = laid_out(rule)
    for text in TEXTS:
        for width in WIDTHS:
            for justification in (0, 2):
                given = text, style, context, width, justification
                once, again = told(texts.split_first_line(*given)), told(texts.split_first_line(*given))
                assert once == again == told(texts._any_split(*given)), (text, width)


def all_lines(split, text, style, context, width):
    """Every line of a text, as one after the other is asked for."""
    found, rest = [], text
    while True:
        layout, length, resume_at, *size = split(rest, style, context, width, 0, is_line_start=True)
        found.append((layout.text, length, resume_at, *size))
        if resume_at is None:
            return found
        rest = rest.encode()[resume_at:].decode()


@pytest.mark.parametrize("rule", STYLES)
def test_lines_that_are_laid_out_together_are_those_that_the_engine_finds_one_by_one(rule):
    context, style = laid_out(rule)
    for text in TEXTS:
        for width in WIDTHS[3:]:
            expected = all_lines(texts._any_split, text, style, context, width)
            for _time in range(2):
                assert all_lines(texts.split_first_line, text, style, context, width) == expected, (text, width)


def test_the_lines_of_a_text_are_laid_out_once():
    context, style = laid_out("")
    first, _length, resume_at, *_size = texts.split_first_line(LONG, style, context, 240, 0, is_line_start=True)
    rest = LONG.encode()[resume_at:].decode()
    second = texts.split_first_line(rest, style, context, 240, 0, is_line_start=True)[0]
    assert first is not second
    assert first.layout is second.layout
    assert (first.number, second.number) == (0, 1)
    other = texts.split_first_line(rest, style, context, 241, 0, is_line_start=True)[0]
    assert other.layout is not first.layout


def test_text_that_fits_whole_is_laid_out_once():
    context, style = laid_out("")
    first, second = (texts.split_first_line("Điểm chung", style, context, width, 0)[0] for width in (300, 200))
    assert first is second
    assert texts.split_first_line("Điểm chung", style, context, 20, 0)[0] is not first


def test_a_line_of_a_longer_text_ends_with_blanks_that_are_not_drawn():
    context, style = laid_out("")
    layout, length, resume_at, *_size = texts.split_first_line(LONG, style, context, 240, 0)
    assert (layout.spaces, resume_at - length) == (1, 1)
    assert LONG.encode()[:resume_at].decode() == f"{layout.text} "


def test_styles_of_one_kind_share_what_pango_needs():
    kinds = [texts.kind_of(laid_out(rule)[1]) for rule in ("", "color: red", "font-size: 20pt")]
    assert kinds[0] == kinds[1]
    assert kinds[0][0] == kinds[2][0]
    assert kinds[0][1] != kinds[2][1]
    assert texts.kind_of(laid_out("text-decoration: underline")[1]) is None


def test_pango_fills_lines_here():
    assert pango.pango_version() >= texts.FILLS_LINES
    assert texts.inline.split_first_line is texts.preferred.split_first_line is texts.split_first_line
