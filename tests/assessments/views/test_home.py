from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import AssessmentState
from tests.factories import UserFactory, answer_all, assessment_in, open_assessment, user_as

pytestmark = pytest.mark.django_db
HOME = reverse("home")


def test_home_of_a_province_leads_to_what_is_due(client):
    assessment = open_assessment()
    client.force_login(user_as(Role.CONTRIBUTOR, assessment.province))
    response = client.get(HOME)
    assert [task.assessment for task in response.context["open_tasks"]] == [assessment]
    assert reverse("overview", args=[assessment.pk]) in response.content.decode()
    assert "còn 30 ngày" in response.content.decode()


def test_home_shows_no_other_province(client):
    theirs = open_assessment()
    client.force_login(user_as(Role.CONTRIBUTOR))
    response = client.get(HOME)
    assert response.context["open_tasks"] == []
    assert theirs.province.name not in response.content.decode()


def test_home_of_somebody_without_a_role_says_what_to_do(client):
    client.force_login(UserFactory())
    response = client.get(HOME)
    assert "Hiện không có phiếu nào đang mở" in response.content.decode()


@pytest.mark.slow
def test_home_lists_submitted_assessments_as_past(client):
    submitted = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(user_as(Role.LEADER, submitted.province))
    response = client.get(HOME)
    assert [row.assessment for row in response.context["past"]] == [submitted]


def test_home_before_the_opening_day_says_so_and_leads_nowhere(client):
    assessment = open_assessment()
    campaign = assessment.campaign
    campaign.opens_on = timezone.localdate() + timedelta(days=1)
    campaign.save()
    client.force_login(user_as(Role.CONTRIBUTOR, assessment.province))
    text = client.get(HOME).content.decode()
    assert "Đợt đánh giá chưa mở hoặc đã kết thúc." in text
    assert "Tiếp tục:" not in text


def test_home_of_a_leader_offers_to_read(client):
    assessment = open_assessment()
    client.force_login(user_as(Role.LEADER, assessment.province))
    text = client.get(HOME).content.decode()
    assert "Xem phiếu" in text
    assert "Tiếp tục:" not in text
    overview = client.get(reverse("overview", args=[assessment.pk])).content.decode()
    assert reverse("check", args=[assessment.pk]) not in overview


@pytest.mark.slow
def test_home_after_submission_says_what_follows(client):
    submitted = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(user_as(Role.COORDINATOR, submitted.province))
    assert "Phiếu của đợt đang mở đã nộp" in client.get(HOME).content.decode()


@pytest.mark.slow
def test_demonstration_data_is_marked(client):
    assessment = open_assessment(is_demonstration=True)
    client.force_login(user_as(Role.CONTRIBUTOR, assessment.province))
    pages = [HOME, reverse("overview", args=[assessment.pk]), reverse("section", args=[assessment.pk, "IOC-6"])]
    for url in [*pages, reverse("check", args=[assessment.pk])]:
        assert "Dữ liệu minh họa" in client.get(url).content.decode(), url


def test_real_data_is_not_marked_as_a_demonstration(client):
    assessment = open_assessment()
    client.force_login(user_as(Role.CONTRIBUTOR, assessment.province))
    assert "inh họa" not in client.get(HOME).content.decode()


@pytest.mark.slow
def test_overview_counts_what_is_answered(client, django_assert_num_queries):
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    client.force_login(coordinator)
    url = reverse("overview", args=[assessment.pk])
    assert client.get(url).context["progress"].answered == 0
    answer_all(assessment, coordinator)
    progress = client.get(url).context["progress"]
    assert progress.answered == progress.asked > 140
    with django_assert_num_queries(13):
        client.get(url)
