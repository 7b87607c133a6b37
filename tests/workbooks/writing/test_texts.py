from decimal import Decimal

import pytest

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from tests.assessments import small
from tests.factories.catalogues import real_guidance, real_indicators
from workbooks.writing.texts import how, note, number_wanted, told


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((True, Decimal(0), Decimal(10_000)), "một số nguyên từ 0 đến 10.000"),
        ((False, Decimal("0.5"), None), "một số từ 0,5 trở lên"),
        ((False, None, Decimal(5)), "một số từ 5 trở xuống"),
        ((False, None, None), "một số"),
    ],
)
def test_number_is_told_with_its_bounds(bounds, words):
    assert number_wanted(*bounds) == words


def test_every_kind_says_how_to_answer():
    catalogue = campaign_catalogue(small.campaign())
    first = {code: how(catalogue, item).split("\n")[0] for code, item in catalogue.items.items()}
    assert first == {
        "A-1.1": "Chọn một mục trong danh sách của ô.",
        "A-1.2": "Chọn Có hoặc Không.",
        "A-1.3": "Chọn Có hoặc Không ở từng mục bên dưới.",
        "A-1.4": "Chọn một mục trong danh sách của ô.",
        "A-1.5": "Chọn Có hoặc Không.",
        "A-1.6": "Nhập hai số.",
        "A-1.7": "Ghi số, ngày, cơ quan ban hành và trích yếu của văn bản; nếu chưa có, chọn “Chưa ban hành”.",
        "A-1.8": "Viết ngắn gọn bằng lời.",
        "B-1": "Nhập hai số.",
        "B-2": "Nhập một số.",
    }


def test_note_has_what_the_catalogue_explains():
    item = CampaignCatalogue(None, real_indicators()).items["HT-01"]
    assert [line.split(":")[0] for line in note(item).split("\n")] == [
        *("Định nghĩa", "Cách tính", "Nguồn số liệu", "Minh chứng")
    ]
    assert note(campaign_catalogue(small.campaign()).items["A-1.1"]) == ""


def test_what_never_changes_is_told_once_a_process():
    catalogue = CampaignCatalogue(real_guidance(), real_indicators())
    found = told(catalogue)
    assert found is told(catalogue)
    assert list(found) == list(catalogue.items)
    assert found["IOC-6.1"].choices[0].startswith("0 – ")
