"""The made-up sharing out of the accounts' province, and what its people say to each other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.demonstration.accounts import COORDINATOR, make_accounts
from assessments.demonstration.teamwork import GIVEN, LAST, TALKS, WRITER, work_together
from assessments.discussions import threads
from assessments.models import Comment, CommentMention, Notice, PartAssignment
from tests.factories import ProvinceFactory, open_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    assessment = open_assessment(ProvinceFactory(code="48", name="Đà Nẵng"))
    make_accounts("mat-khau-thu-1")
    work_together(assessment.campaign, timezone.localdate())
    return assessment


def test_first_parts_and_the_last_are_given_with_days_ahead(shared):
    today = timezone.localdate()
    rows = PartAssignment.objects.filter(assessment=shared).select_related("body", "person")
    found = {((row.person.email if row.person else row.body.code), (row.due_on - today).days) for row in rows}
    assert found == {*GIVEN, LAST}
    assert rows.count() == len(GIVEN) + 1


@pytest.mark.slow
def test_what_is_said_is_marked_as_made_up_and_lies_in_the_last_days(shared):
    comments = list(Comment.objects.order_by("pk").select_related("by"))
    assert [(found.by.email, found.text) for found in comments] == [(said.by, said.text) for said in TALKS]
    assert all(found.text.endswith("(dữ liệu minh họa)") for found in comments)
    days = [(timezone.localdate() - timezone.localdate(found.at)).days for found in comments]
    assert days == [said.days for said in TALKS]
    assert days == sorted(days, reverse=True)


def test_one_of_the_discussions_is_settled(shared):
    assert sorted(row["is_settled"] for row in threads(shared)) == [False, False, True]


def test_mentioned_people_have_it_in_their_inbox(shared):
    mentions = CommentMention.objects.order_by("pk").values_list("user__email", flat=True)
    assert list(mentions) == [said.to for said in TALKS if said.to]
    subjects = Notice.objects.filter(user__email=COORDINATOR.email).values_list("subject", flat=True)
    assert sum("nhắc tới bạn" in subject for subject in subjects) == 2
    given = Notice.objects.filter(user__email=WRITER.email, subject__startswith="Bạn được phân công")
    assert given.count() == 1


def test_due_days_lie_within_the_campaign(shared):
    last = shared.campaign.submit_by - timezone.localdate()
    assert max(given.days for given in (*GIVEN, LAST)) * timedelta(days=1) <= last
