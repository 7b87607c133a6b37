from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.reports.gap_report import build
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots


def shown(score: Decimal) -> str:
    return f"{score:.2f}".replace(".", ",")


def test_summary_shows_the_stored_numbers():
    snapshot = snapshots.whole()
    result, summary = SnapshotResult(snapshot, snapshots.catalogue()), build(snapshot, "vi").summary
    assert summary.headline == shown(snapshot.claimed)
    assert (summary.readiness, summary.results) == (shown(result.readiness), shown(result.results))
    claimed, evidenced, verified = summary.readings
    assert (claimed.name, claimed.score, claimed.is_shown) == ("Tự đánh giá", shown(snapshot.claimed), True)
    assert (evidenced.name, evidenced.score) == ("Có minh chứng", shown(snapshot.evidenced))
    assert (verified.name, verified.score, verified.band) == ("Đã thẩm định", "–", "chưa thẩm định")
    assert summary.finding == (
        f"Thành phố Huế tự đánh giá {shown(snapshot.claimed)}/100 điểm, bậc {summary.band}; chỉ tính nội dung có minh "
        f"chứng thì còn {shown(snapshot.evidenced)} điểm, thấp hơn {shown(snapshot.claimed - snapshot.evidenced)} điểm."
    )


def test_the_verified_score_is_shown_once_somebody_reviewed():
    found = snapshots.snapshot(snapshots.made())
    found.inputs["answers"][0]["review"] = {"verdict": "accepted"}
    assert build(found, "vi").summary.readings[2].score == shown(found.verified)


def test_strengths_are_what_evidence_bears_out():
    summary = build(snapshots.whole(), "vi").summary
    backed = [Decimal(item.backed.replace(",", ".")) for item in summary.strengths]
    assert len(backed) == 3
    assert backed == sorted(backed, reverse=True)
    assert all(Decimal(item.score.replace(",", ".")) >= 60 for item in summary.strengths)


def test_the_five_largest_gaps_come_with_their_action():
    result, summary = SnapshotResult(snapshots.whole(), snapshots.catalogue()), build(snapshots.whole(), "vi").summary
    assert [step.code for step in summary.gaps] == [gap.code for gap in result.gaps[:5]]
    assert [step.action for step in summary.gaps] == [gap.action for gap in result.gaps[:5]]


def test_an_assessment_without_answers_has_no_strengths_and_says_so():
    summary = build(snapshots.empty(), "vi").summary
    assert summary.finding == "Thành phố Huế chưa trả lời nội dung nào; mọi nội dung tạm tính 0 điểm."
    assert (summary.headline, summary.band, summary.strengths, len(summary.gaps)) == ("0,00", "Khởi đầu", (), 5)
    assert summary.coverage.startswith("Đã trả lời 0/")


def test_without_any_score_there_is_no_headline():
    found = build(snapshots.not_applicable(), "vi")
    assert found.summary.finding == "Thành phố Huế chưa có điểm chung vì không nội dung nào được tính điểm."
    assert (found.summary.headline, found.summary.band, found.summary.gaps, found.gap_count) == ("–", "", (), 0)
    assert found.summary.coverage == ""
    assert found.method.arithmetic.startswith("Một trong hai phần không áp dụng")


def test_enough_evidence_everywhere_is_said():
    made = {
        code: replace(answer, documents=(("1/QĐ-UBND", date(2026, 1, 5), "Quyết định"),))
        for code, answer in snapshots.made().items()
    }
    assert build(snapshots.snapshot(made), "vi").summary.finding.endswith("điểm này đã có đủ minh chứng.")


def test_the_summary_says_what_changed_and_where_the_province_stands():
    snapshot = snapshots.whole()
    summary = build(snapshot, "vi", snapshots.beside(headline=snapshot.claimed - 3)).summary
    before = shown(snapshot.claimed - 3)
    assert summary.change == f"So với đợt trước: +3,00 điểm chung (từ {before}, đã thẩm định)."
    assert summary.place == f"Cao hơn trung vị của 34 địa phương ({before}) 3,00 điểm."


def test_without_an_earlier_round_and_published_results_nothing_is_said_of_them():
    summary = build(snapshots.whole(), "vi").summary
    assert (summary.change, summary.place) == ("", "")
