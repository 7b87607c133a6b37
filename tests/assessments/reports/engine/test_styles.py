import pytest
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure.boxes import BlockBox
from weasyprint.layout.percent import resolve_percentages

from assessments.reports import pdf
from assessments.reports.engine import OurHTML, styles
from tests.assessments.reports.engine.printing import page_of

BODY = """
<section class="chapter own-page"><h2>A</h2><p class="small">b <strong>c</strong></p></section>
<div class="figures"><table class="gaps"><thead><tr><th class="gap">A</th></tr></thead>
<tbody><tr class="shown"><td>b</td></tr></tbody></table></div>
<ul class="steps"><li><em>x</em></li></ul><p class="status" dir="rtl">y</p><hr/>
"""
USUAL = "margin: 1pt; padding: 10%; border: 1pt solid; width: auto; height: 4pt; min-width: 0"
STYLES = ("", USUAL, "margin-inline-start: 3pt", "direction: rtl; margin-inline-start: 3pt",
          "text-decoration: underline",
          "width: 50%", "box-sizing: border-box; width: 9pt", "border-collapse: collapse", "float: right",
          "position: absolute; left: 1pt", "width: calc(10% + 1pt)")  # fmt: skip


def all_styles():
    own = "".join(f'<div style="{style}"><p>z</p></div>' for style in STYLES)
    html, (css, fonts) = OurHTML(page_of(BODY + own), pdf.OwnFiles()), pdf.style()
    style_for = get_all_computed_styles(html, [css], False, fonts, None, {}, [], [], TargetCollector(), False)
    return [style_for(element) for element in html.etree_element.iter()]


def test_each_property_of_each_style_is_what_the_engine_computes():
    found = all_styles()
    assert len(found) > 30
    for style in found:
        ours, alone = style.copy(), style.copy()
        ours.clear()
        alone.clear()
        for key in INITIAL_VALUES:
            if key not in ours:
                styles.computed(ours, key)
        for key in INITIAL_VALUES:
            if key not in alone:
                styles._any_computed(alone, key)
        assert [key for key in INITIAL_VALUES if ours.get(key) != alone.get(key)] == []


@pytest.mark.parametrize("height", ["auto", 300])
def test_lengths_of_a_box_are_what_the_engine_resolves(height):
    for style in all_styles():
        for own in (style.copy(), style.anonymous_style.copy()):
            ours, alone = BlockBox("p", own, None, []), BlockBox("p", own, None, [])
            resolve_percentages(ours, (200, height))
            styles._any_percentages(alone, (200, height))
            assert vars(ours) == vars(alone)


def test_a_strut_and_a_place_in_the_flow_are_worked_out_once_a_style():
    for style in all_styles():
        box, alone = BlockBox("p", style, None, []), BlockBox("p", style.copy(), None, [])
        assert [styles.strut(style) for _time in range(2)] == 2 * [styles._any_strut(alone.style)]
        assert [box.is_floated() for _time in range(2)] == 2 * [styles._any_floated(alone)]
        assert [box.is_in_normal_flow() for _time in range(2)] == 2 * [styles._any_in_flow(alone)]
    assert {style["float"] for style in all_styles()} == {"none", "left", "right"}


def test_the_root_inherits_from_nobody():
    root = all_styles()[0].copy()
    root.clear()
    assert styles.computed(root, "font_family") == ("Tinos",)
