"""Check and submit, and the receipt."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import workflow
from assessments.enums import AssessmentState, Purpose
from assessments.errors import Refusal
from assessments.permissions import why_not_submit
from assessments.queries import filled, get_assessment_or_404, missing_questions, progress_by_section, total
from assessments.results import title_of


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
    today = timezone.localdate()
    found = filled(assessment, today)
    missing = missing_questions(found)
    by_section = [
        {
            "section": found.catalogue.sections[code],
            "items": [{"missing": item, "title": title_of(found.catalogue.items[item.code])} for item in items],
        }
        for code, items in groupby(missing, key=lambda item: item.section)
    ]
    context = {
        "assessment": assessment,
        "campaign": assessment.campaign,
        "is_demonstration": assessment.campaign.is_demonstration,
        "missing": missing,
        "by_section": by_section,
        "progress": total(progress_by_section(found)),
        "why_not_submit": why_not_submit(request.user, assessment, today, len(missing)),
    }
    return render(request, "assessments/check.html", context)


@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    if assessment.state == AssessmentState.DRAFT:
        raise Http404
    snapshot = assessment.snapshots.get(purpose=Purpose.SUBMISSION)
    context = {
        "assessment": assessment,
        "campaign": assessment.campaign,
        "is_demonstration": assessment.campaign.is_demonstration,
        "snapshot": snapshot,
        "progress": total(progress_by_section(filled(assessment, snapshot.as_of))),
    }
    return render(request, "assessments/receipt.html", context)


@require_POST
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    try:
        snapshot = workflow.preview(by=request.user, assessment=assessment)
    except Refusal as error:
        messages.error(request, str(error))
        return redirect("overview", pk=assessment.pk)
    return redirect("snapshot", pk=snapshot.pk)
