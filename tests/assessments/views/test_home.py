import pytest
from django.urls import reverse

from accounts.provinces import load_provinces
from accounts.roles import Role
from assessments.actions.campaigns import open_campaign
from assessments.enums import AssessmentState, CampaignState
from tests.factories import CampaignFactory, UserFactory, answer_all, assessment_in, open_assessment, user_as

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


def test_home_lists_submitted_assessments_as_past(client):
    submitted = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(user_as(Role.LEADER, submitted.province))
    response = client.get(HOME)
    assert [task.assessment for task in response.context["past_tasks"]] == [submitted]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR])
def test_home_of_the_ministry_lists_all_provinces(client, role):
    load_provinces()
    open_campaign(by=None, campaign=CampaignFactory(state=CampaignState.DRAFT))
    client.force_login(user_as(role))
    response = client.get(HOME)
    names = [row.assessment.province.name for row in response.context["rows"]]
    assert len(names) == 34
    assert "Đồng Nai" in response.content.decode()


def test_home_of_the_ministry_without_a_campaign_is_empty(client):
    client.force_login(user_as(Role.AUDITOR))
    response = client.get(HOME)
    assert response.context["rows"] == []


def test_home_of_the_ministry_asks_the_same_number_of_queries_for_one_and_for_34(client, django_assert_num_queries):
    reviewer = user_as(Role.REVIEWER)
    first = assessment_in(AssessmentState.SUBMITTED)
    first.campaign.opens_on = first.campaign.opens_on.replace(year=first.campaign.opens_on.year - 1)
    first.campaign.save()
    client.force_login(reviewer)
    client.get(HOME)
    with django_assert_num_queries(7):
        client.get(HOME)
    load_provinces()
    open_campaign(by=None, campaign=CampaignFactory(state=CampaignState.DRAFT))
    with django_assert_num_queries(7):
        client.get(HOME)


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


def test_overview_counts_what_is_answered(client, django_assert_num_queries):
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    client.force_login(coordinator)
    url = reverse("overview", args=[assessment.pk])
    assert client.get(url).context["progress"].answered == 0
    answer_all(assessment, coordinator)
    progress = client.get(url).context["progress"]
    assert progress.answered == progress.asked > 140
    with django_assert_num_queries(7):
        client.get(url)
