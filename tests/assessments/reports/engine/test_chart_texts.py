import pytest
from weasyprint import svg

from assessments.charts.bars import bars
from assessments.reports.engine import chart_texts
from tests.assessments.reports.engine.printing import printed, text_of


@pytest.mark.slow
def test_the_text_of_a_chart_is_read_back_with_its_blanks():
    chart = bars([("Kiến trúc đô thị thông minh", None)], "Điểm")
    assert "Kiến trúc đô thị thông minh" in text_of(printed(f"<p>{chart}</p>"))


@pytest.mark.slow
def test_the_text_of_a_chart_is_one_run():
    """Letter by letter the same words take as many runs as letters."""
    chart = '<p><svg xmlns="http://www.w3.org/2000/svg" width="200" height="20"><text x="0" y="10">{}</text></svg></p>'
    short, long = (len(printed(chart.format("chữ " * times))) for times in (1, 20))
    assert long - short < 400


def test_both_ways_to_draw_text_are_ours():
    assert svg.text is svg.TAGS["text"] is svg.TAGS["tspan"]
    assert list(chart_texts.OneRun("ba chữ")) == ["ba chữ"]
    assert chart_texts.OneRun("ba chữ").encode() == "ba chữ".encode()
