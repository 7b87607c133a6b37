from xml.etree.ElementTree import ParseError

import pytest
from weasyprint.html import UA

from assessments.reports.engine import parsing
from tests.assessments.reports.engine.printing import printed, text_of


@pytest.mark.slow
def test_what_xml_cannot_hold_is_left_out():
    assert text_of(printed("<p>a\x07\x1b\ufffe\uffff\ud800b</p>")).startswith("ab")


@pytest.mark.slow
def test_blanks_that_do_not_break_are_kept():
    assert "a\u00a0b" in text_of(printed("<p>a&nbsp;b</p>")).replace(" ", "\u00a0")


def test_a_template_that_is_not_well_formed_is_an_error():
    with pytest.raises(ParseError):
        printed("<p><br></p>")


def test_the_engines_stylesheet_keeps_what_our_reports_use():
    rules = parsing.own_rules(UA).splitlines()
    assert set(rules) - set(UA.splitlines()) == {
        "li::marker { font-variant-numeric: tabular-nums; white-space: pre; text-transform: none }"
    }
    for start in ("li {", "table {", "td, th {", "h1 {", "ol, ul {", "br::before", "  @top-center ", "@page {"):
        assert sum(rule.startswith(start) for rule in rules) > 0, start
    left_out = ("::note-call", "::footnote-marker", "[dir=rtl i] dd", "  @bottom-left ", "select[multiple]")
    for start in left_out:
        assert [rule for rule in rules if rule.startswith(start)] == [], start
        assert [rule for rule in UA.splitlines() if rule.startswith(start)] != [], start
