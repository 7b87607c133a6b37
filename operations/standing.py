"""What Prometheus is told that no process counts: it stands in the rows and with the broker, and is read when asked."""

import logging
from collections.abc import Iterator

from django.db import Error
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assessments.enums import ScanState
from assessments.models import StoredFile

from . import work
from .broker import AWAY, waiting_messages
from .heartbeats import alive
from .models import ProcessKind, TaskTally

logger = logging.getLogger(__name__)


class Standing(Collector):
    """Where the database or the broker is away the rest is told, and `portal_unreadable` says of what there is none."""

    def collect(self) -> Iterator[Metric]:
        unreadable = GaugeMetricFamily("portal_unreadable", "Sources that could not be read.", labels=["source"])
        for source, read in (("database", _from_rows), ("broker", _from_broker)):
            try:
                yield from read()
                unreadable.add_metric([source], 0)
            except (Error, *AWAY) as error:
                logger.warning("Metrics without the %s: %s", source, type(error).__name__)
                unreadable.add_metric([source], 1)
        yield unreadable

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: registering asks neither database nor broker."""
        return iter(())


def _from_rows() -> list[Metric]:
    return [*_work(), *_tasks(), *_mails(), *_files(), *_processes()]


def _work() -> Iterator[Metric]:
    rows = GaugeMetricFamily("portal_work", "Rows that tasks work on, by kind and status.", labels=["kind", "status"])
    ages = GaugeMetricFamily("portal_oldest_waiting_seconds", "Age of the oldest unfinished row.", labels=["kind"])
    now = timezone.now()
    for name, kind in work.KINDS.items():
        for status, count in work.counts(kind).items():
            rows.add_metric([name, status], count)
        oldest = work.oldest_waiting(kind)
        ages.add_metric([name], max(0.0, (now - oldest).total_seconds()) if oldest else 0)
    yield from (rows, ages)


def _tasks() -> Iterator[Metric]:
    runs = CounterMetricFamily("portal_tasks", "Runs of tasks, by outcome.", labels=["task", "outcome"])
    seconds = CounterMetricFamily("portal_task_seconds", "Time that they took.", labels=["task", "outcome"])
    for tally in TaskTally.objects.all():
        runs.add_metric([tally.task, tally.outcome], tally.runs)
        seconds.add_metric([tally.task, tally.outcome], tally.seconds)
    yield from (runs, seconds)


def _mails() -> Iterator[Metric]:
    now = timezone.now()
    mails = GaugeMetricFamily("portal_mails", "Mails that wait, and those given up in a month.", labels=["state"])
    mails.add_metric(["waiting"], work.mails_waiting(now).count())
    mails.add_metric(["given_up"], work.mails_given_up(now).count())
    yield mails


def _files() -> Iterator[Metric]:
    waiting = GaugeMetricFamily("portal_files_unscanned", "Evidence files that wait for the scanner.")
    waiting.add_metric([], StoredFile.objects.filter(scan_state=ScanState.WAITING).count())
    yield waiting


def _processes() -> Iterator[Metric]:
    found = GaugeMetricFamily("portal_processes", "Processes with a fresh sign of life.", labels=["kind"])
    for kind in ProcessKind:
        found.add_metric([kind], len(alive(kind)))
    yield found


def _from_broker() -> list[Metric]:
    return [GaugeMetricFamily("portal_queue_messages", "Tasks that no worker has taken yet.", waiting_messages())]
