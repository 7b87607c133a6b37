"""The review of one leaf: the question and what was answered, its evidence in view, and the decision."""

from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

import guidance.queries
from assessments.actions import reviews
from assessments.actions.reviews import Judgement
from assessments.enums import EvidenceKind, Seat
from assessments.errors import InvalidAnswer, Refusal, StaleDecision
from assessments.evidence_files import VIEWABLE, is_image
from assessments.explanations import explain_now
from assessments.forms.reviews import LARGEST_KEY, JudgementForm
from assessments.models import Decision, Evidence
from assessments.permissions import why_not_decide
from assessments.reports import in_words
from assessments.reviewing import national
from indicators.scoring.exchange import written_value
from indicators.scoring.measures import Value

from .review import frame
from .review_desk import FILTER_NAMES, Desk, desk_or_refusal


@require_http_methods(["GET", "POST"])
def review_leaf(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    desk = desk_or_refusal(request, pk)
    _check_code(desk, code)
    if request.method == "POST":
        return _decide(request, desk, code)
    return _page(request, desk, code, _form(desk, code))


@require_POST
def review_withdraw(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Take one's decision back."""
    desk = desk_or_refusal(request, pk)
    _check_code(desk, code)
    seen = request.POST.get("seen", "")
    key = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < len(str(LARGEST_KEY)) else 0
    try:
        reviews.withdraw(by=request.user, assessment=desk.assessment, code=code, seen=key)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã rút kết luận của câu %s.") % code)
    return redirect(_address(desk, code, desk.chosen(request)))


def _check_code(desk: Desk, code: str) -> None:
    if code not in desk.codes:
        raise Http404


def _why_not(desk: Desk, code: str) -> str:
    is_finished = desk.seat is not None and desk.where.has_handed_over(desk.seat)
    opened = desk.with_the_province
    return why_not_decide(desk.user, desk.assessment, desk.seat, code, opened, is_finished=is_finished)


def _mine(desk: Desk, code: str) -> Decision | None:
    return desk.where.decisions[desk.seat].get(code) if desk.seat else None


def _form(desk: Desk, code: str, data: Any = None) -> JudgementForm:
    mine, row = _mine(desk, code), desk.found.rows.get(code)
    return JudgementForm(
        desk.found.catalogue.items[code],
        mine,
        data,
        version=row.version if row else 0,
        value=_adjusted_or_claimed(desk, code, mine),
    )


def _adjusted_or_claimed(desk: Desk, code: str, mine: Decision | None) -> Value | None:
    if mine and mine.value is not None:
        return desk.found.catalogue.leaves[code].measure.read(mine.value)
    return desk.found.results[code].value


def _decide(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    form = _form(desk, code, request.POST)
    if not form.is_valid():
        return _page(request, desk, code, form)
    chosen = desk.chosen(request)
    _before, after = desk.neighbours(code, chosen)
    try:
        reviews.decide(
            by=request.user,
            assessment=desk.assessment,
            code=code,
            judgement=Judgement(**form.said()),
            seen=form.cleaned_data["seen"],
            answer_version=form.cleaned_data["version"],
        )
    except InvalidAnswer as error:
        form.add_refusals(error.messages)
    except StaleDecision as error:
        return _shown_anew(request, desk, code, str(error))
    except Refusal as error:
        form.add_error(None, str(error))
    if form.errors:
        return _page(request, desk, code, form)
    messages.success(request, _("Đã lưu kết luận câu %s.") % code)
    return redirect(_next(desk, code, chosen, after, stays="stay" in request.POST))


def _shown_anew(request: HttpRequest, desk: Desk, code: str, why: str) -> HttpResponse:
    """The decision and the answer as they are now, with what was typed below: sent again, it takes their place."""
    fresh = Desk(desk.user, desk.assessment)
    _check_code(fresh, code)
    mine, row = _mine(fresh, code), fresh.found.rows.get(code)
    data = request.POST.copy()
    data["seen"], data["version"] = mine.pk if mine else 0, row.version if row else 0
    form = _form(fresh, code, data)
    form.add_error(None, why)
    return _page(request, fresh, code, form, stale=mine)


def _next(desk: Desk, code: str, chosen: str, after: str, *, stays: bool) -> str:
    """The next leaf of the filter; past its end the list."""
    if stays or after:
        return _address(desk, code if stays else after, chosen)
    return f"{reverse('review', args=[desk.assessment.pk])}?{urlencode({'filter': chosen})}"


def _address(desk: Desk, code: str, chosen: str) -> str:
    return f"{reverse('review_leaf', args=[desk.assessment.pk, code])}?{urlencode({'filter': chosen})}"


def _page(
    request: HttpRequest, desk: Desk, code: str, form: JudgementForm, stale: Decision | None = None
) -> HttpResponse:
    chosen = desk.chosen(request)
    before, after = desk.neighbours(code, chosen)
    codes = desk.filters[chosen]
    context = {
        **frame(desk),
        **_question(desk, code),
        **_evidence(desk, code, request.GET.get("evidence", "")),
        **_history(desk, code),
        "line": desk.line(code),
        "mine": _mine(desk, code),
        "stale": stale,
        "form": form,
        "why_not_decide": _why_not(desk, code),
        "chosen": chosen,
        "chosen_name": FILTER_NAMES[chosen],
        "place": codes.index(code) + 1 if code in codes else 0,
        "count": len(codes),
        "before": _address(desk, before, chosen) if before else "",
        "after": _address(desk, after, chosen) if after else "",
        "here": _address(desk, code, chosen),
    }
    return render(request, "assessments/review_leaf.html", context, status=422 if form.errors else 200)


def _question(desk: Desk, code: str) -> dict[str, Any]:
    catalogue, result = desk.found.catalogue, desk.found.results[code]
    item, leaf = catalogue.items[code], catalogue.leaves[code]
    document = catalogue.guidance.document if catalogue.guidance else None
    return {
        "item": item,
        "section": catalogue.sections[catalogue.section_of[code]],
        "rules": guidance.queries.rules(document),
        "answer": desk.found.rows.get(code),
        "arithmetic": explain_now(leaf, result, item, desk.today) if leaf.scored else "",
        "national": national(desk.assessment, catalogue, code, desk.today),
        "last_item": desk.last.found.catalogue.items.get(code) if desk.last else None,
        "last_answer": desk.last.found.rows.get(code) if desk.last else None,
        "shown_value": written_value(result.value),
    }


def _evidence(desk: Desk, code: str, wanted: str) -> dict[str, Any]:
    """What supports the answer, and the item in view: the one asked for, else the first that can be shown here."""
    links = Evidence.answers.through.objects.filter(answer__assessment=desk.assessment, answer__code=code)
    found = [link.evidence for link in links.select_related("evidence__stored_file")]
    viewable = [item for item in found if _is_viewable(item)]
    shown = next((item for item in viewable if str(item.pk) == wanted), None) or next(iter(viewable), None)
    kind = shown.stored_file.content_type if shown and shown.stored_file else ""
    return {"evidence": found, "viewable": viewable, "shown": shown, "shown_is_image": is_image(kind)}


def _is_viewable(item: Evidence) -> bool:
    stored = item.stored_file if item.kind == EvidenceKind.FILE else None
    return stored is not None and stored.content_type in VIEWABLE and not stored.is_held


def _history(desk: Desk, code: str) -> dict[str, Any]:
    """Earlier decisions and questions of the seats that this person may see, and every version of the answer. `latest`:
    the question with the newest reply, else the newest question; it stands beside the answer."""
    item, row = desk.found.catalogue.items[code], desk.found.rows.get(code)
    of_leaf = {"code": code, "seat__in": desk.seats}
    fallen = desk.assessment.decisions.filter(**of_leaf, superseded_at__isnull=False).select_related("by")
    threads = list(desk.assessment.clarifications.filter(**of_leaf).select_related("asked_by", "replied_by"))
    replied = [thread for thread in threads if thread.replied_at]
    revisions = row.revisions.select_related("by").order_by("-version") if row else []
    return {
        "fallen": [(Seat(decision.seat).label, decision) for decision in fallen.order_by("-at", "-pk")],
        "threads": threads,
        "latest": max(replied, key=attrgetter("replied_at")) if replied else next(reversed(threads), None),
        "revisions": [(revision, _said_then(item, revision.content)) for revision in revisions],
    }


def _said_then(item: Any, content: dict[str, Any]) -> str:
    """A version of the answer in words."""
    if content.get("not_applicable"):
        return _("Không áp dụng: %s") % content.get("reason", "")
    said = in_words.value(item, content.get("value"), content.get("document_title", ""))
    return said or _("Chưa trả lời")
