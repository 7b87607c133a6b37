"""An assessment as a whole: themes and groups with their progress, and what was done."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.roles import Role
from assessments.approving import approving
from assessments.catalogue import CampaignCatalogue, Section
from assessments.discussions import unsettled
from assessments.enums import AssessmentState, Purpose, Verb
from assessments.models import Assessment, Clarification, WorkflowEvent
from assessments.permissions import (
    may_see_reviews,
    why_not_carry_over,
    why_not_edit,
    why_not_preview,
)
from assessments.province_permissions import may_read_discussion
from assessments.queries import (
    Filled,
    Progress,
    filled,
    get_assessment_or_404,
    has_earlier_assessment,
    progress_by_section,
    total,
)
from assessments.teamwork import assignees, assignments

from .about import about
from .clarifications import seen_threads
from .live_score import LiveScore, theme_scores
from .milestones import milestones

LINE_STATES: dict[str, str | Promise] = {
    "unasked": _("không hỏi tới"),
    "empty": _("chưa làm"),
    "begun": _("đang làm"),
    "done": _("đã đủ"),
}
"""How far a section has come, by the name that the stylesheet gives its mark."""


@dataclass(frozen=True)
class SectionLine:
    section: Section
    progress: Progress

    @property
    def state(self) -> str:
        answered, asked = self.progress
        if not asked:
            return "unasked"
        return "done" if answered == asked else "begun" if answered else "empty"

    @property
    def state_text(self) -> str:
        return str(LINE_STATES[self.state])


@dataclass(frozen=True)
class ThemeCard:
    """A theme of the guidance, or all indicator groups together (`code` empty). `live`: its score while it can change;
    `returned`: how many of its questions the ministry sent back."""

    code: str
    title: str
    summary: str
    lines: list[SectionLine]
    progress: Progress
    live: LiveScore | None = None
    returned: int = 0

    @property
    def unanswered(self) -> int:
        return self.progress.asked - self.progress.answered

    @property
    def returned_text(self) -> str:
        text = ngettext("%d câu phải giải trình", "%d câu phải giải trình", self.returned)
        return text % self.returned


@dataclass(frozen=True)
class Returned:
    """What the ministry asked: all that was ever sent, what is open, what of that has no reply yet, and in which
    sections."""

    questions: list[Clarification]
    waiting: list[Clarification]
    unreplied: list[Clarification]
    sections: list[Section]


@dataclass(frozen=True)
class Event:
    """A workflow event as this person may see it."""

    at: datetime
    by: str
    text: str
    detail: str


@require_GET
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    today = timezone.localdate()
    found = filled(assessment, today)
    parts = progress_by_section(found)
    returned = _returned(request.user, assessment, found.catalogue)
    snapshots = assessment.snapshots.defer("inputs", "context", "scorecard", "trace").select_related("created_by")
    context = {
        **about(assessment),
        "theme_cards": _with_scores(theme_cards(found.catalogue, parts), assessment, found, returned),
        "milestones": milestones(assessment, today),
        "indicator_lines": [SectionLine(section, parts[section.code]) for section in found.catalogue.group_sections()],
        "progress": total(parts),
        "next_section": next_section(found.catalogue, parts),
        "submission": next((item for item in snapshots if item.purpose == Purpose.SUBMISSION), None),
        "verified": next((item for item in snapshots if item.purpose == Purpose.VERIFIED), None),
        "returned": returned,
        "may_carry_over": _may_carry_over(request.user, assessment, today),
        "previews": [item for item in snapshots if item.purpose == Purpose.PREVIEW][:3],
        "why_not_edit": why_not_edit(request.user, assessment, today),
        "why_not_preview": why_not_preview(request.user, assessment),
        "may_see_reviews": may_see_reviews(request.user),
        "may_discuss": (may_discuss := may_read_discussion(request.user, assessment)),
        "unsettled": unsettled(assessment) if may_discuss else 0,
        "events": recent_events(request.user, assessment),
        "approving": approving(assessment, found) if assessment.state == AssessmentState.DRAFT else None,
        "assignees": assignees(assignments(assessment), found.catalogue, parts, today),
        "notice": found.catalogue.indicators.set.notice if found.catalogue.indicators.set else "",
    }
    return render(request, "assessments/overview.html", context)


def theme_cards(catalogue: CampaignCatalogue, parts: dict[str, Progress]) -> list[ThemeCard]:
    """The six themes with their recommendations."""
    cards = []
    for theme in catalogue.guidance.themes if catalogue.guidance else ():
        sections = catalogue.theme_sections(theme)
        lines = [SectionLine(section, parts[section.code]) for section in sections]
        progress = total({line.section.code: line.progress for line in lines})
        cards.append(ThemeCard(theme.code, str(theme.title), str(theme.summary or ""), lines, progress))
    return cards


CHANGING = frozenset({AssessmentState.DRAFT, AssessmentState.RETURNED})


def _with_scores(
    cards: list[ThemeCard], assessment: Assessment, found: Filled, returned: Returned | None
) -> list[ThemeCard]:
    """With the score so far, as long as the answers can change, and what was sent back."""
    scores = theme_scores(assessment, found) if assessment.state in CHANGING else {}
    sections = found.catalogue.section_of
    waiting = Counter(sections[question.code] for question in returned.waiting) if returned else Counter[str]()
    return [
        replace(card, live=scores.get(card.code), returned=sum(waiting[line.section.code] for line in card.lines))
        for card in cards
    ]


def next_section(catalogue: CampaignCatalogue, parts: dict[str, Progress]) -> Section | None:
    """The first section with something left to answer; None once all is answered."""
    return next((catalogue.sections[code] for code, (answered, asked) in parts.items() if answered < asked), None)


INTERNAL = frozenset({Verb.ASSIGN, Verb.ACCEPT_MANY, Verb.FINISH_REVIEW, Verb.SETTLE})
"""What reviewers do among themselves; provinces do not see it."""

BY_THE_MINISTRY = frozenset({Verb.EXTEND, Verb.RETURN, Verb.RESUME, Verb.FINALISE, Verb.REOPEN})
"""Provinces are told that the ministry did it, not who."""


def recent_events(user: User, assessment: Assessment) -> list[Event]:
    """Newest first."""
    found = visible_events(user, assessment).select_related("by").order_by("-at", "-pk")
    return [shown_event(user, event) for event in found[:10]]


def visible_events(user: User, assessment: Assessment) -> QuerySet[WorkflowEvent]:
    found = WorkflowEvent.objects.filter(assessment=assessment)
    if not user.ministry_roles:
        found = found.exclude(verb__in=INTERNAL)
    elif Role.REVIEWER in user.roles:
        found = found.exclude(verb=Verb.ACCEPT_MANY)  # how many another reviewer accepted is for their eyes only
    return found


def shown_event(user: User, event: WorkflowEvent) -> Event:
    is_theirs = event.verb in BY_THE_MINISTRY and not user.ministry_roles
    by = gettext("Bộ") if is_theirs else str(event.by or gettext("Hệ thống"))
    return Event(event.at, by, event.get_verb_display(), event.detail)


def _returned(user: User, assessment: Assessment, catalogue: CampaignCatalogue) -> Returned | None:
    """None if nothing was asked that this person may see."""
    if assessment.state == AssessmentState.DRAFT:
        return None
    seen = seen_threads(user, assessment)
    questions = [question for asked in seen.values() for question in asked]
    is_returned = assessment.state == AssessmentState.RETURNED
    waiting = [question for question in questions if is_returned and question.closed_at is None]
    codes = {catalogue.section_of[question.code] for question in waiting}
    sections = [section for code, section in catalogue.sections.items() if code in codes]
    unreplied = [question for question in waiting if not question.reply]
    return Returned(questions, waiting, unreplied, sections) if questions else None


def _may_carry_over(user: User, assessment: Assessment, today: date) -> bool:
    return not why_not_carry_over(user, assessment, today) and has_earlier_assessment(assessment)
