import pytest

from assessments.catalogue import (
    CampaignCatalogue,
    LinkFault,
    asked_when,
    campaign_catalogue,
    link_faults,
    link_problems,
    option_labels,
)
from guidance.schema import Catalogue as Guidance
from indicators.schema import Catalogue as IndicatorSet
from indicators.scoring import frame
from tests.assessments import small
from tests.factories import CampaignFactory
from tests.factories.catalogues import real_guidance, real_indicators

SOURCE = {"document": "cv1", "part": "ICT", "bullet": 1}
LEVELS = [{"code": code, "label": code} for code in ("a", "b")]
LINEAR = {"kind": "linear", "floor": 0, "target": 1}


def guidance(*questions: dict, code: str = "T-1") -> Guidance:
    """One theme with one recommendation."""
    asked = [{"kind": "yes_no", "prompt": "p", **question} for question in questions]
    recommendation = {"code": code, "title": "r", "source": SOURCE, "weight": 2, "questions": asked}
    theme = {"code": "T", "title": "t", "weight": 3, "recommendations": [recommendation]}
    return Guidance.model_validate({"code": "cv1/v1", "document": None, "themes": [theme]})


def indicators(*items: dict) -> IndicatorSet:
    found = [{"input": "yes_no", "title": "i", **item} for item in items]
    group = {"code": "G", "title": "g", "indicators": found}
    return IndicatorSet.model_validate({"code": "s/v1", "set": None, "groups": [group]})


@pytest.fixture(scope="module")
def real() -> CampaignCatalogue:
    return CampaignCatalogue(real_guidance(), real_indicators())


# -- one out of two --------------------------------------------------------------------------------------------------


def test_sections_are_recommendations_then_groups(real):
    codes = list(real.sections)
    assert (codes[:3], codes[-7:], len(codes)) == (
        ["ICT-3", "ICT-4", "ICT-5"],
        ["HT", "DL", "CQ", "DV", "AT", "CD", "DM"],
        26,
    )
    section = real.sections["IOC-6"]
    assert (section.theme.code, section.recommendation.code, section.group) == ("DL", "IOC-6", None)
    assert section.items == section.recommendation.questions
    section = real.sections["HT"]
    assert (section.theme, section.recommendation, section.items) == (None, None, section.group.indicators)


def test_items_and_leaves_are_the_same_codes_in_the_same_order(real):
    assert list(real.items) == list(real.leaves)
    assert len(real.items) == len(real_questions(real)) + 62
    assert real.section_of["IOC-6.3"] == "IOC-6"
    assert real.section_of["DL-03"] == "DL"


def real_questions(found: CampaignCatalogue) -> list[str]:
    return [code for section in found.sections.values() if section.theme for code in (i.code for i in section.items)]


def test_feeders_and_conditions_are_those_of_the_questions(real):
    assert real.feeders == {
        "AT-01": "ICT-5.1",
        "AT-04": "ICT-5.4",
        "HT-07": "ICT-4.5",
        "DL-02": "IOC-2.4",
        "DL-03": "IOC-6.3",
        "DL-04": "IOC-6.4",
        "CD-04": "ICT-7.6",
        "CD-01": "ORG-2.3",
        "DL-07": "IOC-6.5",
    }
    assert real.conditions == {"IOC-0.1"}


def test_sections_of_a_theme_and_of_the_indicators(real):
    theme = real.guidance.themes[2]
    assert [section.code for section in real.theme_sections(theme)] == ["IOC-6", "IOC-7"]
    assert [section.code for section in real.group_sections()] == ["HT", "DL", "CQ", "DV", "AT", "CD", "DM"]


@pytest.mark.parametrize(
    ("code", "before", "after"), [("ICT-3", None, "ICT-4"), ("ORG-4", "ORG-3", "HT"), ("DM", "CD", None)]
)
def test_neighbours_run_over_both_catalogues(real, code, before, after):
    assert [section and section.code for section in real.neighbours(code)] == [before, after]


def test_condition_is_told_in_words():
    little = campaign_catalogue(small.campaign())
    assert asked_when(little, little.items["A-1.5"]) == "Chỉ hỏi khi câu A-1.2 được trả lời là “Không”."
    assert asked_when(little, little.items["A-1.1"]) == asked_when(little, little.items["B-1"]) == ""


def test_frame_carries_weights_conditions_and_feeds():
    found = CampaignCatalogue(
        guidance(
            {"code": "T-1.1"}, {"code": "T-1.2", "shown_if": {"question": "T-1.1", "in": ["yes"]}, "feeds": ["X"]}
        ),
        None,
    )
    (theme,) = found.frame.themes
    (recommendation,) = theme.children
    assert [(node.code, node.kind, node.weight) for node in (theme, recommendation)] == [
        ("T", frame.NodeKind.THEME, 3),
        ("T-1", frame.NodeKind.RECOMMENDATION, 2),
    ]
    assert recommendation.children[1].shown_if == frame.Condition("T-1.1", frozenset({"yes"}))
    assert recommendation.children[1].feeds == ("X",)
    assert found.frame.groups == ()


def test_feed_to_an_absent_set_feeds_nothing():
    found = CampaignCatalogue(guidance({"code": "T-1.1", "feeds": ["X"]}), None)
    assert (found.feeders, list(found.sections)) == ({}, ["T-1"])


def test_indicators_alone_make_a_catalogue():
    found = CampaignCatalogue(None, indicators({"code": "G-1"}))
    assert (list(found.sections), list(found.leaves), found.frame.themes) == (["G"], ["G-1"], ())


def test_frame_is_a_ladder_where_the_set_says_so():
    head = {"set": "s", "number": "1/S", "title": "t", "notice": "n", "origin": "working"}
    group = {"code": "G", "title": "g", "indicators": [{"code": "G-1", "input": "yes_no", "title": "t"}]}

    def is_ladder(about) -> bool:
        found = IndicatorSet.model_validate({"code": "s/v1", "set": about, "groups": [group]})
        return CampaignCatalogue(None, found).frame.is_ladder

    assert [is_ladder(about) for about in (None, head, {**head, "scoring": "ladder"})] == [False, False, True]
    assert not CampaignCatalogue(None, None).frame.is_ladder


@pytest.mark.django_db
def test_campaign_catalogue_is_built_once_a_process():
    first, second = CampaignFactory(), CampaignFactory()
    found = campaign_catalogue(first)
    assert campaign_catalogue(second) is found
    assert (found.guidance, found.indicators) == (real_guidance(), real_indicators())


# -- what stands between them ----------------------------------------------------------------------------------------


def test_shipped_catalogues_go_together():
    assert link_problems(real_guidance(), real_indicators()) == []


def test_code_in_both_catalogues_is_a_problem():
    found = list(link_faults(guidance({"code": "A"}, {"code": "B"}), indicators({"code": "B"}, {"code": "A"})))
    assert found == [
        LinkFault("A", "code", "mã A có ở cả câu hỏi và chỉ số"),
        LinkFault("B", "code", "mã B có ở cả câu hỏi và chỉ số"),
    ]


def test_feed_to_an_unknown_indicator_is_a_problem():
    found = link_faults(guidance({"code": "T-1.1", "feeds": ["G-1", "X"]}), indicators({"code": "G-1"}))
    assert list(found) == [LinkFault("T-1.1", "feeds", "câu T-1.1 cấp giá trị cho chỉ số X không có")]


@pytest.mark.parametrize(
    ("question", "indicator", "problems"),
    [
        ({}, {}, []),
        ({"kind": "number", "rule": LINEAR}, {"input": "number", "rule": {**LINEAR, "target": 9}}, []),
        ({}, {"input": "yes_partial_no"}, ["câu T-1.1 và chỉ số G-1 khác kiểu"]),
        ({"kind": "ratio", "rule": LINEAR}, {"input": "number", "rule": LINEAR}, ["câu T-1.1 và chỉ số G-1 khác kiểu"]),
        ({"kind": "level", "options": LEVELS}, {"input": "level", "options": LEVELS[::-1]}, []),
        (
            {"kind": "level", "options": LEVELS},
            {"input": "level", "options": [*LEVELS, {"code": "c", "label": "c"}]},
            ["câu T-1.1 và chỉ số G-1 khác lựa chọn"],
        ),
    ],
)
def test_fed_indicator_takes_the_same_kind_and_options(question, indicator, problems):
    asked = guidance({"code": "T-1.1", "feeds": ["G-1"], **question})
    assert link_problems(asked, indicators({"code": "G-1", **indicator})) == problems


def test_related_recommendation_that_is_not_there_is_a_problem():
    found = link_faults(guidance({"code": "A"}), indicators({"code": "G-1", "recommendations": ["T-1", "Z", "Y"]}))
    assert list(found) == [
        LinkFault("G-1", "recommendations", "chỉ số G-1 dẫn đến khuyến nghị Y không có"),
        LinkFault("G-1", "recommendations", "chỉ số G-1 dẫn đến khuyến nghị Z không có"),
    ]


def test_option_labels_keep_a_code_they_do_not_know():
    item = campaign_catalogue(small.campaign()).items["A-1.3"]
    assert option_labels(item, ["a", "x"]) == ["Mục a", "x"]
