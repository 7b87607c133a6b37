"""Runs in a process of its own: sends a task for each row that waits, as actions and the sweep send it.

usage: python -m benchmarks.load.sending score CAMPAIGN | reports KEY CAMPAIGN COUNT
"""

import sys

import django

if __name__ == "__main__":
    django.setup()

from assessments.enums import UNFINISHED, Purpose, ReportKind
from assessments.models import ReportFile, ScoreSnapshot
from assessments.tasks import render_report, score


def send_scorings(campaign: str) -> None:
    """Of a whole campaign."""
    waiting = ScoreSnapshot.objects.filter(assessment__campaign__code=campaign, status__in=UNFINISHED)
    for pk in waiting.values_list("pk", flat=True):
        score.delay(str(pk))


def send_reports(key: str, campaign: str, count: str) -> None:
    """A report each of so many units; `key` sets them apart from others of the same."""
    final = ScoreSnapshot.objects.filter(assessment__campaign__code=campaign, purpose=Purpose.VERIFIED)
    for snapshot in final.order_by("assessment__province__code")[: int(count)]:
        report = ReportFile.objects.create(snapshot=snapshot, kind=ReportKind.GAP_REPORT, supplement_key=key)
        render_report.delay(str(report.pk))


if __name__ == "__main__":
    {"score": send_scorings, "reports": send_reports}[sys.argv[1]](*sys.argv[2:])
