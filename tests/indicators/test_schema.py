import pytest

from catalogues.decoding import decode
from catalogues.faults import CatalogueError
from catalogues.schema import Kind
from catalogues.yaml_file import parse_yaml
from indicators.schema import Frequency, GroupFile, Indicator, Origin, Scoring, SetFile, criterion_faults


def group(fields: str) -> GroupFile:
    """A group with one indicator; its own fields are on line 3."""
    text = f"group: {{code: G, title: g}}\nindicators:\n  - {{code: G-01, title: t, {fields}}}\n"
    return decode(parse_yaml(text.encode(), "a.yaml"), GroupFile)


def complaints(fields: str) -> str:
    with pytest.raises(CatalogueError) as caught:
        group(fields)
    return str(caught.value)


def test_indicator_calls_its_kind_input():
    (found,) = group("input: yes_no").indicators
    assert found.kind is Kind.YES_NO
    assert [option.code for option in found.options] == ["no", "yes"]
    assert complaints("kind: yes_no").splitlines() == [
        "a.yaml:3: indicators[0].input: thiếu trường bắt buộc này",
        "a.yaml:3: indicators[0].kind: định dạng không có trường này",
    ]


def test_defaults_of_an_indicator():
    (found,) = group("input: yes_no").indicators
    assert (found.direction, found.frequency, found.origin) == ("higher", Frequency.YEARLY, Origin.WORKING)
    assert (found.recommendations, found.reference, found.body) == ((), {}, "")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ("input: level", "options: kiểu level cần thêm options"),
        ("input: number", "rule: kiểu number có tính điểm cần rule"),
        ("input: yes_no, direction: up", "direction: cần 'higher', 'lower' hoặc 'range', nhận được “up”"),
        ("input: yes_no, origin: guess", "origin: cần một trong 'official' hoặc 'working', nhận được “guess”"),
        (
            "input: yes_no, frequency: daily",
            "frequency: cần một trong 'monthly', 'quarterly', 'half_yearly' hoặc 'yearly', nhận được “daily”",
        ),
        ("input: yes_no, reference: [a]", "reference: cần một nhóm trường, nhận được một danh sách"),
        ("input: yes_no, reference: {u4ssc: [a]}", "reference.u4ssc: cần một chuỗi chữ, nhận được một danh sách"),
        ("input: yes_no, recommendations: ICT-1", "recommendations: cần một danh sách, nhận được ICT-1"),
        ("input: yes_no, name: x", "name: định dạng không có trường này"),
        ("input: yes_no, weight: 0", "weight: cần lớn hơn 0, nhận được 0"),
    ],
)
def test_bad_indicator_is_refused_at_its_field(fields, fault):
    assert complaints(fields) == f"a.yaml:3: indicators[0].{fault}"


def test_group_needs_indicators():
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(b"group: {code: G, title: g}\nindicators: []\n", "a.yaml"), GroupFile)
    assert str(caught.value) == "a.yaml:2: indicators: danh sách cần ít nhất 1 mục"


def test_set_names_its_origin():
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(b"set: s\nnumber: n\ntitle: t\nnotice: n\n", "set.yaml"), SetFile)
    assert str(caught.value) == "set.yaml:1: origin: thiếu trường bắt buộc này"


def test_indicator_is_written_back_under_the_yaml_s_names():
    (found,) = group("input: yes_no").indicators
    written = found.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert written["input"] == "yes_no"
    assert Indicator.model_validate(written) == found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("input: yes_no, evidence: required", []),
        ("input: text", []),
        ("input: yes_no", ["evidence"]),
        ("input: document, evidence: required", ["input"]),
        ("input: document", ["input", "evidence"]),
        (
            "input: yes_no, evidence: required, options: [{code: 'no', label: n}, {code: 'yes', label: y, score: 80}]",
            ["options"],
        ),
        (
            "input: yes_no, evidence: required, options: [{code: 'no', label: n, score: 0}, {code: 'yes', label: y}]",
            [],
        ),
    ],
)
def test_criterion_of_a_ladder_names_the_fields_to_mend(fields, expected):
    (found,) = group(fields).indicators
    assert [field for field, _message in criterion_faults(found)] == expected


def test_set_without_scoring_is_weighted():
    about = decode(parse_yaml(b"set: s\nnumber: n\ntitle: t\nnotice: n\norigin: working\n", "set.yaml"), SetFile)
    assert about.scoring is Scoring.WEIGHTED
