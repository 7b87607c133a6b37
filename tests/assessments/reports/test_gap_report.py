from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from accounts.models import ProvinceType
from assessments.demonstration.answers import Made
from assessments.enums import Purpose
from assessments.reports import gap_report
from assessments.reports.gap_report import build
from assessments.results import SnapshotResult
from tests.assessments.reports import snapshots


def shown(score: Decimal) -> str:
    return f"{score:.2f}".replace(".", ",")


def test_cover_says_whose_when_and_which_snapshot():
    found = build(snapshots.whole(), "vi")
    assert found.title == "Báo cáo khoảng cách phát triển đô thị thông minh – thành phố Huế"
    assert found.cover == gap_report.Cover(
        province="Huế",
        unit="thành phố Huế",
        campaign="Đợt 1",
        status="Bản tự đánh giá đã nộp, chưa thẩm định",
        is_draft=False,
        is_demonstration=True,
        reading="Tự đánh giá",
        as_of="30/06/2026",
        year=2026,
        made_at="2026-06-30T09:30:00+00:00",
        snapshot="00000000-0000-0000-0000-00000000002e",
        checksum=snapshots.whole().checksum,
    )


def test_a_trial_score_is_a_draft():
    cover = build(snapshots.snapshot(purpose=Purpose.PREVIEW), "vi").cover
    assert (cover.is_draft, cover.status) == (True, "Bản tính thử (dự thảo), chưa nộp")


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


def test_method_shows_the_arithmetic_of_this_headline_and_the_bands():
    result, method = SnapshotResult(snapshots.whole(), snapshots.catalogue()), build(snapshots.whole(), "vi").method
    readiness, results, headline = map(shown, (result.readiness, result.results, result.headline))
    assert method.arithmetic == f"0,5 × {readiness} + 0,5 × {results} = {headline}"
    assert method.bands == (
        "Khởi đầu từ 0 đến dưới 20; Hình thành từ 20 đến dưới 40; Phát triển từ 40 đến dưới 60; "
        "Tích hợp từ 60 đến dưới 80; Dẫn dắt từ 80 đến 100"
    )
    assert (method.guidance, method.indicators) == ("cv2333/v1", "cv3098/v1")


def test_the_working_set_says_what_it_is():
    found = build(snapshots.whole(), "vi")
    assert "bộ chỉ số làm việc" in found.indicator_notice
    assert found.indicator_origin == "bộ làm việc"


def test_the_report_speaks_the_language_asked_for():
    found = build(snapshots.whole(), "en")
    assert found.themes[0].head.title == "ICT architecture"
    assert found.summary.headline == str(snapshots.whole().claimed)
    assert found.language == "en"


def test_the_live_answers_are_never_read():
    """The same snapshot twice is the same report; nothing here may ask the database."""
    assert build(snapshots.whole(), "vi") == build(snapshots.whole(), "vi")


def test_names_from_people_are_printable():
    province = snapshots.province(name="Huế\x00\u202e")
    context = {"campaign": {"code": "x", "name": "Đợt\x07 1", "is_demonstration": False}}
    cover = build(snapshots.snapshot(of=province, context=context), "vi").cover
    assert (cover.province, cover.campaign) == ("Huế", "Đợt 1")


@pytest.mark.parametrize("code", ["01", "48", "96"])
def test_any_province_has_a_report(code):
    made: dict[str, Made] = snapshots.made(code, "Tỉnh", 2)
    assert build(snapshots.snapshot(made), "vi").recommendation_count == 19


# -- a verified result -----------------------------------------------------------------------------------------------


def test_verified_report_says_so_on_its_cover():
    cover = build(snapshots.reviewed(snapshots.made(), "Có khiếu nại."), "vi").cover
    assert (cover.status, cover.reading, cover.is_draft, cover.is_verified, cover.reason) == (
        "Kết quả đã thẩm định",
        "Đã thẩm định",
        False,
        True,
        "Có khiếu nại.",
    )


def test_verified_report_shows_the_verified_numbers():
    snapshot = snapshots.verified()
    summary = build(snapshot, "vi").summary
    assert summary.headline == shown(snapshot.verified) != shown(snapshot.claimed)
    assert [line.is_shown for line in summary.readings] == [False, False, True]
    assert summary.finding == (
        f"Thành phố Huế đạt {shown(snapshot.verified)}/100 điểm sau thẩm định, bậc {summary.band}; điểm tự đánh giá là "
        f"{shown(snapshot.claimed)}."
    )


def test_verified_report_where_all_was_accepted_says_so(monkeypatch):
    monkeypatch.setattr(snapshots, "VERDICTS", {})
    snapshot = snapshots.reviewed(snapshots.made())
    assert build(snapshot, "vi").summary.finding.endswith("; bằng điểm tự đánh giá.")


def test_verified_strengths_are_what_was_verified():
    summary = build(snapshots.verified(), "vi").summary
    scores = [Decimal(item.score.replace(",", ".")) for item in summary.strengths]
    assert scores == sorted(scores, reverse=True)


def test_verified_report_is_printed_with_verdicts_and_its_limits():
    html = printed(snapshots.reviewed(snapshots.made(), "Có khiếu nại."))
    assert "Thẩm định: không chấp nhận; lý do: mới có kế hoạch, chưa có kết quả; Chưa ban hành." in html
    assert "Thẩm định: điều chỉnh thành 10% (10/100); lý do: số liệu không khớp nguồn." in html
    assert "Kết quả thẩm định trên cổng không phải là sự công nhận" in html
    assert "Lập lại sau khi mở lại thẩm định: Có khiếu nại." in html


def test_report_of_a_submission_says_nothing_of_a_review():
    html = printed(snapshots.whole())
    assert "Thẩm định:" not in html
    assert "Kết quả tự đánh giá không phải là sự công nhận" in html
    assert "Lập lại" not in html


def printed(snapshot) -> str:
    return render_to_string("reports/gap_report.html", {"report": build(snapshot, "vi")})
