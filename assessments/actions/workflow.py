"""Moving an assessment along: submission, trial scores, reports."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import approving, supplements
from assessments.enums import Purpose, ReportKind, Verb, WorkStatus
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, ReportFile, ReportTemplate, ScoreSnapshot, WorkflowEvent
from assessments.permissions import why_not_preview, why_not_report, why_not_submit
from assessments.queries import codes_to_review, filled, missing_questions
from assessments.scorecards import freeze
from assessments.tasks import render_report, score
from assessments.transitions import move
from assessments.work import enqueue, requeue


@transaction.atomic
def submit(*, by: User, assessment: Assessment, declared: bool) -> ScoreSnapshot:
    """Freeze the answers and hand them in; the score and the report follow by themselves.

    Raises Refusal with the reason if this may not be done now. Of two submissions at once one is refused.
    """
    locked = Assessment.objects.locked(assessment.pk)
    today = timezone.localdate()
    found = filled(locked, today)
    missing = missing_questions(found)
    reason = why_not_submit(by, locked, today, len(missing), approving.stage_of(locked, found))
    if not reason and not declared:
        reason = _("Cần cam đoan thông tin trung thực trước khi nộp.")
    if reason:
        raise NotAllowed(reason)
    moved(locked, Verb.SUBMIT, by)
    locked.submitted_at, locked.submitted_by = timezone.now(), by
    locked.to_review = len(codes_to_review(found))
    locked.save(update_fields=["state", "submitted_at", "submitted_by", "to_review"])
    return snapshot_of(locked, Purpose.SUBMISSION, by)


@transaction.atomic
def preview(*, by: User, assessment: Assessment) -> ScoreSnapshot:
    """Score the answers as they are now. Raises NotAllowed with the reason."""
    locked = Assessment.objects.locked(assessment.pk)
    reason = why_not_preview(by, locked)
    if reason:
        raise NotAllowed(reason)
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.PREVIEW, by=by)
    return snapshot_of(locked, Purpose.PREVIEW, by)


@transaction.atomic
def request_report(
    *, by: User, snapshot: ScoreSnapshot, language: str, kind: ReportKind = ReportKind.GAP_REPORT
) -> ReportFile:
    """Have a document made of a ready snapshot and what stands beside it today, a Word edition with today's template;
    what is made or being made of the same is returned as it is."""
    reason = why_not_report(by, snapshot.assessment)
    if reason:
        raise NotAllowed(reason)
    if snapshot.status != WorkStatus.READY:
        raise Refusal(_("Bản chấm điểm chưa xong; hãy đợi rồi lập báo cáo."))
    is_pack = kind == ReportKind.EVIDENCE_PACK  # nothing stands beside it, so there is one a snapshot and language
    beside = supplements.columns(supplements.NOTHING if is_pack else supplements.gather(snapshot, language))
    report, is_new = ReportFile.objects.get_or_create(
        snapshot=snapshot,
        kind=kind,
        language=language,
        supplement_key=beside["supplement_key"],
        template=_template_for(kind, language),
        defaults={"created_by": by, "supplement": beside["supplement"]},
    )
    if is_new:
        WorkflowEvent.objects.record(
            assessment=snapshot.assessment, verb=Verb.REPORT, by=by, detail=str(report.pk), facts={"report": report.pk}
        )
        enqueue(render_report, report)
    return report


def _template_for(kind: ReportKind, language: str) -> str:
    """The sha256 of the template that a document is made with now; "" for ours, or for none."""
    found = ReportTemplate.objects.active(language) if kind == ReportKind.WORD else None
    return found.sha256 if found else ""


@transaction.atomic
def retry(*, by: User, work: ScoreSnapshot | ReportFile) -> None:
    """Try again what failed. Raises NotAllowed if this person could not have asked for it."""
    snapshot = work if isinstance(work, ScoreSnapshot) else work.snapshot
    reason = why_not_report(by, snapshot.assessment)
    if reason:
        raise NotAllowed(reason)
    if requeue(work):
        enqueue(score if isinstance(work, ScoreSnapshot) else render_report, work)


def moved(assessment: Assessment, verb: Verb, by: User, detail: str = "") -> None:
    """Move the state and record it; the caller saves."""
    before = assessment.state
    move(assessment, verb)
    WorkflowEvent.objects.record(
        assessment=assessment,
        verb=verb,
        from_state=before,
        to_state=assessment.state,
        by=by,
        detail=detail[:300],
        facts={"from": before, "to": assessment.state},
    )


def snapshot_of(assessment: Assessment, purpose: Purpose, by: User, reason: str = "") -> ScoreSnapshot:
    """Freeze the assessment as it is and have it scored."""
    today = timezone.localdate()
    inputs, context = freeze(assessment, today)
    frozen = {"as_of": today, "inputs": inputs, "context": context}
    snapshot = ScoreSnapshot.objects.create(
        assessment=assessment, purpose=purpose, reason=reason, created_by=by, **frozen
    )
    enqueue(score, snapshot)
    return snapshot
