import pytest
from django.http import Http404
from django.test import RequestFactory

from accounts.roles import Role
from assessments.enums import Purpose, Reading, WorkStatus
from assessments.models import ScoreSnapshot
from planning.views.common import context_of, get_case_or_404
from tests.factories import user_as
from tests.planning.plans import home

pytestmark = pytest.mark.django_db


def request(user, **query):
    made = RequestFactory().get("/", query)
    made.user = user
    return made


def test_case_is_of_a_scored_snapshot_in_the_reading_of_the_address():
    found = home()
    case = get_case_or_404(request(found.coordinator, reading="evidenced"), found.snapshot.pk)
    assert (case.result.snapshot, case.result.reading) == (found.snapshot, Reading.EVIDENCED)
    assert get_case_or_404(request(found.coordinator, reading="x"), found.snapshot.pk).result.reading == "claimed"
    with pytest.raises(Http404):
        get_case_or_404(request(user_as(Role.COORDINATOR)), found.snapshot.pk)
    ScoreSnapshot.objects.update(status=WorkStatus.QUEUED, scorecard=None, trace=None, checksum="")
    with pytest.raises(Http404):
        get_case_or_404(request(found.coordinator), found.snapshot.pk)


def test_context_offers_the_readings_that_say_something():
    found = home()
    context = context_of(found.case.result)
    assert (context["readings"], context["notice"]) == ([Reading.CLAIMED, Reading.EVIDENCED], "Của chúng tôi")
    assert (context["assessment"], context["is_demonstration"]) == (found.assessment, False)
    assert found.snapshot.purpose == Purpose.PREVIEW
