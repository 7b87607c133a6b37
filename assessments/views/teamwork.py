"""Working together in a province: who fills in which part, and until when."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.invitations import may_invite
from assessments.actions.teamwork import assign_parts
from assessments.errors import NotAllowed, Refusal
from assessments.forms.teamwork import PartForm
from assessments.models import Assessment
from assessments.province_permissions import why_not_share_out
from assessments.queries import Filled, Progress, filled, get_assessment_or_404, progress_by_section
from assessments.teamwork import Assignee, Part, assignees, assignments, parts_of, people_by_body, progress_of

from .about import about


class PartRow(NamedTuple):
    part: Part
    progress: Progress
    assignee: Assignee | None
    form: PartForm


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All parts of an assessment with who has them; those who may share out change them all at once."""
    assessment = get_assessment_or_404(request.user, pk)
    today = timezone.localdate()
    why_not = why_not_share_out(request.user, assessment, today)
    if request.method == "POST" and why_not:
        raise PermissionDenied(why_not)
    found = filled(assessment, today)
    rows = _rows(assessment, found, today, request.POST if request.method == "POST" else None)
    forms = [row.form for row in rows]
    problem = ""
    if request.method == "POST" and all(form.is_valid() for form in forms):
        problem = _saved(request, assessment, forms)
        if not problem:
            return redirect("team", pk=pk)
    context = {
        **about(assessment),
        "rows": rows,
        "faulty": [row for row in rows if row.form.errors],
        "problem": problem,
        "why_not": why_not,
        "may_invite": may_invite(request.user),
    }
    is_wrong = bool(problem or context["faulty"])
    return render(request, "assessments/team.html", context, status=422 if is_wrong else 200)


def _rows(assessment: Assessment, found: Filled, today: date, data: Any) -> list[PartRow]:
    progress = progress_by_section(found)
    people, current = people_by_body(assessment.province), assignments(assessment)
    shown = assignees(current, found.catalogue, progress, today)
    return [
        PartRow(
            part,
            progress_of(part, progress),
            shown.get(code),
            PartForm(part, assessment, people, current.get(code), today, data),
        )
        for code, part in parts_of(found.catalogue).items()
    ]


def _saved(request: HttpRequest, assessment: Assessment, forms: list[PartForm]) -> str:
    """Why it could not be saved; "" if it was."""
    wanted = {form.part.code: form.share() for form in forms if form.has_changed()}
    try:
        changed = assign_parts(by=request.user, assessment=assessment, wanted=wanted)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refusal as error:
        return str(error)
    text = ngettext("Đã lưu phân công %d phần.", "Đã lưu phân công %d phần.", changed)
    messages.success(request, text % changed if changed else _("Phân công không có gì thay đổi."))
    return ""
