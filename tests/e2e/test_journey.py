"""From signing in to the PDF, as a coordinator does it, through the real worker."""

import pytest
from pypdf import PdfReader

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.rounds import store_answers
from assessments.enums import ReportKind
from assessments.models import ReportFile, ScoreSnapshot
from tests.e2e.conftest import enter, sign_in, violations
from tests.factories import made_answers, open_assessment, user_as
from tests.factories.accounts import PASSWORD, ProvinceFactory


@pytest.fixture
def assessment(transactional_db):
    """Everything answered but the first question of the data strategy."""
    found = open_assessment(ProvinceFactory(code="48", name="Đà Nẵng"))
    made = made_answers(found)
    del made["IOC-6.1"]
    coordinator = user_as(Role.COORDINATOR, found.province)
    store_answers(found, campaign_catalogue(found.campaign), made, coordinator)
    return found


def test_sign_in_fill_submit_score_and_report(page, worker, assessment, tmp_path):
    coordinator = assessment.province.bodies.get().memberships.get().user
    sign_in(page, coordinator.email, PASSWORD)
    page.get_by_role("link", name="Tiếp tục: Chiến lược dữ liệu").click()
    card = page.locator("#q_IOC_6_1")
    card.get_by_role("radio").nth(3).check()
    card.locator("summary", has_text="Ghi chú").click()
    card.get_by_label("Ghi chú").fill("Báo cáo sơ kết đang hoàn thiện.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    card.get_by_text("Đã lưu").wait_for()
    assert violations(page) == []
    page.goto(f"/assessments/{assessment.pk}/check/")
    page.get_by_text("Không còn chỗ nào thiếu.").wait_for()
    assert violations(page) == []
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_role("heading", name="Phiếu đã được nộp").wait_for()
    assert violations(page) == []
    check_scorecard(page, assessment)
    check_report(page, assessment, tmp_path)
    assert page.troubles == []


def check_scorecard(page, assessment):
    snapshot = ScoreSnapshot.objects.get(assessment=assessment)
    page.goto(f"/snapshots/{snapshot.pk}/")
    page.get_by_role("img", name="Điểm sáu nhóm nội dung khuyến nghị").wait_for()
    snapshot.refresh_from_db()
    headline = str(snapshot.claimed).replace(".", ",")
    assert page.get_by_text(headline).first.is_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Chiến lược dữ liệu").first.click()
    page.get_by_text("là trung bình có trọng số").first.wait_for()
    assert violations(page) == []
    page.goto(f"/snapshots/{snapshot.pk}/")


def check_report(page, assessment, folder):
    link = page.locator(".document:first-child").get_by_role("link", name="Báo cáo khoảng cách")
    link.wait_for(timeout=60_000)
    report = ReportFile.objects.get(snapshot__assessment=assessment, kind=ReportKind.GAP_REPORT)
    response = page.request.get(link.get_attribute("href"))
    assert response.status == 200
    (folder / "report.pdf").write_bytes(response.body())
    reader = PdfReader(folder / "report.pdf")
    assert len(reader.pages) == report.pages
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Đà Nẵng" in text
    assert str(report.snapshot.claimed).replace(".", ",") in text


def test_trial_score_shows_its_progress_and_then_the_scorecard(page, worker, assessment):
    coordinator = assessment.province.bodies.get().memberships.get().user
    enter(page, coordinator)
    page.goto(f"/assessments/{assessment.pk}/")
    assert violations(page) == []
    page.get_by_role("button", name="Tính điểm thử").click()
    page.get_by_role("img", name="Điểm sáu nhóm nội dung khuyến nghị").wait_for()
    snapshot = ScoreSnapshot.objects.get(assessment=assessment)
    assert page.url.endswith(f"/snapshots/{snapshot.pk}/")
    assert page.get_by_text("tính thử").first.is_visible()
    assert page.troubles == []


def test_whole_journey_works_without_javascript(browser, live_server, worker, assessment):
    coordinator = assessment.province.bodies.get().memberships.get().user
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    enter(page, coordinator)
    page.goto(f"/assessments/{assessment.pk}/sections/IOC-6/")
    page.locator("#q_IOC_6_1").get_by_role("radio").nth(1).check()
    page.locator("#q_IOC_6_1 summary", has_text="Ghi chú").click()
    page.locator("#q_IOC_6_1").get_by_label("Ghi chú").fill("Chưa có văn bản.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert page.get_by_text("Đã lưu 1 câu trả lời.").is_visible()
    page.goto(f"/assessments/{assessment.pk}/check/")
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp phiếu").click()
    assert page.get_by_role("heading", name="Phiếu đã được nộp").is_visible()
    context.close()


def test_leader_reads_but_cannot_edit(page, assessment):
    leader = user_as(Role.LEADER, assessment.province)
    by = assessment.province.bodies.first().memberships.get().user
    save(by=by, assessment=assessment, code="IOC-6.1", content=Content("2", note="x"), expected_version=0)
    enter(page, leader)
    page.goto(f"/assessments/{assessment.pk}/sections/IOC-6/")
    assert page.get_by_text("Vai trò của bạn chỉ được xem phiếu này.").is_visible()
    assert page.get_by_role("radio").first.is_disabled()
    assert page.get_by_role("button", name="Lưu", exact=True).count() == 0
    assert violations(page) == []
