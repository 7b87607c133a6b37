"""The shipped guidance catalogue against domain.md's table and the rules for writing it."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogues.schema import DEFAULT_OPTIONS, SINGLE_CHOICE, Kind, NextStep
from guidance import queries
from guidance.schema import Question, Theme
from indicators import queries as indicator_queries
from tests.catalogues.texts import broken_rules, untranslated, yaml_files
from tests.factories.catalogues import ROOT, real_guidance, real_indicators

DATA = ROOT / "guidance/data/cv2333/v1"
POINTS = Path(__file__).parent / "points.csv"

THEMES = {
    "KT": ("Kiến trúc ICT", ["ICT-3", "ICT-4", "ICT-5"]),
    "IOC": ("Sẵn sàng IOC", ["IOC-1", "IOC-2", "IOC-3", "IOC-4", "IOC-5", "IOC-8"]),
    "DL": ("Chiến lược dữ liệu", ["IOC-6", "IOC-7"]),
    "CS": ("Bộ chỉ số", ["ICT-6"]),
    "CD": ("Người dân tham gia", ["ICT-7", "ORG-2"]),
    "TC": ("Tầm nhìn, tổ chức", ["ICT-1", "ICT-2", "ORG-1", "ORG-3", "ORG-4"]),
}
BULLETS = {
    **{f"ICT-{bullet}": ("ICT", bullet) for bullet in range(1, 8)},
    **{f"ORG-{bullet}": ("ORG", bullet) for bullet in range(1, 5)},
    "IOC-1": ("IOC", 1),
    "IOC-2": ("IOC", 1),
    "IOC-3": ("IOC", 1),
    "IOC-4": ("IOC", 2),
    "IOC-5": ("IOC", 3),
    "IOC-6": ("IOC", 4),
    "IOC-7": ("IOC", 4),
    "IOC-8": ("IOC", 5),
}
POINTS_IN_THE_TABLE = {
    "ICT-1": 5,
    "ICT-2": 3,
    "ICT-3": 6,
    "ICT-4": 6,
    "ICT-5": 6,
    "ICT-6": 6,
    "ICT-7": 6,
    "IOC-1": 6,
    "IOC-2": 6,
    "IOC-3": 5,
    "IOC-4": 6,
    "IOC-5": 5,
    "IOC-6": 6,
    "IOC-7": 5,
    "IOC-8": 4,
    "ORG-1": 5,
    "ORG-2": 5,
    "ORG-3": 5,
    "ORG-4": 5,
}
"""The points of domain.md's table, the gate question counted with IOC-1."""

QUESTIONS = queries.questions(real_guidance())
SCORED = [question for question in QUESTIONS.values() if question.scored]
LEVELS = [question for question in SCORED if question.kind is Kind.LEVEL]


def ids(questions: list[Question]) -> list[str]:
    return [question.code for question in questions]


# -- the table -------------------------------------------------------------------------------------------------------


def test_six_themes_hold_the_nineteen_recommendations():
    found = {theme.code: (theme.title.vi, [item.code for item in theme.recommendations]) for theme in themes()}
    assert found == THEMES


def themes() -> tuple[Theme, ...]:
    return real_guidance().themes


def test_each_recommendation_cites_its_part_and_bullet():
    found = {code: item.source for code, item in queries.recommendations(real_guidance()).items()}
    assert {code: (source.part, source.bullet) for code, source in found.items()} == BULLETS
    assert {source.document for source in found.values()} == {"cv2333"}


def test_rules_that_are_cited_are_described():
    known = queries.rules(real_guidance().document)
    assert sorted(known) == ["cv1709", "cv2333", "cv3098", "nd224", "nd269", "qd829", "qd950", "tt03"]
    later = {code: item.later_rules for code, item in queries.recommendations(real_guidance()).items()}
    assert {code: rules for code, rules in later.items() if not rules or set(rules) - known.keys()} == {}


def test_documents_have_the_numbers_and_days_of_domain_md():
    found = {code: (rule.number, str(rule.issued)) for code, rule in queries.rules(real_guidance().document).items()}
    assert found == {
        "cv2333": ("2333/BTTTT-CĐSQG", "2023-06-20"),
        "cv3098": ("3098/BTTTT-KHCN", "2019-09-13"),
        "qd829": ("829/QĐ-BTTTT", "2019-05-31"),
        "qd950": ("950/QĐ-TTg", "2018-08-01"),
        "nd269": ("269/2025/NĐ-CP", "2025-10-14"),
        "tt03": ("03/2026/TT-BXD", "2026-01-28"),
        "cv1709": ("1709/BKHCN-CĐSQG", "2025-05-21"),
        "nd224": ("224/2026/NĐ-CP", "2026-06-24"),
    }


def test_there_are_about_six_questions_a_recommendation():
    assert 100 <= len(QUESTIONS) <= 115
    counts = Counter(code.rsplit(".", 1)[0] for code in QUESTIONS if code != "IOC-0.1")
    assert set(counts) == set(BULLETS)
    assert all(5 <= count <= 7 for count in counts.values()), counts


def test_question_codes_follow_their_recommendation():
    for code, item in queries.recommendations(real_guidance()).items():
        expected = [f"{code}.{number}" for number in range(1, len(item.questions) + 1)]
        assert [question.code for question in item.questions] in (expected, ["IOC-0.1", *expected[:-1]])


# -- every point has its question ------------------------------------------------------------------------------------


def points() -> list[dict[str, str]]:
    with POINTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="|"))


def test_every_point_of_the_table_is_there():
    assert Counter(row["recommendation"] for row in points()) == POINTS_IN_THE_TABLE
    assert len({(row["recommendation"], row["point"]) for row in points()}) == len(points())


def test_every_point_is_asked_by_a_question_of_its_recommendation():
    home = {
        question.code: code
        for code, item in queries.recommendations(real_guidance()).items()
        for question in item.questions
    }
    for row in points():
        codes = row["questions"].split()
        assert codes, row
        assert {home.get(code) for code in codes} == {row["recommendation"]}, row


def test_every_question_asks_one_point_of_the_table():
    assert Counter(code for row in points() for code in row["questions"].split()) == Counter(list(QUESTIONS))


# -- each question ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_question_says_everything_in_both_languages(question):
    for text in (question.title, question.prompt, question.help):
        assert text is not None
        assert text.vi
        assert text.en
    assert len(question.title.vi) <= 60
    assert len(question.title.en) <= 60
    assert question.prompt.vi.endswith("?")
    assert question.prompt.en.endswith("?")
    assert "Minh chứng" in question.help.vi or question.kind is Kind.DOCUMENT
    assert "ví dụ" in question.help.vi.lower() or not question.scored


def test_every_question_says_whether_it_needs_evidence():
    written = {
        found["code"]: found.get("evidence")
        for file in yaml_files(DATA)
        for place in file.lines
        if place[-2:-1] == ("questions",) and isinstance(found := file.at(place), dict)
    }
    assert set(written) == set(QUESTIONS)
    assert [code for code, evidence in written.items() if evidence is None] == []
    required = [question for question in SCORED if question.evidence == "required"]
    assert len(required) > 0.9 * len(SCORED)


def steps(question: Question) -> Iterator[NextStep]:
    """Where the way up must be written: on each better option of a choice with described options, else on itself."""
    if question.kind in {Kind.LEVEL, Kind.YES_PARTIAL_NO}:
        yield from question.options[1:]
    else:
        yield question


@pytest.mark.parametrize("question", SCORED, ids=ids(SCORED))
def test_scored_question_shows_the_way_up(question):
    for step in steps(question):
        assert step.action is not None
        assert (bool(step.lead), bool(step.effort), bool(step.horizon)) == (True, True, True)
        assert not step.action.vi.endswith(".")
    if question.kind in {Kind.LEVEL, Kind.YES_PARTIAL_NO}:
        assert question.options[0].action is None


@pytest.mark.parametrize("question", LEVELS, ids=ids(LEVELS))
def test_level_question_describes_five_levels(question):
    assert [option.code for option in question.options] == ["0", "1", "2", "3", "4"]
    assert [option.score for option in question.options] == [None] * 5
    assert len({option.label.vi for option in question.options}) == 5
    assert min(len(option.label.vi) for option in question.options) >= 20


def test_partial_and_yes_are_described():
    plain = {str(option.label.vi) for option in DEFAULT_OPTIONS[Kind.YES_PARTIAL_NO]}
    partial = [question for question in SCORED if question.kind is Kind.YES_PARTIAL_NO]
    assert len(partial) > 5
    assert [question.code for question in partial if plain & {option.label.vi for option in question.options}] == []


def test_no_option_of_a_scored_choice_sets_its_own_score():
    assert [q.code for q in SCORED if q.kind in SINGLE_CHOICE and any(o.score is not None for o in q.options)] == []


def test_weights_are_small_whole_numbers():
    assert {question.weight for question in QUESTIONS.values()} <= {1, 2, 3}
    assert {item.weight for item in queries.recommendations(real_guidance()).values()} == {1}
    assert {theme.weight for theme in themes()} == {1}


def test_leads_exist_and_are_all_used():
    known = [lead.code for lead in real_guidance().document.leads]
    used = {step.lead for question in SCORED for step in steps(question)}
    assert len(known) == len(set(known))
    assert used <= set(known)


def test_questions_about_an_existing_centre_follow_the_gate():
    hidden = {question.code for question in QUESTIONS.values() if question.shown_if}
    assert {question.shown_if.question for question in QUESTIONS.values() if question.shown_if} == {"IOC-0.1"}
    assert {code.split(".")[0] for code in hidden} == {"IOC-1", "IOC-2", "IOC-3", "IOC-4", "IOC-5", "IOC-8"}
    gate = QUESTIONS["IOC-0.1"]
    assert [option.code for option in gate.options] == ["none", "planned", "pilot", "public", "mixed"]
    assert gate.scored is False


def test_ratio_names_both_numbers():
    ratios = [question for question in QUESTIONS.values() if question.kind is Kind.RATIO]
    assert len(ratios) > 10
    assert [q.code for q in ratios if not (q.numerator and q.denominator and q.unit.vi == "%")] == []


def test_number_has_unit_and_bounds():
    numbers = [question for question in QUESTIONS.values() if question.kind is Kind.NUMBER]
    assert len(numbers) > 5
    assert [q.code for q in numbers if not q.unit or q.minimum != 0 or q.maximum is None] == []


def test_not_applicable_is_explained_where_it_may_be_chosen():
    may = [question for question in QUESTIONS.values() if question.may_not_apply]
    assert len(may) > 3
    assert [question.code for question in may if "hông áp dụng" not in question.help.vi] == []


# -- feeds -----------------------------------------------------------------------------------------------------------

FEEDS = {
    "ICT-5.1": "AT-01",
    "ICT-5.4": "AT-04",
    "ICT-4.5": "HT-07",
    "IOC-2.4": "DL-02",
    "IOC-6.3": "DL-03",
    "IOC-6.4": "DL-04",
    "IOC-6.5": "DL-07",
    "ICT-7.6": "CD-04",
    "ORG-2.3": "CD-01",
}


def test_feeds_are_those_agreed():
    assert {question.code: question.feeds for question in QUESTIONS.values() if question.feeds} == {
        code: (fed,) for code, fed in FEEDS.items()
    }


@pytest.mark.parametrize(("code", "fed"), FEEDS.items())
def test_fed_indicator_asks_for_the_same_value(code, fed):
    question, indicator = QUESTIONS[code], indicator_queries.indicators(real_indicators())[fed]
    for field in ("kind", "unit", "numerator", "denominator", "minimum", "maximum", "may_exceed"):
        assert getattr(question, field) == getattr(indicator, field), field
    assert code.split(".")[0] in indicator.recommendations


# -- the texts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_texts_keep_to_the_rules(language):
    assert broken_rules(DATA, language) == []


def test_every_text_is_in_both_languages():
    assert untranslated(DATA) == []


def test_notice_says_what_is_ours():
    assert "công văn không quy định điểm, mức hay biểu mẫu" in real_guidance().document.notice.vi
