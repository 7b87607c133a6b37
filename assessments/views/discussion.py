"""What the people of a province say to each other about a question: its own page, which the form page fetches into a
fold, and the list of all discussions. To the ministry there are no such pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from assessments.actions import discussion as actions
from assessments.catalogue import CampaignCatalogue, Item, campaign_catalogue
from assessments.discussions import Talk, answered, is_settled, mentionable, talks, thread, threads
from assessments.errors import Refusal
from assessments.forms.discussion import CommentForm
from assessments.forms.questions import prefix_of
from assessments.models import Assessment, Comment
from assessments.province_permissions import (
    may_read_discussion,
    why_not_amend_comment,
    why_not_discuss,
    why_not_withdraw_comment,
)
from assessments.queries import get_assessment_or_404
from assessments.results import title_of

from .about import about
from .answers import wants_json

PAGE = 20


@dataclass(frozen=True)
class Line:
    """One comment as this person sees it."""

    comment: Comment
    may_amend: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Row:
    """One discussion in the list."""

    code: str
    title: str
    count: int
    is_settled: bool
    last: Comment


@require_GET
def discussions(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = _discussed_or_404(request.user, pk)
    is_mine = request.GET.get("mine") == "1"
    found = Paginator(threads(assessment, request.user if is_mine else None), PAGE)
    page = found.get_page(request.GET.get("page"))
    page.object_list = _rows(campaign_catalogue(assessment.campaign), list(page.object_list))
    context = {**about(assessment), "page": page, "is_mine": is_mine}
    return render(request, "assessments/discussions.html", context)


@require_http_methods(["GET", "POST"])
@vary_on_headers("Accept")
def discussion_thread(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    assessment = _discussed_or_404(request.user, pk)
    item = _item_or_404(assessment, code)
    if request.method == "POST":
        return _say(request, assessment, item)
    return _shown(request, assessment, item)


def _deed(act: Callable[..., object], text: str) -> Callable[..., HttpResponse]:
    """A view that does one thing to a discussion (`act` by, assessment, code and what more the address names, with what
    was posted), and says so."""

    @require_POST
    def view(request: HttpRequest, pk: UUID, code: str, **named: int) -> HttpResponse:
        assessment = _discussed_or_404(request.user, pk)
        item = _item_or_404(assessment, code)
        try:
            act(request, assessment, code, **named)
        except Refusal as error:
            return _shown(request, assessment, item, [str(error)])
        return _answered(request, assessment, item, str(text))

    return view


def _amend(request: HttpRequest, assessment: Assessment, code: str, comment_pk: int) -> None:
    """The fields of all comments belong to one form element, so each has its key in its name."""
    text = request.POST.get(f"text-{comment_pk}", "")
    actions.amend(by=request.user, assessment=assessment, pk=comment_pk, text=text)


def _withdraw(request: HttpRequest, assessment: Assessment, code: str, comment_pk: int) -> None:
    actions.withdraw(by=request.user, assessment=assessment, pk=comment_pk)


def _settle(request: HttpRequest, assessment: Assessment, code: str) -> None:
    actions.settle(by=request.user, assessment=assessment, code=code)


def _reopen(request: HttpRequest, assessment: Assessment, code: str) -> None:
    actions.reopen(by=request.user, assessment=assessment, code=code)


discussion_amend = _deed(_amend, gettext_lazy("Đã sửa ý kiến."))
discussion_withdraw = _deed(_withdraw, gettext_lazy("Đã rút ý kiến."))
discussion_settle = _deed(_settle, gettext_lazy("Đã đánh dấu trao đổi này là xong."))
discussion_reopen = _deed(_reopen, gettext_lazy("Đã mở lại trao đổi này."))


def seen_talks(user: User, assessment: Assessment, codes: list[str]) -> dict[str, Talk]:
    """How the discussions of some leaves stand; nothing for those who may not read them."""
    return talks(assessment, codes) if may_read_discussion(user, assessment) else {}


def _discussed_or_404(user: User, pk: UUID) -> Assessment:
    assessment = get_assessment_or_404(user, pk)
    if not may_read_discussion(user, assessment):
        raise Http404
    return assessment


def _item_or_404(assessment: Assessment, code: str) -> Item:
    item = campaign_catalogue(assessment.campaign).items.get(code)
    if item is None:
        raise Http404
    return item


def _say(request: HttpRequest, assessment: Assessment, item: Item) -> HttpResponse:
    form = CommentForm(item.code, mentionable(assessment, request.user), request.POST)
    problems = [str(error) for errors in form.errors.values() for error in errors]
    if not problems:
        said = {"text": form.cleaned_data["text"], "mentions": form.keys}
        try:
            actions.say(by=request.user, assessment=assessment, code=item.code, **said)
        except Refusal as error:
            problems.append(str(error))
    if problems:
        return _shown(request, assessment, item, problems, form)
    return _answered(request, assessment, item, _("Đã gửi ý kiến."))


def _answered(request: HttpRequest, assessment: Assessment, item: Item, text: str) -> HttpResponse:
    if wants_json(request):
        return _shown(request, assessment, item, text=text)
    messages.success(request, text)
    return redirect("discussion_thread", pk=assessment.pk, code=item.code)


def _shown(
    request: HttpRequest,
    assessment: Assessment,
    item: Item,
    problems: list[str] | None = None,
    form: CommentForm | None = None,
    text: str = "",
) -> HttpResponse:
    """The thread as a page or, to our script, as a part of one; 422 with what was wrong."""
    context = _thread_context(request.user, assessment, item, form) | {"problems": problems or []}
    status = 422 if problems else 200
    if not wants_json(request):
        return render(request, "assessments/discussion_thread.html", context, status=status)
    html = render_to_string("assessments/_discussion.html", context, request)
    count = sum(not line.comment.withdrawn_at for line in context["lines"])
    told = {"html": html, "text": " ".join(problems) if problems else text, "count": count}
    return JsonResponse({**told, "is_settled": context["is_settled"]}, status=status)


def _thread_context(user: User, assessment: Assessment, item: Item, form: CommentForm | None) -> dict[str, Any]:
    reason = why_not_discuss(user, assessment)
    if form is None and not reason:
        form = CommentForm(item.code, mentionable(assessment, user))
    return {
        **about(assessment),
        "item": item,
        "section": campaign_catalogue(assessment.campaign).section_of[item.code],
        "anchor": prefix_of(item.code),
        "lines": _lines(user, assessment, list(thread(assessment, item.code))),
        "form": form,
        "why_not_discuss": reason,
        "is_settled": is_settled(assessment, item.code),
    }


def _lines(user: User, assessment: Assessment, comments: list[Comment]) -> list[Line]:
    closed = answered(comments)
    return [
        Line(
            comment,
            may_amend=not why_not_amend_comment(user, assessment, comment, is_answered=comment.pk in closed),
            may_withdraw=not why_not_withdraw_comment(user, assessment, comment),
        )
        for comment in comments
    ]


def _rows(catalogue: CampaignCatalogue, found: list[dict[str, Any]]) -> list[Row]:
    last = Comment.objects.select_related("by").in_bulk([row["last"] for row in found])
    return [
        Row(row["code"], title_of(catalogue.items[row["code"]]), row["count"], row["is_settled"], last[row["last"]])
        for row in found
    ]
