"""Check and submit, and the receipt."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import workflow
from assessments.approving import approved, approving
from assessments.enums import AssessmentState, Purpose, Verb
from assessments.errors import Refusal
from assessments.permissions import why_not_ask_approval, why_not_submit
from assessments.province_permissions import why_not_withdraw_approval
from assessments.queries import filled, get_assessment_or_404, missing_questions, progress_by_section, total
from assessments.results import title_of

from .about import about


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    if request.method == "POST":
        try:
            workflow.submit(by=request.user, assessment=assessment, declared=request.POST.get("declared") == "on")
        except Refusal as error:
            messages.error(request, str(error))
            return redirect("check", pk=assessment.pk)
        return redirect("receipt", pk=assessment.pk)
    if assessment.state != AssessmentState.DRAFT:
        return redirect(
            "clarifications" if assessment.state == AssessmentState.RETURNED else "receipt", pk=assessment.pk
        )
    today = timezone.localdate()
    found = filled(assessment, today)
    missing = missing_questions(found)
    now = approving(assessment, found)
    by_section = [
        {
            "section": found.catalogue.sections[code],
            "items": [{"missing": item, "title": title_of(found.catalogue.items[item.code])} for item in items],
        }
        for code, items in groupby(missing, key=lambda item: item.section)
    ]
    context = {
        **about(assessment),
        "missing": missing,
        "by_section": by_section,
        "progress": total(progress_by_section(found)),
        "approving": now,
        "why_not_ask_approval": why_not_ask_approval(request.user, assessment, today, len(missing), now.stage),
        "may_withdraw_approval": not why_not_withdraw_approval(request.user, assessment, now.stage),
        "why_not_submit": why_not_submit(request.user, assessment, today, len(missing), now.stage),
    }
    return render(request, "assessments/check.html", context)


@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    if assessment.state == AssessmentState.DRAFT:
        raise Http404
    snapshot = assessment.snapshots.get(purpose=Purpose.SUBMISSION)
    verified = assessment.snapshots.filter(purpose=Purpose.VERIFIED).only("pk", "assessment_id").first()
    context = {
        **about(assessment),
        "snapshot": snapshot,
        "answered": sum(_is_given(answer) for answer in snapshot.inputs["answers"]),
        "clarified": assessment.events.filter(verb=Verb.CLARIFY).select_related("by"),
        "is_returned": assessment.state == AssessmentState.RETURNED,
        "verified": verified,
        "approval": approved(assessment),
    }
    return render(request, "assessments/receipt.html", context)


def _is_given(answer: Mapping[str, Any]) -> bool:
    """Of an answer as it was frozen."""
    return answer["value"] is not None or answer["not_applicable"]


@require_POST
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    try:
        snapshot = workflow.preview(by=request.user, assessment=assessment)
    except Refusal as error:
        messages.error(request, str(error))
        return redirect("overview", pk=assessment.pk)
    return redirect("snapshot", pk=snapshot.pk)
