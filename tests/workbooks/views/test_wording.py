import pytest
from django.utils import translation

from assessments.actions.answers import Content, columns_of
from assessments.catalogue import campaign_catalogue
from assessments.models import Answer
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.assessments import small
from workbooks.enums import Fate
from workbooks.merging import Line, line
from workbooks.views.wording import TONES, Part, answer_in_words, shown


@pytest.fixture(scope="module")
def catalogue():
    return campaign_catalogue(small.campaign())


def row(item, content):
    columns = columns_of(item.kind, content.value)
    beside = {"note": content.note, "quality": content.quality}
    return Answer(code=item.code, kind=item.kind, is_given=content.value is not None, **beside, **columns)


def parts(catalogue, code, before, after):
    item = catalogue.items[code]
    return shown(line(item, row(item, before), before, after), catalogue).parts


def test_only_what_differs_is_told(catalogue):
    assert parts(catalogue, "A-1.1", Content("2", note="n"), Content("3", note="n")) == [
        Part("Câu trả lời", "Mức 2", "Mức 3")
    ]
    assert parts(catalogue, "B-2", Content(7, quality="measured"), Content()) == [
        Part("Câu trả lời", "7", "Chưa trả lời"),
        Part("Nguồn gốc số liệu", "Đo trực tiếp", "không có"),
    ]
    assert parts(catalogue, "A-1.8", Content(), Content(note="n")) == [Part("Ghi chú", "không có", "n")]


def test_leaf_leads_to_its_section_and_says_what_was_downloaded(catalogue):
    item = catalogue.items["A-1.1"]
    found = shown(line(item, row(item, Content("1")), Content("2"), Content("3")), catalogue)
    assert (found.section, found.title, found.base, found.tone) == ("A-1", "Mức kiến trúc", "Mức 2", "warn")


@pytest.mark.parametrize(
    ("code", "content", "words"),
    [
        ("A-1.4", Content(not_applicable=True, reason="Không có biển"), "Không áp dụng: Không có biển"),
        ("A-1.3", Content(()), "0/3 mục"),
        ("A-1.6", Content(RatioValue(1, 4)), "25% (1/4)"),
        ("A-1.7", Content(DocumentValue("", None, "")), "chưa ban hành"),
        ("A-1.7", Content(None, "Kế hoạch"), "Kế hoạch"),
        ("A-1.8", Content(), ""),
    ],
)
def test_answer_is_told_in_words(catalogue, code, content, words):
    assert answer_in_words(catalogue.items[code], content) == words


def test_words_follow_the_language(catalogue):
    with translation.override("en"):
        assert answer_in_words(catalogue.items["A-1.6"], Content(RatioValue(1, 8))) == "12.5% (1/8)"


def test_every_fate_has_its_look(catalogue):
    assert set(TONES) == set(Fate)
    assert Line(catalogue.items["A-1.1"], Fate.NEW, Content(), Content("1")).version == 0
