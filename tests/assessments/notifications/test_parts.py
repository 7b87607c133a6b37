from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from assessments.actions.answers import Content, load
from assessments.models import Notice, PartAssignment, PartProgress
from assessments.notifications import remind_all, shared_out
from assessments.notifications.reminders import TO_FINISH_A_PART
from indicators.scoring.measures import RatioValue
from tests.assessments.shares import given
from tests.factories import user_as

from .people import due_in, more_of, staffed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A draft that is due long after its parts, somebody of its province, and today."""
    assessment, people = staffed()
    return assessment, people["contributor"], due_in(assessment, 100)


def test_nobody_is_told_of_nothing(world):
    assert shared_out([]) == 0


def test_notice_names_the_parts_and_their_days(world):
    assessment, person, today = world
    rows = [given(assessment, "A", person, 5), given(assessment, "K.B", person, 6)]
    assert (shared_out(rows), shared_out(rows)) == (1, 0)
    notice = Notice.objects.get()
    days = [f"{today + timedelta(days=number):%d/%m/%Y}" for number in (5, 6)]
    assert (notice.user, notice.subject) == (person, "Bạn được phân công 2 phần của phiếu")
    about = f"{assessment.campaign}, phiếu của {assessment.province}"
    assert notice.body == f"{about}: nhóm nội dung A, hạn {days[0]}; nhóm chỉ số B, hạn {days[1]}."


@pytest.mark.slow
def test_part_is_reminded_once_for_each_mark_until_its_day(world):
    assessment, person, today = world
    given(assessment, "A", person, 10)
    for day in range(14):
        remind_all(today + timedelta(days=day))
        assert remind_all(today + timedelta(days=day)) == 0
    subjects = list(Notice.objects.filter(user=person).order_by("pk").values_list("subject", flat=True))
    ahead = "Còn %d ngày đến hạn hoàn thành phần được phân công"
    assert subjects == [ahead % 7, ahead % 3, ahead % 1, "Hôm nay là hạn hoàn thành phần được phân công"]
    assert len(TO_FINISH_A_PART) == 4


def test_parts_due_on_one_day_are_one_notice(world):
    assessment, person, today = world
    given(assessment, "A", person, 3)
    given(assessment, "K.B", person, 3)
    assert remind_all(today) == 1
    assert "nhóm nội dung A, nhóm chỉ số B chưa hoàn thành" in Notice.objects.get().body


@pytest.mark.parametrize("case", ["done", "left", "submitted"])
def test_who_has_nothing_to_do_is_not_reminded(world, case):
    assessment, person, today = world
    given(assessment, "A", person, 3)
    if case == "done":
        PartProgress.objects.create(assessment=assessment, part="A", answered=4, asked=4)
    elif case == "left":
        person.memberships.all().delete()
    else:
        PartAssignment.objects.update(due_on=today - timedelta(days=1))
    assert remind_all(today) == 0


def test_a_group_that_is_done_is_not_reminded_because_of_another(world):
    assessment, person, today = world
    other = user_as(Role.CONTRIBUTOR, assessment.province)
    given(assessment, "K.B", person, 3)
    given(assessment, "K.C", other, 3)
    PartProgress.objects.create(assessment=assessment, part="K.B", answered=2, asked=2)
    PartProgress.objects.create(assessment=assessment, part="K.C", answered=1, asked=2)
    assert remind_all(today) == 1
    notice = Notice.objects.get()
    assert (notice.user, "nhóm chỉ số C chưa hoàn thành" in notice.body) == (other, True)


def test_a_group_is_done_with_its_last_answer(world):
    assessment, person, today = world
    given(assessment, "K.B", person, 3)
    contents = {"A-1.6": Content(RatioValue(Decimal(1), Decimal(4))), "B-2": Content(Decimal(7))}
    load(by=person, assessment=assessment, contents=contents)
    assert remind_all(today) == 0


@pytest.mark.slow
def test_reminders_ask_as_many_queries_for_many_parts(world):
    assessment, person, today = world
    given(assessment, "A", person, 3)
    with CaptureQueriesContext(connection) as first:
        assert remind_all(today) == 1
    for other in more_of(assessment.campaign, 5):
        given(other, "A", user_as(Role.CONTRIBUTOR, other.province), 3)
    with CaptureQueriesContext(connection) as many:
        assert remind_all(today) == 5
    assert len(many) == len(first)
