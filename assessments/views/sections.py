"""The heart: one page a recommendation (or indicator group), every question with its form."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

import guidance.queries
from accounts.prepared import Prepared
from assessments.actions import answers as answer_actions
from assessments.catalogue import CampaignCatalogue, Item, Section, asked_when
from assessments.enums import AssessmentState
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleAnswer
from assessments.forms.evidence import EvidenceForm
from assessments.forms.questions import QuestionForm, prefix_of
from assessments.kept_evidence import met_before
from assessments.models import Answer, AnswerEvidence, Assessment, Evidence
from assessments.permissions import why_not_edit, why_not_edit_leaf
from assessments.queries import Filled, filled, get_assessment_or_404, lacking, progress_by_section, total
from assessments.reviewing import opened_codes, threads
from assessments.teamwork import assignee_of
from indicators.scoring.exchange import written_value
from indicators.scoring.readings import Status

from .about import about
from .cards import Card
from .discussion import seen_talks
from .earlier_answers import earlier_answers
from .evidence import attach
from .live_score import live_score
from .section_nav import section_nav
from .stencils import question_html


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
            assessment=assessment,
            today=today,
            answer=found.rows.get(item.code),
            sent=(sent := _sent(item, data)),
            evidence_form=None if sent is None else EvidenceForm(item.code, sent, files),
            evidence=evidence.get(item.code, []),
            is_hidden=found.results[item.code].status is Status.HIDDEN,
            condition=asked_when(found.catalogue, item),
            fed_by=(feeder := found.catalogue.feeders.get(item.code, "")),
            fed_from=found.catalogue.section_of.get(feeder, ""),
            lacking=lacking(found, item.code),
        )
        for item in this.items
    ]


def _sent(item: Item, data: Any) -> Any:
    """The data if it has this question's form: what is closed is not sent."""
    return data if data is not None and f"{prefix_of(item.code)}-version" in data else None


def _mark_closed(request: HttpRequest, assessment: Assessment, catalogue: CampaignCatalogue, shown: list[Card]) -> str:
    """Set on each card whether it may be changed, and what was asked; the reason if none may be."""
    today = timezone.localdate()
    reason = why_not_edit(request.user, assessment, today)
    is_returned = assessment.state == AssessmentState.RETURNED
    asked = {} if assessment.state == AssessmentState.DRAFT or request.user.ministry_roles else threads(assessment)
    opened = opened_codes(assessment, catalogue) if is_returned else set()
    told = seen_talks(request.user, assessment, [card.item.code for card in shown])
    for card in shown:
        code = card.item.code
        card.thread, card.talk = asked.get(code, []), told.get(code)
        is_asked = is_returned and not reason  # else no question differs from the others
        card.why_closed = why_not_edit_leaf(request.user, assessment, today, code, opened) if is_asked else ""
        card.may_edit = not (reason or card.why_closed)
    return reason


def _set_earlier(assessment: Assessment, found: Filled, this: Section, shown: list[Card]) -> None:
    said = earlier_answers(assessment, found, this)
    for card in shown:
        card.earlier = said.get(card.item.code)


def evidence_by_code(assessment: Assessment, this: Section) -> Mapping[str, list[Evidence]]:
    """The evidence of a section's answers, in one query."""
    found: dict[str, list[Evidence]] = {}
    for link in _links(assessment.pk, this.code):
        found.setdefault(link.code, []).append(link.evidence)
    return found


def _links_of(assessment: UUID, section: str) -> QuerySet[AnswerEvidence]:
    links = AnswerEvidence.objects.filter(answer__assessment=assessment, answer__section=section)
    return links.annotate(code=F("answer__code")).select_related("evidence__stored_file")


_links = Prepared(_links_of, UUID, str)


def _page(
    request: HttpRequest, assessment: Assessment, found: Filled, this: Section, shown: list[Card], status: int = 200
) -> HttpResponse:
    parts = progress_by_section(found)
    before, after = found.catalogue.neighbours(this.code)
    document = found.catalogue.guidance.document if found.catalogue.guidance else None
    reason = _mark_closed(request, assessment, found.catalogue, shown)
    _set_earlier(assessment, found, this, shown)
    for card in filter(attrgetter("is_plain"), shown):
        card.html = question_html(card, found.catalogue)
    context = {
        **about(assessment),
        "section": this,
        "cards": shown,
        "problems": [card for card in shown if card.faults],
        "hidden_count": sum(card.is_hidden for card in shown),
        "condition": next((card.condition for card in shown if card.condition), ""),
        "section_nav": section_nav(assessment, found.catalogue, parts, this.code),
        "progress": parts[this.code],
        "live": live_score(assessment, found, this),
        "total": total(parts),
        "before": before,
        "after": after,
        "why_not_edit": reason,
        "is_returned": assessment.state == AssessmentState.RETURNED,
        "opened_count": sum(card.may_edit for card in shown),
        "assignee": assignee_of(assessment, this, found.catalogue, parts, timezone.localdate()),
        "rules": guidance.queries.rules(document),
        "notice": found.catalogue.indicators.set.notice if this.group and found.catalogue.indicators.set else "",
    }
    return render(request, "assessments/section.html", context, status=status)


def _save_all(request: HttpRequest, assessment: Assessment, found: Filled, this: Section) -> HttpResponse:
    """Save every question that changed; what is wrong stays on the page with its error, the rest is kept."""
    shown = cards(assessment, found, this, request.POST, request.FILES)
    present = [card for card in shown if card.form.is_bound]
    saved = sum(_save_card(request, assessment, card) for card in present)
    if saved:
        text = ngettext("Đã lưu %d câu trả lời.", "Đã lưu %d câu trả lời.", saved)
        messages.success(request, text % saved)
    if any(card.faults for card in present):
        fresh = filled(assessment, timezone.localdate())
        _renew(shown, assessment, fresh, this)
        return _page(request, assessment, fresh, this, shown, status=422)
    if not saved:
        messages.info(request, _("Không có thay đổi nào để lưu."))
    return redirect("section", pk=assessment.pk, code=this.code)


def _renew(shown: list[Card], assessment: Assessment, fresh: Filled, this: Section) -> None:
    """What was saved meanwhile, on cards that are shown again; only those with a fault keep what was typed."""
    evidence = evidence_by_code(assessment, this)
    for card in shown:
        card.evidence = evidence.get(card.item.code, [])
        card.is_hidden = fresh.results[card.item.code].status is Status.HIDDEN
        card.lacking = lacking(fresh, card.item.code)
        if not card.faults:
            card.form = QuestionForm(card.item, fresh.rows.get(card.item.code), timezone.localdate())


def _save_card(request: HttpRequest, assessment: Assessment, card: Card) -> bool:
    """Save one question's answer and evidence, neither for the other's sake; True if anything changed."""
    is_answer_saved = _save_answer(request, assessment, card)
    return _save_evidence(request, assessment, card) or is_answer_saved


def _save_answer(request: HttpRequest, assessment: Assessment, card: Card) -> bool:
    """Problems stay on the card; what was saved is shown afresh, with its new version."""
    changed = False
    try:
        if card.form.is_valid() and card.form.has_changed() and not _is_untouched(card):
            before = card.answer.version if card.answer else 0
            answer = save_form(request, assessment, card.item, card.form)
            changed = answer.version != before
            card.answer, card.form = answer, QuestionForm(card.item, answer, timezone.localdate())
    except StaleAnswer as error:
        card.problem = str(error)
        card.conflict = assessment.answers.select_related("updated_by").get(code=card.item.code)
        card.form.data = card.form.data.copy()
        card.form.data[card.form.add_prefix("version")] = card.conflict.version
    except (NotAllowed, InvalidAnswer, Refusal) as error:
        card.problem = str(error)
    return changed


def _save_evidence(request: HttpRequest, assessment: Assessment, card: Card) -> bool:
    """What is right is attached, also beside a field that is wrong: a browser does not keep chosen files."""
    form = card.evidence_form
    if form is None or not form.has_changed():
        return False
    given = form.sound()
    if form.is_valid():
        card.evidence_form = None
    try:
        added = attach(request.user, assessment, card.item.code, given)
    except (NotAllowed, InvalidAnswer, Refusal) as error:
        card.problem = card.problem or str(error)
        return False
    for note in met_before(assessment, card.item.code, added, frozenset(item.pk for item in card.evidence)):
        messages.info(request, note)
    return bool(added)


def _is_untouched(card: Card) -> bool:
    """A colleague saved a newer version, but what was sent is what this person had been shown: nothing to save."""
    version = card.form.cleaned_data["version"]
    if card.answer is None or version == card.answer.version:
        return False
    seen = card.answer.revisions.filter(version=version).first()
    sent = {**card.form.content(), "value": written_value(card.form.value)}
    return sent == seen.content if seen else version == 0 and not any(sent.values())


def save_form(request: HttpRequest, assessment: Assessment, item: Item, form: QuestionForm) -> Answer:
    """Hand a valid form to the action."""
    content = answer_actions.Content(**form.content())
    version = form.cleaned_data["version"]
    return answer_actions.save(
        by=request.user, assessment=assessment, code=item.code, content=content, expected_version=version
    )
