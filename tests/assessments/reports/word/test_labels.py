import pytest

from assessments.enums import Purpose
from assessments.reports import gap_report
from assessments.reports.word.fields import paths_by_end
from assessments.reports.word.labels import OBLIGATORY, labels_of
from tests.assessments.reports import snapshots


def labels(snapshot):
    return labels_of(gap_report.build(snapshot, "vi"))


def test_made_up_data_are_called_that():
    found = labels(snapshots.whole())
    assert found.demonstration == "DỮ LIỆU MINH HỌA"
    assert "không phải số liệu thật" in found.demonstration_notice
    assert (labels(snapshots.empty()).demonstration, labels(snapshots.empty()).demonstration_notice) == ("", "")


def test_trial_scores_are_called_a_draft():
    assert labels(snapshots.snapshot(purpose=Purpose.PREVIEW)).draft == "DỰ THẢO – TÍNH THỬ"
    assert labels(snapshots.whole()).draft == ""


def test_weights_and_bands_are_called_ours_with_every_band():
    found = labels(snapshots.whole()).ours
    assert "do nhóm xây dựng cổng đặt ra, không phải quy định của Bộ" in found
    assert all(band in found for band in ("Khởi đầu", "Hình thành", "Phát triển", "Tích hợp", "Dẫn dắt"))


@pytest.mark.parametrize(
    ("snapshot", "begins"), [(snapshots.whole, "Kết quả tự đánh giá"), (snapshots.verified, "Kết quả thẩm định")]
)
def test_no_result_is_a_recognition(snapshot, begins):
    assert labels(snapshot()).no_recognition.startswith(f"{begins} ")


def test_obligatory_fields_are_fields():
    known = {path for paths in paths_by_end().values() for path in paths}
    assert set(OBLIGATORY) <= known
