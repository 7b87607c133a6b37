"""What people do in these tests, and what stands in the rows afterwards."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.enums import Purpose, WorkStatus
from assessments.models import Assessment, ReportFile, ScoreSnapshot

from .harness import until
from .people import Answer, Person

PREFIX = "q_A_1_1"
CODE = "A-1.1"
SECTION = "A-1"


def submit(person: Person, assessment: Assessment) -> Answer:
    return person.post(reverse("check", args=[assessment.pk]), {"declared": "on"})


def handed_in(person: Person, assessment: Assessment) -> ScoreSnapshot:
    assert submit(person, assessment).location == reverse("receipt", args=[assessment.pk])
    return assessment.snapshots.get(purpose=Purpose.SUBMISSION)


def page(person: Person, snapshot: ScoreSnapshot) -> str:
    """The snapshot's page; what is hidden in it is not shown."""
    answer = person.get(reverse("snapshot", args=[snapshot.pk]))
    assert answer.status == 200
    return answer.text


def save(person: Person, assessment: Assessment, note: str, version: int, code: str = CODE, value: str = "3") -> Answer:
    """As autosave.js saves."""
    prefix = "q_" + code.replace("-", "_").replace(".", "_")
    sent = {f"{prefix}-version": version, f"{prefix}-value": value, f"{prefix}-note": note}
    return person.post(reverse("answer_save", args=[assessment.pk, code]), sent, as_json=True)


def attach(person: Person, assessment: Assessment, name: str, content: bytes) -> Answer:
    url = reverse("evidence_add", args=[assessment.pk, CODE])
    return person.upload(url, {}, f"{PREFIX}-evidence-files", name, content)


def left_behind(rows: models.QuerySet[Any]) -> None:
    """As if so much time had passed that the sweep takes them up."""
    rows.update(touched_at=timezone.now() - timedelta(hours=1))


def ready(rows: models.QuerySet[Any], count: int = 1) -> list[Any]:
    """Once so many of them are ready."""
    until(lambda: rows.filter(status=WorkStatus.READY).count() == count, f"{count} ready of {list(rows.values())}")
    return list(rows)


def scored(snapshot: ScoreSnapshot) -> ScoreSnapshot:
    [found] = ready(ScoreSnapshot.objects.filter(pk=snapshot.pk))
    return found


def documents(snapshot: ScoreSnapshot) -> list[ReportFile]:
    """The two that come by themselves, ready; there are no others."""
    found = ready(snapshot.reports.all(), 2)
    assert sorted(report.kind for report in found) == ["brief", "gap_report"]
    return found
