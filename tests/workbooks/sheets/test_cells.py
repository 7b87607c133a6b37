from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.actions.answers import Content
from assessments.catalogue import campaign_catalogue
from indicators.schema import Indicator
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.assessments import small
from workbooks.sheets.cells import canonical, cells, choice_labels, clean, option_cells, qualities


@pytest.fixture(scope="module")
def items():
    return campaign_catalogue(small.campaign()).items


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("  a\r\nb\rc \n", "a\nb\nc"),
        ("e\u0302\u0301", "ế"),
        ("a\x85b\x0bc", "a\x85b\ufffdc"),
        ("_x005F_", "_"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_as_a_cell_carries_it(text, carried):
    assert clean(text) == carried


def test_content_comes_back_without_what_does_not_go_together():
    document = DocumentValue(" 1 ", None, "a\r\nb")
    assert canonical(Content(document, " t ", note="\n", quality="")) == Content(DocumentValue("1", None, "a\nb"), "t")
    assert canonical(Content("  ", quality="measured")) == Content()
    exempt = Content("x", "t", not_applicable=True, reason=" vì ", quality="measured")
    assert canonical(exempt) == Content(not_applicable=True, reason="vì")


@pytest.mark.parametrize(
    ("code", "content", "found"),
    [
        ("A-1.1", Content(), {}),
        ("A-1.1", Content("2", note="n"), {"answer": "2 – Mức 2", "note": "n"}),
        ("A-1.2", Content("yes"), {"answer": "Có"}),
        ("A-1.4", Content(not_applicable=True, reason="r"), {"not_applicable": "Có", "reason": "r"}),
        ("A-1.3", Content(("a",)), {}),
        ("A-1.6", Content(RatioValue(Decimal(1), Decimal("2.50"))), {"numerator": 1, "denominator": Decimal("2.5")}),
        ("B-2", Content(Decimal(0), quality="survey"), {"answer": 0, "quality": "Điều tra, khảo sát"}),
        ("B-2", Content(Decimal("123456789012.12345678")), {"answer": "123.456.789.012,12345678"}),
        ("A-1.7", Content(DocumentValue("", None, "")), {"answer": "Chưa ban hành"}),
        (
            "A-1.7",
            Content(DocumentValue("1", date(2023, 6, 20), ""), "t"),
            {"document_number": "1", "document_date": date(2023, 6, 20), "document_title": "t"},
        ),
        ("A-1.8", Content("lời"), {"answer": "lời"}),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_content_stands_in_its_cells_in_one_language(items, code, content, found, language):
    with translation.override(language):
        assert cells(items[code], content) == found


def test_checklist_has_a_word_for_each_option_once_it_is_answered(items):
    item = items["A-1.3"]
    assert option_cells(item, Content()) == {}
    assert option_cells(item, Content(())) == {"a": "Không", "b": "Không", "c": "Không"}
    assert option_cells(item, Content(("c",))) == {"a": "Không", "b": "Không", "c": "Có"}
    assert option_cells(items["A-1.1"], Content("2")) == {}


def test_labels_are_never_the_same_twice():
    options = [{"code": "x", "label": "Như nhau"}, {"code": "y", "label": "Như nhau"}, {"code": "z", "label": "Khác"}]
    item = Indicator.model_validate({"code": "A", "title": "A", "input": "level", "options": options})
    assert choice_labels(item) == {"x": "x – Như nhau", "y": "y – Như nhau", "z": "Khác"}


def test_grades_have_their_vietnamese_words_whatever_the_language():
    qualities.cache_clear()
    with translation.override("en"):
        assert qualities()["measured"] == "Đo trực tiếp"
