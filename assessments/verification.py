"""Was a printed report made here? By the checksum that it bears, or by its bytes."""

from .enums import CampaignState, Purpose, WorkStatus
from .models import ReportFile, ScoreSnapshot

FEWEST_DIGITS, ALL_DIGITS = 16, 64
"""Hexadecimal digits of a checksum that are asked for, and of a whole one."""


def by_checksum(digits: str) -> ScoreSnapshot | None:
    """The ready snapshot whose checksum begins with these digits. A trial score is told only to who has it whole: it is
    the province's own affair."""
    if len(digits) < FEWEST_DIGITS:
        return None
    ready = ScoreSnapshot.objects.with_campaign().filter(status=WorkStatus.READY, checksum__startswith=digits)
    if len(digits) < ALL_DIGITS:
        ready = ready.exclude(purpose=Purpose.PREVIEW)
    found = list(ready[:2])
    return found[0] if len(found) == 1 else None


def by_content(sha256: str) -> ReportFile | None:
    """The document whose file has exactly these bytes."""
    ready = ReportFile.objects.filter(status=WorkStatus.READY, sha256=sha256)
    report = ready.defer("supplement").order_by("created_at").first()
    if report:
        report.snapshot = ScoreSnapshot.objects.with_campaign().get(pk=report.snapshot_id)
    return report


def newer(found: ScoreSnapshot) -> ScoreSnapshot | None:
    """What took the place of this result, the newest; None if nothing did. That a submission has been verified is told
    once the campaign is published, not before."""
    later = found.assessment.snapshots.filter(status=WorkStatus.READY, created_at__gt=found.created_at)
    later = later.exclude(purpose=Purpose.PREVIEW)
    is_public = found.assessment.campaign.state == CampaignState.PUBLISHED
    if found.purpose != Purpose.VERIFIED and not is_public:
        later = later.exclude(purpose=Purpose.VERIFIED)
    return later.only("purpose", "as_of").order_by("-created_at").first()
