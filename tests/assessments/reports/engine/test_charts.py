import pytest
from weasyprint import svg

from assessments.charts.bars import bars
from assessments.reports.engine import charts
from tests.assessments.reports.engine.printing import drawn, picture, printed, text_of

SVG = '<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 90" width="200" height="90" {}>{}</svg></p>'
SHAPES = """<title>t</title>
<rect x="5" y="5" width="40" height="12" fill="#2a6ea8" stroke="currentColor" stroke-opacity="0.35"/>
<rect x="5" y="25" width="40" height="12" fill="none" stroke="#000" stroke-width="3" stroke-dasharray="4 3"/>
<line x1="60" y1="5" x2="90" y2="40" stroke="#c00" stroke-linecap="round" stroke-width="4"/>
<line x1="60" y1="60" x2="90" y2="60" stroke="#c00" stroke-width="0"/>
<circle cx="120" cy="20" r="9" fill-opacity="0.3"/><circle cx="140" cy="20" r="9" fill="#123" stroke="none"/>
<polygon points="100,50 120,80 80,80" fill="#eee" stroke="#000" stroke-width="4"/>
<path d="M150 50 L180 80 L180 50 Z" stroke="#080" fill="#fff"/>
<g fill="#00c"><rect x="150" y="5" width="5" height="5"/></g>
<text x="10" y="60">a</text><text x="20" y="60" text-anchor="middle" font-weight="600" fill="#a00">W</text>
<text x="50" y="60" text-anchor="end" font-size="20" fill-opacity="0.5">W</text><polygon points="5"/>
"""
SPECIAL = (
    '<rect width="9" height="9" transform="rotate(20)"/>', '<rect width="9" height="9" opacity="0.4"/>',
    '<text x="5" y="9" stroke="#00c">a</text>', '<text x="5" y="9" dominant-baseline="middle">a</text>',
    '<text x="5" y="9" font-weight="bold">a</text>', '<text x="5 9" y="9">ab</text>',
    '<text x="5" y="9" fill="none">a</text>', '<text x="5" y="9"></text>', '<text x="-5" y="9">ab</text>',
    '<line x1="1" x2="9" stroke="context-stroke"/>', '<text x="5" y="9">a<tspan>b</tspan></text>',
    '<rect width="9" height="9" fill="url(#none)"/>', '<path d="M0 0 H9 V9 H3 V3 Z" fill-rule="evenodd"/>',
)  # fmt: skip


@pytest.mark.slow
def test_a_chart_looks_as_the_engine_draws_it(monkeypatch):
    body = SVG.format('font-family="Be Vietnam Pro" font-size="12.5"', SHAPES)
    ours = picture(printed(body))
    monkeypatch.setattr(svg.SVG, "draw_node", charts._any_node)
    assert ours == picture(printed(body))
    assert ours != picture(printed("<p></p>"))


@pytest.mark.slow
def test_what_is_out_of_the_ordinary_is_drawn_by_the_engine(monkeypatch):
    body = "".join(SVG.format("", special) for special in SPECIAL)
    ours = drawn(printed(body))
    monkeypatch.setattr(svg.SVG, "draw_node", charts._any_node)
    assert ours == drawn(printed(body))


@pytest.mark.slow
def test_the_text_of_a_chart_is_read_back_with_its_blanks():
    chart = bars([("Kiến trúc đô thị thông minh", None)], "Điểm")
    assert "Kiến trúc đô thị thông minh" in text_of(printed(f"<p>{chart}</p>"))


@pytest.mark.slow
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_the_text_of_a_chart_is_one_run_and_no_group(anchor):
    """Letter by letter the same words take as many runs as letters."""
    chart = SVG.format("", f'<text x="0" y="10" text-anchor="{anchor}">chữ chữ chữ chữ</text>')
    page = drawn(printed(chart))[0]
    assert (page.count(b"TJ"), page.count(b" Do")) == (1, 0)


def test_a_pen_is_a_colour_that_is_worked_out_once():
    assert charts.pen("none", "1") is None
    assert charts.pen("#0b3a63", "50%").alpha == 0.5
    assert charts.pen("#0b3a63", "50%") is charts.pen("#0b3a63", "50%")
