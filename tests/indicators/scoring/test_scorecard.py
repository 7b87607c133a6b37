import json
from decimal import Decimal

import pytest

from indicators.scoring.aggregate import assess
from indicators.scoring.frame import Frame
from indicators.scoring.readings import Reading
from indicators.scoring.scorecard import band, from_json, heads, node_from_json, report, stored, to_json

from .examples import TODAY, group, indicator, province


def province_json() -> dict:
    return to_json(report(province()))


def changed(**fields) -> dict:
    return {**province_json(), **fields}


def with_node(**fields) -> dict:
    document = json.loads(json.dumps(province_json()))
    document["readings"]["claimed"]["nodes"][0].update(fields)
    return document


def test_scorecard_names_its_schema_its_method_and_three_readings():
    document = province_json()
    assert (document["schema"], document["method"]) == ("smartcity-scorecard/1", "SM-1")
    assert list(document["readings"]) == ["claimed", "evidenced", "verified"]


def test_reading_has_heads_with_two_decimals():
    heads = {
        name: (found["headline"], found["readiness"], found["results"])
        for name, found in province_json()["readings"].items()
    }
    # 175 / 3 = 58.333…; 53.125 and 46.875 round half up (test_aggregate.py has the sums)
    assert heads == {
        "claimed": ("56.25", "58.33", "53.13"),
        "evidenced": ("52.50", "52.08", "53.13"),
        "verified": ("48.75", "50.00", "46.88"),
    }


def test_nodes_are_a_flat_list_of_strings():
    found = {node["code"]: node for node in province_json()["readings"]["claimed"]["nodes"]}
    assert list(found) == [
        *("A", "A-1", "A-1.1", "A-1.2", "A-2", "A-2.1", "A-2.2"),
        *("B", "B-1", "B-1.1", "B-1.2", "B-1.3"),
        *("G", "G-01", "G-02", "H", "H-01"),
    ]
    assert found["A"] == {
        "code": "A",
        "kind": "theme",
        "score": "43.75",
        "weight": "2",
        "coverage": "62.50",
        "evidenced": "25.00",
        "contribution": "17.50",
    }
    assert found["A-1.2"] == {
        "code": "A-1.2",
        "kind": "question",
        "score": "50.00",
        "weight": "3",
        "coverage": "100.00",
        "evidenced": "0.00",
        "contribution": "3.75",
    }


def test_node_that_does_not_apply_has_no_score():
    found = next(node for node in province_json()["readings"]["claimed"]["nodes"] if node["code"] == "B-1.1")
    assert found == {
        "code": "B-1.1",
        "kind": "question",
        "score": None,
        "weight": "2",
        "coverage": None,
        "evidenced": None,
        "contribution": "0.00",
    }


def test_kinds_are_those_of_the_format():
    kinds = {node["code"]: node["kind"] for node in province_json()["readings"]["claimed"]["nodes"]}
    assert [kinds[code] for code in ("A", "A-1", "A-1.1", "G", "G-01")] == [
        "theme",
        "recommendation",
        "question",
        "group",
        "indicator",
    ]


def test_scorecard_of_nothing_has_no_heads():
    document = to_json(report(assess(Frame(), {}, Decimal("0.5"), TODAY)))
    nothing = {"headline": None, "readiness": None, "results": None, "nodes": []}
    assert document["readings"] == {"claimed": nothing, "evidenced": nothing, "verified": nothing}


def test_weights_are_written_as_plain_numbers():
    frame = Frame(groups=(group("G", indicator("K"), weight="1E+2"),))
    found = to_json(report(assess(frame, {}, Decimal("0.5"), TODAY)))["readings"]["claimed"]["nodes"]
    assert [node["weight"] for node in found] == ["100", "1"]


def test_parts_are_rounded_from_what_was_computed_and_not_from_rounded_parts():
    # K = 53.125 is reported as 53.13; the contributions 0.4 · 53.125 = 21.25, where 0.4 · 53.13 would be 21.252
    found = report(province()).readings[Reading.CLAIMED]
    assert found.results == Decimal("53.13")
    assert sum(node.contribution for node in found.nodes if node.kind == "group") == Decimal("21.25")


def test_from_json_is_the_inverse_of_to_json():
    card = report(province())
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


@pytest.mark.parametrize(
    "document",
    [
        changed(schema="smartcity-scorecard/2"),
        changed(schema="smartcity-answers/1"),
        changed(method="SM-2"),
        changed(readings={"guessed": province_json()["readings"]["claimed"]}),
        with_node(kind="chapter"),
        with_node(score="a lot"),
        with_node(weight=""),
        with_node(contribution="1,5"),
    ],
)
def test_from_json_refuses_what_is_no_scorecard(document):
    with pytest.raises(ValueError):  # noqa: PT011 - the messages are Python's own
        from_json(document)


@pytest.mark.parametrize("reading", Reading)
def test_stored_reading_is_read_head_by_head_and_node_by_node(reading):
    whole = from_json(province_json()).readings[reading]
    found = stored(province_json(), reading)
    assert heads(found) == (whole.headline, whole.readiness, whole.results)
    assert tuple(map(node_from_json, found["nodes"])) == whole.nodes


def test_stored_reading_of_what_is_no_scorecard_is_refused():
    with pytest.raises(ValueError, match="smartcity-scorecard/1"):
        stored(changed(method="SM-2"), Reading.CLAIMED)
    with pytest.raises(KeyError, match="verified"):
        stored(changed(readings={}), Reading.VERIFIED)


@pytest.mark.parametrize("field", ["schema", "method", "readings"])
def test_from_json_refuses_a_scorecard_with_a_field_missing(field):
    document = province_json()
    del document[field]
    with pytest.raises(KeyError, match=field):
        from_json(document)


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("0", "starting"),
        ("19.99", "starting"),
        ("20", "forming"),
        ("39.99", "forming"),
        ("40", "developing"),
        ("59.99", "developing"),
        ("60", "integrated"),
        ("79.99", "integrated"),
        ("80", "leading"),
        ("100", "leading"),
    ],
)
def test_band_holds_its_lower_bound(score, code):
    assert band(Decimal(score)) == code
