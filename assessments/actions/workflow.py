"""Moving an assessment along: submission, trial scores, reports."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import Purpose, Verb, WorkStatus
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, ReportFile, ScoreSnapshot, WorkflowEvent
from assessments.models.scores import Work
from assessments.permissions import why_not_preview, why_not_report, why_not_submit
from assessments.queries import filled, missing_questions
from assessments.scorecards import freeze
from assessments.tasks import enqueue, render_report, score
from assessments.transitions import move


@transaction.atomic
def submit(*, by: User, assessment: Assessment, declared: bool) -> ScoreSnapshot:
    """Freeze the answers and hand them in; the score and the report follow by themselves.

    Raises Refusal with the reason if this may not be done now. Of two submissions at once one is refused.
    """
    locked = _locked(assessment)
    today = timezone.localdate()
    missing = missing_questions(filled(locked, today))
    reason = why_not_submit(by, locked, today, len(missing))
    if not reason and not declared:
        reason = _("Cần cam đoan thông tin trung thực trước khi nộp.")
    if reason:
        raise NotAllowed(reason)
    before = locked.state
    move(locked, Verb.SUBMIT)
    locked.submitted_at, locked.submitted_by = timezone.now(), by
    locked.save(update_fields=["state", "submitted_at", "submitted_by"])
    WorkflowEvent.objects.create(
        assessment=locked, verb=Verb.SUBMIT, from_state=before, to_state=locked.state, by=by, at=locked.submitted_at
    )
    return _snapshot(locked, Purpose.SUBMISSION, by)


@transaction.atomic
def preview(*, by: User, assessment: Assessment) -> ScoreSnapshot:
    """Score the answers as they are now. Raises NotAllowed with the reason."""
    locked = _locked(assessment)
    reason = why_not_preview(by, locked)
    if reason:
        raise NotAllowed(reason)
    WorkflowEvent.objects.create(assessment=locked, verb=Verb.PREVIEW, by=by)
    return _snapshot(locked, Purpose.PREVIEW, by)


@transaction.atomic
def request_report(*, by: User, snapshot: ScoreSnapshot, language: str) -> ReportFile:
    """Have the gap report of a ready snapshot made; what is made or being made already is returned as it is."""
    reason = why_not_report(by, snapshot.assessment)
    if reason:
        raise NotAllowed(reason)
    if snapshot.status != WorkStatus.READY:
        raise Refusal(_("Bản chấm điểm chưa xong; hãy đợi rồi lập báo cáo."))
    report, is_new = ReportFile.objects.get_or_create(snapshot=snapshot, language=language, defaults={"created_by": by})
    if is_new:
        WorkflowEvent.objects.create(assessment=snapshot.assessment, verb=Verb.REPORT, by=by, detail=str(report.pk))
        enqueue(render_report, report)
    return report


@transaction.atomic
def retry(*, by: User, work: ScoreSnapshot | ReportFile) -> None:
    """Try again what failed. Raises NotAllowed if this person could not have asked for it."""
    snapshot = work if isinstance(work, ScoreSnapshot) else work.snapshot
    reason = why_not_report(by, snapshot.assessment)
    if reason:
        raise NotAllowed(reason)
    if _requeued(work):
        enqueue(score if isinstance(work, ScoreSnapshot) else render_report, work)


def _requeued(work: Work) -> bool:
    rows = type(work)._default_manager.filter(pk=work.pk, status=WorkStatus.FAILED)
    now = timezone.now()
    return bool(rows.update(status=WorkStatus.QUEUED, attempts=0, failure="", finished_at=None, touched_at=now))


def _locked(assessment: Assessment) -> Assessment:
    return Assessment.objects.with_campaign().select_for_update(of=("self",)).get(pk=assessment.pk)


def _snapshot(assessment: Assessment, purpose: Purpose, by: User) -> ScoreSnapshot:
    today = timezone.localdate()
    inputs, context = freeze(assessment, today)
    snapshot = ScoreSnapshot.objects.create(
        assessment=assessment, purpose=purpose, as_of=today, inputs=inputs, context=context, created_by=by
    )
    enqueue(score, snapshot)
    return snapshot
