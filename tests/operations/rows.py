"""Rows that wait, run or failed, for tests of those who look after them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.enums import Purpose, WorkStatus
from assessments.models import Notice, ReportFile, ScoreSnapshot
from tests.assessments.small import open_assessment_on_small
from tests.factories import UserFactory, user_as

LONG_AGO = timedelta(seconds=settings.LEFT_BEHIND_SECONDS + 60)


def snapshot_row(status: WorkStatus = WorkStatus.QUEUED, **fields: object) -> ScoreSnapshot:
    known = {"purpose": Purpose.PREVIEW, "as_of": timezone.localdate(), "inputs": {}, "context": {}, "status": status}
    return ScoreSnapshot.objects.create(**{"assessment": open_assessment_on_small(), **known, **fields})


def document_row(status: WorkStatus = WorkStatus.QUEUED, **fields: object) -> ReportFile:
    return ReportFile.objects.create(**{"snapshot": snapshot_row(), "status": status, **fields})


def ready_document() -> ReportFile:
    return document_row(WorkStatus.READY, file="reports/a.pdf", sha256="a" * 64, size=9, pages=3)


def notice_row(**fields: object) -> Notice:
    texts = {"subject": "Đợt đã mở", "body": "Hạn nộp.", "path": "/", "key": "k"}
    return Notice.objects.create(**{"user": UserFactory(), **texts, **fields})


def manager() -> User:
    return user_as(Role.CAMPAIGN_MANAGER)
