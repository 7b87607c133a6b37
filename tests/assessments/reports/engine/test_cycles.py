import gc

import pytest
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import LayoutContext

from assessments.reports import pdf
from assessments.reports.engine import OurHTML
from tests.assessments.reports.engine.printing import page_of, printed

BODY = """<p><a href="#a">a</a></p><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>b</text></svg>
<section class="contents"><a href="#b">c</a></section><p id="b">d</p>"""


def alive(kind: type) -> int:
    return sum(isinstance(found, kind) for found in gc.get_objects())


@pytest.mark.slow
def test_a_document_is_gone_before_the_collector_runs():
    gc.collect()
    gc.disable()
    try:
        before = alive(LayoutContext), alive(TextBox)
        printed("<p>e</p>" * 200)
        after = alive(LayoutContext), alive(TextBox)
    finally:
        gc.enable()
    assert before[0] == 0
    assert after[1] - before[1] < 20


@pytest.mark.slow
def test_what_is_forgotten_is_only_what_a_written_document_needs_no_more():
    html, (css, fonts) = OurHTML(page_of(BODY), pdf.OwnFiles()), pdf.style()
    written = html.render(fonts, stylesheets=[css]).write_pdf()
    context = html.context
    pdf.forget(html)
    assert vars(context) == {}
    assert "context" not in vars(html)
    assert written.startswith(b"%PDF")
