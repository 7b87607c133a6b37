"""A worker of one release beside a web process of another: messages that it does not know."""

import pytest
from kombu import Connection

from assessments.models import ScoreSnapshot
from assessments.tasks import score
from smartcity_portal.celery import app

from .acts import documents, handed_in, left_behind, scored
from .harness import A

pytestmark = pytest.mark.slow


@pytest.mark.fault("messages of another release")
def test_worker_outlives_messages_it_does_not_know_and_the_sweep_does_their_work(portal, coordinator, complete):
    worker = portal.processes[A].pid
    with portal.frozen(A):
        snapshot = handed_in(coordinator, complete[0])
        key = str(snapshot.pk)
        portal.empty_queue()
        with Connection(portal.redis_url) as broker:
            app.send_task("assessments.tasks.score_of_the_next_release", [key], connection=broker)
            app.send_task(score.name, [key], {"with_charts": True}, connection=broker)
            app.send_task(score.name, [], connection=broker)
            app.send_task(score.name, ["rubbish"], connection=broker)
    portal.said(A, "Received unregistered task of type 'assessments.tasks.score_of_the_next_release'")
    portal.said(A, "unexpected keyword argument 'with_charts'")
    portal.said(A, "missing 1 required positional argument: 'snapshot_id'")
    portal.said(A, "“rubbish” is not a valid UUID")
    assert (portal.processes[A].pid, portal.processes[A].poll()) == (worker, None)
    left_behind(ScoreSnapshot.objects.filter(pk=snapshot.pk))
    assert scored(snapshot).attempts == 1
    assert len(documents(snapshot)) == 2
