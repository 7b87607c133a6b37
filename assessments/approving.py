"""Where the leader's approval of an assessment is, and what content it is of."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Membership
from accounts.roles import Role
from indicators.scoring import exchange

from .enums import ApprovalDecision, ApprovalStage
from .models import AnswerEvidence, Approval, Assessment
from .queries import Filled

BESIDE = ("note", "quality", "document_title")
"""What belongs to an answer beside its value."""

EVIDENCE = ("kind", "title", "url", "document_number", "document_date", "document_issuer", "stored_file__sha256")


@dataclass(frozen=True)
class Approving:
    """The newest time that an assessment was laid before the leader, with where that stands now."""

    stage: ApprovalStage
    last: Approval | None = None

    @property
    def is_required(self) -> bool:
        return self.stage != ApprovalStage.NOT_NEEDED

    @property
    def is_waiting(self) -> bool:
        return self.stage == ApprovalStage.WAITING

    @property
    def is_approved(self) -> bool:
        return self.stage == ApprovalStage.APPROVED

    @property
    def is_returned(self) -> bool:
        return self.stage == ApprovalStage.RETURNED

    @property
    def is_withdrawn(self) -> bool:
        return self.stage == ApprovalStage.WITHDRAWN

    @property
    def is_fallen(self) -> bool:
        return self.stage == ApprovalStage.FALLEN


def provinces_with_leaders(provinces: Collection[int]) -> set[int]:
    """Those of them in a body of which a leader sits who may sign in."""
    seats = Membership.objects.filter(role=Role.LEADER, body__province__in=provinces, user__is_active=True)
    return set(seats.values_list("body__province", flat=True))


def approvings(assessments: Collection[Assessment]) -> dict[UUID, Approving]:
    """By assessment, in two queries; trusts that every change supersedes (`approving` looks at the content too)."""
    if not assessments:
        return {}
    rows = Approval.objects.filter(assessment__in=assessments).select_related(
        "asked_by", "decided_by", "superseded_by", "withdrawn_by"
    )
    last = {row.assessment_id: row for row in rows.order_by("asked_at", "pk")}
    led = provinces_with_leaders({found.province_id for found in assessments})
    return {found.pk: _approving(last.get(found.pk), found.province_id in led) for found in assessments}


def approving(assessment: Assessment, found: Filled) -> Approving:
    """Of one assessment: what was approved is what is there now, or it is as good as fallen."""
    now = approvings([assessment])[assessment.pk]
    is_live = now.last is not None and now.stage in {ApprovalStage.WAITING, ApprovalStage.APPROVED}
    if is_live and now.last and now.last.digest != digest(assessment, found):
        return Approving(ApprovalStage.FALLEN, now.last)
    return now


def stage_of(assessment: Assessment, found: Filled) -> ApprovalStage:
    return approving(assessment, found).stage


def approved(assessment: Assessment) -> Approval | None:
    """The approval that an assessment was handed in with; None if the province had no leader then."""
    rows = assessment.approvals.live().filter(decision=ApprovalDecision.APPROVED)
    return rows.select_related("decided_by", "asked_by").first()


def digest(assessment: Assessment, found: Filled) -> str:
    """sha256 over the canonical answers and their evidence."""
    campaign = assessment.campaign
    header = exchange.Header(campaign.guidance.code, campaign.indicators.code, campaign.alpha)
    beside = {code: [getattr(row, name) for name in BESIDE] for code, row in found.rows.items()}
    evidence = sorted(_evidence(assessment), key=str)
    parts = [exchange.write_answers(header, dict(found.answers)), beside, evidence]
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _evidence(assessment: Assessment) -> Iterable[list[Any]]:
    rows = AnswerEvidence.objects.filter(answer__assessment=assessment)
    columns = ("answer__code", *(f"evidence__{name}" for name in EVIDENCE))
    return ([str(value or "") for value in row] for row in rows.values_list(*columns))


def _approving(last: Approval | None, has_leader: bool) -> Approving:
    if last is None:
        return Approving(ApprovalStage.NOT_ASKED if has_leader else ApprovalStage.NOT_NEEDED)
    is_given = last.stage == ApprovalStage.APPROVED
    return Approving(last.stage if has_leader or is_given else ApprovalStage.NOT_NEEDED, last)
