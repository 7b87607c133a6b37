import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues.differences import Change, Contents, DifferenceKind, Placed, compare, flat, may_carry
from catalogues.schema import Leaf
from guidance.queries import contents as guidance_contents
from guidance.schema import Catalogue as Guidance
from indicators.queries import contents as indicator_contents
from indicators.schema import Catalogue as IndicatorSet
from tests.assessments.small import GUIDANCE, INDICATORS

RATIO = {"code": "B-1", "title": "Một", "input": "ratio", "rule": {"kind": "linear", "floor": "0", "target": "50"}}
CHECKS = {"code": "B-1", "title": "Một", "input": "checklist", "options": [{"code": c, "label": c} for c in "ab"]}
LEVEL = {**CHECKS, "input": "level"}


def indicator_set(*groups, **fields):
    return IndicatorSet.model_validate({**INDICATORS, "groups": groups, **fields})


def group(*items, code="B", **fields):
    return {"code": code, "title": "Nhóm", "indicators": items, **fields}


def one(before, after):
    """The difference of the only indicator of a set."""
    sets = [indicator_contents(indicator_set(group(item))) for item in (before, after)]
    return compare(*sets).leaves[0]


@pytest.mark.parametrize(
    ("change", "kind", "fields"),
    [
        ({}, "same", []),
        ({"rule": {"kind": "linear", "floor": "0.0", "target": "5E+1"}}, "same", []),
        ({"title": {"vi": "Hai", "en": "Một"}}, "reworded", ["title.vi"]),
        ({"definition": "Mới", "effort": "S"}, "reworded", ["effort", "definition.vi", "definition.en"]),
        ({"body": "SXD", "frequency": "monthly", "origin": "official"}, "reworded", ["body", "frequency", "origin"]),
        ({"weight": "2"}, "reweighted", ["weight"]),
        ({"weight": "2", "title": "Hai"}, "reweighted", ["weight", "title.vi", "title.en"]),
        (
            {"rule": {"kind": "linear", "floor": "0", "target": "60"}, "weight": "2"},
            "rescaled",
            ["weight", "rule.target"],
        ),
        ({"unit": "%"}, "rescaled", ["unit.vi", "unit.en"]),
        ({"numerator": "Tử"}, "rescaled", ["numerator.vi", "numerator.en"]),
        ({"whole": True}, "rescaled", ["whole"]),
        ({"may_exceed": True}, "rescaled", ["may_exceed"]),
        ({"may_not_apply": True}, "rescaled", ["may_not_apply"]),
        ({"evidence": "required"}, "rescaled", ["evidence"]),
        ({"scored": False}, "rescaled", ["scored"]),
        ({"direction": "lower"}, "rescaled", ["direction"]),
        ({"input": "number", "minimum": "1"}, "rescaled", ["input", "minimum"]),
    ],
)
def test_leaf_is_as_different_as_its_strongest_change(change, kind, fields):
    found = one(RATIO, {**RATIO, **change})
    assert (found.kind, [changed.field for changed in found.changes]) == (kind, fields)
    assert may_carry(found) == (kind in {"same", "reworded", "reweighted"})


@pytest.mark.parametrize(
    ("base", "options", "kind", "fields"),
    [
        (
            LEVEL,
            [{"code": "a", "label": "A"}, {"code": "b", "label": "b"}],
            "reworded",
            ["options.a.label.vi", "options.a.label.en"],
        ),
        (LEVEL, [{"code": "b", "label": "b"}, {"code": "a", "label": "a"}], "rescaled", ["options"]),
        (CHECKS, [{"code": "b", "label": "b"}, {"code": "a", "label": "a"}], "same", []),
        (
            CHECKS,
            [{"code": "a", "label": "a", "weight": "2"}, {"code": "b", "label": "b"}],
            "rescaled",
            ["options.a.weight"],
        ),
        (
            LEVEL,
            [{"code": "a", "label": "a", "score": "10"}, {"code": "b", "label": "b"}],
            "rescaled",
            ["options.a.score"],
        ),
        (
            LEVEL,
            [{"code": "a", "label": "a", "action": "Làm"}, {"code": "b", "label": "b"}],
            "reworded",
            ["options.a.action.vi", "options.a.action.en"],
        ),
    ],
)
def test_options_are_told_apart_by_code(base, options, kind, fields):
    found = one(base, {**base, "options": options})
    assert (found.kind, [changed.field for changed in found.changes]) == (kind, fields)


def test_change_has_both_values_as_text():
    assert one(RATIO, {**RATIO, "whole": True}).changes == (Change("whole", "false", "true"),)
    assert one({**RATIO, "unit": "%"}, RATIO).changes == (Change("unit.vi", "%", ""), Change("unit.en", "%", ""))


def test_steps_are_compared_one_by_one():
    before = {**RATIO, "rule": {"kind": "steps", "steps": [{"at": "1", "score": "50"}]}}
    after = {**RATIO, "rule": {"kind": "steps", "steps": [{"at": "1", "score": "60"}, {"at": "2", "score": "100"}]}}
    assert one(before, after).changes == (
        Change("rule.steps.0.score", "50", "60"),
        Change("rule.steps.1.at", "", "2"),
        Change("rule.steps.1.score", "", "100"),
    )


def test_new_gone_and_moved_leaves_stand_in_the_newer_order_with_the_gone_last():
    other = {**RATIO, "code": "B-2"}
    third = {**RATIO, "code": "B-3"}
    before = indicator_set(group(RATIO, other))
    after = indicator_set(group(third), group(RATIO, code="C"))
    found = compare(indicator_contents(before), indicator_contents(after))
    assert [(d.code, d.kind, d.parent_before, d.parent_after, d.is_moved) for d in found.leaves] == [
        ("B-3", "new", "", "B", False),
        ("B-1", "same", "B", "C", True),
        ("B-2", "gone", "B", "", False),
    ]
    assert [may_carry(d) for d in found.leaves] == [False, True, False]
    assert [(d.code, d.kind) for d in found.branches] == [("B", "same"), ("C", "new")]


def test_branches_are_compared_without_what_stands_beneath():
    before = indicator_set(group(RATIO))
    after = indicator_set(group({**RATIO, "weight": "2"}, title="Khác", weight="3"))
    found = compare(indicator_contents(before), indicator_contents(after)).branches[0]
    assert (found.kind, [change.field for change in found.changes]) == (
        "reweighted",
        ["title.vi", "title.en", "weight"],
    )


def test_heads_are_compared_too():
    head = {**INDICATORS["set"], "notice": "Khác", "bodies": []}
    before, after = IndicatorSet.model_validate(INDICATORS), IndicatorSet.model_validate({**INDICATORS, "set": head})
    assert [tuple(change) for change in compare(indicator_contents(before), indicator_contents(after)).head] == [
        ("notice.vi", "Của chúng tôi", "Khác"),
        ("notice.en", "Của chúng tôi", "Khác"),
        ("bodies", "SXD", ""),
        ("bodies.SXD.title.vi", "Sở Xây dựng", ""),
        ("bodies.SXD.title.en", "Sở Xây dựng", ""),
    ]
    without = IndicatorSet.model_validate({**INDICATORS, "set": None})
    assert compare(indicator_contents(without), indicator_contents(without)).head == ()


def test_guidance_is_compared_by_question_and_by_place():
    changed = Guidance.model_validate(GUIDANCE).model_dump(mode="json", by_alias=True)
    item = changed["themes"][0]["recommendations"][0]
    questions = item["questions"]
    questions[4]["shown_if"]["in"] = ["yes"]
    questions[5]["feeds"] = []
    questions[7]["prompt"] = {"vi": "Ý kiến nào khác?", "en": ""}
    item["source"]["bullet"] = 4
    moved = {**item, "code": "A-2", "questions": [questions.pop(0)]}
    changed["themes"][0]["recommendations"].append(moved)
    found = compare(
        guidance_contents(Guidance.model_validate(GUIDANCE)), guidance_contents(Guidance.model_validate(changed))
    )
    different = {d.code: d for d in found.leaves if d.kind != "same" or d.is_moved}
    assert {code: d.kind for code, d in different.items()} == {
        "A-1.1": "same",
        "A-1.5": "rescaled",
        "A-1.6": "rescaled",
        "A-1.8": "reworded",
    }
    assert (different["A-1.1"].parent_before, different["A-1.1"].parent_after) == ("A-1", "A-2")
    assert different["A-1.5"].changes == (Change("shown_if.in", "no", "yes"),)
    assert different["A-1.6"].changes == (Change("feeds", "B-1", ""),)
    assert {d.code: d.kind for d in found.branches} == {"A": "same", "A-1": "reworded", "A-2": "new"}


def test_every_field_of_a_leaf_is_laid_flat():
    """A field the comparison did not see would let an answer be carried where it means something else."""
    leaf = Leaf.model_validate({"code": "A", "kind": "number", "minimum": 0, "rule": RATIO["rule"]})
    missing = set(Leaf.model_fields) - {path.split(".")[0] for path in flat(leaf)} - {"code"}
    assert {name for name in missing if getattr(leaf, name) not in {None, ()}} == set()


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_code_of_either_version_is_told_once(before, after):
    def made(codes):
        leaf = Leaf.model_validate({"code": "A", "kind": "yes_no"})
        return Contents(None, {}, {code: Placed(leaf, "G") for code in codes})

    found = compare(made(before), made(after)).leaves
    assert sorted(d.code for d in found) == sorted({*before, *after})
    assert {d.code for d in found if d.kind == DifferenceKind.SAME} == {*before} & {*after}
