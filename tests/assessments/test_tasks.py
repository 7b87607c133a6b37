"""Tasks may be delivered twice, run half, or not at all: the row says what is done, and only one finish counts."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from accounts.roles import Role
from assessments import scorecards
from assessments.actions import workflow
from assessments.enums import AssessmentState, Purpose, ReportKind, WorkStatus
from assessments.models import Assessment, ReportFile, ScoreSnapshot
from assessments.notifications.mailing import deliver
from assessments.scorecards import freeze
from assessments.tasks import remind, render_report, score, score_now, sweep
from assessments.work import MOST_ATTEMPTS
from indicators.scoring.exchange import ExchangeError
from tests.factories import complete_assessment, open_assessment, user_as

pytestmark = pytest.mark.django_db

GAVE_UP = "đã thử nhiều lần mà chưa xong"
RENDERED = {"status": WorkStatus.READY, "file": "reports/a.pdf", "sha256": "a" * 64, "size": 9, "pages": 3}


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def queued(purpose: Purpose = Purpose.PREVIEW, assessment: Assessment | None = None, **fields) -> ScoreSnapshot:
    assessment = assessment or open_assessment()
    today = timezone.localdate()
    inputs, context = freeze(assessment, today)
    fields = {"as_of": today, "inputs": inputs, "context": context, **fields}
    return ScoreSnapshot.objects.create(assessment=assessment, purpose=purpose, **fields)


def scored(**fields) -> ScoreSnapshot:
    snapshot = queued(**fields)
    score_now(snapshot)
    snapshot.refresh_from_db()
    return snapshot


def report_of(snapshot: ScoreSnapshot, **fields) -> ReportFile:
    return ReportFile.objects.create(snapshot=snapshot, **fields)


def columns(work) -> dict[str, Any]:
    """Every column as it stands in the database."""
    return type(work).objects.values().get(pk=work.pk)


def run(task, work) -> None:
    """As a worker runs it, retries and all; raises what the task raises in the end."""
    task.apply([str(work.pk)], throw=True)


# -- scoring ---------------------------------------------------------------------------------------------------------


def test_score_makes_a_snapshot_ready():
    snapshot = queued(assessment=complete_assessment()[0])
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        run(score, snapshot)
    snapshot.refresh_from_db()
    assert (snapshot.status, snapshot.attempts, snapshot.failure) == (WorkStatus.READY, 1, "")
    assert (snapshot.finished_at, snapshot.touched_at) == (moment, moment)
    assert snapshot.claimed > snapshot.evidenced > 0
    parts = (snapshot.inputs, snapshot.context, snapshot.scorecard, snapshot.trace)
    assert snapshot.checksum == scorecards.checksum(*parts)


def test_score_delivered_twice_changes_nothing_the_second_time(django_capture_on_commit_callbacks):
    snapshot = queued(Purpose.SUBMISSION)
    run(score, snapshot)
    before, reports = columns(snapshot), list(ReportFile.objects.values())
    with django_capture_on_commit_callbacks() as callbacks:
        run(score, snapshot)
    assert (columns(snapshot), list(ReportFile.objects.values()), callbacks) == (before, reports, [])


def test_score_never_changes_a_ready_row_even_if_it_would_score_otherwise():
    snapshot = scored()
    ScoreSnapshot.objects.update(inputs={**snapshot.inputs, "alpha": "0.9"})
    before = columns(snapshot)
    run(score, snapshot)
    assert columns(snapshot) == before


def test_score_finishes_a_row_that_a_killed_worker_left_running():
    snapshot = queued()
    ScoreSnapshot.objects.update(status=WorkStatus.RUNNING, attempts=1)
    run(score, snapshot)
    snapshot.refresh_from_db()
    assert (snapshot.status, snapshot.attempts) == (WorkStatus.READY, 2)


def test_score_that_was_overtaken_by_another_worker_changes_nothing(monkeypatch, django_capture_on_commit_callbacks):
    snapshot = queued(Purpose.SUBMISSION)
    compute, seen = scorecards.compute, []

    def overtaken(work):
        if not seen:
            seen.append("begun")
            run(score, snapshot)
            seen.append(columns(snapshot))
        return {**compute(work), "checksum": "f" * 64}

    monkeypatch.setattr(scorecards, "compute", overtaken)
    with django_capture_on_commit_callbacks() as callbacks:
        run(score, snapshot)
    assert columns(snapshot) == seen[1]
    assert (ReportFile.objects.count(), len(callbacks)) == (2, 2)


def test_score_of_a_row_that_is_gone_does_nothing():
    run(score, ScoreSnapshot(assessment=open_assessment()))
    assert ScoreSnapshot.objects.count() == 0


def test_score_of_a_submission_asks_for_its_report_and_brief(django_capture_on_commit_callbacks):
    by = user_as(Role.COORDINATOR)
    snapshot = queued(Purpose.SUBMISSION, created_by=by)
    with django_capture_on_commit_callbacks() as callbacks:
        run(score, snapshot)
    rows = ReportFile.objects.order_by("kind").values_list("kind", "snapshot", "created_by", "status", "language")
    assert list(rows) == [
        (kind, snapshot.pk, by.pk, WorkStatus.QUEUED, "vi") for kind in (ReportKind.BRIEF, ReportKind.GAP_REPORT)
    ]
    assert len(callbacks) == 2


def test_score_asks_the_database_for_little(django_assert_num_queries):
    """The snapshot; begun; finished; an earlier round, a comparison, a plan; both reports at once; a transaction."""
    snapshot = queued(Purpose.SUBMISSION)
    with django_assert_num_queries(9):
        run(score, snapshot)
    assert ReportFile.objects.count() == 2


def test_score_of_a_trial_asks_for_no_report(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        run(score, queued(Purpose.PREVIEW))
    assert (ReportFile.objects.count(), callbacks) == (0, [])


def test_score_is_not_ready_without_its_report_row(monkeypatch):
    """A worker that dies between the two leaves neither, so that the sweep finds the snapshot."""
    snapshot = queued(Purpose.SUBMISSION)

    def killed(_rows):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ReportFile.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            score(str(snapshot.pk))
    assert (columns(snapshot)["status"], ReportFile.objects.count()) == (WorkStatus.RUNNING, 0)
    run(score, snapshot)
    assert (columns(snapshot)["status"], ReportFile.objects.count()) == (WorkStatus.READY, 2)


def test_score_now_makes_no_report_and_says_whether_it_did_anything():
    snapshot = queued(Purpose.SUBMISSION)
    assert [score_now(snapshot), score_now(snapshot)] == [True, False]
    assert ReportFile.objects.count() == 0


# -- failures --------------------------------------------------------------------------------------------------------


def test_score_records_a_failure_for_the_page_and_raises_it_for_the_log():
    snapshot = queued(inputs={"schema": "khác"})
    moment = timezone.now()
    with time_machine.travel(moment, tick=False), pytest.raises(ExchangeError):
        run(score, snapshot)
    found = columns(snapshot)
    assert (found["status"], found["failure"], found["finished_at"]) == (WorkStatus.FAILED, "ExchangeError", moment)
    assert (found["scorecard"], found["attempts"]) == (None, 1)


def test_score_may_succeed_after_a_failure():
    snapshot = queued()
    ScoreSnapshot.objects.update(status=WorkStatus.FAILED, failure="MemoryError", finished_at=timezone.now())
    run(score, snapshot)
    assert (columns(snapshot)["status"], columns(snapshot)["failure"]) == (WorkStatus.READY, "")


def test_score_that_fails_after_another_worker_finished_leaves_the_result(monkeypatch):
    snapshot = queued()
    compute, turns = scorecards.compute, []

    def overtaken(work):
        turns.append(1)
        if len(turns) > 1:
            return compute(work)
        run(score, snapshot)
        raise ValueError("too late")

    monkeypatch.setattr(scorecards, "compute", overtaken)
    with pytest.raises(ValueError, match="too late"):
        run(score, snapshot)
    assert (columns(snapshot)["status"], columns(snapshot)["failure"]) == (WorkStatus.READY, "")


def failing(monkeypatch, error: Exception, times: int) -> None:
    """The database or the network goes away while scoring, so many times."""
    compute, left = scorecards.compute, [error] * times

    def unsteady(work):
        if left:
            raise left.pop()
        return compute(work)

    monkeypatch.setattr(scorecards, "compute", unsteady)


@pytest.mark.parametrize("error", [OperationalError("gone"), ConnectionError("gone")])
def test_score_raises_what_is_transient_again_and_records_no_failure(error, monkeypatch):
    snapshot = queued()
    failing(monkeypatch, error, 1)
    with pytest.raises(type(error)):
        score(str(snapshot.pk))
    found = columns(snapshot)
    assert (found["status"], found["failure"], found["finished_at"]) == (WorkStatus.RUNNING, "", None)


@pytest.mark.parametrize("times", [1, 3])
def test_score_is_retried_until_what_is_transient_has_passed(times, monkeypatch):
    snapshot = queued()
    failing(monkeypatch, OperationalError("gone"), times)
    score.apply([str(snapshot.pk)])
    assert (columns(snapshot)["status"], columns(snapshot)["attempts"]) == (WorkStatus.READY, times + 1)


def test_score_is_left_to_the_sweep_after_three_retries(monkeypatch):
    snapshot = queued()
    failing(monkeypatch, OperationalError("gone"), 99)
    score.apply([str(snapshot.pk)])
    found = columns(snapshot)
    assert (found["status"], found["attempts"], found["failure"]) == (WorkStatus.RUNNING, 4, "")


# -- reports ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_render_report_keeps_the_file_and_says_what_it_is():
    report = report_of(scored())
    run(render_report, report)
    report.refresh_from_db()
    assert (report.status, report.attempts, report.failure) == (WorkStatus.READY, 1, "")
    with default_storage.open(report.file.name) as file:
        content = file.read()
    assert (content[:5], len(content)) == (b"%PDF-", report.size)
    assert report.pages > 1
    before = columns(report)
    run(render_report, report)
    assert columns(report) == before


def test_render_report_never_changes_a_ready_row():
    report = report_of(scored(), **RENDERED)
    before = columns(report)
    run(render_report, report)
    assert columns(report) == before


def test_render_report_waits_until_the_snapshot_is_ready():
    report = report_of(queued())
    before = columns(report)
    run(render_report, report)
    assert columns(report) == before


def test_render_report_of_a_row_that_is_gone_does_nothing():
    run(render_report, ReportFile(snapshot=queued()))
    assert ReportFile.objects.count() == 0


def test_render_report_records_a_failure():
    snapshot = scored()
    ScoreSnapshot.objects.update(scorecard={})
    report = report_of(snapshot)
    with pytest.raises(KeyError):
        run(render_report, report)
    found = columns(report)
    assert (found["status"], found["failure"], found["file"]) == (WorkStatus.FAILED, "KeyError", "")


# -- the sweep -------------------------------------------------------------------------------------------------------


def touch(work, seconds_ago: int, **fields) -> None:
    moment = timezone.now() - timedelta(seconds=seconds_ago)
    type(work).objects.filter(pk=work.pk).update(touched_at=moment, **fields)


@pytest.mark.parametrize("status", [WorkStatus.QUEUED, WorkStatus.RUNNING])
def test_sweep_sends_again_what_was_left_behind(status, settings, eager_tasks, django_capture_on_commit_callbacks):
    snapshot = queued()
    report = report_of(scored(), **{**RENDERED, "status": status})
    for work in (snapshot, report):
        touch(work, settings.LEFT_BEHIND_SECONDS + 1, status=status, attempts=1)
    with django_capture_on_commit_callbacks() as callbacks:
        assert sweep() == 2
    assert (columns(snapshot)["status"], columns(report)["status"]) == (status, status)
    callbacks[0]()
    assert (columns(snapshot)["status"], columns(snapshot)["attempts"]) == (WorkStatus.READY, 2)


def test_sweep_leaves_what_shows_signs_of_life(settings, django_capture_on_commit_callbacks):
    snapshot = queued()
    touch(snapshot, settings.LEFT_BEHIND_SECONDS - 5, status=WorkStatus.RUNNING)
    before = columns(snapshot)
    with django_capture_on_commit_callbacks() as callbacks:
        assert sweep() == 0
    assert (columns(snapshot), callbacks) == (before, [])


def test_sweep_twice_sends_once(settings, django_capture_on_commit_callbacks):
    touch(queued(), settings.LEFT_BEHIND_SECONDS + 1)
    with django_capture_on_commit_callbacks() as callbacks:
        assert [sweep(), sweep()] == [1, 0]
    assert len(callbacks) == 1


def test_sweep_leaves_what_is_finished(settings):
    ready, failed = scored(), queued()
    report = report_of(ready, **RENDERED)
    touch(ready, settings.LEFT_BEHIND_SECONDS * 9)
    touch(failed, settings.LEFT_BEHIND_SECONDS * 9, status=WorkStatus.FAILED, failure="ValueError")
    touch(report, settings.LEFT_BEHIND_SECONDS * 9, attempts=MOST_ATTEMPTS)
    before = [columns(work) for work in (ready, failed, report)]
    assert sweep() == 0
    assert [columns(work) for work in (ready, failed, report)] == before


def test_sweep_gives_up_on_what_failed_too_often(settings, django_capture_on_commit_callbacks):
    snapshot, report = queued(), report_of(scored())
    for work in (snapshot, report):
        touch(work, settings.LEFT_BEHIND_SECONDS + 1, status=WorkStatus.RUNNING, attempts=MOST_ATTEMPTS)
    moment = timezone.now()
    with time_machine.travel(moment, tick=False), django_capture_on_commit_callbacks() as callbacks:
        assert sweep() == 0
    found = [columns(work) for work in (snapshot, report)]
    assert [(row["status"], row["failure"], row["finished_at"]) for row in found] == [
        (WorkStatus.FAILED, GAVE_UP, moment)
    ] * 2
    assert callbacks == []


def test_sweep_tries_up_to_the_last_attempt(settings):
    touch(queued(), settings.LEFT_BEHIND_SECONDS + 1, status=WorkStatus.RUNNING, attempts=MOST_ATTEMPTS - 1)
    assert sweep() == 1


# -- the broker ------------------------------------------------------------------------------------------------------


def broker_away(*_args, **_options):
    raise BrokerError("connection refused")


def test_submission_holds_though_the_broker_is_away(
    monkeypatch, settings, eager_tasks, django_capture_on_commit_callbacks
):
    assessment, coordinator = complete_assessment()
    with monkeypatch.context() as away:
        away.setattr(score, "apply_async", broker_away)
        with django_capture_on_commit_callbacks(execute=True):
            snapshot = workflow.submit(by=coordinator, assessment=assessment, declared=True)
    assessment.refresh_from_db()
    assert (assessment.state, columns(snapshot)["status"]) == (AssessmentState.SUBMITTED, WorkStatus.QUEUED)
    touch(snapshot, settings.LEFT_BEHIND_SECONDS + 1)
    monkeypatch.setattr(render_report, "apply_async", broker_away)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep() == 1
    assert columns(snapshot)["status"] == WorkStatus.READY


def test_tasks_are_acknowledged_late_and_within_time_limits():
    for task in (score, render_report, sweep, remind, deliver):
        assert (task.acks_late, task.reject_on_worker_lost) == (True, True)
        assert 0 < task.app.conf.task_soft_time_limit < task.app.conf.task_time_limit
