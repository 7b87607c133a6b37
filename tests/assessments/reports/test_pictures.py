from assessments.enums import Reading
from assessments.reports import pictures
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots


def test_verified_charts_mark_what_was_claimed():
    found = SnapshotResult(snapshots.verified(), snapshots.catalogue(), Reading.VERIFIED)
    other, mark = pictures.marked(found)
    assert (other.reading, mark) == (Reading.CLAIMED, "điểm tự đánh giá")
    other, mark = pictures.marked(other)
    assert (other.reading, mark) == (Reading.EVIDENCED, "điểm khi chỉ tính nội dung có minh chứng")
