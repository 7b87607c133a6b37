import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.tasks import score_now
from tests.assessments.approval_world import drafted
from tests.assessments.review_world import submitted_on_small
from tests.factories import ProvinceFactory, finalised, user_as

pytestmark = pytest.mark.django_db
HOME = reverse("home")


@pytest.fixture
def province():
    return ProvinceFactory()


def home(client, user):
    client.force_login(user)
    return client.get(HOME)


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


def test_results_are_for_leaders_only(client, province):
    score_now(submitted_on_small(province).snapshots.get())
    for role in (Role.COORDINATOR, Role.CONTRIBUTOR):
        assert home(client, user_as(role, province)).context["results"] == []
    assert len(home(client, user_as(Role.LEADER, province)).context["results"]) == 1


def test_home_takes_as_many_queries_for_one_result_as_for_many(client, province, django_assert_num_queries):
    first = submitted_on_small(province)
    score_now(first.snapshots.get())
    first_verified = finalised(first)
    score_now(first_verified)
    more = submitted_on_small(province)
    score_now(more.snapshots.get())
    leader = user_as(Role.LEADER, province)
    home(client, leader)
    with django_assert_num_queries(7):
        home(client, leader)
