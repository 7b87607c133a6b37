from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import clarifications
from assessments.actions.reviews import decide
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign
from assessments.tasks import score_now
from tests.assessments.review_world import submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import ProvinceFactory, asked, finalised, reviewer_of, user_as

pytestmark = pytest.mark.django_db
HOME = reverse("home")


@pytest.fixture
def province():
    return ProvinceFactory()


def returned_in(province):
    assessment = submitted_on_small(province)
    reviewer = reviewer_of(assessment)
    for code in ("A-1.1", "B-2"):
        decide(by=reviewer, assessment=assessment, code=code, judgement=asked(), seen=0)
    clarifications.send_back(by=reviewer, assessment=assessment, until=timezone.localdate() + timedelta(days=5))
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def home(client, role, province):
    client.force_login(user_as(role, province))
    return client.get(HOME)


def test_returned_assessment_is_the_first_task(client, province):
    assessment = returned_in(province)
    response = home(client, Role.COORDINATOR, province)
    [task] = response.context["returned_tasks"]
    assert (task.assessment, task.days_left, len(task.questions), task.unreplied) == (assessment, 5, 2, 2)
    text = response.content.decode()
    assert "Bộ yêu cầu giải trình 2 nội dung; còn 2 nội dung chưa trả lời." in text
    assert "Giải trình 2 câu" in text
    assert reverse("clarifications", args=[assessment.pk]) in text
    assert "Hiện không có phiếu nào đang mở" not in text


def test_replied_questions_are_to_be_handed_in(client, province):
    assessment = returned_in(province)
    coordinator = user_as(Role.COORDINATOR, province)
    for question in assessment.clarifications.all():
        clarifications.reply(by=coordinator, assessment=assessment, pk=question.pk, text="Đây.")
    assert "Xem lại và nộp giải trình" in home(client, Role.COORDINATOR, province).content.decode()


@pytest.mark.slow
def test_leader_is_offered_to_read(client, province):
    returned_in(province)
    text = home(client, Role.LEADER, province).content.decode()
    assert "Xem yêu cầu giải trình" in text
    assert "Giải trình 2 câu" not in text


def test_day_that_has_passed_is_said(client, province):
    assessment = returned_in(province)
    Assessment.objects.filter(pk=assessment.pk).update(clarify_until=timezone.localdate() - timedelta(days=2))
    text = home(client, Role.COORDINATOR, province).content.decode()
    assert "quá hạn 2 ngày" in text
    assert "Đã quá hạn giải trình" in text


def test_extended_draft_of_a_closed_campaign_stays_a_task(client, province):
    assessment = open_assessment_on_small(province)
    Campaign.objects.filter(pk=assessment.campaign_id).update(state=CampaignState.CLOSED)
    assert home(client, Role.COORDINATOR, province).context["open_tasks"] == []
    later = assessment.campaign.submit_by + timedelta(days=3)
    Assessment.objects.filter(pk=assessment.pk).update(extended_to=later, extension_reason="Bão số 5.")
    [task] = home(client, Role.COORDINATOR, province).context["open_tasks"]
    assert (task.days_left, task.why_not_open, task.may_edit) == (33, "", True)


def test_submitted_of_a_closed_campaign_waits_for_the_ministry(client, province):
    assessment = submitted_on_small(province)
    Campaign.objects.filter(pk=assessment.campaign_id).update(state=CampaignState.CLOSED)
    assert home(client, Role.LEADER, province).context["is_submitted"] is True


@pytest.mark.slow
def test_final_result_stands_beside_the_submission(client, province):
    assessment = submitted_on_small(province)
    score_now(assessment.snapshots.get())
    verified = finalised(assessment)
    score_now(verified)
    response = home(client, Role.LEADER, province)
    [row] = response.context["past"]
    assert (row.assessment.state, row.verified, row.submission.purpose) == (
        AssessmentState.FINAL,
        verified,
        "submission",
    )
    assert reverse("snapshot", args=[verified.pk]) in response.content.decode()
    assert str(row.verified.verified).replace(".", ",") in response.content.decode()


@pytest.mark.slow
def test_nothing_of_another_province(client, province):
    other = returned_in(ProvinceFactory(name="Tỉnh khác"))
    finalised(submitted_on_small(other.province))
    response = home(client, Role.COORDINATOR, province)
    assert (response.context["returned_tasks"], response.context["past"]) == ([], [])
    assert "Tỉnh khác" not in response.content.decode()


@pytest.mark.slow
def test_home_asks_the_same_number_of_queries_for_one_returned_and_for_many(
    client, province, django_assert_num_queries
):
    returned_in(province)
    client.force_login(user_as(Role.COORDINATOR, province))
    client.get(HOME)
    with django_assert_num_queries(7):
        client.get(HOME)
    for _number in range(3):
        returned_in(province)
    with django_assert_num_queries(7):
        client.get(HOME)
