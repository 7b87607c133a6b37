"""The daily task that reminds people, and its notices where the broker is away."""

from datetime import time

import pytest
import time_machine
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from accounts.roles import Role
from assessments.models import Assessment, Notice
from assessments.notifications.mailing import deliver
from assessments.tasks import remind
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

pytestmark = pytest.mark.django_db


def on_its_last_day(assessment: Assessment) -> time_machine.travel:
    """One minute after midnight in Vietnam: the day before in UTC."""
    return time_machine.travel(
        timezone.make_aware(timezone.datetime.combine(assessment.campaign.submit_by, time(0, 1)))
    )


@pytest.fixture
def due():
    assessment = open_assessment_on_small()
    user_as(Role.COORDINATOR, assessment.province)
    return assessment


def test_remind_reminds_of_what_is_due_today_in_vietnam(due):
    with on_its_last_day(due):
        assert remind() == 1
    assert Notice.objects.get().subject == f"Hôm nay là hạn nộp phiếu của {due.province}"


def test_notices_hold_though_the_broker_is_away(due, monkeypatch, django_capture_on_commit_callbacks, mailoutbox):
    def broker_away(*_args, **_options):
        raise BrokerError("connection refused")

    monkeypatch.setattr(deliver, "apply_async", broker_away)
    with on_its_last_day(due):
        with django_capture_on_commit_callbacks(execute=True):
            assert remind() == 1
        assert mailoutbox == []
        assert deliver() == 1
