from catalogues.folding import fold
from search import catalogue
from search.catalogue import Guidance, IndicatorSet
from tests.factories.catalogues import real_guidance, real_indicators

GUIDANCE = Guidance("g", real_guidance())
INDICATORS = IndicatorSet("i", real_indicators())


def test_every_recommendation_question_and_indicator_is_an_entry():
    themes = real_guidance().themes
    items = [item for theme in themes for item in theme.recommendations]
    assert [e.code for e in catalogue.recommendations(GUIDANCE, "vi")] == [item.code for item in items]
    assert [e.code for e in catalogue.questions(GUIDANCE, "vi")] == [q.code for item in items for q in item.questions]
    measured = [item.code for found in real_indicators().groups for item in found.indicators]
    assert [e.code for e in catalogue.indicators(INDICATORS, "vi")] == measured


def test_entries_are_made_once_a_version_and_language():
    again = Guidance("g", real_guidance())
    assert catalogue.questions(GUIDANCE, "vi") is catalogue.questions(again, "vi")
    assert catalogue.questions(GUIDANCE, "vi") is not catalogue.questions(GUIDANCE, "en")
    assert catalogue.questions(GUIDANCE, "vi") is not catalogue.questions(Guidance("h", real_guidance()), "vi")


def test_vietnamese_page_searches_vietnamese_only():
    entry = catalogue.indicators(INDICATORS, "vi")[0]
    item = real_indicators().groups[0].indicators[0]
    assert entry.title == item.title.vi
    assert fold(item.title.en) not in entry.folded
    assert {passage.language for passage in entry.passages} == {""}


def test_english_page_searches_both_and_says_which_is_vietnamese():
    entry = catalogue.indicators(INDICATORS, "en")[0]
    item = real_indicators().groups[0].indicators[0]
    assert entry.title == item.title.en
    assert (fold(item.title.vi) in entry.folded, fold(item.title.en) in entry.folded) == (True, True)
    assert {p.language for p in entry.passages if p.text == item.title.vi} == {"vi"}


def test_question_stands_in_its_recommendation():
    item = real_guidance().themes[0].recommendations[0]
    entry = next(found for found in catalogue.questions(GUIDANCE, "vi") if found.section == item.code)
    assert entry.place == f"{item.code} {item.title.vi}"
