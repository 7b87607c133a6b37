"""The leader's approval before submission: asked for, taken back, given, refused with a reason, and void once something
changes."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Prepared
from assessments import notifications
from assessments.approving import digest, stage_of
from assessments.enums import ApprovalDecision, ApprovalStage, AssessmentState, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Approval, Assessment, WorkflowEvent
from assessments.permissions import why_not_approve, why_not_ask_approval
from assessments.province_permissions import why_not_withdraw_approval
from assessments.queries import filled, missing_questions

LONGEST_CODES = Approval._meta.get_field("superseded_codes").max_length or 0


@transaction.atomic
def ask_approval(*, by: User, assessment: Assessment) -> Approval:
    """Lay the answers as they are now before the leader. Raises NotAllowed with the reason."""
    locked = Assessment.objects.locked(assessment.pk)
    today = timezone.localdate()
    found = filled(locked, today)
    reason = why_not_ask_approval(by, locked, today, len(missing_questions(found)), stage_of(locked, found))
    if reason:
        raise NotAllowed(reason)
    approval = Approval.objects.create(assessment=locked, asked_by=by, digest=digest(locked, found))
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.ASK_APPROVAL, by=by)
    notifications.approval_asked(approval)
    return approval


@transaction.atomic
def approve(*, by: User, assessment: Assessment, seen: int) -> Approval:
    """`seen`: the key of the row that the page showed, so that nobody approves what they have not seen. Raises
    NotAllowed, or Refusal if something else waits by now."""
    return _decide(by, assessment, seen, ApprovalDecision.APPROVED, "")


@transaction.atomic
def give_back(*, by: User, assessment: Assessment, seen: int, reason: str) -> Approval:
    """The same, with what is to be done better. Raises as `approve` does, and Refusal without a reason."""
    if not reason.strip():
        raise Refusal(_("Hãy ghi lý do trả lại phiếu."))
    return _decide(by, assessment, seen, ApprovalDecision.RETURNED, reason.strip())


@transaction.atomic
def withdraw_approval(*, by: User, assessment: Assessment) -> Approval:
    """Take back what waits for the leader, who is told. Raises NotAllowed with the reason."""
    locked = Assessment.objects.locked(assessment.pk)
    stage = stage_of(locked, filled(locked, timezone.localdate()))
    if reason := why_not_withdraw_approval(by, locked, stage):
        raise NotAllowed(reason)
    approval = locked.approvals.live().get()
    approval.assessment = locked
    approval.withdrawn_at, approval.withdrawn_by = timezone.now(), by
    approval.save(update_fields=["withdrawn_at", "withdrawn_by"])
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.WITHDRAW_APPROVAL, by=by)
    notifications.approval_withdrawn(approval)
    return approval


def void(assessment: Assessment, codes: Collection[str], by: User) -> bool:
    """Let what was laid before the leader, or approved, stand no longer because these leaves of the locked draft were
    changed."""
    if not codes or assessment.state != AssessmentState.DRAFT:
        return False
    approval = _live.first(assessment.pk)
    if approval is None:
        return False
    approval.assessment = assessment
    approval.superseded_at, approval.superseded_by = timezone.now(), by
    approval.superseded_codes = _listed(codes)
    approval.save(update_fields=["superseded_at", "superseded_by", "superseded_codes"])
    WorkflowEvent.objects.record(
        assessment=assessment, verb=Verb.VOID_APPROVAL, by=by, detail=approval.superseded_codes[:300]
    )
    notifications.approval_fallen(approval)
    return True


_live = Prepared(lambda assessment: Approval.objects.live().filter(assessment=assessment).order_by("pk")[:1], UUID)


def _decide(by: User, assessment: Assessment, seen: int, decision: ApprovalDecision, reason: str) -> Approval:
    locked = Assessment.objects.locked(assessment.pk)
    today = timezone.localdate()
    stage = stage_of(locked, filled(locked, today))
    if refusal := why_not_approve(by, locked, today, stage):
        raise NotAllowed(refusal)
    approval = locked.approvals.live().get()
    if approval.pk != seen:
        raise Refusal(_("Phiếu đã được trình lại từ khi trang này mở. Hãy xem lại rồi cho ý kiến."))
    approval.assessment, approval.reason = locked, reason
    approval.decision, approval.decided_by, approval.decided_at = decision, by, timezone.now()
    approval.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    verb = Verb.APPROVE if approval.stage == ApprovalStage.APPROVED else Verb.GIVE_BACK
    WorkflowEvent.objects.record(assessment=locked, verb=verb, by=by, detail=reason[:300])
    notifications.approval_decided(approval)
    return approval


def _listed(codes: Collection[str]) -> str:
    text = ", ".join(dict.fromkeys(codes))
    return text if len(text) <= LONGEST_CODES else text[: LONGEST_CODES - 1] + "…"
