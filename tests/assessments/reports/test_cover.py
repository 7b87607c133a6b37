import pytest

from accounts.models import ProvinceType
from assessments.enums import Purpose
from assessments.reports.cover import Cover
from assessments.reports.gap_report import build
from tests.assessments.reports import snapshots


def test_cover_says_whose_when_and_which_snapshot():
    found, checksum = build(snapshots.whole(), "vi"), snapshots.whole().checksum
    assert found.title == "Báo cáo khoảng cách phát triển đô thị thông minh – thành phố Huế"
    assert found.cover == Cover(
        province="Huế",
        unit="thành phố Huế",
        campaign="Đợt 1",
        status="Bản tự đánh giá đã nộp, chưa thẩm định",
        is_draft=False,
        is_demonstration=True,
        reading="Tự đánh giá",
        as_of="ngày 30 tháng 6 năm 2026",
        year=2026,
        made_at="2026-06-30T09:30:00+00:00",
        snapshot="00000000-0000-0000-0000-00000000002e",
        checksum=checksum,
        typed_checksum=f"{checksum[:4]} {checksum[4:8]} {checksum[8:12]} {checksum[12:16]}",
        verify_at="http://127.0.0.1:8000/verify/",
    )


def test_a_trial_score_is_a_draft():
    cover = build(snapshots.snapshot(purpose=Purpose.PREVIEW), "vi").cover
    assert (cover.is_draft, cover.status) == (True, "Bản tính thử (dự thảo), chưa nộp")
    assert cover.typed_checksum.replace(" ", "") == cover.checksum, "a trial is found by the whole of it"


def test_the_year_is_that_of_the_country():
    context = {"frozen_at": "2026-12-31T20:00:00+00:00"}
    assert build(snapshots.snapshot(context=context), "vi").cover.year == 2027


@pytest.mark.parametrize(
    ("kind", "unit"),
    [(ProvinceType.Type.PROVINCE, "tỉnh Đồng Nai"), (ProvinceType.Type.CITY, "thành phố Đồng Nai"), ("", "Đồng Nai")],
)
def test_the_unit_is_called_what_it_was_when_the_snapshot_was_made(kind, unit):
    province = snapshots.province("75", "Đồng Nai")
    assert build(snapshots.snapshot(of=province, kind=kind), "vi").cover.unit == unit
