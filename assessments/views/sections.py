"""The heart: one page a recommendation (or indicator group), every question with its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

import guidance.queries
from assessments.actions import answers as answer_actions
from assessments.catalogue import Item, Section
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleAnswer
from assessments.forms.evidence import EvidenceForm
from assessments.forms.questions import QuestionForm
from assessments.models import Answer, Assessment, Evidence
from assessments.permissions import why_not_edit
from assessments.queries import Filled, filled, get_assessment_or_404, progress_by_section, total
from indicators.scoring.readings import Status

from .evidence import attach
from .overview import SectionLine, theme_cards


@dataclass
class Card:
    """One question on the page. `fed_by`: the question whose value the indicator takes while it has none itself."""

    item: Item
    answer: Answer | None
    form: QuestionForm
    evidence_form: EvidenceForm
    evidence: list[Evidence]
    is_hidden: bool
    fed_by: str
    problem: str = ""
    conflict: Answer | None = None


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    found = filled(assessment, timezone.localdate())
    this = found.catalogue.sections.get(code)
    if this is None:
        raise Http404
    if request.method == "POST":
        return _save_all(request, assessment, found, this)
    return _page(request, assessment, found, this, cards(assessment, found, this))


def cards(assessment: Assessment, found: Filled, this: Section, data: Any = None, files: Any = None) -> list[Card]:
    """The questions of a section as forms, bound if there is data."""
    today = timezone.localdate()
    evidence = evidence_by_code(assessment, this)
    return [
        Card(
            item=item,
            answer=found.rows.get(item.code),
            form=QuestionForm(item, found.rows.get(item.code), today, data),
            evidence_form=EvidenceForm(item.code, data, files),
            evidence=evidence.get(item.code, []),
            is_hidden=found.results[item.code].status is Status.HIDDEN,
            fed_by=found.catalogue.feeders.get(item.code, ""),
        )
        for item in this.items
    ]


def evidence_by_code(assessment: Assessment, this: Section) -> Mapping[str, list[Evidence]]:
    """The evidence of a section's answers, in one query."""
    links = Evidence.answers.through.objects.filter(answer__assessment=assessment, answer__section=this.code)
    found: dict[str, list[Evidence]] = {}
    for link in links.select_related("answer", "evidence__stored_file"):
        found.setdefault(link.answer.code, []).append(link.evidence)
    return found


def _page(
    request: HttpRequest, assessment: Assessment, found: Filled, this: Section, shown: list[Card], status: int = 200
) -> HttpResponse:
    parts = progress_by_section(found)
    before, after = found.catalogue.neighbours(this.code)
    document = found.catalogue.guidance.document if found.catalogue.guidance else None
    context = {
        "assessment": assessment,
        "campaign": assessment.campaign,
        "is_demonstration": assessment.campaign.is_demonstration,
        "section": this,
        "cards": shown,
        "problems": [card for card in shown if card.form.errors or card.evidence_form.errors or card.problem],
        "theme_cards": theme_cards(found.catalogue, parts, this.code),
        "indicator_lines": [
            SectionLine(other, parts[other.code], other.code == this.code) for other in found.catalogue.group_sections()
        ],
        "progress": parts[this.code],
        "total": total(parts),
        "before": before,
        "after": after,
        "why_not_edit": why_not_edit(request.user, assessment, timezone.localdate()),
        "rules": guidance.queries.rules(document),
        "notice": found.catalogue.indicators.set.notice if this.group and found.catalogue.indicators.set else "",
    }
    return render(request, "assessments/section.html", context, status=status)


def _save_all(request: HttpRequest, assessment: Assessment, found: Filled, this: Section) -> HttpResponse:
    """Save every question that changed; what is wrong stays on the page with its error, the rest is kept."""
    shown = cards(assessment, found, this, request.POST, request.FILES)
    present = [card for card in shown if card.form.add_prefix("version") in request.POST]
    saved = sum(_save_card(request, assessment, card) for card in present)
    if saved:
        text = ngettext("Đã lưu %d câu trả lời.", "Đã lưu %d câu trả lời.", saved)
        messages.success(request, text % saved)
    if any(card.form.errors or card.evidence_form.errors or card.problem for card in present):
        fresh = filled(assessment, timezone.localdate())
        return _page(request, assessment, fresh, this, shown, status=422)
    if not saved:
        messages.info(request, _("Không có thay đổi nào để lưu."))
    return redirect("section", pk=assessment.pk, code=this.code)


def _save_card(request: HttpRequest, assessment: Assessment, card: Card) -> bool:
    """Save one question's answer and evidence; True if anything changed. Problems stay on the card."""
    changed = False
    try:
        if card.form.is_valid() and card.form.has_changed():
            before = card.answer.version if card.answer else 0
            answer = save_form(request, assessment, card.item, card.form)
            changed = answer.version != before
            card.answer = answer
        if card.evidence_form.is_valid() and card.evidence_form.has_changed():
            changed = attach(request.user, assessment, card.item.code, card.evidence_form.cleaned_data) or changed
    except StaleAnswer as error:
        card.problem = str(error)
        card.conflict = assessment.answers.select_related("updated_by").get(code=card.item.code)
        card.form.data = card.form.data.copy()
        card.form.data[card.form.add_prefix("version")] = card.conflict.version
    except (NotAllowed, InvalidAnswer, Refusal) as error:
        card.problem = str(error)
    return changed


def save_form(request: HttpRequest, assessment: Assessment, item: Item, form: QuestionForm) -> Answer:
    """Hand a valid form to the action."""
    content = answer_actions.Content(**form.content())
    version = form.cleaned_data["version"]
    return answer_actions.save(
        by=request.user, assessment=assessment, code=item.code, content=content, expected_version=version
    )
