"""Using evidence again that the province has given before, to another answer or in an earlier round."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from assessments.actions import evidence as evidence_actions
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.enums import AssessmentState
from assessments.errors import Refusal
from assessments.forms.evidence_reuse import ReuseForm
from assessments.forms.fields import one_line
from assessments.forms.questions import prefix_of
from assessments.kept_evidence import Kept, kept, matching
from assessments.models import Assessment
from assessments.permissions import why_not_edit_leaf
from assessments.queries import get_assessment_or_404
from assessments.results import title_of
from assessments.reviewing import opened_codes

from .about import about

MOST_SHOWN = 100
LONGEST_WORDS = 100


@require_http_methods(["GET", "POST"])
def evidence_reuse(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    catalogue = campaign_catalogue(assessment.campaign)
    if code not in catalogue.items:
        raise Http404
    items = kept(assessment, code)
    form = ReuseForm(items, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = evidence_actions.reuse(by=request.user, assessment=assessment, code=code, items=form.evidence)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            text = ngettext(
                "Đã dùng lại %(count)d minh chứng cho câu %(code)s.",
                "Đã dùng lại %(count)d minh chứng cho câu %(code)s.",
                added,
            )
            messages.success(request, text % {"count": added, "code": code})
            return redirect(_back(catalogue, assessment, code))
    context = _context(request, assessment, catalogue, code) | _listed(request, form, items)
    return render(request, "assessments/evidence_reuse.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, assessment: Assessment, catalogue: CampaignCatalogue, code: str) -> dict[str, Any]:
    item = catalogue.items[code]
    return {
        **about(assessment),
        "item": item,
        "title": title_of(item),
        "section": catalogue.sections[catalogue.section_of[code]],
        "back": _back(catalogue, assessment, code),
        "why_not_edit": _why_not(request.user, assessment, catalogue, code),
    }


def _listed(request: HttpRequest, form: ReuseForm, items: list[Kept]) -> dict[str, Any]:
    """What is shown of it: what matches the words, and what was chosen when something was wrong."""
    words = one_line(request.GET.get("q", ""), LONGEST_WORDS)
    found = matching(items, words)
    ticked = set(form.data.getlist("chosen")) if form.is_bound else set()
    return {
        "form": form,
        "words": words,
        "lines": [(line, str(line.evidence.pk) in ticked) for line in found[:MOST_SHOWN]],
        "found_count": len(found),
        "total_count": len(items),
        "is_cut": len(found) > MOST_SHOWN,
        "most_shown": MOST_SHOWN,
    }


def _why_not(user: User, assessment: Assessment, catalogue: CampaignCatalogue, code: str) -> str:
    is_returned = assessment.state == AssessmentState.RETURNED
    opened = opened_codes(assessment, catalogue) if is_returned else set()
    return why_not_edit_leaf(user, assessment, timezone.localdate(), code, opened)


def _back(catalogue: CampaignCatalogue, assessment: Assessment, code: str) -> str:
    return f"{reverse('section', args=[assessment.pk, catalogue.section_of[code]])}#{prefix_of(code)}"
