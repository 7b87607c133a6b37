import pytest
from weasyprint.formatting_structure.boxes import Box, ParentBox, TableBox

from assessments.reports.engine import cycles, page_names
from tests.assessments.reports.engine.printing import drawn, printed

PLAIN = "<section><p>a</p><table><tr><td>b</td></tr></table></section><p>c</p>"
NAMED = "<section><p>a</p><p style='page: wide'>b</p></section><p>c</p>"


@pytest.mark.slow
@pytest.mark.parametrize(("body", "pages"), [(PLAIN, 1), (NAMED, 2)])
def test_pages_break_where_the_engine_breaks_them(body, pages, monkeypatch):
    ours = drawn(printed(body))
    monkeypatch.setattr(cycles, "_any_layout", page_names._any_layout)
    assert ours == drawn(printed(body))
    assert len(ours) == pages


@pytest.mark.slow
def test_the_engines_way_is_left_as_it_was_found():
    printed(PLAIN)
    assert {kind: kind.page_values for kind in (Box, ParentBox, TableBox)} == page_names._any_values
