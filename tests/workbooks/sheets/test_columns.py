import pytest

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from guidance.schema import Catalogue as Guidance
from tests.assessments import small
from tests.factories.catalogues import real_guidance, real_indicators
from workbooks.sheets.columns import COLUMNS, columns_for, inputs, option_row, pages


@pytest.fixture(scope="module")
def little():
    return campaign_catalogue(small.campaign())


@pytest.fixture(scope="module")
def real():
    return CampaignCatalogue(real_guidance(), real_indicators())


def test_each_theme_and_all_indicators_have_a_sheet(real):
    found = pages(real)
    assert [page.name for page in found] == ["KT", "IOC", "DL", "CS", "CD", "TC", "Chỉ số"]
    assert sum(len(page.items) for page in found) == len(real.items)
    assert found[-1].title == "Bộ chỉ số"


def test_sheet_has_only_the_columns_that_its_leaves_need(real):
    keys = {page.name: [column.key for column in columns_for(page.items)] for page in pages(real)}
    always = ["code", "question", "how", "answer", "note", "evidence", "earlier"]
    assert [key for key in keys["Chỉ số"] if key.startswith("document")] == []
    assert all(set(always) <= set(found) for found in keys.values())
    assert [column.key for column in COLUMNS if column.key in keys["KT"]] == keys["KT"]


def test_leaf_takes_the_columns_of_its_kind(little):
    assert inputs(little.items["A-1.1"]) == {"answer": "value", "note": "note"}
    assert inputs(little.items["A-1.3"]) == {"note": "note"}
    assert list(inputs(little.items["A-1.4"])) == ["answer", "not_applicable", "reason", "note"]
    assert list(inputs(little.items["A-1.6"])) == ["numerator", "denominator", "quality", "note"]
    assert inputs(little.items["A-1.7"])["answer"] == "document_none"
    assert option_row(little.items["A-1.3"], "a") == "A-1.3/a"


def test_names_of_sheets_are_such_as_excel_takes():
    theme = small.GUIDANCE["themes"][0]
    question = {"code": "X-1", "kind": "text", "prompt": "?"}
    codes = ["A: B", "a- b", "A" * 40, "Danh sach", "CHI SO"]
    themes = [
        {
            **theme,
            "code": code,
            "recommendations": [
                {**theme["recommendations"][0], "code": f"R{n}", "questions": [{**question, "code": f"X-{n}"}]}
            ],
        }
        for n, code in enumerate(codes)
    ]
    found = pages(CampaignCatalogue(Guidance.model_validate({**small.GUIDANCE, "themes": themes}), None))
    assert [page.name for page in found] == ["A- B", "a- b 2", "A" * 31, "Danh sach", "CHI SO"]


def test_catalogue_without_one_half_has_the_sheets_of_the_other(real):
    assert [page.name for page in pages(CampaignCatalogue(None, real_indicators()))] == ["Chỉ số"]
    assert len(pages(CampaignCatalogue(real_guidance(), None))) == 6
