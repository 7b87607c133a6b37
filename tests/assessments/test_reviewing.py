from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import clarifications, finalising
from assessments.actions.reviews import decide
from assessments.enums import ReasonCode, Seat, Superseded, Verdict
from assessments.models import Answer, AnswerRevision, Assessment, Clarification, Decision, ReviewAssignment
from assessments.queries import filled
from assessments.reviewing import (
    National,
    agree,
    changed_since_return,
    last_round,
    national,
    open_clarifications,
    opened_codes,
    standing,
    unchanged,
    undecided,
    with_the_province,
)
from indicators.scoring import frame as scoring
from indicators.scoring.measures import RatioValue
from tests.factories import (
    REJECTED,
    MembershipFactory,
    asked,
    decide_all,
    evidence_document,
    open_assessment,
    reviewer_of,
    user_as,
)

from . import small
from .review_world import CODES, earlier, submitted_on_small

pytestmark = pytest.mark.django_db
EVERY_SEAT, NONE = frozenset(Seat), frozenset()


def today():
    return timezone.localdate()


def found_in(assessment):
    return filled(assessment, today())


def decision(verdict=Verdict.ACCEPTED, value=None):
    return Decision(code="A-1.1", verdict=verdict, value=value)


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def double(assessment):
    """Reviewed by two; the first and the second of them."""
    return reviewer_of(assessment, second=True)


# -- who sits where, and what it comes to ------------------------------------------------------------------------------


def test_without_reviewers_nothing_is_decided(assessment):
    where = standing(assessment)
    assert (where.is_double, where.is_unblinded) == (False, False)
    assert where.common("A-1.1") is None
    assert undecided(found_in(assessment), where) == CODES


def test_only_reviewers_decision_is_the_common_one(assessment):
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer, other={"A-1.2": REJECTED, "A-1.3": asked()})
    where = standing(assessment)
    assert where.common("A-1.2").verdict == Verdict.REJECTED
    assert undecided(found_in(assessment), where) == ["A-1.3"]
    assert where.seat_of(reviewer) == Seat.FIRST
    assert where.seat_of(user_as(Role.REVIEWER)) is None
    assert (where.has_handed_over(Seat.FIRST), where.differences(CODES)) == (False, [])


def test_two_reviewers_come_to_something_when_both_are_done_and_agree(assessment, double):
    decide_all(assessment, double[0])
    decide_all(assessment, double[1], Seat.SECOND, {"A-1.2": REJECTED}, finished=False)
    half = standing(assessment)
    assert (half.is_double, half.is_unblinded, half.common("A-1.1"), half.differences(CODES)) == (True, False, None, [])
    assert (half.has_handed_over(Seat.FIRST), half.has_handed_over(Seat.SECOND)) == (True, False)
    ReviewAssignment.objects.update(finished_at=timezone.now())
    whole = standing(assessment)
    assert whole.differences(CODES) == ["A-1.2"]
    assert whole.undecided(CODES) == ["A-1.2"]
    Decision.objects.create(
        assessment=assessment, code="A-1.2", seat=Seat.SETTLED, verdict=Verdict.ACCEPTED, answer_version=1
    )
    settled = standing(assessment)
    assert settled.common("A-1.2").seat == Seat.SETTLED
    assert (settled.undecided(CODES), settled.differences(CODES)) == ([], ["A-1.2"])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (None, None, False),
        (decision(), None, False),
        (None, decision(), False),
        (decision(), decision(), True),
        (decision(), decision(Verdict.REJECTED), False),
        (decision(Verdict.ADJUSTED, "1"), decision(Verdict.ADJUSTED, "1"), True),
        (decision(Verdict.ADJUSTED, "1"), decision(Verdict.ADJUSTED, "2"), False),
        (decision(Verdict.ASKED), decision(Verdict.ASKED), False),
        (decision(), decision(Verdict.ASKED), False),
    ],
)
def test_agreement_is_on_verdict_and_value_and_a_question_is_none(first, second, expected):
    assert agree(first, second) is expected


def test_decisions_reach_the_core_with_their_values(assessment):
    adjusted = {
        "verdict": Verdict.ADJUSTED,
        "reason": ReasonCode.WRONG_FIGURE,
        "value": {"numerator": "1", "denominator": "5"},
    }
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer, other={"A-1.2": REJECTED, "A-1.3": asked()})
    Decision.objects.filter(code="A-1.6").update(**adjusted)
    found = standing(assessment).reviews(found_in(assessment).catalogue)
    assert found == {
        **{code: scoring.Review(scoring.Verdict.ACCEPTED) for code in ("A-1.1", "A-1.4", "A-1.7", "B-2")},
        "A-1.2": scoring.Review(scoring.Verdict.REJECTED),
        "A-1.6": scoring.Review(scoring.Verdict.ADJUSTED, RatioValue(Decimal(1), Decimal(5))),
    }


def test_superseded_decisions_do_not_stand(assessment):
    decide_all(assessment, reviewer_of(assessment))
    gone = {"superseded_at": timezone.now(), "superseded_why": Superseded.WITHDRAWN}
    Decision.objects.filter(code="A-1.1").update(**gone)
    assert standing(assessment).undecided(CODES) == ["A-1.1"]


# -- who sees what -----------------------------------------------------------------------------------------------------


def seen_by(user, assessment):
    return standing(assessment).seats_shown(user, assessment)


def test_two_reviewers_see_nothing_of_each_other_before_both_are_done(assessment, double):
    first, second = double
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, finished=False)
    assert (seen_by(first, assessment), seen_by(second, assessment)) == ({Seat.FIRST}, {Seat.SECOND})
    ReviewAssignment.objects.update(finished_at=timezone.now())
    assert (seen_by(first, assessment), seen_by(second, assessment)) == (EVERY_SEAT, EVERY_SEAT)


def test_another_role_does_not_open_a_blind_reviewers_eyes(assessment, double):
    ministry = double[0].memberships.get().body
    for role in (Role.CAMPAIGN_MANAGER, Role.AUDITOR):
        MembershipFactory(user=double[0], body=ministry, role=role)
    first = type(double[0]).objects.get(pk=double[0].pk)
    assert seen_by(first, assessment) == {Seat.FIRST}


def test_only_reviewer_sees_all_seats(assessment):
    assert seen_by(reviewer_of(assessment), assessment) == EVERY_SEAT


def test_who_reads_reviews_sees_all_and_others_nothing_before_it_is_final(assessment):
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer)
    other = user_as(Role.REVIEWER)
    people = {role: user_as(role, assessment.province) for role in Role if role != Role.REVIEWER}
    before = {role: seen_by(person, assessment) for role, person in people.items()}
    readers = {Role.CAMPAIGN_MANAGER: EVERY_SEAT, Role.AUDITOR: EVERY_SEAT}
    provincial = dict.fromkeys((Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER), NONE)
    assert before == {**readers, **provincial}
    assert seen_by(other, assessment) == NONE
    finalising.finalise(by=people[Role.CAMPAIGN_MANAGER], assessment=assessment)
    final = Assessment.objects.get(pk=assessment.pk)
    assert seen_by(other, final) == EVERY_SEAT
    assert {role: seen_by(person, final) for role, person in people.items()} == before


def test_reviewer_whose_role_was_taken_away_sees_nothing(assessment, double):
    for person in double:
        person.memberships.all().delete()
    first = type(double[0]).objects.get(pk=double[0].pk)
    assert seen_by(first, assessment) == NONE
    ReviewAssignment.objects.update(finished_at=timezone.now())
    assert seen_by(first, assessment) == NONE


def test_standing_limited_to_a_seat_has_nothing_of_the_others(assessment, double):
    decide_all(assessment, double[0])
    decide_all(assessment, double[1], Seat.SECOND, {"A-1.2": REJECTED})
    limited = standing(assessment).limited_to({Seat.FIRST})
    assert list(limited.decisions[Seat.FIRST]) == CODES
    assert limited.decisions[Seat.SECOND] == {}
    assert limited.is_double


# -- the clarification round ------------------------------------------------------------------------------------------


def test_leaves_asked_about_and_those_that_hang_on_them_are_open(assessment):
    reviewer = reviewer_of(assessment)
    catalogue = found_in(assessment).catalogue
    for code in ("A-1.2", "A-1.3"):
        decide(by=reviewer, assessment=assessment, code=code, judgement=asked(), seen=0)
    assert [question.code for question in open_clarifications(assessment)] == ["A-1.2", "A-1.3"]
    assert opened_codes(assessment, catalogue) == set()
    assert with_the_province(assessment, catalogue) == set()
    clarifications.send_back(by=reviewer, assessment=assessment, until=today() + timedelta(days=7))
    returned = Assessment.objects.with_campaign().get(pk=assessment.pk)
    assert with_the_province(returned, catalogue) == {"A-1.2", "A-1.3", "A-1.5"}
    Clarification.objects.filter(code="A-1.2").update(closed_at=timezone.now())
    assert opened_codes(returned, catalogue) == {"A-1.3"}


def test_nothing_has_changed_where_nothing_was_sent_back(assessment):
    assert changed_since_return(assessment, found_in(assessment), Seat) == set()


def test_edited_evidenced_and_explained_leaves_have_changed_since_the_return(assessment):
    reviewer = reviewer_of(assessment)
    decide_all(assessment, reviewer, finished=False)
    now = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(returned_at=now)
    Answer.objects.filter(code="A-1.1").update(updated_at=now + timedelta(seconds=1))
    Answer.objects.filter(code="A-1.2").update(updated_at=now - timedelta(seconds=1))
    for code, why in (("A-1.3", Superseded.CLARIFIED), ("A-1.4", Superseded.WITHDRAWN)):
        fallen = {"superseded_at": now + timedelta(seconds=1), "superseded_why": why}
        Decision.objects.filter(code=code).update(**fallen)
    with_evidence(assessment, "A-1.7")
    assessment.refresh_from_db()
    found = found_in(assessment)
    assert changed_since_return(assessment, found, [Seat.FIRST]) == {"A-1.1", "A-1.3", "A-1.7"}
    assert changed_since_return(assessment, found, [Seat.SECOND]) == {"A-1.1", "A-1.7"}


def with_evidence(assessment, code):
    """A document, put there as if the leaf had been open."""
    state = assessment.state
    Assessment.objects.filter(pk=assessment.pk).update(state="draft", submitted_at=None, submitted_by=None)
    evidence_document(assessment, user_as(Role.COORDINATOR, assessment.province), code)
    handed = {"submitted_at": assessment.submitted_at, "submitted_by": assessment.submitted_by}
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **handed)


# -- the last round ----------------------------------------------------------------------------------------------------


def test_there_is_no_last_round_without_one_that_was_handed_in(assessment):
    assert last_round(assessment, today()) is None
    assert unchanged(found_in(assessment), None) == []
    open_assessment(assessment.province, opens_on=today() - timedelta(days=400))
    assert last_round(assessment, today()) is None


def test_last_round_is_the_latest_earlier_one_of_the_same_province(assessment):
    long_ago, last = earlier(assessment), earlier(assessment)
    campaign = long_ago.campaign
    campaign.opens_on -= timedelta(days=365)
    campaign.save()
    earlier(submitted_on_small())
    assert last_round(assessment, today()).assessment == last


def test_verdicts_of_a_last_round_count_once_it_is_final(assessment):
    last = earlier(assessment)
    decide_all(last, reviewer_of(last), other={"A-1.6": REJECTED})
    assert last_round(assessment, today()).verdict("A-1.6") is None
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=last)
    assert last_round(assessment, today()).verdict("A-1.6").verdict == Verdict.REJECTED


def test_unchanged_is_what_says_the_same_with_its_evidence(assessment):
    """A-1.1 and A-1.2 lack evidence, A-1.4 is "not applicable" and was never accepted, B-2 says something else."""
    earlier(assessment, B_2=Decimal(9))
    last = last_round(assessment, today())
    assert unchanged(found_in(assessment), last) == ["A-1.3", "A-1.6", "A-1.7"]
    with_evidence(assessment, "A-1.2")
    assert unchanged(found_in(assessment), last) == ["A-1.2", "A-1.3", "A-1.6", "A-1.7"]


def test_unchanged_leaves_out_what_was_rejected_or_adjusted(assessment):
    last = earlier(assessment)
    decide_all(last, reviewer_of(last), other={"A-1.6": REJECTED})
    adjusted = {"verdict": Verdict.ADJUSTED, "reason": ReasonCode.WRONG_FIGURE, "value": ["a", "b"]}
    Decision.objects.filter(code="A-1.3").update(**adjusted)
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=last)
    assert unchanged(found_in(assessment), last_round(assessment, today())) == ["A-1.4", "A-1.7", "B-2"]


def test_unchanged_leaves_out_questions_that_are_worded_otherwise(assessment):
    earlier(assessment)
    last = last_round(assessment, today())
    theme = small.GUIDANCE["themes"][0]
    recommendation = theme["recommendations"][0]
    reworded = [
        {**question, "prompt": "Tỷ lệ mới?"} if question["code"] == "A-1.6" else question
        for question in recommendation["questions"]
    ]
    guidance = {
        **small.GUIDANCE,
        "themes": [{**theme, "recommendations": [{**recommendation, "questions": reworded}]}],
    }
    other = small.campaign(guidance)
    assessment.campaign.guidance = other.guidance
    assert unchanged(found_in(assessment), last) == ["A-1.3", "A-1.7", "B-2"]


def test_what_is_not_answered_is_not_unchanged(assessment):
    earlier(assessment)
    AnswerRevision.objects.filter(answer__assessment=assessment, answer__code="A-1.3").delete()
    Answer.objects.filter(assessment=assessment, code="A-1.3").delete()
    cleared = {"is_given": False, "ticked": "", "numerator": None, "denominator": None}
    Answer.objects.filter(assessment=assessment, code="A-1.6").update(**cleared)
    assert unchanged(found_in(assessment), last_round(assessment, today())) == ["A-1.7", "B-2"]


# -- the national middle -----------------------------------------------------------------------------------------------


def middle(assessment, code):
    return national(assessment, found_in(assessment).catalogue, code, today())


def same_campaign(assessment, **changed):
    """Another province's answers in the same campaign."""
    other = submitted_on_small(**changed)
    Assessment.objects.filter(pk=other.pk).update(campaign=assessment.campaign)


def test_national_median_of_scores_and_of_shares(assessment):
    same_campaign(assessment, A_1_6=RatioValue(Decimal(1), Decimal(2)))
    same_campaign(assessment, A_1_6=RatioValue(Decimal(4), Decimal(5)))
    submitted_on_small(A_1_6=RatioValue(Decimal(5), Decimal(5)))
    assert middle(assessment, "A-1.6") == National(3, Decimal(50), Decimal(50))


def test_national_median_of_an_even_number_lies_between(assessment):
    same_campaign(assessment, B_2=Decimal(12))
    assert middle(assessment, "B-2") == National(2, Decimal(70), Decimal("9.5"))


def test_national_median_of_levels_has_no_value(assessment):
    same_campaign(assessment, A_1_1="4")
    assert middle(assessment, "A-1.1") == National(2, Decimal(75), None)


def test_national_median_leaves_out_whom_it_does_not_concern(assessment):
    assert middle(assessment, "A-1.4") == National(0, None, None)
    assert middle(assessment, "A-1.5") == National(0, None, None)


def test_national_median_leaves_out_drafts(assessment):
    same_campaign(assessment, B_2=Decimal(12))
    gone = {"state": "draft", "submitted_at": None, "submitted_by": None}
    Assessment.objects.exclude(pk=assessment.pk).update(**gone)
    assert middle(assessment, "B-2").count == 1


def test_fed_indicator_takes_its_questions_value_into_the_median(assessment):
    assert middle(assessment, "B-1") == National(1, Decimal(50), Decimal(25))


def test_national_median_asks_one_query(assessment, django_assert_num_queries):
    catalogue = found_in(assessment).catalogue
    for _province in range(2):
        with django_assert_num_queries(1):
            national(assessment, catalogue, "A-1.5", today())
        same_campaign(assessment)
