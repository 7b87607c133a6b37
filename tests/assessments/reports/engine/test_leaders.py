import pytest

from assessments.reports.engine import leaders
from tests.assessments.reports.engine.printing import drawn, picture, printed, text_of

CONTENTS = """<section class="contents"><ul><li class="top"><a href="#a">Tóm tắt cho lãnh đạo</a></li>
<li><a href="#a">{}</a></li></ul></section><p id="a">a</p>"""
LONG = "Rà soát, cập nhật Đề án, Kế hoạch phát triển đô thị thông minh và kiến trúc " * 2


@pytest.mark.slow
def test_dots_are_where_the_engine_sets_them_one_by_one_but_one_text(monkeypatch):
    body = CONTENTS.format(LONG)
    ours = printed(body)
    monkeypatch.setattr(leaders.inline, "handle_leader", leaders._any_leader)
    alone = printed(body)
    assert picture(ours) == picture(alone)
    assert "......1" in text_of(ours)
    runs, engines = (drawn(content)[0].count(b"TJ") for content in (ours, alone))
    assert runs < 12 < 100 < engines


@pytest.mark.slow
@pytest.mark.parametrize("dots", ['""', '"AV"'])
def test_other_leaders_are_the_engines(dots, monkeypatch):
    """One that takes no room, and one whose ends stand nearer to each other than alone."""
    page = "<p><b>a</b></p><p dir='rtl'><b>c</b></p>", f"b::after {{ content: leader({dots}) '1' }}"
    ours = printed(*page)
    monkeypatch.setattr(leaders.inline, "handle_leader", leaders._any_leader)
    assert picture(ours) == picture(printed(*page))
