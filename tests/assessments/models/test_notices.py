from datetime import timedelta

import pytest
import time_machine
from django.db.models import ProtectedError
from django.utils import timezone

from assessments.models import Notice
from tests.assessments.small import open_assessment_on_small
from tests.factories import UserFactory

from .refusals import assert_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(full_name="Trần Thị Hà")


def notice(user, key: str = "opened:1", **fields) -> Notice:
    return Notice(user=user, key=key, subject="Đợt đã mở", body="Mời bắt đầu.", path="/", **fields)


def test_notice_is_once_a_person_and_thing(user):
    notice(user).save()
    assert_refused(notice(user), "notice_once_a_thing", "Thông báo này đã được gửi.")


def test_notice_of_one_thing_goes_to_several_people_and_of_several_things_to_one(user):
    for person, key in ((user, "opened:1"), (UserFactory(), "opened:1"), (user, "opened:2")):
        notice(person, key).save()
    assert (Notice.objects.count(), user.notices.count()) == (3, 2)


def test_notice_is_mailed_only_if_it_is_to_be(user):
    row = notice(user, by_mail=False, mailed_at=timezone.now())
    assert_refused(row, "notice_mailed_only_if_it_is_to_be", "Thông báo này không gửi bằng thư.")


@pytest.mark.parametrize(("by_mail", "is_mailed"), [(True, True), (True, False), (False, False)])
def test_notice_waits_for_its_mail_or_has_none(by_mail, is_mailed, user):
    notice(user, by_mail=by_mail, mailed_at=timezone.now() if is_mailed else None).save()
    found = Notice.objects.get()
    assert (found.by_mail, found.mailed_at is not None, found.attempts) == (by_mail, is_mailed, 0)


def test_unread_are_those_that_nobody_opened(user):
    notice(user, "read", read_at=timezone.now()).save()
    notice(user, "unread").save()
    assert [row.key for row in Notice.objects.unread()] == ["unread"]


def test_mark_read_leaves_what_was_read_before_as_it_was(user):
    earlier = timezone.now() - timedelta(days=1)
    notice(user, "read", read_at=earlier).save()
    notice(user, "unread").save()
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert Notice.objects.mark_read() == 1
    assert dict(Notice.objects.values_list("key", "read_at")) == {"read": earlier, "unread": now}


def test_notices_stand_newest_first(user):
    now = timezone.now()
    for key, minutes in (("b", 2), ("a", 3), ("c", 1), ("d", 1)):
        notice(user, key, created_at=now - timedelta(minutes=minutes)).save()
    assert [row.key for row in user.notices.all()] == ["d", "c", "b", "a"]


def test_notice_is_named_after_person_and_subject(user):
    assert str(notice(user)) == f"{user}: Đợt đã mở"


def test_notice_keeps_its_campaign_and_goes_with_its_person(user):
    campaign = open_assessment_on_small().campaign
    notice(user, campaign=campaign).save()
    campaign.assessments.all().delete()
    with pytest.raises(ProtectedError):
        campaign.delete()
    user.delete()
    assert Notice.objects.count() == 0
