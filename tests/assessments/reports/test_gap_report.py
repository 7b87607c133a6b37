from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from assessments.demonstration.answers import Made
from assessments.reports.gap_report import build
from tests.assessments.reports import snapshots


def shown(score: Decimal) -> str:
    return f"{score:.2f}".replace(".", ",")


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
