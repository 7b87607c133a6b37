"""With what we do to the engine, against the engine alone in a process of its own."""

import re
import subprocess
import sys
from xml.etree.ElementTree import fromstring

import pytest
import weasyprint
from django.template.loader import render_to_string
from django.utils import translation

from assessments.reports import pdf
from tests.assessments.reports.printed import poppler, report

WITHOUT_DOTS = '.contents a::after { content: " " target-counter(attr(href), page) }'
ALONE = """
import sys
import weasyprint
assert not [name for name in sys.modules if name.startswith("assessments")]
source, target = sys.argv[1:]
weasyprint.HTML(source).write_pdf(target, stylesheets=[source + ".css"], pdf_variant="pdf/ua-1")
"""


def test_it_is_the_release_that_it_was_written_for():
    assert weasyprint.__version__.partition(".")[0] == "70"


def words(content: bytes) -> list[tuple[str, float, float]]:
    """Every word with its place, in half points."""
    found = fromstring(poppler("pdftotext", content, "-bbox")).iter("{http://www.w3.org/1999/xhtml}word")
    return [(word.text, round(2 * float(word.get("xMin"))), round(2 * float(word.get("yMin")))) for word in found]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "template"), [("compared", pdf.REPORT), ("odd", pdf.BRIEF)])
def test_a_report_has_the_same_words_at_the_same_places_without_it(name, template, tmp_path):
    """But for charts, whose text the engine alone writes letter by letter, and dots, of which it makes words."""
    with translation.override("vi"):
        html = re.sub(r"<svg.*?</svg>", "", render_to_string(template, {"report": report(name)}), flags=re.DOTALL)
    html = html.replace("</head>", f"<style>{WITHOUT_DOTS}</style></head>")
    css = pdf.own_file(pdf.STYLESHEET).read_text()
    for file in pdf.OWN_FILES:
        css = css.replace(f"{pdf.SCHEME}{file}", pdf.own_file(file).as_uri())
    source, target = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(html)
    source.with_suffix(".html.css").write_text(css)
    subprocess.run([sys.executable, "-c", ALONE, source, target], check=True, cwd=tmp_path)
    assert words(pdf.print_html(html, "0" * 64).content) == words(target.read_bytes())
