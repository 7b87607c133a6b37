"""The shipped indicator set: complete sheets, a working set that says so, links that lead somewhere."""

import csv
from collections import Counter

import pytest

from catalogues.schema import Kind
from guidance import queries as guidance_queries
from indicators import queries
from indicators.schema import Origin
from tests.catalogues.texts import broken_rules, untranslated, yaml_files
from tests.factories.catalogues import ROOT, real_guidance, real_indicators

DATA = ROOT / "indicators/data/cv3098/v1"
U4SSC = ROOT / "tests/data/u4ssc_codes.csv"
INDICATORS = queries.indicators(real_indicators())
GROUPS = {
    "HT": "Hạ tầng ICT và kết nối",
    "DL": "Dữ liệu và nền tảng",
    "CQ": "Chính quyền số, dịch vụ công",
    "DV": "Dịch vụ đô thị thông minh theo lĩnh vực",
    "AT": "An toàn thông tin",
    "CD": "Người dân tham gia, hài lòng",
    "DM": "Đổi mới sáng tạo, kinh tế số",
}
FIELDS = [
    "title",
    "definition",
    "rationale",
    "method",
    "unit",
    "source",
    "body",
    "frequency",
    "evidence",
    "evidence_expected",
    "weight",
    "recommendations",
    "origin",
    "input",
    "direction",
]


def test_seven_groups_hold_at_least_54_indicators():
    assert {code: group.title.vi for code, group in queries.groups(real_indicators()).items()} == GROUPS
    assert len(INDICATORS) >= 54
    assert min(len(group.indicators) for group in real_indicators().groups) >= 5
    for code, group in queries.groups(real_indicators()).items():
        assert [item.code for item in group.indicators] == [
            f"{code}-{number:02d}" for number in range(1, len(group.indicators) + 1)
        ]


def test_sector_services_cover_the_eight_sectors():
    bodies = Counter(item.body for item in queries.groups(real_indicators())["DV"].indicators)
    assert set(bodies) == {"SXD", "SNNMT", "SYT", "SGDDT", "CAT", "SCT", "IOC"}
    assert bodies.total() == 16


def test_set_says_that_it_is_a_working_set():
    about = real_indicators().set
    assert (about.set, about.number, about.origin) == ("cv3098", "3098/BTTTT-KHCN", Origin.WORKING)
    assert about.notice.vi == (
        "Đây là bộ chỉ số làm việc do nhóm xây dựng cổng biên soạn trong phạm vi mà văn bản 3098/BTTTT-KHCN nêu; "
        "phụ lục chính thức của văn bản chưa được nạp vào hệ thống."
    )
    assert {item.origin for item in INDICATORS.values()} == {Origin.WORKING}


def test_every_sheet_has_every_field_written():
    """Written in the YAML, not left to a default."""
    sheets = {
        sheet["code"]: sheet
        for file in yaml_files(DATA)
        for place in file.lines
        if place[-2:-1] == ("indicators",) and isinstance(sheet := file.at(place), dict)
    }
    assert set(sheets) == set(INDICATORS)
    missing = {code: [name for name in FIELDS if not sheet.get(name)] for code, sheet in sheets.items()}
    assert {code: names for code, names in missing.items() if names} == {}


@pytest.mark.parametrize("item", INDICATORS.values(), ids=INDICATORS)
def test_sheet_fits_its_kind(item):
    if item.kind is Kind.RATIO:
        assert item.numerator.vi
        assert item.denominator.vi
        assert item.unit.vi == "%"
    if item.kind is Kind.NUMBER:
        assert (item.minimum, item.maximum is None) == (0, False)
    if item.kind is Kind.LEVEL:
        assert [option.code for option in item.options] == ["0", "1", "2", "3", "4"]
        for option in item.options[1:]:
            assert option.action.vi
            assert (bool(option.lead), bool(option.effort), bool(option.horizon)) == (True, True, True)
    else:
        assert item.action.vi
        assert (bool(item.lead), bool(item.effort), bool(item.horizon)) == (True, True, True)
    assert item.may_not_apply is ("hông áp dụng" in item.method.vi)


@pytest.mark.parametrize("item", INDICATORS.values(), ids=INDICATORS)
def test_rule_runs_in_the_direction_the_sheet_names(item):
    rule = item.rule
    if rule is None:
        direction = "higher"
    elif rule.kind == "linear":
        direction = "higher" if rule.target > rule.floor else "lower"
    elif rule.kind == "steps":
        direction = "lower" if rule.lower_is_better else "higher"
        scores = [step.score for step in rule.steps]
        assert scores == sorted(scores, reverse=rule.lower_is_better)
    else:
        direction = "range"
    assert item.direction == direction


def test_bodies_exist():
    known = [body.code for body in real_indicators().set.bodies]
    leads = {item.lead for item in INDICATORS.values()}
    leads |= {option.lead for item in INDICATORS.values() for option in item.options}
    assert len(known) == len(set(known))
    assert {item.body for item in INDICATORS.values()} <= set(known)
    assert leads - {""} <= set(known)


def test_bodies_are_named_as_in_the_guidance():
    leads = {lead.code: lead.title for lead in real_guidance().document.leads}
    bodies = {body.code: body.title for body in real_indicators().set.bodies}
    assert {code: title for code, title in bodies.items() if leads.get(code, title) != title} == {}


def test_references_are_u4ssc_codes():
    with U4SSC.open(encoding="utf-8", newline="") as lines:
        known = {row["code"] for row in csv.DictReader(lines)}
    assert len(known) == 91
    references = {code: item.reference for code, item in INDICATORS.items() if item.reference}
    assert len(references) > 10
    assert {name for found in references.values() for name in found} == {"u4ssc"}
    assert {code: found for code, found in references.items() if found["u4ssc"] not in known} == {}
    assert Counter(found["u4ssc"] for found in references.values()).most_common(1)[0][1] == 1


def test_related_recommendations_exist_and_all_but_three_have_an_indicator():
    known = set(guidance_queries.recommendations(real_guidance()))
    related = Counter(code for item in INDICATORS.values() for code in item.recommendations)
    assert set(related) <= known
    assert all(item.recommendations for item in INDICATORS.values())
    assert known - set(related) == {"IOC-1", "IOC-3", "ICT-3"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_texts_keep_to_the_rules(language):
    assert broken_rules(DATA, language) == []


def test_every_text_is_in_both_languages():
    assert untranslated(DATA) == []
