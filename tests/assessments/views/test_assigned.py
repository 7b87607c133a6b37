from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import assigning, clarifications, finalising
from assessments.actions.reviews import decide, settle
from assessments.enums import CampaignState, Seat
from assessments.models import Assessment, Campaign, Decision, ReviewAssignment
from assessments.views.assigned import assigned
from tests.assessments.review_world import submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import ACCEPTED, REJECTED, asked, decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db
HOME = reverse("home")


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def reviewer(assessment):
    return reviewer_of(assessment)


def give(assessment, reviewer):
    assigning.assign(by=user_as(Role.CAMPAIGN_MANAGER), assessment=assessment, first=reviewer, second=None)
    return assessment


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_others_are_assigned_to_nothing(role):
    assert assigned(user_as(role)) is None


def test_reviewer_without_an_assignment_is_told_to_wait(client):
    user = user_as(Role.REVIEWER)
    assert assigned(user) == []
    client.force_login(user)
    assert "Bạn chưa được phân công thẩm định phiếu nào." in client.get(HOME).content.decode()


def test_assignment_shows_how_far_it_has_come(assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)
    [row] = assigned(reviewer)
    assert (row.assessment, row.progress, row.changed) == (assessment, (1, 7), 0)
    assert (row.due, row.is_open, row.is_with_the_province) == (assessment.campaign.review_by, True, False)


def test_decisions_of_the_other_seat_do_not_count(assessment):
    double = reviewer_of(assessment, second=True)
    decide_all(assessment, double[1], Seat.SECOND)
    assert [row.progress for row in assigned(double[0])] == [(0, 7)]
    assert [(row.progress, row.is_open) for row in assigned(double[1])] == [((7, 7), False)]


def test_returned_assessment_shows_its_day_and_what_came_back(assessment, reviewer):
    decide_all(assessment, reviewer, finished=False)
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=None)
    until = timezone.localdate() + timedelta(days=7)
    clarifications.send_back(by=reviewer, assessment=assessment, until=until)
    [row] = assigned(reviewer)
    assert (row.due, row.is_with_the_province, row.is_open, row.changed) == (until, True, True, 0)
    Assessment.objects.update(clarify_until=timezone.localdate() - timedelta(days=1))
    clarifications.resume(by=reviewer, assessment=assessment)
    [row] = assigned(reviewer)
    assert (row.is_with_the_province, row.progress, row.changed) == (False, (6, 7), 1)
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)
    assert [(row.progress, row.changed) for row in assigned(reviewer)] == [((7, 7), 0)]


def test_draft_waits_for_the_province(reviewer):
    give(open_assessment_on_small(), reviewer)
    assert [row.is_open for row in assigned(reviewer)] == [True, False]


def test_decision_on_what_is_no_longer_asked_does_not_count_twice(assessment, reviewer):
    decide_all(assessment, reviewer)
    Assessment.objects.update(to_review=5)
    assert [row.progress for row in assigned(reviewer)] == [(5, 5)]


def test_ended_campaigns_are_left_out(assessment, reviewer):
    decide_all(assessment, reviewer)
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=assessment)
    Campaign.objects.update(state=CampaignState.PUBLISHED)
    assert assigned(reviewer) == []


def test_what_was_opened_again_in_an_ended_campaign_is_there(assessment, reviewer):
    manager = user_as(Role.CAMPAIGN_MANAGER)
    decide_all(assessment, reviewer)
    finalising.finalise(by=manager, assessment=assessment)
    Campaign.objects.update(state=CampaignState.PUBLISHED)
    finalising.reopen(by=manager, assessment=assessment, reason="Nhầm minh chứng")
    assert [(row.assessment, row.is_open) for row in assigned(reviewer)] == [(assessment, True)]


def test_home_of_a_reviewer_leads_to_the_next_leaf(client, assessment, reviewer):
    client.force_login(reviewer)
    text = client.get(HOME).content.decode()
    assert "Phiếu được phân công" in text
    assert reverse("review_next", args=[assessment.pk]) in text
    assert "0/7" in text
    ReviewAssignment.objects.update(finished_at=timezone.now())
    text = client.get(HOME).content.decode()
    assert "Đã thẩm định xong" in text
    assert reverse("review_next", args=[assessment.pk]) not in text


def test_assignments_of_a_demonstration_are_marked(client, assessment, reviewer):
    client.force_login(reviewer)
    assert "Dữ liệu minh họa" not in client.get(HOME).content.decode()
    Campaign.objects.update(is_demonstration=True)
    assert "Dữ liệu minh họa" in client.get(HOME).content.decode()


def test_first_reviewer_is_led_to_what_is_to_be_settled(client, assessment, django_assert_num_queries):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    assert [row.to_settle for row in assigned(first)] == [0], "the other has not finished"
    decide_all(assessment, second, Seat.SECOND, {"A-1.1": REJECTED})
    with django_assert_num_queries(4):
        assert [row.to_settle for row in assigned(first)] == [1]
    assert [row.to_settle for row in assigned(second)] == [0]
    client.force_login(first)
    page = client.get(HOME).content.decode()
    assert "Thống nhất 1 câu" in page
    assert reverse("review_differences", args=[assessment.pk]) in page
    settle(by=first, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    assert [row.to_settle for row in assigned(first)] == [0]


def test_assignments_take_three_queries_however_many(assessment, reviewer, django_assert_num_queries):
    assert reviewer.roles
    for _more in range(2):
        decide_all(assessment, reviewer, finished=False)
        with django_assert_num_queries(3):
            assert assigned(reviewer)
        Decision.objects.all().delete()
        give(submitted_on_small(), reviewer)
