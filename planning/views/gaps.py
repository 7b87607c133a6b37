"""All gaps of a snapshot with what to do about them, the least effort to the next band, and how to plan both."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments.catalogue import campaign_catalogue
from assessments.errors import Refusal
from assessments.models import Assessment
from assessments.queries import earlier_assessment
from assessments.reports.products import name_of
from indicators.scoring.choices import Way
from planning.actions import plans
from planning.cases import Case
from planning.cheapest import path_up
from planning.earlier import comparable
from planning.exports import TYPES, gaps_file
from planning.gap_list import filters, gap_lines, matching, total_gain
from planning.models import PlannedAction
from planning.permissions import why_not_plan
from planning.queries import actions_of

from .common import context_of, get_case_or_404


@require_GET
def gaps(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = get_case_or_404(request, pk)
    assessment = case.result.snapshot.assessment
    earlier, alike = _earlier(assessment, case)
    every = gap_lines(case, actions_of(assessment), alike)
    chosen, only_quick = filters(every, request.GET), "quick" in request.GET
    lines = matching(every, chosen, only_quick=only_quick)
    context = context_of(case.result) | {
        "lines": lines,
        "filters": chosen,
        "only_quick": only_quick,
        "is_filtered": only_quick or any(found.chosen for found in chosen),
        "total": len(every),
        "gain": total_gain(lines),
        "total_gain": total_gain(every),
        "path": path_up(case),
        "earlier": earlier,
        "earlier_done": sum(action.is_done for action in earlier),
        "why_not_plan": why_not_plan(request.user, assessment, is_scored=True),
        "query": request.GET.urlencode(),
    }
    return render(request, "planning/gaps.html", context)


def _earlier(assessment: Assessment, case: Case) -> tuple[list[PlannedAction], list[PlannedAction]]:
    """What the province had planned in the round before, and what of it is about leaves that mean the same now."""
    found = earlier_assessment(assessment)
    actions = actions_of(found) if found else []
    if found is None or not actions:
        return [], []
    return actions, comparable(actions, campaign_catalogue(found.campaign), case.catalogue)


@require_GET
def gaps_export(request: HttpRequest, pk: UUID, extension: str) -> HttpResponse:
    """What the page shows, with its filters, as a file."""
    case = get_case_or_404(request, pk)
    if extension not in TYPES:
        raise Http404
    every = gap_lines(case, actions_of(case.result.snapshot.assessment))
    lines = matching(every, filters(every, request.GET), only_quick="quick" in request.GET)
    headers = {"Content-Disposition": f'attachment; filename="khoang-cach-{name_of(case.result.snapshot)}.{extension}"'}
    return HttpResponse(gaps_file(case.result, lines, extension), content_type=TYPES[extension], headers=headers)


@require_POST
def plan_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the ticked gaps, or all of the least effort, into the plan."""
    case = get_case_or_404(request, pk)
    back = f"{reverse('planning:gaps', args=[pk])}?{request.GET.urlencode()}"
    ways = _ways(case, request.POST.getlist("code"), is_path="path" in request.POST)
    if not ways:
        messages.error(request, _("Hãy chọn ít nhất một việc để đưa vào kế hoạch."))
        return redirect(back)
    try:
        added = plans.add(by=request.user, case=case, ways=ways)
    except Refusal as error:
        messages.error(request, str(error))
        return redirect(back)
    messages.success(request, _told(added, len(ways)))
    return redirect("planning:plan", pk=case.result.snapshot.assessment_id)


def _ways(case: Case, codes: Iterable[str], *, is_path: bool) -> Sequence[Way]:
    """Codes that have no step are passed over."""
    if is_path:
        path = path_up(case)
        return [proposal.way for proposal in path.proposals or ()] if path else []
    steps = (case.step(code) for code in codes)
    return list({way.code: way for way in steps if way}.values())


def _told(added: int, asked: int) -> str:
    said = ngettext("Đã đưa %d việc vào kế hoạch.", "Đã đưa %d việc vào kế hoạch.", added) % added
    if added == asked:
        return said
    known = ngettext("%d việc đã có sẵn.", "%d việc đã có sẵn.", asked - added) % (asked - added)
    return f"{said} {known}"
