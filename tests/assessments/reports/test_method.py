from decimal import Decimal

from assessments.reports.gap_report import build
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots


def shown(score: Decimal) -> str:
    return f"{score:.2f}".replace(".", ",")


def test_method_shows_the_arithmetic_of_this_headline_and_the_bands():
    result, method = SnapshotResult(snapshots.whole(), snapshots.catalogue()), build(snapshots.whole(), "vi").method
    readiness, results, headline = map(shown, (result.readiness, result.results, result.headline))
    assert method.arithmetic == f"0,5 × {readiness} + 0,5 × {results} = {headline}"
    assert method.bands == (
        "Khởi đầu từ 0 đến dưới 20; Hình thành từ 20 đến dưới 40; Phát triển từ 40 đến dưới 60; "
        "Tích hợp từ 60 đến dưới 80; Dẫn dắt từ 80 đến 100"
    )
    assert (method.guidance, method.indicators) == ("cv2333/v1", "cv3098/v1")
