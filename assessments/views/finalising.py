"""Making one assessment's result final, and taking it back into review with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions import finalising
from assessments.errors import Refusal
from assessments.forms.fields import one_line
from assessments.permissions import may_run_campaigns, why_not_finalise, why_not_reopen
from assessments.reviewing import open_clarifications

from .review_desk import Desk, desk_or_refusal

LONGEST_REASON = 280
"""Of the 300 characters of an event's detail."""


def final_panel(desk: Desk) -> dict[str, Any]:
    """For templates/assessments/_review_final.html; nothing for those who cannot finalise at all."""
    if not may_run_campaigns(desk.user):
        return {}
    undecided = len(desk.where.undecided(desk.codes))
    questions = len(open_clarifications(desk.assessment))
    return {
        "may_finalise": True,
        "why_not_finalise": why_not_finalise(desk.user, desk.assessment, undecided, questions),
        "why_not_reopen": why_not_reopen(desk.user, desk.assessment),
        "longest_reason": LONGEST_REASON,
    }


@require_POST
def review_finalise(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = desk_or_refusal(request, pk).assessment
    try:
        finalising.finalise(by=request.user, assessment=assessment)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã chốt kết quả của phiếu; điểm đã thẩm định đang được tính."))
    return redirect("review", pk=pk)


@require_POST
def review_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = desk_or_refusal(request, pk).assessment
    reason = one_line(request.POST.get("reason", ""), LONGEST_REASON)
    try:
        finalising.reopen(by=request.user, assessment=assessment, reason=reason)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã mở lại thẩm định; kết quả đã công bố vẫn giữ nguyên cho đến khi đính chính."))
    return redirect("review", pk=pk)
