"""Where two reviewers do not agree: their decisions side by side, and what is settled."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.actions import reviews
from assessments.actions.reviews import Judgement
from assessments.catalogue import Item
from assessments.enums import Seat, Verdict
from assessments.errors import InvalidAnswer, Refusal, StaleDecision
from assessments.forms.questions import prefix_of
from assessments.forms.reviews import JudgementForm
from assessments.models import Decision
from assessments.permissions import why_not_settle
from assessments.reviewing import BLIND

from .review import frame
from .review_desk import Desk, Line, desk_or_refusal

SETTLING = (Verdict.ACCEPTED, Verdict.ADJUSTED, Verdict.REJECTED)


@dataclass(frozen=True)
class Pair:
    """A leaf on which two reviewers differ. `form`: only on the leaf that gets a verdict of its own."""

    item: Item
    line: Line
    first: Decision | None
    second: Decision | None
    settled: Decision | None
    form: JudgementForm | None

    @property
    def anchor(self) -> str:
        return prefix_of(self.line.code)


@require_http_methods(["GET", "POST"])
def review_differences(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST settles one leaf: `code`, and in `take` the seat whose decision is taken, or none with a verdict of one's
    own in the fields of the form."""
    desk = desk_or_refusal(request, pk)
    if request.method == "POST":
        return _settle(request, desk)
    return _page(request, desk, request.GET.get("code", ""))


def _page(request: HttpRequest, desk: Desk, opened: str, form: JudgementForm | None = None) -> HttpResponse:
    is_open = desk.where.is_unblinded and bool(desk.seats)
    differing = desk.where.differences(desk.codes) if is_open else []
    pairs = [_pair(desk, code, form if code == opened else None, is_opened=code == opened) for code in differing]
    context = {
        **frame(desk),
        "is_open": is_open,
        "pairs": pairs,
        "agreed": len(desk.codes) - len(differing),
        "settled": sum(pair.settled is not None for pair in pairs),
        "why_not_settle": why_not_settle(desk.user, desk.assessment, desk.seat, is_unblinded=is_open),
    }
    return render(request, "assessments/review_differences.html", context, status=422 if form else 200)


def _pair(desk: Desk, code: str, form: JudgementForm | None, *, is_opened: bool) -> Pair:
    first, second, settled = (desk.where.decisions[seat].get(code) for seat in (*BLIND, Seat.SETTLED))
    form = form or (_form(desk, code) if is_opened else None)
    return Pair(desk.found.catalogue.items[code], desk.line(code), first, second, settled, form)


def _form(desk: Desk, code: str, data: Any = None) -> JudgementForm:
    settled = desk.where.decisions[Seat.SETTLED].get(code)
    claimed = desk.found.results[code].value
    item = desk.found.catalogue.items[code]
    return JudgementForm(item, settled, data, value=claimed, verdicts=SETTLING)


def _settle(request: HttpRequest, desk: Desk) -> HttpResponse:
    code = request.POST.get("code", "")
    if code not in desk.codes:
        raise Http404
    form = _form(desk, code, request.POST)
    judgement = _taken(desk, code, request.POST.get("take", ""))
    if judgement is None:
        if not form.is_valid():
            return _page(request, desk, code, form)
        judgement = Judgement(**form.said())
    seen = request.POST.get("seen", "")
    key = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else -1
    try:
        reviews.settle(by=request.user, assessment=desk.assessment, code=code, judgement=judgement, seen=key)
    except InvalidAnswer as error:
        form.add_refusals(error.messages)
        return _page(request, desk, code, form)
    except (StaleDecision, Refusal) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã thống nhất kết luận câu %s.") % code)
    return redirect(f"{reverse('review_differences', args=[desk.assessment.pk])}#{prefix_of(code)}")


def _taken(desk: Desk, code: str, seat: str) -> Judgement | None:
    """What one of the two has said, as it stands."""
    if seat not in BLIND:
        return None
    decision = desk.where.decisions[Seat(seat)].get(code)
    if decision is None:
        return None
    return Judgement(Verdict(decision.verdict), decision.reason, decision.text, decision.value)
