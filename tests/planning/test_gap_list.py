import copy
from decimal import Decimal

import pytest

from assessments.enums import Reading
from planning.gap_list import filters, gap_lines, matching, part_of, total_gain
from planning.models import PlannedAction
from tests.assessments.small import INDICATORS, campaign

from .test_cases import case_of

LINES = ["B-2", "A-1.1", "A-1.7", "A-1.3", "A-1.6", "B-1"]


@pytest.fixture
def lines():
    return gap_lines(case_of())


def test_all_gaps_stand_by_gain_and_then_by_code(lines):
    # gains: B-2 60 · 3/8, A-1.1 50/6, A-1.7 100/12, A-1.3 and 75/12, B-1 50/8
    assert [line.gap.code for line in lines] == LINES
    assert [str(line.kind) for line in lines] == ["indicator", *["question"] * 4, "indicator"]
    assert round(total_gain(lines), 2) == Decimal("57.92")  # 100 − 42.08


def test_line_has_its_next_step_with_its_own_gain_where_that_is_another(lines):
    shown = {line.gap.code: line.step_gain and round(line.step_gain, 2) for line in lines}
    assert shown == {
        "B-2": None,
        "A-1.1": Decimal("4.17"),
        "A-1.7": None,
        "A-1.3": Decimal("4.17"),
        "A-1.6": Decimal("12.50"),
        "B-1": Decimal("12.50"),
    }


def test_indicator_shares_the_step_of_the_question_it_takes_its_answer_from(lines):
    by_code = {line.gap.code: line for line in lines}
    assert {code: line.source for code, line in by_code.items() if line.source} == {"B-1": "A-1.6"}
    assert by_code["B-1"].step is by_code["A-1.6"].step


def test_gap_without_a_step_that_raises_the_headline_has_none():
    # B-1 falls with the answer that would raise: 75/12 up, 100/8 down
    indicators = copy.deepcopy(INDICATORS)
    indicators["groups"][0]["indicators"][0]["rule"] = {"kind": "linear", "floor": 100, "target": 25}
    case = case_of(of=campaign(indicators=indicators))
    line = next(line for line in gap_lines(case) if line.gap.code == "A-1.6")
    assert (line.step, line.source, line.step_gain) == (None, "", None)


def test_line_says_what_the_plans_have_of_it():
    ours = PlannedAction(code="A-1.6")
    theirs = [PlannedAction(code="B-2"), PlannedAction(code="A-1.1", is_own=True)]
    found = {line.gap.code: (line.planned, line.earlier) for line in gap_lines(case_of(), [ours], theirs)}
    assert found["A-1.6"] == found["B-1"] == (ours, None)
    assert (found["B-2"], found["A-1.1"]) == ((None, theirs[0]), (None, None))


def test_evidence_is_the_step_of_a_gap_that_lacks_it():
    case = case_of(Reading.EVIDENCED, A_1_1={"code": "A-1.1", "value": "2"})
    line = next(line for line in gap_lines(case) if line.gap.code == "A-1.1")
    assert (line.step.text, line.gap.action) == ("Bổ sung minh chứng cho câu trả lời đã khai",) * 2


def test_part_tells_themes_and_groups_of_one_code_apart():
    sections = case_of().catalogue.sections
    assert part_of(sections["A-1"]) == ("theme:A", "A Chủ đề A")
    assert part_of(sections["B"]) == ("group:B", "B Nhóm B")


# -- filters -----------------------------------------------------------------------------------------------------------


def chosen(lines, quick=False, **query):
    return [line.gap.code for line in matching(lines, filters(lines, query), only_quick=quick)]


def test_filters_offer_what_there_is(lines):
    offered = {found.name: [value for value, _label in found.choices] for found in filters(lines, {})}
    assert offered == {
        "part": ["theme:A", "group:B"],
        "horizon": ["0-6", "12-24"],
        "effort": ["S", "L"],
        "lead": ["Sở Khoa học và Công nghệ", "Sở Xây dựng"],
    }
    assert [found.chosen for found in filters(lines, {"effort": "S", "lead": "X"})] == ["", "", "S", ""]


def test_filters_combine(lines):
    assert chosen(lines) == LINES
    assert chosen(lines, part="group:B") == ["B-2", "B-1"]
    assert chosen(lines, effort="S") == chosen(lines, horizon="0-6") == ["A-1.1"]
    assert chosen(lines, lead="Sở Xây dựng", part="group:B") == ["B-2"]
    assert chosen(lines, effort="S", part="group:B") == []
    assert chosen(lines, quick=True) == ["A-1.1"]


@pytest.mark.parametrize("rubbish", ["\x00", "theme:", "A", "M", "'; drop table", "é" * 5000])
def test_filter_that_is_none_counts_as_all(lines, rubbish):
    assert chosen(lines, part=rubbish, effort=rubbish, horizon=rubbish, lead=rubbish) == LINES
