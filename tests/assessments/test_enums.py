from decimal import Decimal

import pytest

from assessments.enums import (
    AssessmentState,
    Band,
    CampaignState,
    Purpose,
    Reading,
    ReasonCode,
    Seat,
    Superseded,
    Verdict,
    WorkStatus,
    band_of,
)
from indicators.scoring import frame, readings, scorecard


def test_readings_are_those_of_the_core():
    assert Reading.values == [str(reading) for reading in readings.Reading]


def test_bands_are_those_of_the_core():
    assert Band.values == [code for code, _low in scorecard.BANDS]


def test_people_read_labels_and_not_stored_values():
    shown = [str(label) for enum in (Reading, WorkStatus, Purpose) for label in enum.labels]
    assert shown == [
        *("Tự đánh giá", "Có minh chứng", "Đã thẩm định"),
        *("đang chờ", "đang xử lý", "đã xong", "không thành công"),
        *("Tính thử", "Bản nộp", "Bản đã thẩm định"),
    ]


def test_verdicts_are_those_of_the_core_and_the_question_to_the_province():
    assert Verdict.values == [*map(str, frame.Verdict), "asked"]


def test_people_read_what_the_review_stores():
    shown = [str(label) for enum in (AssessmentState, CampaignState, Seat, Verdict) for label in enum.labels]
    assert shown == [
        *("Đang tự đánh giá", "Đã nộp", "Đang giải trình", "Đã chốt"),
        *("Đang chuẩn bị", "Đang mở", "Đang thẩm định", "Đã chốt", "Đã công bố"),
        *("người thẩm định thứ nhất", "người thẩm định thứ hai", "kết luận thống nhất"),
        *("chấp nhận", "điều chỉnh", "không chấp nhận", "yêu cầu giải trình"),
    ]


def test_stored_values_of_the_review_stay():
    assert [*ReasonCode.values, *Superseded.values] == [
        *("no_evidence", "unrelated_evidence", "expired_evidence", "plan_only", "wrong_figure", "wrong_scope"),
        *("unfounded_exemption", "unclear", "other"),
        *("decided_anew", "withdrawn", "answer_changed", "clarified"),
    ]


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("0", Band.STARTING),
        ("19.99", Band.STARTING),
        ("20", Band.FORMING),
        ("40", Band.DEVELOPING),
        ("60", Band.INTEGRATED),
        ("79.99", Band.INTEGRATED),
        ("80", Band.LEADING),
        ("100", Band.LEADING),
    ],
)
def test_band_of_a_score_begins_at_its_bound(score, band):
    assert band_of(Decimal(score)) is band


def test_band_of_nothing_is_none():
    assert band_of(None) is None


def test_band_labels_are_the_five_words():
    assert [str(band.label) for band in Band] == ["Khởi đầu", "Hình thành", "Phát triển", "Tích hợp", "Dẫn dắt"]
