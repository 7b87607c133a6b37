"""Made-up answers: whole, plausible, and the same every time."""

import json
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Province
from accounts.provinces import read_register
from assessments.answer_values import read
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.demonstration.answers import CITIES, EXPLANATION, REASON, Made, Maker, valid_until
from assessments.queries import Filled, missing_questions
from catalogues.schema import Kind
from guidance.schema import Theme
from indicators.scoring.aggregate import assess
from indicators.scoring.exchange import written_value
from indicators.scoring.frame import Answer
from indicators.scoring.readings import Reading, Status, leaf_results
from tests.assessments import small
from tests.factories.catalogues import real_guidance, real_indicators
from tests.factories.items import question

TODAY = date(2026, 5, 6)
CATALOGUE = CampaignCatalogue(real_guidance(), real_indicators())
PROVINCES = [Province(code=entry.code, name=entry.name) for entry in read_register()]


def made(province: Province, number: int = 1, share: float = 1.0) -> dict[str, Made]:
    return Maker(CATALOGUE, province, number, TODAY).answers(share)


def filled(found: dict[str, Made]) -> Filled:
    """As the queries would have it, without a database."""
    given = {code: Answer(m.value, m.not_applicable, m.reason, len(m.documents)) for code, m in found.items()}
    results = leaf_results(CATALOGUE.frame, given, Reading.CLAIMED, TODAY)
    return Filled(CATALOGUE, found, given, results)


def headline(found: dict[str, Made]) -> float:
    return float(assess(CATALOGUE.frame, filled(found).answers, Decimal("0.5"), TODAY)[Reading.CLAIMED].headline)


def test_register_has_34_provinces():
    assert len(PROVINCES) == 34


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("province", PROVINCES, ids=str)
def test_whole_set_of_answers_is_complete_by_the_completeness_rule(province, number):
    assert missing_questions(filled(made(province, number))) == []


@pytest.mark.parametrize("province", PROVINCES, ids=str)
def test_values_are_what_their_questions_take(province):
    for code, found in made(province).items():
        if found.value is not None:
            assert read(CATALOGUE.items[code], written_value(found.value), TODAY) == found.value


def test_answers_are_the_same_every_time():
    assert [made(province) for province in PROVINCES] == [made(province) for province in PROVINCES]


def test_answers_are_the_same_in_every_process():
    catalogue = campaign_catalogue(small.campaign())
    assert plain(Maker(catalogue, PROVINCES[0], 1, TODAY).answers()) == [
        ("A-1.1", "2", False),
        ("A-1.2", "no", False),
        ("A-1.3", ["b"], False),
        ("A-1.4", None, True),
        ("A-1.5", "no", False),
        ("A-1.6", {"numerator": "56", "denominator": "181"}, False),
        ("A-1.7", {"number": "1305/QĐ-UBND", "date": "2025-12-25", "issuer": "Sở Khoa học và Công nghệ"}, False),
        ("A-1.8", "Nội dung minh họa, không phải số liệu thật (dữ liệu minh họa).", False),
        ("B-2", "5", False),
    ]


def test_answers_differ_between_provinces_and_between_rounds():
    texts = {json.dumps(plain(made(province, number))) for province in PROVINCES for number in (1, 2)}
    assert len(texts) == 68


def plain(found: dict[str, Made]) -> list:
    return [(code, written_value(item.value), item.not_applicable) for code, item in found.items()]


@pytest.mark.slow
def test_provinces_spread_over_the_scale_and_rise_between_rounds():
    first = {province.code: headline(made(province)) for province in PROVINCES}
    second = {province.code: headline(made(province, 2)) for province in PROVINCES}
    assert 10 < min(first.values()) < 35
    assert 65 < max(first.values()) < 95
    assert sum(second[code] > first[code] for code in first) >= 30
    others = [score for code, score in first.items() if code not in CITIES]
    cities = [score for code, score in first.items() if code in CITIES]
    assert sum(cities) / len(cities) > sum(others) / len(others)


@pytest.mark.slow
def test_answers_cover_what_a_reader_wants_to_see():
    everything = [item for province in PROVINCES for item in made(province).values()]
    statuses = {filled(made(province)).results[code].status for province in PROVINCES for code in ("IOC-2.1", "HT-06")}
    assert {Status.HIDDEN, Status.ANSWERED, Status.NOT_APPLICABLE} <= statuses
    assert any(len(item.documents) == 2 for item in everything)
    assert any(item.quality for item in everything)
    assert any(item.note == EXPLANATION for item in everything)


def test_documents_lie_in_the_past_of_the_round():
    days = [
        day for province in PROVINCES for item in made(province).values() for _number, day, _title in item.documents
    ]
    assert days
    assert max(days) < TODAY


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12/KH-UBND", date(2025, 12, 31)),
        ("13/KH-UBND", date(2026, 12, 31)),
        ("14/KH-UBND", None),
        ("12/QĐ-UBND", None),
    ],
)
def test_plans_end_with_a_year(number, expected):
    assert valid_until(number, date(2025, 3, 4)) == expected


def test_everything_written_is_marked_as_made_up():
    for province in PROVINCES[:5]:
        for item in made(province).values():
            assert not item.note or item.note.endswith("(dữ liệu minh họa).")
            assert item.reason in {"", REASON}
            assert all(title.endswith("(dữ liệu minh họa)") for _number, _day, title in item.documents)
    assert REASON.endswith("(dữ liệu minh họa).")


def test_hidden_questions_are_not_answered():
    without_ioc = next(found for found in map(made, PROVINCES) if found["IOC-0.1"].value == "none")
    assert "IOC-2.1" not in without_ioc
    assert "IOC-1.1" in without_ioc


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7])
def test_part_of_the_answers_covers_the_first_sections(share):
    found = made(PROVINCES[0], share=share)
    begun = list(CATALOGUE.sections)[: round(share * len(CATALOGUE.sections))]
    assert {CATALOGUE.section_of[code] for code in found} == set(begun)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_question_is_answered(kind):
    """Also kinds and rules that the shipped catalogues do not use."""
    item = question(kind)
    catalogue = CampaignCatalogue(real_guidance().model_copy(update={"themes": (theme(item),)}), None)
    found = Maker(catalogue, PROVINCES[0], 1, TODAY).answers()["Q.1"]
    assert read(item, written_value(found.value), TODAY) == found.value


RULES = [
    {"kind": "linear", "floor": 100, "target": 0},
    {"kind": "steps", "steps": [{"at": 1, "score": 40}, {"at": 5, "score": 100}]},
    {"kind": "steps", "steps": [{"at": 1, "score": 100}, {"at": 5, "score": 40}], "lower_is_better": True},
    {"kind": "optimum", "floor": 0, "low": 40, "high": 60, "ceiling": 100},
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["kind"])
@pytest.mark.parametrize("bounds", [{}, {"minimum": 3, "maximum": 4}])
def test_number_keeps_within_its_bounds_under_every_rule(rule, bounds):
    item = question(Kind.NUMBER, rule=rule, **bounds)
    catalogue = CampaignCatalogue(real_guidance().model_copy(update={"themes": (theme(item),)}), None)
    for province in PROVINCES:
        value = Maker(catalogue, province, 1, TODAY).answers()["Q.1"].value
        assert read(item, written_value(value), TODAY) == value


def theme(item) -> Theme:
    recommendation = real_guidance().themes[0].recommendations[0].model_copy(update={"questions": (item,)})
    return real_guidance().themes[0].model_copy(update={"recommendations": (recommendation,)})
