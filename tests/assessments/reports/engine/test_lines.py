import pytest

from assessments.reports.engine import lines
from tests.assessments.reports.engine.printing import drawn, printed

WORDS = "Ủy ban nhân dân thành phố đã phê duyệt đề án phát triển đô thị thông minh, gồm 12 nhiệm vụ. "
STYLES = (
    "", "text-align: right", "text-align: center", "text-align: justify", "text-align: justify; text-align-last: right",
    "text-indent: 9mm", "text-indent: -3mm", "white-space: pre-line", "white-space: nowrap", "white-space: pre",
    "direction: rtl", "position: relative; left: 3mm", "width: 9mm; overflow-wrap: normal", "line-height: 2",
    "box-decoration-break: clone; padding: 3mm", "width: 20mm; overflow-wrap: anywhere", "orphans: 1; widows: 1",
)  # fmt: skip
FIRST = ".x::first-letter { font-size: 20pt } .y::first-line { font-weight: bold }"
OTHERS = f"""
<p>  a </p><p> </p><p></p><p>a<br/>b</p><p>{"từ  " * 60}</p><p>{"x" * 300}</p><p>mềm\u00admại</p>
<p class="x">{WORDS * 2}</p><p class="y">{WORDS * 2}</p><p><sup>{WORDS}</sup></p><p style="float: left">b</p>
<p>{WORDS * 2}</p><p style="clear: both">{WORDS}<strong>{WORDS}</strong>{WORDS * 2}</p>
<p style="padding-left: 3mm; text-align: right"><em style="border-left: 1mm solid; padding: 0 2mm">{WORDS}</em></p>
<table><tr><td>{WORDS}</td><td class="amount">1,25</td><td style="vertical-align: bottom">c</td></tr></table>
"""


@pytest.mark.slow
def test_lines_are_where_the_engine_places_them(monkeypatch):
    body = "".join(f'<p style="{style}">{WORDS * 3}</p>' for style in STYLES) + OTHERS
    ours = drawn(printed(body, FIRST))
    monkeypatch.setattr(lines.inline, "get_next_linebox", lines._any_line)
    assert ours == drawn(printed(body, FIRST))
    assert len(ours) == 5


@pytest.mark.slow
def test_a_text_that_goes_on_on_the_next_page_is_placed_the_same(monkeypatch):
    body = f"<p>{WORDS * 60}</p>"
    ours = drawn(printed(body))
    monkeypatch.setattr(lines.inline, "get_next_linebox", lines._any_line)
    assert ours == drawn(printed(body))
    assert len(ours) == 2
