from decimal import Decimal

import pytest

from catalogues.decoding import decode
from catalogues.schema import Kind, Leaf
from catalogues.yaml_file import parse_yaml
from indicators import specs
from indicators.schema import Catalogue
from indicators.scoring import frame, measures

D = Decimal


def leaf(fields: str) -> Leaf:
    return decode(parse_yaml(f"code: A-1\n{fields}".encode(), "a.yaml"), Leaf)


@pytest.mark.parametrize(
    ("fields", "measure"),
    [
        ("kind: yes_no", measures.Choice("yes_no", {"no": D(0), "yes": D(100)})),
        ("kind: yes_partial_no", measures.Choice("yes_partial_no", {"no": D(0), "partial": D(50), "yes": D(100)})),
        (
            "kind: level\noptions: [{code: a, label: a}, {code: b, label: b, score: 10}, {code: c, label: c}]",
            measures.Choice("level", {"a": D(0), "b": D(10), "c": D(100)}),
        ),
        (
            "kind: checklist\noptions: [{code: a, label: a}, {code: b, label: b, weight: 2.5}]",
            measures.Checklist({"a": D(1), "b": D("2.5")}),
        ),
        (
            "kind: number\nminimum: 0\nmaximum: 9\nrule: {kind: linear, floor: 5, target: 1}",
            measures.Number(measures.Linear(D(5), D(1)), D(0), D(9)),
        ),
        (
            "kind: ratio\nmay_exceed: true\nrule: {kind: optimum, floor: 1, low: 2, high: 3, ceiling: 4}",
            measures.Ratio(measures.Optimum(D(1), D(2), D(3), D(4)), True),
        ),
        (
            "kind: number\nrule: {kind: steps, lower_is_better: true, steps: [{at: 1, score: 90}, {at: 2, score: 5}]}",
            measures.Number(measures.Steps(((D(1), D(90)), (D(2), D(5))), True)),
        ),
        ("kind: ratio\nscored: false", measures.Ratio(None)),
        ("kind: document", measures.Document()),
        ("kind: text", measures.FreeText()),
    ],
)
def test_measure_of_each_kind(fields, measure):
    found = specs.measure(leaf(fields))
    assert found == measure
    assert found.kind == leaf(fields).kind


def test_every_kind_has_a_measure():
    assert set(specs.MEASURES) == set(Kind)


def test_leaf_carries_what_the_core_needs():
    fields = "kind: yes_no\nweight: 3\nscored: false\nmay_not_apply: true\nevidence: required\neffort: L"
    condition = frame.Condition("A-0", frozenset({"yes"}))
    assert specs.leaf(leaf(fields), frame.NodeKind.QUESTION, condition, ("X-1",)) == frame.Leaf(
        code="A-1",
        kind=frame.NodeKind.QUESTION,
        measure=measures.Choice("yes_no", {"no": D(0), "yes": D(100)}),
        weight=D(3),
        scored=False,
        may_not_apply=True,
        evidence_required=True,
        shown_if=condition,
        feeds=("X-1",),
        efforts={"": "L"},
    )


def test_efforts_are_those_of_the_options_that_have_one():
    options = "[{code: a, label: a}, {code: b, label: b, effort: S}, {code: c, label: c, effort: M}]"
    found = specs.leaf(leaf(f"kind: level\noptions: {options}\nevidence: optional"), frame.NodeKind.INDICATOR)
    assert (found.efforts, found.evidence_required) == ({"b": "S", "c": "M"}, False)


def test_groups_are_the_indicator_half_of_a_frame():
    indicators = [{"code": "G-1", "input": "yes_no", "title": "t"}, {"code": "G-2", "input": "document", "title": "t"}]
    group = {"code": "G", "title": "g", "weight": 2, "indicators": indicators}
    (found,) = specs.groups(Catalogue.model_validate({"code": "s/v1", "set": None, "groups": [group]}))
    assert (found.code, found.kind, found.weight) == ("G", frame.NodeKind.GROUP, D(2))
    assert [(child.code, child.kind) for child in found.children] == [
        ("G-1", frame.NodeKind.INDICATOR),
        ("G-2", frame.NodeKind.INDICATOR),
    ]
