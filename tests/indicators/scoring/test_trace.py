import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from indicators.scoring.aggregate import assess
from indicators.scoring.frame import Answer, Frame
from indicators.scoring.measures import (
    Checklist,
    Document,
    DocumentValue,
    Number,
    Optimum,
    Ratio,
    RatioValue,
    Steps,
)
from indicators.scoring.readings import Reading
from indicators.scoring.trace import how, trace

from .examples import (
    LEVELS,
    PROVINCE,
    PROVINCE_ALPHA,
    TODAY,
    YES_NO,
    group,
    indicator,
    province,
    rising,
)
from .strategies import assessments, law


def province_trace() -> dict:
    return trace(PROVINCE, province(), PROVINCE_ALPHA, TODAY)


def traced(code: str, reading: str = "claimed") -> dict:
    return next(node for node in province_trace()["readings"][reading] if node["code"] == code)


def test_trace_says_what_was_fixed_when_it_was_computed():
    found = province_trace()
    assert (found["schema"], found["alpha"], found["as_of"]) == ("smartcity-trace/1", "0.6", "2026-07-01")
    assert list(found["readings"]) == ["claimed", "evidenced", "verified"]


def test_trace_of_a_branch_has_its_place_and_its_numbers():
    # the sums stand in test_aggregate.py; R is 0.6 of the headline and A two thirds of R
    assert traced("A") == {
        "code": "A",
        "kind": "theme",
        "parent": "",
        "score": "43.75",
        "weight": "2",
        "effective": "0.4",
        "coverage": "62.5",
        "evidenced": "25",
        "contribution": "17.5",
    }


def test_trace_of_a_leaf_says_how_it_was_scored():
    assert traced("G-01") == {
        "code": "G-01",
        "kind": "indicator",
        "parent": "G",
        "score": "50",
        "weight": "1",
        "effective": "0.05",
        "coverage": "100",
        "evidenced": None,
        "contribution": "2.5",
        "status": "answered",
        "source": "G-01",
        "evidence": 0,
        "how": {
            "kind": "ratio",
            "numerator": "45",
            "denominator": "100",
            "x": "45",
            "rule": "linear",
            "floor": "0",
            "target": "90",
        },
    }


def test_trace_of_a_fed_indicator_names_its_source():
    assert (traced("H-01")["source"], traced("H-01")["how"]["x"]) == ("B-1.3", "30")


def test_trace_of_an_adjusted_leaf_shows_the_value_of_the_reading():
    assert [traced("A-2.1", reading)["how"]["ticked"] for reading in ("claimed", "verified")] == [
        ["a", "c"],
        ["a", "b", "c"],
    ]


@pytest.mark.parametrize(
    ("code", "reading", "status", "score"),
    [
        ("A-2.2", "claimed", "missing", "0"),
        ("B-1.1", "claimed", "not_applicable", None),
        ("B-1.1", "verified", "missing", "0"),
        ("A-1.2", "evidenced", "unevidenced", "0"),
        ("G-01", "verified", "rejected", "0"),
    ],
)
def test_trace_says_why_a_leaf_counts_nothing(code, reading, status, score):
    assert (traced(code, reading)["status"], traced(code, reading)["score"]) == (status, score)


def test_trace_of_a_leaf_without_a_value_has_its_kind_alone():
    assert traced("A-2.2")["how"] == {"kind": "yes_partial_no"}


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        (YES_NO, "yes", {"option": "yes", "score": "100"}),
        (LEVELS, "1", {"option": "1", "score": "25"}),
        (
            Checklist({"a": Decimal(1), "b": Decimal("0.5"), "c": Decimal(2)}),
            ("a", "b"),
            {"ticked": ["a", "b"], "have": "1.5", "all": "3.5"},
        ),
        (Checklist({"a": Decimal(1)}), (), {"ticked": [], "have": "0", "all": "1"}),
        (Number(rising(40, 0)), Decimal("12.50"), {"x": "12.5", "rule": "linear", "floor": "40", "target": "0"}),
        (
            Number(Steps(((Decimal(10), Decimal(20)), (Decimal(30), Decimal(100))), True)),
            Decimal(7),
            {"x": "7", "rule": "steps", "steps": [["10", "20"], ["30", "100"]], "lower_is_better": True},
        ),
        (
            Number(Optimum(Decimal(0), Decimal(10), Decimal(20), Decimal(40))),
            Decimal(7),
            {"x": "7", "rule": "optimum", "floor": "0", "low": "10", "high": "20", "ceiling": "40"},
        ),
        (Number(None), Decimal(7), {"x": "7"}),
        (
            Ratio(rising(0, 90)),
            RatioValue(Decimal(1), Decimal(3)),
            {
                "numerator": "1",
                "denominator": "3",
                "x": "33.333333333333",
                "rule": "linear",
                "floor": "0",
                "target": "90",
            },
        ),
        (
            Document(),
            DocumentValue("12/QĐ-UBND", date(2025, 3, 4), "Tỉnh"),
            {"number": "12/QĐ-UBND", "date": "2025-03-04", "issuer": "Tỉnh", "as_of": "2026-07-01"},
        ),
        (
            Document(),
            DocumentValue("", None, "Tỉnh"),
            {"number": "", "date": None, "issuer": "Tỉnh", "as_of": "2026-07-01"},
        ),
        (LEVELS, None, {}),
    ],
)
def test_how_lists_everything_that_entered_the_score(measure, value, expected):
    assert how(measure, value, TODAY) == expected


def test_trace_takes_the_largest_ratio_that_may_be_answered():
    # 100 · 999999999999 / 0.00000001 = 9999999999990000000000
    frame = Frame(groups=(group("G", indicator("K", Ratio(rising(0, 100), may_exceed=True))),))
    answers = {"K": Answer(RatioValue(Decimal("999999999999"), Decimal("0.00000001")))}
    found = trace(frame, assess(frame, answers, Decimal("0.5"), TODAY), Decimal("0.5"), TODAY)
    leaf = found["readings"]["claimed"][1]
    assert (leaf["how"]["x"], leaf["score"]) == ("9999999999990000000000", "100")


def test_trace_writes_nought_without_a_sign():
    frame = Frame(groups=(group("G", indicator("K", Number(rising(40, 0)))),))
    answers = {"K": Answer(Decimal(40))}
    found = trace(frame, assess(frame, answers, Decimal("0.5"), TODAY), Decimal("0.5"), TODAY)
    assert [node["score"] for node in found["readings"]["claimed"]] == ["0", "0"]


@pytest.mark.slow
@law
@given(assessments())
def test_trace_of_any_assessment_is_json_with_every_node(assessment):
    results = assess(assessment.frame, assessment.answers, assessment.alpha, assessment.as_of)
    found = trace(assessment.frame, results, assessment.alpha, assessment.as_of)
    assert json.loads(json.dumps(found)) == found
    for reading in Reading:
        nodes = found["readings"][str(reading)]
        assert [node["code"] for node in nodes] == [node.code for node in results[reading].nodes]
        assert not [node["code"] for node in nodes if (node["score"] or "").startswith("-")]
