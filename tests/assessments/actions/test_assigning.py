from collections import Counter

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.assigning import assign, share_out
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Seat, Verb, Verdict
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, Clarification, ReviewAssignment
from tests.assessments.rounds import at, decided, filed, round_of, seated
from tests.factories import UserFactory, user_as

from .together import at_once, one_after_the_other

pytestmark = pytest.mark.django_db

MANAGERS_ONLY = "Chỉ quản trị đợt được phân công thẩm định."
NOBODY = [*(role for role in Role if role != Role.CAMPAIGN_MANAGER), None]


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def refusal(act, error: type[Refusal] = Refusal) -> str:
    with pytest.raises(error) as refused:
        act()
    assert type(refused.value) is error
    return str(refused.value)


def reviewers(number: int) -> list:
    return [user_as(Role.REVIEWER) for _place in range(number)]


def seats_of(assessment) -> dict:
    return {Seat(row.seat): row.reviewer for row in assessment.assignments.all()}


# -- one assessment --------------------------------------------------------------------------------------------------


def test_assign_seats_two_people_and_records_it(manager):
    assessment, (one, two) = at(round_of(1), 1), reviewers(2)
    assign(by=manager, assessment=assessment, first=one, second=two)
    assert seats_of(assessment) == {Seat.FIRST: one, Seat.SECOND: two}
    event = assessment.events.get()
    assert (event.verb, event.by, event.detail) == (Verb.ASSIGN, manager, f"{one}, {two}")


@pytest.mark.slow
def test_assign_replaces_empties_and_swaps(manager):
    assessment, (one, two, three) = at(round_of(1), 1), reviewers(3)
    assign(by=manager, assessment=assessment, first=one, second=two)
    assign(by=manager, assessment=assessment, first=two, second=one)
    assert seats_of(assessment) == {Seat.FIRST: two, Seat.SECOND: one}
    assign(by=manager, assessment=assessment, first=three, second=None)
    assert seats_of(assessment) == {Seat.FIRST: three}
    assign(by=manager, assessment=assessment, first=None, second=None)
    assert seats_of(assessment) == {}
    assert assessment.events.count() == 4


def test_assigning_the_same_again_changes_nothing(manager):
    assessment, (one,) = at(round_of(1), 1), reviewers(1)
    for _time in range(2):
        assign(by=manager, assessment=assessment, first=one, second=None)
    assert assessment.events.count() == 1


def test_who_stays_seated_has_finished_if_they_had(manager):
    assessment, (one, two) = at(round_of(1), 1), reviewers(2)
    seated(assessment, one, finished=True)
    assign(by=manager, assessment=assessment, first=one, second=two)
    found = {row.reviewer: row.finished_at is not None for row in assessment.assignments.all()}
    assert found == {one: True, two: False}


def test_what_a_seat_decided_stays_with_it(manager):
    assessment, (one, two) = at(round_of(1), 1), reviewers(2)
    seated(assessment, one, finished=True)
    decided(assessment, {"A-1.1": Verdict.ACCEPTED})
    assign(by=manager, assessment=assessment, first=two, second=None)
    row = assessment.assignments.get()
    assert (row.reviewer, row.finished_at) == (two, None)
    assert assessment.decisions.standing().get().seat == Seat.FIRST


def test_a_seat_that_decided_is_not_emptied(manager):
    assessment, (one, two) = at(round_of(1), 1), reviewers(2)
    assign(by=manager, assessment=assessment, first=one, second=two)
    decided(assessment, {"A-1.1": Verdict.ACCEPTED}, Seat.SECOND)
    expected = "Không bỏ trống được vai “người thẩm định thứ hai” vì đã có kết luận."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=one, second=None)) == expected
    assert seats_of(assessment) == {Seat.FIRST: one, Seat.SECOND: two}


@pytest.mark.slow
def test_a_seat_whose_question_is_open_is_not_emptied(manager):
    assessment, (one, two) = at(round_of(1), 1), reviewers(2)
    assign(by=manager, assessment=assessment, first=one, second=two)
    question = Clarification.objects.create(assessment=assessment, code="A-1.1", seat=Seat.SECOND, question="Vì sao?")
    expected = "Không bỏ trống được vai “người thẩm định thứ hai” vì còn yêu cầu giải trình chưa đóng."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=one, second=None)) == expected
    Clarification.objects.filter(pk=question.pk).update(closed_at=timezone.now())
    assign(by=manager, assessment=assessment, first=one, second=None)
    assert seats_of(assessment) == {Seat.FIRST: one}


@pytest.mark.slow
def test_who_judged_from_one_seat_never_takes_the_other(manager):
    campaign, (one, two) = round_of(1), reviewers(2)
    assessment = at(campaign, 1)
    assign(by=manager, assessment=assessment, first=one, second=two)
    decided(assessment, {"A-1.1": Verdict.ACCEPTED})
    assessment.decisions.update(by=one)
    expected = f"{one} đã kết luận ở vai “người thẩm định thứ nhất” của phiếu này nên không chuyển vai được."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=two, second=one)) == expected
    assign(by=manager, assessment=assessment, first=two, second=None)
    assert share(manager, campaign, [one, two], 100) == 0


@pytest.mark.slow
def test_final_results_get_no_reviewers(manager):
    campaign, (one, two) = round_of(2), reviewers(2)
    final = at(campaign, 1)
    seated(final, one)
    filed(final)
    Assessment.objects.filter(pk=final.pk).update(
        state=AssessmentState.FINAL, finalised_at=timezone.now(), finalised_by=manager
    )
    expected = "Kết quả đã chốt nên không phân công nữa; nếu cần, hãy mở lại thẩm định trước."
    assert refusal(lambda: assign(by=manager, assessment=final, first=one, second=two)) == expected
    assert share(manager, campaign, [one, two], 100) == 2
    assert (len(seats_of(final)), len(seats_of(at(campaign, 2)))) == (1, 2)


def test_seats_that_are_refused(manager):
    assessment, (one,) = at(round_of(1), 1), reviewers(1)
    sentence = "Cần người thẩm định thứ nhất trước khi phân công người thứ hai."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=None, second=one)) == sentence
    sentence = "Hai người thẩm định phải là hai người khác nhau."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=one, second=one)) == sentence
    assert ReviewAssignment.objects.count() == 0


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COORDINATOR, None])
def test_only_reviewers_are_seated(manager, role):
    assessment, person = at(round_of(1), 1), user_as(role) if role else UserFactory()
    expected = f"{person} không có vai trò chuyên viên thẩm định."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=person, second=None)) == expected


def test_somebody_who_left_is_not_seated(manager):
    assessment, (gone,) = at(round_of(1), 1), reviewers(1)
    gone.is_active = False
    expected = f"{gone} không có vai trò chuyên viên thẩm định."
    assert refusal(lambda: assign(by=manager, assessment=assessment, first=gone, second=None)) == expected


@pytest.mark.parametrize("role", NOBODY)
def test_assigning_is_for_campaign_managers(role):
    campaign, people = round_of(1), reviewers(1)
    by = user_as(role) if role else UserFactory(is_superuser=True)
    one = {"by": by, "assessment": at(campaign, 1), "first": people[0], "second": None}
    many = {"by": by, "campaign": campaign, "reviewers": people, "second_percent": 0, "seed": 1}
    assert refusal(lambda: assign(**one), NotAllowed) == MANAGERS_ONLY
    assert refusal(lambda: share_out(**many), NotAllowed) == MANAGERS_ONLY
    assert ReviewAssignment.objects.count() == 0


def test_assigning_waits_for_the_campaign_to_open(manager):
    campaign = round_of(1, state=CampaignState.DRAFT)
    expected = "Hãy mở đợt trước khi phân công thẩm định."
    assert refusal(lambda: share(manager, campaign, reviewers(2)), NotAllowed) == expected


# -- a campaign ------------------------------------------------------------------------------------------------------


def share(manager, campaign: Campaign, people: list, percent: int = 20, seed: int = 7) -> int:
    return share_out(by=manager, campaign=campaign, reviewers=people, second_percent=percent, seed=seed)


def drawn(campaign: Campaign) -> dict:
    rows = ReviewAssignment.objects.filter(assessment__campaign=campaign)
    return {(row.assessment.province.name, row.seat): row.reviewer_id for row in rows}


@pytest.mark.slow
def test_share_out_is_even_and_never_seats_one_person_twice(manager):
    campaign, people = round_of(10), reviewers(4)
    assert share(manager, campaign, people, 25) == 13
    rows = list(ReviewAssignment.objects.all())
    assert Counter(row.seat for row in rows) == {Seat.FIRST: 10, Seat.SECOND: 3}
    assert max(Counter(row.reviewer for row in rows).values()) - 13 // 4 <= 1
    assert len({(row.assessment_id, row.reviewer_id) for row in rows}) == 13
    event = campaign.events.get()
    assert (event.verb, event.by) == (CampaignVerb.ASSIGN, manager)
    assert event.detail == "13 lượt, hai người 25%, số mầm 7"


@pytest.mark.slow
def test_the_same_seed_draws_the_same(manager):
    campaign, people = round_of(12), reviewers(3)
    found = []
    for seed in (7, 7, 8):
        share(manager, campaign, people, 50, seed)
        found.append(drawn(campaign))
        ReviewAssignment.objects.all().delete()
    assert found[0] == found[1] != found[2]


def test_who_is_seated_stays_and_counts(manager):
    campaign, (busy, free) = round_of(4), reviewers(2)
    for place in (1, 2):
        seated(at(campaign, place), busy)
    seated(at(campaign, 1), free, Seat.SECOND)
    assert share(manager, campaign, [busy, free], 50) == 3
    assert seats_of(at(campaign, 1)) == {Seat.FIRST: busy, Seat.SECOND: free}
    assert seats_of(at(campaign, 2))[Seat.FIRST] == busy
    assert ReviewAssignment.objects.filter(seat=Seat.SECOND).count() == 2
    assert Counter(ReviewAssignment.objects.values_list("reviewer", flat=True)) == {busy.pk: 3, free.pk: 3}


def test_sharing_out_again_gives_nothing(manager):
    campaign, people = round_of(5), reviewers(2)
    assert share(manager, campaign, people, 100) == 10
    assert share(manager, campaign, people, 100, seed=8) == 0


def test_one_reviewer_takes_all_where_nobody_is_to_be_second(manager):
    campaign, people = round_of(3), reviewers(1)
    assert share(manager, campaign, people, 0) == 3
    assert set(seats_of(at(campaign, 1))) == {Seat.FIRST}


def test_somebody_named_twice_is_no_second_reviewer(manager):
    campaign, (one,) = round_of(2), reviewers(1)
    assert share(manager, campaign, [one, one], 100) == 2
    assert ReviewAssignment.objects.filter(seat=Seat.SECOND).count() == 0


@pytest.mark.parametrize(
    ("number", "percent", "sentence"),
    [
        (0, 0, "Hãy chọn ít nhất một người thẩm định."),
        (2, 101, "Tỷ lệ thẩm định hai người cần từ 0 đến 100; bạn nhập 101."),
        (2, -1, "Tỷ lệ thẩm định hai người cần từ 0 đến 100; bạn nhập -1."),
        (1, 1, "Thẩm định hai người cần ít nhất hai người thẩm định."),
    ],
)
def test_share_outs_that_are_refused(manager, number, percent, sentence):
    campaign, people = round_of(1), reviewers(number)
    assert refusal(lambda: share(manager, campaign, people, percent)) == sentence
    assert (ReviewAssignment.objects.count(), campaign.events.count()) == (0, 0)


def test_nothing_is_shared_out_to_somebody_who_is_no_reviewer(manager):
    campaign, person = round_of(1), UserFactory()
    expected = f"{person} không có vai trò chuyên viên thẩm định."
    assert refusal(lambda: share(manager, campaign, [*reviewers(1), person])) == expected
    assert ReviewAssignment.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_sharing_out_waits_for_somebody_being_seated(manager):
    campaign, (one, two) = round_of(1), reviewers(2)
    _nothing, given = one_after_the_other(
        lambda: assign(by=manager, assessment=at(campaign, 1), first=one, second=None),
        lambda: share(manager, campaign, [two], 0),
    )
    assert (given, seats_of(at(campaign, 1))) == (0, {Seat.FIRST: one})


@pytest.mark.django_db(transaction=True)
def test_two_share_outs_at_once_seat_everybody_once(manager):
    campaign, people = round_of(4), reviewers(2)
    found = at_once(lambda: share(manager, campaign, people, 0, 1), lambda: share(manager, campaign, people, 0, 2))
    assert sorted(found) == [0, 4]
    assert ReviewAssignment.objects.count() == 4
