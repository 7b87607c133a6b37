from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.boards import (
    FilingCounts,
    Load,
    ReviewCounts,
    benches,
    double_reviewed,
    filing_counts,
    filing_rows,
    last_activity,
    loads,
    percent,
    progress_by_assessment,
    review_counts,
    reviewers,
    verdict_pairs,
)
from assessments.enums import AssessmentState, Filing, Seat, Superseded, Verdict
from assessments.models import Answer, Assessment, PartProgress
from assessments.queries import Progress
from catalogues.schema import Kind
from tests.factories import CampaignFactory, UserFactory, user_as

from .rounds import answered, at, decided, extended, filed, round_of, seated

pytestmark = pytest.mark.django_db

ACCEPTED, ADJUSTED, REJECTED, ASKED = (
    Verdict.ACCEPTED,
    Verdict.ADJUSTED,
    Verdict.REJECTED,
    Verdict.ASKED,
)


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


def rows_of(campaign, today=None) -> dict:
    return {row.assessment.province.name: row for row in filing_rows(campaign, today or timezone.localdate())}


# -- who has filed ---------------------------------------------------------------------------------------------------


def test_filing_of_each_province():
    campaign = round_of(5, submit_by=days(-2), opens_on=days(-30))
    answered(at(campaign, 2), A=1)
    filed(at(campaign, 3), days(-2))
    filed(at(campaign, 4), days(-1))
    extended(at(campaign, 5), days(1))
    filed(at(campaign, 5), days(-1))
    found = rows_of(campaign)
    assert {name: row.filing for name, row in found.items()} == {
        "Tỉnh 01": Filing.NOT_BEGUN,
        "Tỉnh 02": Filing.UNFILED,
        "Tỉnh 03": Filing.ON_TIME,
        "Tỉnh 04": Filing.LATE,
        "Tỉnh 05": Filing.ON_TIME,
    }
    assert [row.is_filed for row in found.values()] == [False, False, True, True, True]
    assert [row.is_overdue for row in found.values()] == [True, True, False, False, False]
    assert [row.is_extended for row in found.values()] == [False, False, False, False, True]
    assert [row.days_left for row in found.values()] == [-2, -2, -2, -2, 1]


def test_an_extension_keeps_a_province_from_being_overdue():
    campaign = round_of(1, submit_by=days(-2), opens_on=days(-30))
    extended(at(campaign, 1), days(0))
    [row] = filing_rows(campaign, timezone.localdate())
    assert (row.is_overdue, row.days_left) == (False, 0)
    [tomorrow] = filing_rows(campaign, days(1))
    assert (tomorrow.is_overdue, tomorrow.days_left) == (True, -1)


def test_filing_rows_stand_in_vietnamese_order():
    campaign = round_of(4)
    for place, name in enumerate(("Đà Nẵng", "An Giang", "Ấp Bắc", "Điện Biên"), start=1):
        province = at(campaign, place).province
        province.name = name
        province.save()
    assert list(rows_of(campaign)) == ["An Giang", "Ấp Bắc", "Đà Nẵng", "Điện Biên"]


def test_progress_adds_up_the_parts():
    campaign = round_of(1)
    answered(at(campaign, 1), A=3, indicators=1)
    [row] = filing_rows(campaign, timezone.localdate())
    assert (row.progress, row.percent) == (Progress(4, 6), 66)
    assert progress_by_assessment([row.assessment]) == {
        row.assessment.pk: {"A": Progress(3, 4), "": Progress(1, 2)},
    }


def test_groups_of_indicators_are_one_column_however_they_were_recorded():
    campaign = round_of(2)
    old, new = at(campaign, 1), at(campaign, 2)
    old.parts.filter(part="K.B").update(part="", answered=1)
    PartProgress.objects.create(assessment=new, part="K.C", answered=3, asked=3)
    assert progress_by_assessment([old, new]) == {
        old.pk: {"A": Progress(0, 4), "": Progress(1, 2)},
        new.pk: {"A": Progress(0, 4), "": Progress(3, 5)},
    }


def test_an_assessment_without_recorded_progress_has_come_nowhere():
    campaign = round_of(1)
    PartProgress.objects.all().delete()
    [row] = filing_rows(campaign, timezone.localdate())
    assert (row.progress, row.percent, row.filing) == (Progress(0, 0), 0, Filing.NOT_BEGUN)
    assert progress_by_assessment([row.assessment]) == {row.assessment.pk: {}}
    assert (percent(Progress(0, 0)), percent(Progress(1, 2))) == (0, 50)


def test_filing_counts():
    campaign = round_of(5, submit_by=days(-2), opens_on=days(-30))
    answered(at(campaign, 2), A=1)
    filed(at(campaign, 3), days(-3))
    filed(at(campaign, 4), days(-1))
    extended(at(campaign, 5), days(3))
    assert filing_counts(filing_rows(campaign, timezone.localdate())) == FilingCounts(
        total=5, filed=2, on_time=1, late=3, overdue=2, unfiled=3, not_begun=2, extended=1
    )
    assert filing_counts([]) == FilingCounts(0, 0, 0, 0, 0, 0, 0, 0)


def test_last_activity_is_the_newest_answer():
    campaign = round_of(2)
    first = at(campaign, 1)
    now = timezone.now()
    for code, age in (("A-1.1", 3), ("A-1.2", 1)):
        Answer.objects.create(
            assessment=first, code=code, section="A-1", kind=Kind.LEVEL, updated_at=now - timedelta(days=age)
        )
    assert last_activity([first, at(campaign, 2)]) == {first.pk: now - timedelta(days=1)}


@pytest.mark.parametrize("number", [3, 60])
def test_the_board_takes_as_many_queries_for_few_as_for_many(django_assert_num_queries, number):
    campaign = round_of(number)
    for place in range(1, number + 1, 2):
        filed(at(campaign, place))
    with django_assert_num_queries(5):
        rows = filing_rows(campaign, timezone.localdate())
        filing_counts(rows)
        review_counts(rows)
        progress_by_assessment(row.assessment for row in rows)
        last_activity([row.assessment for row in rows])
    assert len(rows) == number


# -- who reviews what ------------------------------------------------------------------------------------------------


def test_benches_count_what_each_seat_has_decided():
    campaign = round_of(2)
    first, second = user_as(Role.REVIEWER), user_as(Role.REVIEWER)
    double = filed(at(campaign, 1), to_review=2)
    seated(double, first)
    seated(double, second, Seat.SECOND)
    decided(double, {"A-1.1": ACCEPTED, "A-1.2": REJECTED})
    decided(double, {"A-1.1": ADJUSTED, "A-1.2": ASKED}, Seat.SECOND)
    decided(double, {"A-1.1": ACCEPTED}, Seat.SETTLED)
    found, empty = benches([double, at(campaign, 2)])
    assert [(seat, row.assignment.reviewer, row.decided) for seat, row in found.seats.items()] == [
        (Seat.FIRST, first, 2),
        (Seat.SECOND, second, 1),
    ]
    assert (found.is_decided, empty.seats, empty.is_decided) == (False, {}, False)
    double.decisions.filter(seat=Seat.SECOND, code="A-1.2").update(verdict=REJECTED)
    assert benches([double])[0].is_decided


def test_benches_leave_out_decisions_that_do_not_stand():
    campaign = round_of(1)
    assessment = filed(at(campaign, 1))
    seated(assessment, UserFactory())
    decided(assessment, {"A-1.1": ACCEPTED, "A-1.2": ACCEPTED})
    fallen = {"superseded_at": timezone.now(), "superseded_why": Superseded.ANSWER_CHANGED}
    assessment.decisions.filter(code="A-1.1").update(**fallen)
    [bench] = benches([assessment])
    assert (bench.seats[Seat.FIRST].decided, bench.is_decided) == (1, False)


def test_review_counts():
    campaign = round_of(6)
    reviewer = UserFactory()
    done, begun, _nobody, returned, final = (filed(at(campaign, place)) for place in range(1, 6))
    for assessment in (done, begun, returned, final):
        seated(assessment, reviewer)
    decided(done, {"A-1.1": ACCEPTED, "A-1.2": ACCEPTED})
    decided(begun, {"A-1.1": ACCEPTED})
    now = timezone.now()
    Assessment.objects.filter(pk=returned.pk).update(
        state=AssessmentState.RETURNED, returned_at=now, clarify_until=days(3)
    )
    Assessment.objects.filter(pk=final.pk).update(
        state=AssessmentState.FINAL, finalised_at=now, finalised_by=UserFactory()
    )
    assert review_counts(filing_rows(campaign, timezone.localdate())) == ReviewCounts(
        returned=1, reviewed=1, unreviewed=2, unassigned=1, final=1
    )


def test_reviewers_are_active_people_with_the_role_by_name():
    names = {"Đỗ Văn A": Role.REVIEWER, "Ấn Thị B": Role.REVIEWER, "Cao C": Role.AUDITOR, "Bùi D": Role.REVIEWER}
    for name, role in names.items():
        User.objects.filter(pk=user_as(role).pk).update(full_name=name)
    User.objects.filter(full_name="Bùi D").update(is_active=False)
    assert [person.full_name for person in reviewers()] == ["Ấn Thị B", "Đỗ Văn A"]


def test_loads_of_all_reviewers(django_assert_num_queries):
    campaign, other = round_of(3), round_of(1)
    busy, idle, gone = user_as(Role.REVIEWER), user_as(Role.REVIEWER), UserFactory()
    for person, name in ((busy, "An"), (idle, "Bình"), (gone, "Chi")):
        User.objects.filter(pk=person.pk).update(full_name=name)
    seated(filed(at(campaign, 1), to_review=5), busy, finished=True)
    seated(filed(at(campaign, 2), to_review=7), gone)
    seated(at(campaign, 2), busy, Seat.SECOND)
    seated(at(campaign, 3), busy)
    seated(at(other, 1), idle)
    with django_assert_num_queries(2):
        found = loads(campaign)
    assert found == [Load(busy, 2, 1, 12, 1), Load(idle, 0, 0, 0, 0), Load(gone, 1, 0, 7, 0)]


# -- how far two reviewers agree -------------------------------------------------------------------------------------


def both(campaign, place: int, first: dict, second: dict, *, finished: tuple[bool, bool] = (True, True)) -> Assessment:
    assessment = filed(at(campaign, place))
    for seat, verdicts, is_done in zip((Seat.FIRST, Seat.SECOND), (first, second), finished, strict=True):
        seated(assessment, UserFactory(), seat, finished=is_done)
        decided(assessment, verdicts, seat)
    return assessment


def test_pairs_are_by_question_where_both_have_finished(django_assert_num_queries):
    campaign = round_of(5)
    both(campaign, 1, {"A-1.1": ACCEPTED, "A-1.2": REJECTED}, {"A-1.1": ACCEPTED, "A-1.2": ADJUSTED})
    both(campaign, 2, {"A-1.1": ACCEPTED}, {"A-1.1": ACCEPTED, "A-1.2": ACCEPTED})
    both(campaign, 3, {"A-1.1": REJECTED}, {"A-1.1": REJECTED}, finished=(True, False))
    both(campaign, 4, {"A-1.1": REJECTED}, {"A-1.1": REJECTED}, finished=(False, True))
    single = filed(at(campaign, 5))
    seated(single, UserFactory(), finished=True)
    decided(single, {"A-1.1": REJECTED})
    with django_assert_num_queries(1):
        found = verdict_pairs(campaign)
    assert found == {"A-1.1": [("accepted", "accepted")] * 2, "A-1.2": [("rejected", "adjusted")]}
    assert double_reviewed(campaign) == 2


def test_pairs_leave_out_questions_to_the_province_what_fell_and_what_was_settled():
    campaign, other = round_of(2), round_of(1)
    both(other, 1, {"B-1": ACCEPTED}, {"B-1": ACCEPTED})
    both(campaign, 1, {"A-1.1": ASKED, "A-1.2": ACCEPTED}, {"A-1.1": ACCEPTED, "A-1.2": ASKED})
    fallen = both(campaign, 2, {"A-1.1": ACCEPTED, "B-1": ADJUSTED}, {"A-1.1": ACCEPTED, "B-1": REJECTED})
    decided(fallen, {"B-1": ACCEPTED}, Seat.SETTLED)
    superseded = {"superseded_at": timezone.now(), "superseded_why": Superseded.ANSWER_CHANGED}
    fallen.decisions.filter(code="A-1.1", seat=Seat.SECOND).update(**superseded)
    assert verdict_pairs(campaign) == {"B-1": [("adjusted", "rejected")]}


def test_a_campaign_without_reviews_has_no_pairs():
    campaign = CampaignFactory()
    assert (verdict_pairs(campaign), double_reviewed(campaign), loads(campaign)) == ({}, 0, [])
