"""The results that a leader looks up first: the newest of each province, with what one does with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from accounts.roles import Role
from assessments.enums import Band, Purpose, ReportKind, WorkStatus, band_of
from assessments.models import Assessment, ReportFile, ScoreSnapshot

COLUMNS = ("assessment_id", "purpose", "as_of", "claimed", "verified")


@dataclass(frozen=True)
class Result:
    """What was handed in, as verified once that is there; `brief`: the newest leader's brief that is ready."""

    assessment: Assessment
    snapshot: ScoreSnapshot
    brief: ReportFile | None

    @property
    def is_verified(self) -> bool:
        return self.snapshot.purpose == Purpose.VERIFIED

    @property
    def score(self) -> Decimal | None:
        return self.snapshot.verified if self.is_verified else self.snapshot.claimed

    @property
    def band(self) -> Band | None:
        return band_of(self.score)


def results(user: User, past: Sequence[Assessment]) -> list[Result]:
    """For leaders only. `past`: what was handed in, newest first. Of each province the last verified result, and what
    was handed in after it. Two queries, however many."""
    if Role.LEADER not in user.roles or not past:
        return []
    newest = _newest(past)
    shown: dict[tuple[int, str], Assessment] = {}
    for found in past:
        snapshot = newest.get(found.pk)
        key = (found.province_id, Purpose.VERIFIED)
        if snapshot and key not in shown:
            shown.setdefault((found.province_id, snapshot.purpose), found)
    briefs = _briefs([newest[found.pk].pk for found in shown.values()])
    return [Result(found, newest[found.pk], briefs.get(newest[found.pk].pk)) for found in shown.values()]


def _newest(past: Collection[Assessment]) -> dict[UUID, ScoreSnapshot]:
    """Ready and not a trial; a verified one is always newer than what was handed in."""
    kept = ScoreSnapshot.objects.filter(assessment__in=past, status=WorkStatus.READY)
    rows = kept.exclude(purpose=Purpose.PREVIEW).order_by("created_at").only(*COLUMNS)
    return {row.assessment_id: row for row in rows}


def _briefs(snapshots: Collection[UUID]) -> dict[UUID, ReportFile]:
    kept = ReportFile.objects.filter(snapshot__in=snapshots, kind=ReportKind.BRIEF, status=WorkStatus.READY)
    return {row.snapshot_id: row for row in kept.defer("supplement").order_by("created_at")}
