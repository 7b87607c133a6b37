"""The ministry's side in the browser, for one province: a campaign from its form to the published comparison."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from accounts.roles import Role
from assessments.actions import answers
from assessments.enums import AssessmentState, CampaignState, Seat
from assessments.models import Assessment, Campaign
from assessments.reviewing import standing
from comparison.models import Edition
from tests.assessments.small import store_versions
from tests.e2e.conftest import sign_in, violations
from tests.e2e.test_campaign import contents
from tests.factories import REJECTED, decide_all, user_as
from tests.factories.accounts import PASSWORD, ProvinceFactory


class People:
    """Each in a browser of their own."""

    def __init__(self, browser, live_server) -> None:
        self.browser, self.address = browser, live_server.url
        self.troubles: list[str] = []
        self.contexts: list[BrowserContext] = []

    def page(self, user: User) -> Page:
        context = self.browser.new_context(base_url=self.address, locale="vi-VN")
        self.contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.set_viewport_size({"width": 1366, "height": 768})
        page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        sign_in(page, user.email, PASSWORD)
        return page


@pytest.fixture
def people(browser, live_server, transactional_db):
    found = People(browser, live_server)
    yield found
    for context in found.contexts:
        context.close()


def written(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


def make_and_open(page: Page) -> Campaign:
    page.get_by_role("link", name="Đợt đánh giá").first.click()
    page.get_by_role("link", name="Tạo đợt mới").click()
    page.get_by_label("Tên đợt đánh giá").fill("Đợt năm 2026")
    page.get_by_label("Mã đợt").fill("dot-2026")
    page.get_by_label("Danh mục hướng dẫn").select_option("nho/v1")
    page.get_by_label("Bộ chỉ số").select_option("nho-chi-so/v1")
    labels = ("Mở từ ngày", "Hạn tự đánh giá", "Hạn thẩm định", "Hạn giải trình", "Ngày công bố dự kiến")
    for label, days in zip(labels, (-5, 3, 20, 30, 40), strict=True):
        page.get_by_label(label).fill(written(days))
    page.locator("main form button.btn-primary").click()
    page.goto("/campaigns/")
    page.locator("summary", has_text="Mở đợt…").click()
    page.get_by_role("button", name="Mở đợt").click()
    page.get_by_text("Đã mở đợt đánh giá").first.wait_for()
    assert violations(page) == []
    return Campaign.objects.get()


def submit(page: Page, assessment: Assessment) -> None:
    page.goto(f"/assessments/{assessment.pk}/check/")
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_role("heading", name="Phiếu đã được nộp").wait_for()


def close_and_assign(page: Page, campaign: Campaign, assessment: Assessment, reviewers: list[User]) -> None:
    page.goto(reverse("campaign", args=[campaign.pk]))
    page.locator("summary", has_text="Khóa tự đánh giá").click()
    page.get_by_role("button", name="Khóa tự đánh giá").click()
    page.get_by_text("Đã khóa tự đánh giá").first.wait_for()
    page.goto(f"/assessments/{assessment.pk}/reviewers/")
    page.get_by_label("Người thẩm định thứ nhất").select_option(str(reviewers[0]))
    page.get_by_label("Người thẩm định thứ hai").select_option(str(reviewers[1]))
    page.get_by_role("button", name="Lưu phân công").click()
    page.wait_for_url(f"**{reverse('reviewers', args=[campaign.pk])}")
    assert violations(page) == []


def review_by_keys(page: Page, assessment: Assessment) -> None:
    """Accept all by the keyboard but the last, which is asked about; then send back."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Tiếp tục")).first.click()
    page.wait_for_url("**/review/*/**")
    assert violations(page) == []
    for _turn in range(assessment.to_review - 1):
        place = page.url
        page.keyboard.press("1")
        page.keyboard.press("s")
        page.wait_for_url(lambda url, place=place: url != place)
    assert "/review/B-2/" in page.url
    page.keyboard.press("4")
    page.get_by_label("Lý do", exact=True).select_option("unclear")
    page.get_by_label("Giải thích hoặc nội dung").fill("Đề nghị nêu nguồn số liệu.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Bạn đã kết luận lúc").wait_for()
    page.goto(f"/assessments/{assessment.pk}/review/")
    assert violations(page) == []
    page.get_by_role("button", name="Gửi lại để giải trình").click()
    page.get_by_text("Tỉnh đang giải trình").first.wait_for()


def explain(page: Page, assessment: Assessment) -> None:
    page.goto("/")
    page.get_by_role("link", name="Giải trình 1 câu").click()
    assert violations(page) == []
    page.get_by_label("Giải trình của tỉnh").fill("Theo báo cáo của Cục Thống kê.")
    page.get_by_role("button", name="Lưu giải trình").click()
    page.get_by_role("button", name="Nộp giải trình").click()
    page.get_by_text("Các câu đã hỏi").wait_for()
    page.goto(f"/assessments/{assessment.pk}/sections/B/")
    assert page.get_by_role("button", name="Lưu", exact=True).count() == 0


def decide_what_was_explained(page: Page, assessment: Assessment) -> None:
    page.goto(f"/assessments/{assessment.pk}/review/B-2/")
    page.get_by_text("Theo báo cáo của Cục Thống kê.").first.wait_for()
    page.keyboard.press("1")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.goto(f"/assessments/{assessment.pk}/review/")
    page.get_by_role("button", name="Báo thẩm định xong").click()
    page.get_by_text("Bạn đã thẩm định xong").wait_for()


def settle(page: Page, assessment: Assessment) -> None:
    page.goto(f"/assessments/{assessment.pk}/review/differences/")
    assert violations(page) == []
    page.get_by_role("button", name="Theo người thứ hai").click()
    page.get_by_text("đã thống nhất 1").wait_for()


def finalise_and_publish(page: Page, campaign: Campaign) -> Edition:
    page.goto(reverse("campaign", args=[campaign.pk]))
    page.locator("summary", has_text="Chốt kết quả").click()
    page.get_by_role("button", name="Chốt kết quả").click()
    page.get_by_text("Đã chốt kết quả").first.wait_for()
    page.goto(reverse("comparison:editions", args=[campaign.pk]))
    page.get_by_role("button", name="Lập bản so sánh").click()
    page.locator("summary", has_text="Công bố…").wait_for(timeout=60_000)
    assert violations(page) == []
    page.locator("summary", has_text="Công bố…").click()
    page.get_by_role("button", name="Công bố kết quả").click()
    page.get_by_text("Đã công bố kết quả").first.wait_for()
    return Edition.objects.get()


def see_the_result(page: Page, assessment: Assessment, edition: Edition) -> None:
    entry = edition.entries.get()
    page.goto("/")
    page.get_by_role("link", name="So sánh").first.click()
    page.get_by_role("link", name="Đợt năm 2026").click()
    page.wait_for_url(f"**/comparison/{edition.pk}/**")
    row = page.get_by_role("row", name=assessment.province.name)
    assert str(entry.headline).replace(".", ",") in row.first.inner_text()
    assert violations(page) == []
    snapshot = entry.verified_snapshot
    page.goto(f"/snapshots/{snapshot.pk}/nodes/question/A-1.1/")
    page.get_by_text("Mới có kế hoạch.").first.wait_for()
    assert violations(page) == []


def test_campaign_from_its_form_to_the_published_comparison(people, worker):
    store_versions()
    province = ProvinceFactory(code="48", name="Đà Nẵng")
    manager, coordinator = user_as(Role.CAMPAIGN_MANAGER), user_as(Role.COORDINATOR, province)
    reviewers = [user_as(Role.REVIEWER), user_as(Role.REVIEWER)]
    of_the_manager, of_the_province = people.page(manager), people.page(coordinator)
    campaign = make_and_open(of_the_manager)
    assessment = Assessment.objects.with_campaign().get()
    answers.load(by=coordinator, assessment=assessment, contents=contents(3))
    submit(of_the_province, assessment)
    Campaign.objects.update(submit_by=timezone.localdate() - timedelta(days=1))
    close_and_assign(of_the_manager, campaign, assessment, reviewers)
    assessment.refresh_from_db()
    of_the_first = people.page(reviewers[0])
    review_by_keys(of_the_first, assessment)
    explain(of_the_province, assessment)
    decide_what_was_explained(of_the_first, assessment)
    decide_all(assessment, reviewers[1], Seat.SECOND, {"A-1.1": REJECTED})
    settle(of_the_first, assessment)
    assert standing(assessment).common("A-1.1").verdict == REJECTED.verdict
    edition = finalise_and_publish(of_the_manager, campaign)
    see_the_result(of_the_province, assessment, edition)
    campaign.refresh_from_db()
    assessment.refresh_from_db()
    assert (campaign.state, assessment.state) == (CampaignState.PUBLISHED, AssessmentState.FINAL)
    assert people.troubles == []
