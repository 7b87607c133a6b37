"""The leader's page of a draft: what is in it, and to approve it or give it back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.actions import approvals
from assessments.approving import approving
from assessments.enums import ApprovalDecision, AssessmentState
from assessments.errors import Refusal
from assessments.forms.approvals import DecisionForm
from assessments.models import Assessment
from assessments.permissions import why_not_approve, why_not_submit
from assessments.queries import filled, get_assessment_or_404, missing_questions

from .about import about
from .approval_facts import facts


@require_GET
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    return _page(request, assessment)


@require_POST
def approval_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    done = _("Đã trình lãnh đạo. Nếu sửa câu trả lời hay minh chứng trước khi nộp thì phải trình lại.")
    _tell(request, lambda: approvals.ask_approval(by=request.user, assessment=assessment), done)
    return redirect("check", pk=assessment.pk)


@require_POST
def approval_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    done = _("Đã rút bản trình duyệt. Lãnh đạo đã được báo; trình lại khi phiếu sẵn sàng.")
    _tell(request, lambda: approvals.withdraw_approval(by=request.user, assessment=assessment), done)
    return redirect("check", pk=assessment.pk)


@require_POST
def approval_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    form = DecisionForm(data=request.POST)
    if "reason" in form.errors:
        return _page(request, assessment, form)
    if form.errors:
        messages.error(request, _("Chưa rõ duyệt hay trả lại. Hãy tải lại trang rồi chọn lại."))
        return redirect("approval", pk=assessment.pk)
    given, who = form.cleaned_data, {"by": request.user, "assessment": assessment, "seen": form.cleaned_data["seen"]}
    if given["decision"] == ApprovalDecision.APPROVED:
        _tell(request, lambda: approvals.approve(**who), _("Đã duyệt phiếu. Đầu mối của tỉnh sẽ nộp."))
    else:
        done = _("Đã trả lại phiếu kèm lý do cho đầu mối của tỉnh.")
        _tell(request, lambda: approvals.give_back(**who, reason=given["reason"]), done)
    return redirect("approval", pk=assessment.pk)


def _page(request: HttpRequest, assessment: Assessment, form: DecisionForm | None = None) -> HttpResponse:
    if assessment.state != AssessmentState.DRAFT:
        return redirect("receipt", pk=assessment.pk)
    today = timezone.localdate()
    found = filled(assessment, today)
    now, missing = approving(assessment, found), len(missing_questions(found))
    why_not = why_not_approve(request.user, assessment, today, now.stage)
    context = {
        **about(assessment),
        "approving": now,
        "missing": missing,
        "facts": facts(assessment, found, today),
        "why_not_approve": why_not,
        "may_submit": not why_not_submit(request.user, assessment, today, missing, now.stage),
        "form": form or DecisionForm(),
    }
    return render(request, "assessments/approval.html", context, status=422 if form and not why_not else 200)


def _tell(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
