from dataclasses import replace

import pytest

from accounts.models import ProvinceType
from assessments.reports.evidence_list import EvidenceList, ranges
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots
from tests.assessments.reports.snapshots import document


def listed(beside, **fields) -> EvidenceList:
    made = {code: replace(answer, documents=()) for code, answer in snapshots.made().items()}
    found = snapshots.snapshot(made, beside={code: {"evidence": items} for code, items in beside.items()}, **fields)
    return EvidenceList(SnapshotResult(found, snapshots.catalogue()))


def cited(found: EvidenceList, section: str) -> str:
    return found.cited(snapshots.catalogue().sections[section])


def test_each_item_has_one_number_however_many_answers_it_supports():
    shared = document("7/BC-SKHCN", issuer="Sở Khoa học và Công nghệ", title="Báo cáo")
    found = listed({"ICT-3.1": [document()], "ICT-3.2": [shared], "IOC-6.1": [shared], "HT-01": [document("9/QĐ")]})
    assert [(item.number, item.supported) for item in found.items] == [
        (1, "ICT-3.1"),
        (2, "ICT-3.2, IOC-6.1"),
        (3, "HT-01"),
    ]
    assert (cited(found, "ICT-3"), cited(found, "IOC-6"), cited(found, "HT")) == ("1, 2", "2", "3")


def test_the_provinces_own_committee_is_not_named_again():
    other = document(issuer="Sở Khoa học và Công nghệ")
    found = listed({"ICT-3.1": [document()], "ICT-3.2": [other]})
    assert [item.words for item in found.items] == [
        "12/QĐ-UBND ngày 06/05/2026: Quyết định phê duyệt Đề án",
        "12/QĐ-UBND ngày 06/05/2026, Sở Khoa học và Công nghệ: Quyết định phê duyệt Đề án",
    ]


def test_the_committee_of_a_province_is_told_from_that_of_a_city_of_its_name():
    found = listed({"ICT-3.1": [document()]}, kind=ProvinceType.Type.PROVINCE)
    assert found.items[0].words.startswith("12/QĐ-UBND ngày 06/05/2026, Ủy ban nhân dân thành phố Huế: ")


def test_validity_is_told_where_the_snapshot_knows_of_it():
    ended, lasting = document("7/BC", title="Báo cáo"), document("8/BC", title="Báo cáo")
    dated = [{**ended, "valid_until": "2026-01-31"}, {**lasting, "valid_until": "2030-01-31"}, document()]
    found = listed({"ICT-3.1": dated})
    assert [item.words for item in found.items] == [
        "7/BC ngày 06/05/2026: Báo cáo; hết hiệu lực từ ngày 01/02/2026",
        "8/BC ngày 06/05/2026: Báo cáo; có hiệu lực đến ngày 31/01/2030",
        "12/QĐ-UBND ngày 06/05/2026: Quyết định phê duyệt Đề án",
    ]


def test_of_what_is_not_for_circulation_only_that_it_is_there_is_said():
    secret = [document(f"{number}/QĐ", title="Bí mật", is_confidential=True) for number in (1, 2)]
    found = listed({"ICT-3.1": secret, "ICT-3.2": secret[:1], "IOC-6.1": secret[1:]})
    assert [(item.words, item.supported) for item in found.items] == [
        ("(hạn chế phổ biến)", "ICT-3.1, ICT-3.2"),
        ("(hạn chế phổ biến)", "IOC-6.1"),
    ]


def test_without_evidence_the_list_is_empty():
    found = listed({})
    assert (found.items, cited(found, "ICT-3")) == ((), "")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], ""), ([4], "4"), ([4, 5], "4, 5"), ([4, 5, 6], "4–6"), ([1, 3, 4, 5, 9, 10], "1, 3–5, 9, 10")],
)
def test_numbers_in_a_row_are_told_by_their_ends(numbers, said):
    assert ranges(numbers) == said
