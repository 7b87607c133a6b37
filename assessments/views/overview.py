"""An assessment as a whole: themes and groups with their progress, and what was done."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from assessments.catalogue import CampaignCatalogue, Section
from assessments.enums import Purpose
from assessments.models import Assessment
from assessments.permissions import why_not_edit, why_not_preview
from assessments.queries import Progress, filled, get_assessment_or_404, progress_by_section, total

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
    is_current: bool = False

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
    """A theme of the guidance, or all indicator groups together (`code` empty)."""

    code: str
    title: str
    summary: str
    lines: list[SectionLine]
    progress: Progress


@require_GET
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    today = timezone.localdate()
    found = filled(assessment, today)
    parts = progress_by_section(found)
    snapshots = assessment.snapshots.defer("inputs", "context", "scorecard", "trace").select_related("created_by")
    context = {
        "assessment": assessment,
        "campaign": assessment.campaign,
        "is_demonstration": assessment.campaign.is_demonstration,
        "theme_cards": theme_cards(found.catalogue, parts),
        "indicator_lines": [SectionLine(section, parts[section.code]) for section in found.catalogue.group_sections()],
        "progress": total(parts),
        "next_section": next_section(found.catalogue, parts),
        "submission": next((item for item in snapshots if item.purpose == Purpose.SUBMISSION), None),
        "previews": [item for item in snapshots if item.purpose == Purpose.PREVIEW][:3],
        "why_not_edit": why_not_edit(request.user, assessment, today),
        "why_not_preview": why_not_preview(request.user, assessment),
        "events": recent_events(assessment),
        "notice": found.catalogue.indicators.set.notice if found.catalogue.indicators.set else "",
    }
    return render(request, "assessments/overview.html", context)


def theme_cards(catalogue: CampaignCatalogue, parts: dict[str, Progress], current: str = "") -> list[ThemeCard]:
    """The six themes with their recommendations."""
    cards = []
    for theme in catalogue.guidance.themes if catalogue.guidance else ():
        sections = catalogue.theme_sections(theme)
        lines = [SectionLine(section, parts[section.code], section.code == current) for section in sections]
        progress = total({line.section.code: line.progress for line in lines})
        cards.append(ThemeCard(theme.code, str(theme.title), str(theme.summary or ""), lines, progress))
    return cards


def next_section(catalogue: CampaignCatalogue, parts: dict[str, Progress]) -> Section | None:
    """The first section with something left to answer; None once all is answered."""
    return next((catalogue.sections[code] for code, (answered, asked) in parts.items() if answered < asked), None)


def recent_events(assessment: Assessment) -> list[object]:
    return list(assessment.events.select_related("by").order_by("-at", "-pk")[:10])
