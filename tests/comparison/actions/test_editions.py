"""Making and publishing editions: who may, when, and what follows."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import finalising
from assessments.enums import CampaignState, CampaignVerb, WorkStatus
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, Notice
from assessments.tasks import score_now
from comparison.actions import editions
from comparison.models import Edition, NationalReport
from comparison.tasks import compare_now
from indicators.scoring.robustness import DRAWS
from tests.comparison.finals import final_campaign, small_campaign, submitted
from tests.factories import REJECTED, decide_all, user_as

pytestmark = pytest.mark.django_db


def made(manager, campaign, **options) -> Edition:
    edition = editions.make(by=manager, campaign=campaign, **options)
    compare_now(edition)
    return Edition.objects.with_campaign().get(pk=edition.pk)


def refusal(call, **arguments) -> str:
    with pytest.raises(Refusal) as caught:
        call(**arguments)
    return str(caught.value)


@pytest.mark.slow
def test_make_numbers_editions_and_draws_a_seed_of_its_own(manager):
    campaign = final_campaign(manager)
    first, second = made(manager, campaign), made(manager, campaign, seed=5)
    assert [(edition.number, edition.draws, edition.reason) for edition in (first, second)] == [
        (1, DRAWS, ""),
        (2, DRAWS, ""),
    ]
    assert (second.seed, first.created_by, first.status) == (5, manager, WorkStatus.READY)


@pytest.mark.slow
def test_make_refuses_while_another_is_being_made(manager):
    campaign = final_campaign(manager)
    editions.make(by=manager, campaign=campaign)
    message = "Một bản so sánh của đợt đang được lập; hãy đợi bản ấy xong."
    assert refusal(editions.make, by=manager, campaign=campaign) == message


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CAMPAIGN_MANAGER])
def test_make_and_publish_are_for_campaign_managers(manager, role):
    campaign = final_campaign(manager)
    other = user_as(role)
    assert refusal(editions.make, by=other, campaign=campaign) == "Chỉ quản trị đợt được lập bản so sánh."
    edition = made(manager, campaign)
    assert refusal(editions.publish, by=other, edition=edition) == "Chỉ quản trị đợt được công bố kết quả."
    assert Campaign.objects.get().state == CampaignState.FINAL


def test_make_refuses_an_open_campaign_and_one_without_final_results(manager):
    campaign = small_campaign()
    assert refusal(editions.make, by=manager, campaign=campaign) == "Hãy khóa tự đánh giá trước khi lập bản so sánh."
    Campaign.objects.update(state=CampaignState.CLOSED)
    message = "Chưa có phiếu nào được chốt nên chưa có gì để so sánh."
    assert refusal(editions.make, by=manager, campaign=campaign) == message


@pytest.mark.slow
def test_publish_makes_the_edition_the_result_and_tells_the_provinces(manager):
    campaign = final_campaign(manager)
    edition = editions.publish(by=manager, edition=made(manager, campaign))
    campaign.refresh_from_db()
    assert (campaign.state, edition.published_by) == (CampaignState.PUBLISHED, manager)
    assert abs(timezone.now() - edition.published_at).total_seconds() < 60
    event = campaign.events.last()
    assert (event.verb, event.by, event.detail) == (CampaignVerb.PUBLISH, manager, "bản so sánh số 1")
    coordinators = {assessment.submitted_by_id for assessment in campaign.assessments.all()}
    assert coordinators <= set(Notice.objects.filter(campaign=campaign).values_list("user", flat=True))


@pytest.mark.slow
def test_publish_twice_is_refused(manager):
    edition = editions.publish(by=manager, edition=made(manager, final_campaign(manager)))
    assert refusal(editions.publish, by=manager, edition=edition) == "Bản so sánh này đã công bố."
    assert Campaign.objects.get().events.filter(verb=CampaignVerb.PUBLISH).count() == 1


@pytest.mark.slow
def test_publish_refuses_before_the_edition_is_ready(manager):
    edition = editions.make(by=manager, campaign=final_campaign(manager))
    message = "Bản so sánh chưa lập xong; hãy đợi rồi công bố."
    assert refusal(editions.publish, by=manager, edition=edition) == message


@pytest.mark.slow
def test_publish_refuses_before_the_campaign_is_final(manager):
    campaign = final_campaign(manager)
    Campaign.objects.update(state=CampaignState.CLOSED)
    message = "Hãy chốt kết quả của đợt trước khi công bố."
    assert refusal(editions.publish, by=manager, edition=made(manager, campaign)) == message


@pytest.mark.slow
def test_publish_refuses_an_edition_older_than_a_result(manager):
    campaign = final_campaign(manager)
    edition = made(manager, campaign)
    assessment = campaign.assessments.first()
    finalising.reopen(by=manager, assessment=assessment, reason="Nhầm minh chứng")
    message = "Còn 1 phiếu đã nộp mà chưa chốt; hãy chốt trước khi công bố."
    assert refusal(editions.publish, by=manager, edition=edition) == message
    score_now(finalising.finalise(by=manager, assessment=assessment))
    message = "Có 1 phiếu chốt lại sau khi lập bản này; hãy lập bản mới rồi công bố."
    assert refusal(editions.publish, by=manager, edition=edition) == message
    assert editions.publish(by=manager, edition=made(manager, campaign)).number == 2


@pytest.mark.slow
def test_correction_is_a_new_edition_with_a_reason_and_the_first_stays(manager):
    campaign = final_campaign(manager)
    first = editions.publish(by=manager, edition=made(manager, campaign))
    before = list(first.entries.values_list("assessment", "headline", "rank").order_by("assessment"))
    assessment = Assessment.objects.get(pk=before[0][0])
    finalising.reopen(by=manager, assessment=assessment, reason="Nhầm minh chứng")
    assessment.decisions.all().delete()
    reviewer = assessment.assignments.get().reviewer
    _reject_all(assessment, reviewer)
    score_now(finalising.finalise(by=manager, assessment=assessment))
    message = "Đợt đã công bố: bản đính chính cần có lý do."
    assert refusal(editions.make, by=manager, campaign=campaign) == message
    second = editions.publish(by=manager, edition=made(manager, campaign, reason=" Nhầm minh chứng "))
    assert (second.reason, second.number) == ("Nhầm minh chứng", 2)
    assert second.entries.get(assessment=assessment).headline == 0
    assert list(first.entries.values_list("assessment", "headline", "rank").order_by("assessment")) == before
    event = campaign.events.last()
    assert (event.verb, event.detail) == (CampaignVerb.CORRECT, "bản so sánh số 2: Nhầm minh chứng")


def _reject_all(assessment, reviewer) -> None:
    decide_all(assessment, reviewer, other={"A-1.1": REJECTED, "B-2": REJECTED})


@pytest.mark.slow
def test_later_edition_without_a_reason_is_no_correction(manager):
    campaign = final_campaign(manager)
    first, second = made(manager, campaign), made(manager, campaign)
    editions.publish(by=manager, edition=first)
    second.refresh_from_db()
    message = "Đợt đã công bố; muốn thay đổi, hãy lập bản đính chính có lý do."
    assert refusal(editions.publish, by=manager, edition=second) == message


@pytest.mark.slow
def test_report_is_asked_for_once_by_the_ministry(manager):
    edition = made(manager, final_campaign(manager))
    reviewer = user_as(Role.REVIEWER)
    first = editions.request_report(by=reviewer, edition=edition)
    assert editions.request_report(by=manager, edition=edition) == first
    assert (NationalReport.objects.count(), first.created_by, first.language) == (1, reviewer, "vi")


@pytest.mark.slow
def test_failed_report_is_tried_again_when_asked_for(manager):
    edition = made(manager, final_campaign(manager))
    NationalReport.objects.create(edition=edition, language="vi", status=WorkStatus.FAILED, failure="ValueError")
    editions.request_report(by=manager, edition=edition)
    assert [(report.status, report.failure) for report in NationalReport.objects.all()] == [(WorkStatus.QUEUED, "")]


@pytest.mark.slow
def test_report_that_says_draft_is_made_anew_on_publication(manager):
    edition = made(manager, final_campaign(manager))
    report = NationalReport.objects.create(
        edition=edition, status=WorkStatus.READY, file="reports/a.pdf", sha256="a" * 64, size=9, pages=3
    )
    editions.publish(by=manager, edition=edition)
    report.refresh_from_db()
    assert (report.status, report.file.name, report.pages) == (WorkStatus.QUEUED, "", 0)


@pytest.mark.slow
def test_report_is_refused_to_provinces_and_before_the_edition_is_ready(manager):
    campaign = final_campaign(manager)
    edition = editions.make(by=manager, campaign=campaign)
    message = "Bản so sánh chưa lập xong; hãy đợi rồi lập báo cáo."
    assert refusal(editions.request_report, by=manager, edition=edition) == message
    leader = user_as(Role.LEADER)
    with pytest.raises(NotAllowed, match=r"^Chỉ bộ được lập báo cáo toàn quốc\.$"):
        editions.request_report(by=leader, edition=edition)


@pytest.mark.slow
def test_open_assessments_keep_a_correction_back(manager):
    campaign = final_campaign(manager)
    submitted(campaign, "4", "10")
    edition = made(manager, campaign)
    message = "Còn 1 phiếu đã nộp mà chưa chốt; hãy chốt trước khi công bố."
    assert refusal(editions.publish, by=manager, edition=edition) == message


@pytest.mark.slow
def test_make_waits_for_the_scores(manager):
    campaign = final_campaign(manager)
    assessment = campaign.assessments.first()
    finalising.reopen(by=manager, assessment=assessment, reason="Nhầm minh chứng")
    snapshot = finalising.finalise(by=manager, assessment=assessment)
    message = "Còn 1 bản chấm điểm chưa tính xong; hãy đợi rồi lập bản so sánh."
    assert refusal(editions.make, by=manager, campaign=campaign) == message
    score_now(snapshot)
    assert made(manager, campaign).status == WorkStatus.READY


@pytest.mark.slow
def test_correction_older_than_what_is_published_is_refused(manager):
    campaign = final_campaign(manager)
    editions.publish(by=manager, edition=made(manager, campaign))
    older, newer = made(manager, campaign, reason="Sửa"), made(manager, campaign, reason="Sửa lại")
    editions.publish(by=manager, edition=newer)
    message = "Đã công bố một bản so sánh lập sau bản này; hãy lập bản đính chính mới."
    assert refusal(editions.publish, by=manager, edition=older) == message
