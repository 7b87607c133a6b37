from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from accounts.models import Invitation
from assessments.models import Notice
from audit.models import Event
from personal_data.retention import remove_what_is_over
from personal_data.tasks import retention
from tests.factories import BodyFactory, CampaignFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 6, tzinfo=UTC)
NOTHING = {"sessions": 0, "invitations": 0, "notices": 0}


def ago(days):
    return NOW - timedelta(days=days)


def test_nothing_is_over_and_nothing_is_recorded():
    assert remove_what_is_over(NOW) == NOTHING
    assert retention() == 0
    assert Event.objects.count() == 0


def test_sessions_go_when_they_have_expired():
    for key, days in (("a", 1), ("b", -1)):
        Session.objects.create(session_key=key, session_data="x", expire_date=ago(days))
    assert remove_what_is_over(NOW) == NOTHING | {"sessions": 1}
    assert Session.objects.get().session_key == "b"
    event = Event.objects.get()
    assert (event.chain, event.actor, event.what, event.detail["sessions"]) == ("retention", None, "retention", 1)


def test_invitations_that_nobody_accepted_go_a_month_after_they_expired():
    body, person = BodyFactory(), UserFactory()
    for number, (days, accepted) in enumerate([(31, False), (29, False), (31, True)]):
        fields = {"accepted_by": person, "accepted_at": ago(days)} if accepted else {}
        moments = {"invited_at": ago(days + 7), "expires_at": ago(days)}
        Invitation.objects.create(
            email=f"{number}@x.example", body=body, role="leader", token_hash=str(number), **moments, **fields
        )
    assert remove_what_is_over(NOW) == NOTHING | {"invitations": 1}
    assert sorted(Invitation.objects.values_list("token_hash", flat=True)) == ["1", "2"]


def test_notices_go_a_year_after_they_were_read_or_after_two_unless_their_round_still_runs():
    person = UserFactory()
    over = CampaignFactory(publish_on=ago(400).date(), **_earlier(410))
    running = CampaignFactory(publish_on=ago(300).date(), **_earlier(410))
    rows = [
        ("read long ago", None, 500, 366),
        ("read lately", None, 500, 300),
        ("never read, old", over, 731, None),
        ("never read", over, 700, None),
        ("read long ago, running", running, 800, 366),
    ]
    for key, campaign, created, read in rows:
        moments = {"created_at": ago(created), "read_at": read and ago(read)}
        Notice.objects.create(user=person, key=key, subject="x", body="y", path="/", campaign=campaign, **moments)
    assert remove_what_is_over(NOW) == NOTHING | {"notices": 2}
    left = set(Notice.objects.values_list("key", flat=True))
    assert left == {"read lately", "never read", "read long ago, running"}


def _earlier(days):
    return dict.fromkeys(("opens_on", "submit_by", "review_by", "clarify_by"), ago(days).date())


def test_times_are_settings(settings):
    settings.RETENTION_READ_NOTICE_DAYS = 10
    Notice.objects.create(user=UserFactory(), key="x", subject="x", body="y", path="/", read_at=ago(11))
    assert remove_what_is_over(NOW)["notices"] == 1
