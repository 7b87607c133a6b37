from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.models import Campaign
from assessments.tasks import score_now
from tests.assessments.approval_world import drafted
from tests.assessments.review_world import submitted_on_small
from tests.factories import BodyFactory, MembershipFactory, ProvinceFactory, finalised, user_as

pytestmark = pytest.mark.django_db
HOME = reverse("home")


@pytest.fixture
def province():
    return ProvinceFactory()


def home(client, user):
    client.force_login(user)
    return client.get(HOME)


@pytest.mark.slow
def test_what_waits_for_the_leader_comes_first(client):
    draft = drafted()
    assert home(client, draft.leader).context["approval_tasks"] == []
    draft.ask()
    response = home(client, draft.leader)
    assert [task.assessment for task in response.context["approval_tasks"]] == [draft.assessment]
    assert response.context["open_tasks"] == []
    text = response.content.decode()
    assert reverse("approval", args=[draft.assessment.pk]) in text
    assert "Hiện không có phiếu nào đang mở" not in text


def test_coordinator_sees_where_the_approval_is(client):
    draft = drafted()
    asked = draft.ask()
    assert "Chờ lãnh đạo duyệt" in home(client, draft.coordinator).content.decode()
    draft.approve(asked)
    text = home(client, draft.coordinator).content.decode()
    assert ("Lãnh đạo đã duyệt" in text, "Kiểm tra và nộp" in text) == (True, True)


@pytest.mark.slow
def test_result_is_the_verified_one_with_its_links(client, province):
    assessment = submitted_on_small(province)
    leader = user_as(Role.LEADER, province)
    assert home(client, leader).context["results"] == [], "not scored yet"
    score_now(assessment.snapshots.get())
    [result] = home(client, leader).context["results"]
    assert (result.is_verified, result.score, result.brief) == (False, result.snapshot.claimed, None)
    verified = finalised(assessment)
    score_now(verified)
    response = home(client, leader)
    [result] = response.context["results"]
    assert (result.is_verified, result.snapshot, result.score == result.snapshot.verified) == (True, verified, True)
    text = response.content.decode()
    assert reverse("planning:gaps", args=[verified.pk]) in text
    assert reverse("planning:plan", args=[assessment.pk]) in text


@pytest.mark.slow
def test_results_are_for_leaders_only(client, province):
    score_now(submitted_on_small(province).snapshots.get())
    for role in (Role.COORDINATOR, Role.CONTRIBUTOR):
        assert home(client, user_as(role, province)).context["results"] == []
    assert len(home(client, user_as(Role.LEADER, province)).context["results"]) == 1


def scored_in(province):
    assessment = submitted_on_small(province)
    score_now(assessment.snapshots.get())
    return assessment


def test_a_submission_after_the_verified_result_stands_beside_it(client, province):
    older, newest = scored_in(province), scored_in(province)
    score_now(finalised(older))
    Campaign.objects.filter(pk=older.campaign_id).update(submit_by=older.campaign.submit_by - timedelta(days=1))
    found = home(client, user_as(Role.LEADER, province)).context["results"]
    assert [(result.assessment, result.is_verified) for result in found] == [(newest, False), (older, True)]


@pytest.mark.slow
def test_home_takes_as_many_queries_for_one_result_as_for_many(client, province, django_assert_num_queries):
    scored_in(province)
    leader = user_as(Role.LEADER, province)
    home(client, leader)
    with django_assert_num_queries(8):
        assert len(client.get(HOME).context["results"]) == 1
    MembershipFactory(user=leader, role=Role.LEADER, body=BodyFactory(province=scored_in(ProvinceFactory()).province))
    with django_assert_num_queries(8):
        assert len(client.get(HOME).context["results"]) == 2
