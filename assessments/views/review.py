"""The review of one assessment: all its leaves, accepting many, finishing, and the round of clarification."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import clarifications, reviews
from assessments.errors import Refusal
from assessments.forms.reviews import SendBackForm
from assessments.permissions import why_not_resume, why_not_return, why_not_review
from assessments.reviewing import BLIND

from .about import about
from .finalising import final_panel
from .review_desk import FILTER_NAMES, Desk, desk_or_refusal


@require_GET
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_or_refusal(request, pk)
    return _page(request, desk)


def _page(request: HttpRequest, desk: Desk, send_back: SendBackForm | None = None) -> HttpResponse:
    chosen = desk.chosen(request)
    codes = desk.filters[chosen]
    form = send_back or SendBackForm(desk.assessment.campaign, desk.today)
    context = {
        **frame(desk),
        "chosen": chosen,
        "chosen_name": FILTER_NAMES[chosen],
        "filters": [_tab(desk, name, chosen) for name in FILTER_NAMES],
        "sections": desk.sections(codes),
        "next_code": next(iter(desk.filters["undecided"]), ""),
        "send_back": form,
        **final_panel(desk),
        "why_not_return": why_not_return(desk.user, desk.assessment, desk.seat, int(desk.has_unsent_questions)),
        "why_not_resume": why_not_resume(desk.user, desk.assessment, desk.seat, desk.today),
    }
    return render(request, "assessments/review.html", context, status=422 if form.errors else 200)


def _tab(desk: Desk, name: str, chosen: str) -> dict[str, Any]:
    url = reverse("review", args=[desk.assessment.pk])
    query = "" if name == "all" else f"?{urlencode({'filter': name})}"
    count = len(desk.filters[name])
    return {"url": url + query, "label": FILTER_NAMES[name], "count": count, "is_current": name == chosen}


def frame(desk: Desk) -> dict[str, Any]:
    """What every page of a review shows."""
    assignments = desk.where.assignments
    return {
        "desk": desk,
        **about(desk.assessment),
        "reviewers": [(seat.label, assignments[seat]) for seat in BLIND if seat in assignments],
        "why_not_review": why_not_review(desk.user, desk.assessment, desk.seat),
        "my_assignment": assignments[desk.seat] if desk.seat else None,
        "last_campaign": desk.last.assessment.campaign if desk.last else None,
    }


@require_GET
def review_next(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the first leaf that waits for a decision; to the list if none does."""
    desk = desk_or_refusal(request, pk)
    undecided = desk.filters["undecided"]
    if not undecided:
        return redirect("review", pk=pk)
    return redirect(f"{reverse('review_leaf', args=[pk, undecided[0]])}?filter=undecided")


@require_http_methods(["GET", "POST"])
def review_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is unchanged and evidenced: listed, then accepted by those that were left ticked."""
    desk = desk_or_refusal(request, pk)
    offered = desk.acceptable
    if request.method == "GET":
        context = {**frame(desk), "sections": desk.sections(offered), "count": len(offered)}
        return render(request, "assessments/review_accept.html", context)
    codes = set(request.POST.getlist("code")) & set(offered)

    def act() -> str:
        count = reviews.accept_many(by=request.user, assessment=desk.assessment, codes=codes)
        return ngettext("Đã chấp nhận %d câu.", "Đã chấp nhận %d câu.", count) % count

    return _done(request, pk, act)


@require_POST
def review_finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_or_refusal(request, pk)

    def act() -> str:
        reviews.finish(by=request.user, assessment=desk.assessment)
        return _("Đã ghi nhận bạn thẩm định xong phiếu này.")

    return _done(request, pk, act)


@require_POST
def review_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the open questions to the province."""
    desk = desk_or_refusal(request, pk)
    form = SendBackForm(desk.assessment.campaign, desk.today, request.POST)
    if not form.is_valid():
        return _page(request, desk, form)
    until = form.cleaned_data["until"]

    def act() -> str:
        clarifications.send_back(by=request.user, assessment=desk.assessment, until=until)
        return _("Đã gửi yêu cầu giải trình cho tỉnh, hạn hết ngày %s.") % date_format(until)

    return _done(request, pk, act)


@require_POST
def review_resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a clarification whose day has passed."""
    desk = desk_or_refusal(request, pk)

    def act() -> str:
        clarifications.resume(by=request.user, assessment=desk.assessment)
        return _("Đã kết thúc giải trình; hãy kết luận theo những gì đang có.")

    return _done(request, pk, act)


def _done(request: HttpRequest, pk: UUID, act: Callable[[], str]) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        messages.success(request, act())
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("review", pk=pk)
