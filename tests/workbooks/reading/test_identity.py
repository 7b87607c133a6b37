from datetime import UTC, datetime

import pytest

from assessments.models import Assessment
from tests.factories import CampaignFactory, ProvinceFactory
from tests.workbooks.books import changed, downloaded, faults, small_draft
from workbooks.reading.faults import RefusedWorkbook
from workbooks.reading.identity import identity
from workbooks.sheets.columns import FORMAT, IDENTITY

UNKNOWN = "tệp không phải bảng tính trả lời do cổng lập, hoặc trang định danh đã bị sửa; hãy tải lại bảng tính từ cổng"
PAIRS = [
    (FORMAT, "2026-05-06T07:08:09+00:00"),
    ("assessment", "abc"),
    ("campaign", "dot-1"),
    ("cv2333/v1", "1" * 64),
    ("cv3098/v1", "2" * 64),
    ("A-1", "3"),
    ("A-2", "0"),
]


def test_identity_has_what_was_written():
    found = identity(PAIRS)
    assert (found.assessment, found.campaign) == ("abc", "dot-1")
    assert found.catalogues == f"{'1' * 64} {'2' * 64}"
    assert found.downloaded_at == datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert found.versions == {"A-1": 3, "A-2": 0}


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        PAIRS[:4],
        [PAIRS[0], ("x", "abc"), *PAIRS[2:]],
        [(FORMAT, "hôm qua"), *PAIRS[1:]],
        [(FORMAT, "2026-05-06T07:08:09"), *PAIRS[1:]],
        [*PAIRS, ("A-3", "nhiều")],
        [*PAIRS, ("A-3", "-1")],
        [*PAIRS, ("A-3", "1e400")],
        [*PAIRS, ("A-3", "nan")],
        [*PAIRS, ("A-3", "99999999999")],
    ],
)
def test_identity_that_was_tampered_with_is_refused(pairs):
    with pytest.raises(RefusedWorkbook, match=UNKNOWN):
        identity(pairs)


@pytest.mark.django_db
def test_workbook_of_another_assessment_is_refused_without_saying_whose():
    assessment, by = small_draft()
    same_round = Assessment.objects.create(campaign=assessment.campaign, province=ProvinceFactory())
    next_round = Assessment.objects.create(
        campaign=CampaignFactory(guidance=assessment.campaign.guidance, indicators=assessment.campaign.indicators),
        province=assessment.province,
    )
    raw = downloaded(assessment, by)
    assert faults(same_round, raw) == ["bảng tính thuộc phiếu của tỉnh khác; hãy tải lại bảng tính từ phiếu này"]
    names = (assessment.campaign.code, next_round.campaign.code)
    assert faults(next_round, raw) == [
        "bảng tính thuộc đợt “{}”, phiếu này thuộc đợt “{}”; hãy tải lại bảng tính".format(*names)
    ]


@pytest.mark.django_db
def test_workbook_on_an_older_catalogue_is_refused():
    assessment, by = small_draft()

    def rewrite(book):
        book[IDENTITY]["B4"] = "0" * 64

    assert faults(assessment, changed(downloaded(assessment, by), rewrite)) == [
        "bảng tính lập theo danh mục cũ; đợt đánh giá đã đổi danh mục, hãy tải lại bảng tính"
    ]


@pytest.mark.django_db
def test_identity_is_found_under_any_name():
    assessment, by = small_draft()

    def rename(book):
        for place, name in enumerate(book.sheetnames):
            book[name].title = f"Trang {place}"

    assert faults(assessment, changed(downloaded(assessment, by), rename)) == []
