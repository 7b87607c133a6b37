"""The queue away, and the queue back without what was in it."""

import time

import pytest
from django.urls import reverse

from assessments.enums import AssessmentState, WorkStatus
from assessments.models import ScoreSnapshot
from tests.factories import files

from .acts import CODE, SECTION, attach, documents, handed_in, left_behind, page, save, scored
from .harness import A, B
from .test_workers import DELAYED, WAITING

pytestmark = pytest.mark.slow

LONGEST = 10
"""Seconds that handing in may take without a queue, on a machine that is busy with other tests."""


@pytest.mark.fault("Redis stopped for a while")
def test_without_redis_pages_work_and_what_was_handed_in_is_scored_later(portal, coordinator, colleague, complete):
    assessment = complete[0]
    portal.stop_redis()
    assert coordinator.get(reverse("overview", args=[assessment.pk])).status == 200
    assert colleague.get(reverse("section", args=[assessment.pk, SECTION])).status == 200
    version = assessment.answers.get(code=CODE).version
    assert save(colleague, assessment, "Không có hàng đợi.", version).data["version"] == version + 1
    assert attach(colleague, assessment, "a.pdf", files.pdf()).status == 200
    begun = time.monotonic()
    snapshot = handed_in(coordinator, assessment)
    assert time.monotonic() - begun < LONGEST
    assert WAITING in page(coordinator, snapshot)
    left_behind(ScoreSnapshot.objects.filter(pk=snapshot.pk))
    assert DELAYED in page(coordinator, snapshot)
    portal.start_redis()
    assert scored(snapshot).inputs["answers"]
    assert len(documents(snapshot)) == 2
    assessment.refresh_from_db()
    assert (assessment.state, assessment.snapshots.count()) == (AssessmentState.SUBMITTED, 1)


@pytest.mark.fault("Redis restarted empty")
def test_what_was_lost_with_the_queue_is_swept_up(portal, coordinator, complete):
    with portal.frozen(*(name for name in (A, B) if portal.is_running(name))):
        snapshot = handed_in(coordinator, complete[0])
        portal.stop_redis()
        portal.start_redis()
    assert ScoreSnapshot.objects.get(pk=snapshot.pk).status == WorkStatus.QUEUED
    left_behind(ScoreSnapshot.objects.filter(pk=snapshot.pk))
    scored(snapshot)
    assert len(documents(snapshot)) == 2
