from decimal import Decimal

import pytest
from django.utils import translation
from pydantic import ValidationError

from catalogues.decoding import decode
from catalogues.faults import CatalogueError
from catalogues.schema import Body, EvidenceRule, Kind, Leaf, Linear, Optimum, Steps, TextBase
from catalogues.yaml_file import parse_yaml


def leaf(fields: str) -> Leaf:
    """A leaf from its fields in YAML, on one line after the code."""
    return decode(parse_yaml(f"code: A-1\n{fields}".encode(), "a.yaml"), Leaf)


def complaints(fields: str) -> str:
    with pytest.raises(CatalogueError) as caught:
        leaf(fields)
    return str(caught.value)


# -- texts -----------------------------------------------------------------------------------------------------------


def test_plain_text_stands_for_both_languages():
    assert Body.model_validate({"code": "A", "title": " Tên "}).title == TextBase(vi="Tên", en="Tên")


def test_text_is_shown_in_the_reader_s_language():
    both, only = TextBase(vi="Sở", en="Department"), TextBase(vi="Sở")
    assert (str(both), str(only)) == ("Sở", "Sở")
    with translation.override("en"):
        assert (str(both), str(only), str(TextBase(en="Department"))) == ("Department", "Sở", "Department")
    with translation.override(None):
        assert str(both) == "Sở"
    assert str(TextBase(en="Department")) == "Department"


def test_text_without_content_is_refused():
    assert complaints("kind: yes_no\nunit: {vi: ''}") == "a.yaml:3: unit: cần nội dung tiếng Việt hoặc tiếng Anh"


@pytest.mark.parametrize("mark", ["\a", "\0", "\x1b[31m", "\x7f", "\u202e", "\u2066", "\ufffe"])
def test_text_with_what_no_workbook_holds_is_refused_wherever_it_comes_from(mark):
    with pytest.raises(ValidationError) as caught:
        Body.model_validate({"code": "A", "title": f"a{mark}b"})
    [fault, _same_in_english] = caught.value.errors()
    assert str(fault["ctx"]["error"]) == "có ký tự điều khiển hoặc ký tự đổi chiều chữ; hãy bỏ ra"


def test_direction_marks_in_yaml_are_said_with_their_line():
    sentence = "có ký tự điều khiển hoặc ký tự đổi chiều chữ; hãy bỏ ra"
    assert complaints('kind: yes_no\nunit: {vi: "a\\u202eb"}') == f"a.yaml:3: unit.vi: {sentence}"


def test_text_of_several_lines_and_emoji_is_taken():
    assert str(leaf('kind: yes_no\nunit: {vi: "a\\n\\tb 👩\u200d🚀"}').unit) == "a\n\tb 👩\u200d🚀"


def test_shapes_are_frozen():
    with pytest.raises(ValidationError):
        leaf("kind: yes_no").weight = Decimal(2)


# -- codes, kinds, weights -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["''", "-a", "a/b", "a\u00e1", "x" * 41, "'a\\nb'"])
def test_code_out_of_shape_is_refused(code):
    with pytest.raises(CatalogueError) as caught:
        decode(parse_yaml(f"code: {code}\ntitle: t".encode(), "a.yaml"), Body)
    assert str(caught.value).endswith("có ký tự không dùng được hoặc quá dài")


@pytest.mark.parametrize("code", ["A", "IOC-6.2", "EC: ICT: ICT: 1C", "x" * 40])
def test_code_in_shape_is_taken(code):
    assert Body(code=code, title="t").code == code


def test_unknown_kind_is_refused_with_the_kinds_there_are():
    assert complaints("kind: stars") == (
        "a.yaml:2: kind: cần một trong 'level', 'yes_no', 'yes_partial_no', 'checklist', 'number', 'ratio', 'document' "
        "hoặc 'text', nhận được “stars”"
    )


def test_unknown_kind_is_the_only_complaint_about_options_and_rule():
    fields = "kind: stars\noptions: [{code: a, label: a}]\nrule: {kind: linear, floor: 0, target: 1}"
    assert len(complaints(fields).splitlines()) == 1


def test_only_numbers_and_ratios_are_whole():
    assert complaints("kind: yes_no\nwhole: true") == "a.yaml:3: whole: kiểu yes_no không dùng whole"
    assert complaints("kind: stars\nwhole: true").count("whole") == 0


@pytest.mark.parametrize(
    ("weight", "fault"),
    [
        ("0", "cần lớn hơn 0, nhận được 0"),
        ("-1", "cần lớn hơn 0, nhận được -1"),
        ("NaN", "cần một số hữu hạn, nhận được “NaN”"),
        ("Infinity", "cần một số hữu hạn, nhận được “Infinity”"),
        ("1e400", "số “1e400” có quá nhiều chữ số"),
        ("1000000000000000", "số “1000000000000000” có quá nhiều chữ số"),
        ("0.123456789", "số “0.123456789” có quá nhiều chữ số thập phân"),
        ("heavy", "cần một số, nhận được “heavy”"),
        ("", "cần một số, nhận được ô trống"),
    ],
)
def test_weight_that_is_no_positive_number_is_refused(weight, fault):
    assert complaints(f"kind: yes_no\nweight: {weight}") == f"a.yaml:3: weight: {fault}"
    options = f"[{{code: a, label: a, weight: {weight}}}]"
    assert complaints(f"kind: checklist\noptions: {options}") == f"a.yaml:3: options[0].weight: {fault}"


def test_weight_keeps_its_decimals():
    assert leaf("kind: yes_no\nweight: 0.1").weight == Decimal("0.1")


def test_defaults_of_a_leaf():
    found = leaf("kind: yes_no")
    assert (found.weight, found.scored, found.may_not_apply, found.evidence) == (1, True, False, EvidenceRule.OPTIONAL)


def test_unknown_evidence_rule_effort_and_horizon_are_refused():
    assert complaints("kind: yes_no\nevidence: maybe\neffort: XL\nhorizon: soon").splitlines() == [
        "a.yaml:3: evidence: cần một trong 'required', 'optional' hoặc 'none', nhận được “maybe”",
        "a.yaml:4: effort: cần một trong 'S', 'M' hoặc 'L', nhận được “XL”",
        "a.yaml:5: horizon: cần một trong '0-6', '6-12' hoặc '12-24', nhận được “soon”",
    ]


# -- options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "codes"), [("yes_no", ["no", "yes"]), ("yes_partial_no", ["no", "partial", "yes"])])
def test_yes_and_no_need_no_options_written(kind, codes):
    found = leaf(f"kind: {kind}")
    assert [option.code for option in found.options] == codes
    assert [str(option.label) for option in found.options] == {
        2: ["Không", "Có"],
        3: ["Không", "Một phần", "Có"],
    }[len(codes)]


def test_text_is_never_scored():
    assert leaf("kind: text\nscored: true").scored is False
    assert leaf("kind: yes_no\nscored: true").scored is True


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ("kind: level", "1: options: kiểu level cần thêm options"),
        ("kind: level\noptions: []", "3: options: kiểu level cần thêm options"),
        ("kind: level\noptions: [{code: a, label: a}]", "3: options: kiểu level cần thêm options"),
        ("kind: checklist", "1: options: kiểu checklist cần thêm options"),
        ("kind: number\noptions: [{code: a, label: a}]\nscored: false", "3: options: kiểu number không có options"),
        ("kind: document\noptions: [{code: a, label: a}]", "3: options: kiểu document không có options"),
        ("kind: text\noptions: [{code: a, label: a}]", "3: options: kiểu text không có options"),
        (
            "kind: yes_no\noptions: [{code: co, label: a}, {code: khong, label: b}]",
            "3: options: kiểu yes_no cần đúng các mã no, yes",
        ),
        (
            "kind: yes_partial_no\noptions: [{code: no, label: a}, {code: yes, label: b}]",
            "3: options: kiểu yes_partial_no cần đúng các mã no, partial, yes",
        ),
        (
            "kind: level\noptions: [{code: a, label: a}, {code: b, label: b}, {code: a, label: c}]",
            "3: options: mã lựa chọn bị lặp: a",
        ),
        (
            "kind: checklist\noptions: [{code: a b, label: a}]",
            "3: options[0].code: mã “a b” có ký tự không dùng được hoặc quá dài",
        ),
        ("kind: checklist\noptions: [{code: a}]", "3: options[0].label: thiếu trường bắt buộc này"),
        (
            "kind: level\noptions:\n  - {code: a, label: a}\n  - {code: b, label: b, score: 101}",
            "5: options[1].score: cần từ 100 trở xuống, nhận được 101",
        ),
        (
            "kind: level\noptions:\n  - {code: a, label: a, score: -1}\n  - {code: b, label: b}",
            "4: options[0].score: cần từ 0 trở lên, nhận được -1",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused(fields, fault):
    assert complaints(fields) == f"a.yaml:{fault}"


def test_checklist_may_have_one_option():
    assert [option.weight for option in leaf("kind: checklist\noptions: [{code: a, label: a, weight: 2}]").options] == [
        2
    ]


# -- rules -----------------------------------------------------------------------------------------------------------


def test_rules_are_read_by_their_kind():
    linear = "kind: number\nrule: {kind: linear, floor: 30, target: 12.5}"
    steps = (
        "kind: number\nrule: {kind: steps, lower_is_better: true, steps: [{at: 4, score: 100}, {at: 12, score: 50}]}"
    )
    optimum = "kind: ratio\nrule: {kind: optimum, floor: 10, low: 40, high: 40, ceiling: 95}"
    assert leaf(linear).rule == Linear(kind="linear", floor=30, target=Decimal("12.5"))
    assert leaf(steps).rule == Steps(
        kind="steps", lower_is_better=True, steps=[{"at": 4, "score": 100}, {"at": 12, "score": 50}]
    )
    assert leaf(optimum).rule == Optimum(kind="optimum", floor=10, low=40, high=40, ceiling=95)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("{kind: linear, floor: 5, target: 5.0}", "rule: floor và target phải khác nhau, cả hai đang là 5"),
        ("{kind: linear, floor: NaN, target: 5}", "rule.floor: cần một số hữu hạn, nhận được “NaN”"),
        ("{kind: linear, floor: 0}", "rule.target: thiếu trường bắt buộc này"),
        ("{kind: linear, floor: 0, target: 1, ceiling: 2}", "rule.ceiling: định dạng không có trường này"),
        ("{kind: steps}", "rule.steps: thiếu trường bắt buộc này"),
        ("{kind: steps, steps: []}", "rule.steps: danh sách cần ít nhất 1 mục"),
        ("{kind: steps, steps: 5}", "rule.steps: cần một danh sách, nhận được 5"),
        ("{kind: steps, steps: [5]}", "rule.steps[0]: cần một nhóm trường, nhận được 5"),
        ("{kind: steps, steps: [{at: 1}]}", "rule.steps[0].score: thiếu trường bắt buộc này"),
        ("{kind: steps, steps: [{at: 1, score: 101}]}", "rule.steps[0].score: cần từ 100 trở xuống, nhận được 101"),
        ("{kind: steps, steps: [{at: 2, score: 1}, {at: 2, score: 5}]}", "rule.steps: các mốc at phải tăng dần"),
        ("{kind: steps, steps: [{at: 3, score: 1}, {at: 2, score: 5}]}", "rule.steps: các mốc at phải tăng dần"),
        ("{kind: optimum, floor: 1, low: 1, high: 2, ceiling: 3}", "rule: cần floor < low ≤ high < ceiling"),
        ("{kind: optimum, floor: 0, low: 2, high: 1, ceiling: 3}", "rule: cần floor < low ≤ high < ceiling"),
        ("{kind: cubic}", "rule: kind cần một trong 'linear', 'steps', 'optimum', nhận được “cubic”"),
        ("{floor: 0, target: 1}", "rule: thiếu trường kind"),
        ("linear", "rule: cần một nhóm trường, nhận được linear"),
    ],
)
def test_bad_rule_is_refused_at_its_field(rule, fault):
    assert complaints(f"kind: number\nrule: {rule}") == f"a.yaml:3: {fault}"


def test_scored_number_needs_a_rule():
    assert complaints("kind: ratio") == "a.yaml:1: rule: kiểu ratio có tính điểm cần rule"
    assert leaf("kind: ratio\nscored: false").rule is None


def test_only_numbers_take_a_rule():
    rule = "rule: {kind: linear, floor: 0, target: 1}"
    assert complaints(f"kind: yes_no\n{rule}") == "a.yaml:3: rule: kiểu yes_no không dùng rule"


def test_bounds_out_of_order_are_refused():
    number = "kind: number\nscored: false\nminimum: 5\nmaximum: "
    assert complaints(number + "5") == "a.yaml:5: maximum: maximum (5) phải lớn hơn minimum (5)"
    assert (leaf(number + "6").maximum, leaf("kind: text\nmaximum: 1").maximum) == (6, 1)


def test_kinds_are_those_of_the_method():
    assert [str(kind) for kind in Kind] == (
        ["level", "yes_no", "yes_partial_no", "checklist", "number", "ratio", "document", "text"]
    )
