"""Who reviews what: the table of a campaign, sharing out, and the seats of one assessment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.provinces import vietnamese_order
from assessments.actions.assigning import assign, share_out
from assessments.boards import Bench, SeatRow, benches, loads, reviewers
from assessments.enums import AssessmentState, Seat
from assessments.errors import Refusal
from assessments.forms.assigning import AssignmentForm, ShareOutForm
from assessments.models import Campaign, ReviewAssignment
from assessments.permissions import may_run_campaigns, why_not_assign
from assessments.queries import get_assessment_or_404

from .about import about
from .campaign_desk import seen_campaign

PAGE_SIZE = 50

SEATED = ReviewAssignment.objects.filter(assessment=OuterRef("pk"))
FILTERS = {
    "all": (gettext_lazy("Tất cả"), Q()),
    "unassigned": (gettext_lazy("Chưa phân công"), ~Q(Exists(SEATED))),
    "double": (gettext_lazy("Có hai người"), Q(Exists(SEATED.filter(seat=Seat.SECOND)))),
    "unfinished": (
        gettext_lazy("Chưa thẩm định xong"),
        Q(Exists(SEATED.filter(finished_at__isnull=True))) & ~Q(state=AssessmentState.FINAL),
    ),
}
"""What ?show= may say."""


@require_http_methods(["GET", "POST"])
def campaign_reviewers(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = seen_campaign(request, pk)
    why_not = why_not_assign(request.user, campaign)
    if request.method == "POST" and not may_run_campaigns(request.user):
        raise PermissionDenied(why_not)
    people = reviewers()
    form = ShareOutForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_shared_out(request, campaign, form):
        return redirect("reviewers", pk=pk)
    context = {
        "campaign": campaign,
        "is_demonstration": campaign.is_demonstration,
        "form": form,
        "people": people,
        "why_not": why_not,
        "may_run": may_run_campaigns(request.user),
        "loads": loads(campaign),
        **_table(request, campaign),
    }
    return render(request, "assessments/reviewers.html", context, status=422 if form.errors else 200)


def _is_shared_out(request: HttpRequest, campaign: Campaign, form: ShareOutForm) -> bool:
    try:
        given = share_out(by=request.user, campaign=campaign, **form.cleaned_data)
    except Refusal as error:
        form.add_error(None, str(error))
        return False
    text = ngettext("Đã phân công thêm %d lượt thẩm định.", "Đã phân công thêm %d lượt thẩm định.", given)
    messages.success(request, text % given)
    return True


def _table(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    show = request.GET.get("show", "all")
    show = show if show in FILTERS else "all"
    page = _page(campaign, FILTERS[show][1], request.GET.get("page"))
    found = campaign.assessments.select_related("province").in_bulk(list(page.object_list))
    return {
        "show": show,
        "filters": [(code, label) for code, (label, _wanted) in FILTERS.items()],
        "page": page,
        "benches": benches([found[pk] for pk in page.object_list]),
    }


def _page(campaign: Campaign, wanted: Q, number: str | None) -> Page:
    """Keys of assessments, provinces in Vietnamese order, which no database here knows."""
    names = dict(campaign.assessments.filter(wanted).order_by().values_list("pk", "province__name"))
    ordered = sorted(names, key=lambda pk: vietnamese_order(names[pk]))
    return Paginator(ordered, PAGE_SIZE).get_page(number)


@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    why_not = why_not_assign(request.user, assessment.campaign)
    if not may_run_campaigns(request.user):
        raise PermissionDenied(why_not)
    [bench] = benches([assessment])
    form = AssignmentForm(reviewers(), _seated(bench), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assign(by=request.user, assessment=assessment, **form.cleaned_data)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã lưu phân công thẩm định phiếu của %s.") % assessment.province)
            return redirect("reviewers", pk=assessment.campaign_id)
    context = {
        **about(assessment),
        "bench": bench,
        "form": form,
        "why_not": why_not,
        "may_run": True,
    }
    return render(request, "assessments/assignment.html", context, status=422 if form.errors else 200)


def _seated(bench: Bench) -> dict[str, int]:
    seats: dict[Seat, SeatRow] = dict(bench.seats)
    return {str(seat): row.assignment.reviewer_id for seat, row in seats.items()}
