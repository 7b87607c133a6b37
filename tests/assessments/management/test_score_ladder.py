"""`manage.py score` on a set of levels (tests/data/ladder: criteria invented for this test)."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

LADDER = Path(__file__).resolve().parents[2] / "data" / "ladder" / "v1"
ACCEPTED = {"verdict": "accepted"}


def met(code: str, **fields) -> dict:
    return {"code": code, "value": "yes", "evidence": 1, **fields}


def readings(monkeypatch, *answers: dict) -> dict:
    document = {"schema": "smartcity-answers/1", "indicators": "ladder/v1", "answers": answers}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document).encode())))
    printed = io.StringIO()
    call_command("score", "-", "--indicators-dir", str(LADDER), stdout=printed)
    found = json.loads(printed.getvalue())
    assert (found["schema"], found["method"]) == ("smartcity-scorecard/1", "SM-1")
    return found["readings"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], [0, 0, 0]),
        # CD1-03 is unanswered: not met
        ([met("CD1-01"), met("CD1-02")], [0, 0, 0]),
        ([met("CD1-01"), met("CD1-02"), met("CD1-03")], [1, 1, 1]),
        # accepted without evidence is not met; what the reviewer put in its place is
        ([met("CD1-01"), met("CD1-02"), met("CD1-03", evidence=0, review=ACCEPTED)], [0, 0, 0]),
        (
            [
                met("CD1-01"),
                met("CD1-02"),
                met("CD1-03", evidence=0, review={"verdict": "adjusted", "value": "yes"}),
            ],
            [0, 0, 1],
        ),
        # everything, but the second level broken by a rejection
        (
            [
                *(met(code) for code in ("CD1-01", "CD1-02", "CD1-03", "CD2-01", "CD3-01")),
                met("CD2-02", review={"verdict": "rejected"}),
            ],
            [3, 3, 1],
        ),
        # CD1-03 and CD3-01 do not apply; undecided that is no reason for a reviewer
        (
            [
                *(met(code) for code in ("CD1-01", "CD1-02", "CD2-01", "CD2-02")),
                {"code": "CD1-03", "not_applicable": True, "reason": "Tỉnh không giáp biển.", "review": ACCEPTED},
                {"code": "CD3-01", "not_applicable": True, "reason": "Chưa có quyết định nào."},
            ],
            [3, 3, 2],
        ),
    ],
)
def test_levels_reached_in_the_three_readings(answers, expected, monkeypatch):
    found = readings(monkeypatch, *answers)
    assert [reading["ladder"]["reached"] for reading in found.values()] == expected
    assert {reading["headline"] for reading in found.values()} == {None}


def test_a_reading_is_printed_with_its_levels_and_criteria(monkeypatch):
    found = readings(monkeypatch, met("CD1-01"), met("CD1-02", evidence=0), {"code": "CD1-04", "value": "Ghi chú."})
    heads = {name: value for name, value in found["claimed"].items() if name != "nodes"}
    assert heads == {
        "headline": None,
        "readiness": None,
        "results": None,
        "ladder": {
            "reached": 0,
            "levels": [
                {"code": "CD1", "criteria": 3, "met": 1, "is_reached": False},
                {"code": "CD2", "criteria": 2, "met": 0, "is_reached": False},
                {"code": "CD3", "criteria": 1, "met": 0, "is_reached": False},
            ],
        },
    }
    assert [(node["code"], node["score"], node["contribution"]) for node in found["claimed"]["nodes"]] == [
        ("CD1", "33.33", "0.00"),
        *(("CD1-01", "100.00", "0.00"), ("CD1-02", "0.00", "0.00"), ("CD1-03", "0.00", "0.00")),
        *(("CD2", "0.00", "0.00"), ("CD2-01", "0.00", "0.00"), ("CD2-02", "0.00", "0.00")),
        *(("CD3", "0.00", "0.00"), ("CD3-01", "0.00", "0.00")),
    ]


def test_explain_says_that_a_criterion_lacks_its_evidence(monkeypatch):
    document = {"schema": "smartcity-answers/1", "answers": [met("CD1-01", evidence=0)]}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document).encode())))
    printed = io.StringIO()
    call_command("score", "-", "--indicators-dir", str(LADDER), "--explain", "CD1-01", stdout=printed)
    assert printed.getvalue().splitlines() == [
        "CD1-01 cần minh chứng nhưng chưa có nên tính 0 điểm.",
        "CD1-01 có trọng số 1, chiếm 0% điểm chung và góp 0,00 điểm.",
    ]
