"""Workers that are killed, and tasks that come twice."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from kombu import Connection

from assessments.enums import WorkStatus
from assessments.models import ReportFile, ScoreSnapshot
from assessments.tasks import render_report, score

from .acts import documents, handed_in, left_behind, page, scored
from .harness import A, B, until

pytestmark = pytest.mark.slow

SCORES = ("UPDATE OF scorecard", "assessments_scoresnapshot")
REPORTS = ("UPDATE OF sha256", "assessments_reportfile")
"""What a task does last."""

WAITING, DELAYED = "Đang chấm điểm", "data-delayed>Việc chấm điểm đang chậm hơn thường lệ."


@pytest.mark.fault("worker process killed while it scores")
def test_scoring_goes_on_at_once_if_one_process_of_a_worker_is_killed(portal, coordinator, complete):
    with portal.held(*SCORES) as hold:
        snapshot = handed_in(coordinator, complete[0])
        [name] = hold.waiting()
        portal.kill_children(name)
        hold.sever()
    found = scored(snapshot)
    assert (found.attempts, found.failure) == (2, "")
    assert f"{found.claimed:.1f}".replace(".", ",") in page(coordinator, snapshot)
    assert len(documents(snapshot)) == 2


@pytest.mark.fault("worker killed while it scores")
def test_scoring_is_swept_up_if_a_whole_worker_is_killed(portal, coordinator, complete):
    with portal.held(*SCORES) as hold:
        snapshot = handed_in(coordinator, complete[0])
        [name] = hold.waiting()
        portal.kill(name)
        hold.sever()
    assert WAITING in page(coordinator, snapshot)
    left_behind(ScoreSnapshot.objects.filter(pk=snapshot.pk))
    assert DELAYED in page(coordinator, snapshot)
    portal.start(name)
    found = scored(snapshot)
    assert (found.attempts, complete[0].snapshots.count()) == (2, 1)
    assert len(documents(snapshot)) == 2


@pytest.mark.fault("worker killed while it renders a report")
def test_rendering_is_swept_up_if_a_worker_is_killed(portal, coordinator, complete):
    with portal.held(*REPORTS) as hold:
        snapshot = handed_in(coordinator, complete[0])
        [name] = hold.waiting()
        portal.kill(name)
        hold.sever()
    left_behind(snapshot.reports.filter(status=WorkStatus.RUNNING))
    assert "Việc lập đang chậm hơn thường lệ" in page(coordinator, snapshot)
    portal.start(name)
    found = documents(snapshot)
    assert sorted(report.attempts for report in found) == [1, 2]
    assert all(default_storage.size(report.file.name) == report.size for report in found)
    answer = coordinator.get(reverse("report_file", args=[snapshot.pk, found[0].pk]))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")


@pytest.mark.fault("the same task delivered twice")
def test_task_that_is_done_changes_nothing_when_it_comes_again(portal, coordinator, complete):
    snapshot = handed_in(coordinator, complete[0])
    documents(snapshot)
    before = [*ScoreSnapshot.objects.values(), *ReportFile.objects.order_by("pk").values()]
    with Connection(portal.redis_url) as broker:
        for _time in range(2):
            score.apply_async([str(snapshot.pk)], connection=broker)
            for report in snapshot.reports.all():
                render_report.apply_async([str(report.pk)], connection=broker)
    portal.done(6)
    assert [*ScoreSnapshot.objects.values(), *ReportFile.objects.order_by("pk").values()] == before


@pytest.mark.fault("the same task with two workers at once")
def test_two_workers_at_the_same_task_finish_it_once(portal, coordinator, complete):
    portal.start(B)
    with portal.held(*SCORES) as hold:
        snapshot = handed_in(coordinator, complete[0])
        with Connection(portal.redis_url) as broker:
            score.apply_async([str(snapshot.pk)], connection=broker)
        assert hold.waiting(2) == [A, B]
    found = scored(snapshot)
    assert found.attempts == 2
    reports = documents(snapshot)
    with portal.held(*REPORTS) as hold:
        ReportFile.objects.filter(pk=reports[0].pk).update(status=WorkStatus.QUEUED)
        with Connection(portal.redis_url) as broker:
            for _time in range(2):
                render_report.apply_async([str(reports[0].pk)], connection=broker)
        assert hold.waiting(2) == [A, B]
    [again] = [report for report in documents(snapshot) if report.pk == reports[0].pk]
    assert (again.attempts, default_storage.size(again.file.name)) == (3, again.size)


def test_worker_keeps_its_connection_from_task_to_task(portal):
    first = until(lambda: backends(portal), "a task that ended")
    runs = sweeps(portal)
    until(lambda: sweeps(portal) >= runs + 2, "two more tasks")
    assert until(lambda: backends(portal), "the last of them") == first


def backends(portal) -> list[tuple[int]]:
    """The connections by which the worker's process counted its last task."""
    last = "query LIKE 'INSERT INTO operations_tasktally%'"
    return portal.sql(f"SELECT pid FROM pg_stat_activity WHERE application_name = 'worker-a' AND {last}")


def sweeps(portal) -> int:
    [(runs,)] = portal.sql(
        "SELECT coalesce(sum(runs), 0) FROM operations_tasktally WHERE task = 'assessments.tasks.sweep'"
    )
    return runs
