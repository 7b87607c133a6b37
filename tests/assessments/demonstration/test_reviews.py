"""The made-up review: every leaf decided, some by two, differences settled, results final and lower or equal."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.demonstration import reviews
from assessments.demonstration.accounts import ACCOUNTS, make_accounts
from assessments.enums import AssessmentState, Purpose, Seat, Verdict
from assessments.models import Assessment, Decision
from assessments.queries import filled
from assessments.reviewing import standing, undecided
from tests.factories import ProvinceFactory, open_assessment, user_as
from tests.world import handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_of_one():
    """A submitted assessment of the demonstration's province, with the demonstration's accounts."""
    province = ProvinceFactory(code="48", name="Đà Nẵng")
    make_accounts("mat-khau-thu-1")
    return handed_in(province, user_as(Role.COORDINATOR, province))


@pytest.mark.slow
def test_review_decides_every_leaf_and_makes_the_result_final(round_of_one):
    reviews.review_round(round_of_one.campaign)
    assessment = Assessment.objects.with_campaign().get(pk=round_of_one.pk)
    assert undecided(filled(assessment, timezone.localdate()), standing(assessment)) == []
    assert (assessment.state, assessment.finalised_by.email) == (AssessmentState.FINAL, reviews.MANAGER.email)
    submission, verified = (assessment.snapshots.get(purpose=p) for p in (Purpose.SUBMISSION, Purpose.VERIFIED))
    assert verified.verified < submission.claimed


@pytest.mark.slow
def test_review_of_each_fifth_is_double_and_settled(round_of_one):
    reviews.review_round(round_of_one.campaign)
    where = standing(round_of_one)
    assert where.is_unblinded
    differing = where.differences(where.decisions[Seat.FIRST])
    assert differing
    assert set(where.decisions[Seat.SETTLED]) == set(differing)


@pytest.mark.slow
def test_review_rejects_only_claims(round_of_one):
    reviews.review_round(round_of_one.campaign)
    found = filled(round_of_one, timezone.localdate())
    rejected = Decision.objects.filter(verdict=Verdict.REJECTED).values_list("code", flat=True)
    assert rejected
    assert all(found.results[code].score for code in rejected)


@pytest.mark.slow
def test_begun_review_has_decided_on_a_part(round_of_one):
    reviews.begin_review(round_of_one.campaign, share=0.4)
    decided = Decision.objects.filter(seat=Seat.FIRST).count()
    assert decided == round(0.4 * Assessment.objects.get(pk=round_of_one.pk).to_review)
    assert not Decision.objects.filter(seat=Seat.SECOND).exists()
    assert Assessment.objects.get().state == AssessmentState.SUBMITTED


@pytest.mark.slow
def test_reviewers_are_the_account_and_two_who_cannot_sign_in(round_of_one):
    people = reviews.reviewers_of_the_ministry()
    assert [person.email for person in people] == [reviews.REVIEWER.email, *(email for email, _name in reviews.OTHERS)]
    assert [person.has_usable_password() for person in people] == [True, False, False]
    assert reviews.reviewers_of_the_ministry() == people, "made once"
    assert reviews.REVIEWER in ACCOUNTS


@pytest.mark.slow
def test_unsubmitted_assessments_are_left_alone(round_of_one):
    draft = open_assessment()
    reviews.review_round(draft.campaign)
    assert not draft.assignments.exists()
