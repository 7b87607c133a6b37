"""The clarification round: what the ministry asks, what the province replies, and handing it in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from assessments.actions import clarifications as clarification_actions
from assessments.catalogue import Item
from assessments.enums import AssessmentState, Seat
from assessments.errors import InvalidAnswer, Refusal, StaleAnswer
from assessments.forms.clarifications import ReplyForm
from assessments.models import Answer, Assessment, Clarification
from assessments.permissions import why_not_clarify, why_not_edit, why_not_resume
from assessments.queries import Filled, filled, get_assessment_or_404, missing_questions
from assessments.results import title_of
from assessments.reviewing import standing, threads

from .about import about


@dataclass(frozen=True)
class Round:
    """One question with its reply. `form`: where it may be replied to now; `is_waiting`: for a reply that is due."""

    question: Clarification
    form: ReplyForm | None
    may_close: bool
    is_waiting: bool


@dataclass(frozen=True)
class Thread:
    """What was asked about one leaf, oldest first; `may_edit`: its answer is open."""

    item: Item
    section: str
    answer: Answer | None
    rounds: list[Round]
    may_edit: bool

    @property
    def is_waiting(self) -> bool:
        return any(one.is_waiting for one in self.rounds)


@require_GET
def clarifications(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, get_assessment_or_404(request.user, pk))


@require_POST
def clarification_reply(request: HttpRequest, pk: UUID, question_pk: int) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    question = assessment.clarifications.filter(pk=question_pk, sent_at__isnull=False).first()
    if question is None:
        messages.error(request, _("Yêu cầu giải trình này đã đóng hoặc không có."))
        return redirect("clarifications", pk=pk)
    form = ReplyForm(question, clarification_actions.mark(question), request.POST)
    if not form.is_valid():
        return _page(request, assessment, {question.pk: form}, status=422)
    text, seen = form.cleaned_data["reply"], form.cleaned_data["seen"]
    try:
        clarification_actions.reply(by=request.user, assessment=assessment, pk=question_pk, text=text, seen=seen)
    except (InvalidAnswer, StaleAnswer) as error:
        form.add_error("reply", str(error))
        return _page(request, assessment, {question.pk: _renewed(form, question)}, status=422)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã lưu giải trình của câu %s.") % question.code)
    return redirect("clarifications", pk=pk)


def _renewed(form: ReplyForm, question: Clarification) -> ReplyForm:
    """Sent again, the form replaces the reply that is now shown beside it."""
    question.refresh_from_db()
    form.data = form.data.copy()
    form.data[form.add_prefix("seen")] = clarification_actions.mark(question)
    return form


@require_POST
def clarify(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    try:
        clarification_actions.clarify(by=request.user, assessment=assessment)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã nộp giải trình. Bộ sẽ thẩm định lại các câu này."))
    return redirect("clarifications", pk=pk)


@require_POST
def clarification_close(request: HttpRequest, pk: UUID, question_pk: int) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    try:
        clarification_actions.close(by=request.user, assessment=assessment, pk=question_pk)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã đóng yêu cầu giải trình."))
    return redirect("clarifications", pk=pk)


def _page(
    request: HttpRequest, assessment: Assessment, sent: Mapping[int, ReplyForm] | None = None, status: int = 200
) -> HttpResponse:
    """`sent`: forms with what was typed, by question."""
    today = timezone.localdate()
    found = filled(assessment, today)
    seen = seen_threads(request.user, assessment)
    is_returned = assessment.state == AssessmentState.RETURNED
    missing = missing_questions(found) if is_returned else []
    waiting = [question for asked in seen.values() for question in asked if question.closed_at is None]
    unreplied = [question for question in waiting if not question.reply]
    seat = _seat(request.user, assessment)
    context = {
        **about(assessment),
        "is_returned": is_returned,
        "is_ministry": bool(request.user.ministry_roles),
        "days_left": (assessment.clarify_until - today).days if assessment.clarify_until else 0,
        "threads": _threads(request.user, assessment, found, seen, seat, sent or {}),
        "problems": [form for form in (sent or {}).values() if form.errors],
        "waiting": waiting,
        "unreplied": unreplied,
        "replied_count": len(waiting) - len(unreplied),
        "missing": [(item, title_of(found.catalogue.items[item.code])) for item in missing],
        "why_not_reply": why_not_edit(request.user, assessment, today),
        "why_not_clarify": why_not_clarify(request.user, assessment, today, len(missing), len(unreplied)),
        "why_not_resume": why_not_resume(request.user, assessment, seat, today),
    }
    return render(request, "assessments/clarifications.html", context, status=status)


def _seat(user: User, assessment: Assessment) -> Seat | None:
    found = assessment.assignments.filter(reviewer=user).first() if user.ministry_roles else None
    return Seat(found.seat) if found else None


def seen_threads(user: User, assessment: Assessment) -> dict[str, list[Clarification]]:
    """What this person may see of the questions that were sent: a question is a decision, so that in the ministry it is
    seen by those who see that seat's decisions; the province sees who asked as one."""
    found = threads(assessment)
    if not user.ministry_roles:
        return found
    seats = standing(assessment).seats_shown(user, assessment)
    seen = {code: [question for question in asked if question.seat in seats] for code, asked in found.items()}
    return {code: asked for code, asked in seen.items() if asked}


def _threads(
    user: User,
    assessment: Assessment,
    found: Filled,
    seen: Mapping[str, list[Clarification]],
    seat: Seat | None,
    sent: Mapping[int, ReplyForm],
) -> list[Thread]:
    """In catalogue order."""
    is_returned = assessment.state == AssessmentState.RETURNED
    may_reply = is_returned and not why_not_edit(user, assessment, timezone.localdate())

    def asked(question: Clarification) -> Round:
        is_open = question.closed_at is None
        form = sent.get(question.pk) or ReplyForm(question, clarification_actions.mark(question))
        may_close = is_open and question.seat == seat and assessment.state == AssessmentState.SUBMITTED
        is_waiting = is_returned and is_open and not question.reply
        return Round(question, form if may_reply and is_open else None, may_close, is_waiting)

    return [
        Thread(
            item=found.catalogue.items[code],
            section=found.catalogue.section_of[code],
            answer=found.rows.get(code),
            rounds=(rounds := [asked(question) for question in seen[code]]),
            may_edit=any(one.form for one in rounds),
        )
        for code in found.catalogue.items
        if code in seen
    ]


def waiting_for(assessments: Iterable[Assessment]) -> dict[UUID, list[Clarification]]:
    """Open questions that were sent, by assessment, in one query."""
    found: dict[UUID, list[Clarification]] = {}
    for question in Clarification.objects.filter(
        assessment__in=assessments, sent_at__isnull=False, closed_at__isnull=True
    ):
        found.setdefault(question.assessment_id, []).append(question)
    return found
