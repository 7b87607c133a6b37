"""The clarification round (giải trình): sent back with questions, replied to, handed in again, or ended."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notifications
from assessments.enums import AssessmentState, Superseded, Verb
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleAnswer
from assessments.models import Assessment, Clarification
from assessments.permissions import why_not_clarify, why_not_edit, why_not_resume, why_not_return
from assessments.queries import codes_to_review, filled, missing_questions
from assessments.reviewing import open_clarifications, standing
from audit import recording as audit

from .answers import composed, supersede
from .workflow import moved

LONGEST = timedelta(days=90)
"""Until its day the ministry cannot end a clarification: a mistyped year must not lock it up. Ours."""


@transaction.atomic
def send_back(*, by: User, assessment: Assessment, until: date) -> int:
    """Return the assessment: the leaves asked about open for editing until that day. Returns how many questions went
    out. Raises NotAllowed or Refusal."""
    locked = Assessment.objects.locked(assessment.pk)
    waiting = locked.clarifications.filter(closed_at__isnull=True, sent_at__isnull=True)
    asked = waiting.count()
    if reason := why_not_return(by, locked, standing(locked).seat_of(by), asked):
        raise NotAllowed(reason)
    today = timezone.localdate()
    if until <= today:
        raise Refusal(_("Hạn giải trình cần sau hôm nay (%s).") % date_format(today))
    if until > today + LONGEST:
        names = {"days": LONGEST.days, "day": date_format(today + LONGEST)}
        raise Refusal(_("Hạn giải trình không quá %(days)d ngày kể từ hôm nay (đến hết %(day)s).") % names)
    moved(locked, Verb.RETURN, by, date_format(until))
    locked.returned_at, locked.clarify_until = timezone.now(), until
    locked.save(update_fields=["state", "returned_at", "clarify_until"])
    waiting.update(sent_at=locked.returned_at)
    notifications.returned(locked, asked)
    return asked


@transaction.atomic
def reply(*, by: User, assessment: Assessment, pk: int, text: str, seen: str | None = None) -> Clarification:
    """Write or change the province's reply to one question, until the clarifications are handed in. `seen`: the moment
    of the reply the person saw, as `mark` writes it ("": none; None: whatever is there).

    Raises NotAllowed, Refusal, InvalidAnswer, or StaleAnswer if a colleague wrote another reply meanwhile.
    """
    locked = Assessment.objects.locked(assessment.pk)
    if locked.state != AssessmentState.RETURNED:
        raise NotAllowed(_("Phiếu không ở bước giải trình."))
    if reason := why_not_edit(by, locked, timezone.localdate()):
        raise NotAllowed(reason)
    question = locked.clarifications.filter(pk=pk, sent_at__isnull=False, closed_at__isnull=True).first()
    if question is None:
        raise Refusal(_("Yêu cầu giải trình này đã đóng hoặc không có."))
    text = composed(text.strip())
    if not text:
        raise InvalidAnswer({"reply": _("Câu %s: hãy viết nội dung giải trình.") % question.code})
    if text != question.reply:
        if seen is not None and seen != mark(question):
            raise StaleAnswer(_("Giải trình của câu %s vừa được lưu ở cửa sổ khác; hãy xem lại.") % question.code)
        question.reply, question.replied_by, question.replied_at = text, by, timezone.now()
        question.save(update_fields=["reply", "replied_by", "replied_at"])
        _audit(question, "reply", by)
    return question


def mark(question: Clarification) -> str:
    """When its reply was written last, to tell later whether somebody wrote another; "" without one."""
    return question.replied_at.isoformat() if question.replied_at else ""


@transaction.atomic
def clarify(*, by: User, assessment: Assessment) -> None:
    """Hand the clarifications in: every question has its reply and the answers are whole; what was asked about is to be
    decided anew."""
    locked = Assessment.objects.locked(assessment.pk)
    today = timezone.localdate()
    found = filled(locked, today)
    sent = [question for question in open_clarifications(locked) if question.sent_at]
    unreplied = sum(not question.reply for question in sent)
    if reason := why_not_clarify(by, locked, today, len(missing_questions(found)), unreplied):
        raise NotAllowed(reason)
    moved(locked, Verb.CLARIFY, by)
    _back_to_the_reviewers(locked, len(codes_to_review(found)))
    notifications.clarified(locked)


@transaction.atomic
def resume(*, by: User, assessment: Assessment) -> None:
    """End a clarification whose day has passed; the reviewers decide on what there is."""
    locked = Assessment.objects.locked(assessment.pk)
    today = timezone.localdate()
    if reason := why_not_resume(by, locked, standing(locked).seat_of(by), today):
        raise NotAllowed(reason)
    moved(locked, Verb.RESUME, by)
    _back_to_the_reviewers(locked, len(codes_to_review(filled(locked, today))))


@transaction.atomic
def close(*, by: User, assessment: Assessment, pk: int) -> None:
    """Close a question that was answered without deciding on the leaf yet."""
    locked = Assessment.objects.locked(assessment.pk)
    where = standing(locked)
    question = locked.clarifications.filter(pk=pk, closed_at__isnull=True, sent_at__isnull=False).first()
    if question is None:
        raise Refusal(_("Yêu cầu giải trình này đã đóng hoặc không có."))
    if where.seat_of(by) != question.seat or locked.state != AssessmentState.SUBMITTED:
        raise NotAllowed(_("Chỉ người đã hỏi được đóng yêu cầu, sau khi tỉnh nộp giải trình."))
    question.closed_at, question.closed_by = timezone.now(), by
    question.save(update_fields=["closed_at", "closed_by"])
    _audit(question, "close_question", by)


def _audit(question: Clarification, what: str, by: User) -> None:
    facts = {"code": question.code, "question": question.pk}
    place = audit.chain_of("assessment", question.assessment_id)
    audit.record(audit.Verb.REVIEW, place, by=by, what=what, **facts)


def _back_to_the_reviewers(assessment: Assessment, to_review: int) -> None:
    assessment.clarify_until, assessment.to_review = None, to_review
    assessment.save(update_fields=["state", "clarify_until", "to_review"])
    codes = [question.code for question in open_clarifications(assessment) if question.sent_at]
    supersede(assessment, codes, Superseded.CLARIFIED)
