import logging

import pytest
from weasyprint.draw import text as drawing

from assessments.reports.engine import letters
from tests.assessments.reports.engine.printing import drawn, printed, text_of
from tests.assessments.reports.printed import LETTERS

WORDS = "Ủy ban nhân dân thành phố đã phê duyệt đề án AVATAR – “Tự do”, 1.234,5 điểm. "
BODY = f"""
<p>{LETTERS}</p><p>{WORDS * 5}</p><p><strong>{WORDS}</strong> <em>{WORDS}</em></p><p class="ends">{WORDS * 4}</p>
<p style="letter-spacing: 1pt">{WORDS}</p><p style="text-decoration: underline">{WORDS}</p>
<p style="white-space: pre">một hàng
hai hàng</p><p>x&#x0302;&#x0323; e&#x0301;&#x0328;</p><p>&#160;</p><p>a&#8203;b</p><p>שלום</p>
<p style="overflow: hidden; white-space: nowrap; text-overflow: ellipsis; width: 30mm">{WORDS}</p>
<p style="visibility: hidden">ẩn</p>
"""


@pytest.mark.slow
def test_lines_are_drawn_as_the_engine_draws_them_but_for_kerning_by_nothing(monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "weasyprint")
    ours = printed(BODY)
    monkeypatch.setattr(drawing, "draw_first_line", engines_way)
    alone = printed(BODY)
    assert drawn(ours) == drawn(alone)
    assert text_of(ours) == text_of(alone)


def engines_way(stream, textbox, *args):
    layout = textbox.pango_layout
    layout.setup(textbox.style)
    layout.set_text(layout.text, justify=True)
    return letters._any_first_line(stream, textbox, *args)


@pytest.mark.slow
def test_a_text_on_many_lines_is_drawn_on_each():
    lines = [line for line in drawn(printed("<p>Sở Xây dựng</p>" * 3))[0].splitlines() if line.endswith(b"TJ")]
    assert (len(lines), len(set(lines))) == (3, 1)
