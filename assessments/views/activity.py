"""Who did what in an assessment, for its province and for the ministry."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments import activity as log
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.models import WorkflowEvent
from assessments.queries import get_assessment_or_404
from assessments.teamwork import parts_of

from .about import about
from .overview import shown_event, visible_events

PER_PAGE = 30


@require_GET
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    catalogue = campaign_catalogue(assessment.campaign)
    people, parts = log.doers(assessment), parts_of(catalogue)
    person = log.person_of(people, request.GET.get("person", ""))
    part = parts.get(request.GET.get("part", ""))
    events = visible_events(request.user, assessment)
    if part:
        codes = [code for code, section in catalogue.section_of.items() if section in part.sections]
        events = log.about(events, codes)
    keys = log.keys(assessment, events, person, part.sections if part else None)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **about(assessment),
        "people": people,
        "parts": parts.values(),
        "person": person,
        "part": part.code if part else "",
        "page": page,
        "entries": _entries(request, catalogue, page),
    }
    return render(request, "assessments/activity.html", context)


def _entries(request: HttpRequest, catalogue: CampaignCatalogue, page: Page) -> list[dict[str, Any]]:
    """A page's keys with their rows, in three queries."""
    keys = list(page.object_list)
    changes = log.changes([pk for kind, pk, _at in keys if kind == log.ANSWER], catalogue)
    wanted = [pk for kind, pk, _at in keys if kind == log.EVENT]
    events = {event.pk: event for event in WorkflowEvent.objects.filter(pk__in=wanted).select_related("by")}
    return [
        {"change": changes[pk]} if kind == log.ANSWER else {"event": shown_event(request.user, events[pk])}
        for kind, pk, _at in keys
    ]
