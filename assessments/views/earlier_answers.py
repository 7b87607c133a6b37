"""What the round before said, beside each question of the form, and taking it over for one question."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions.carry_over import Line, holds_anything, keep, lines_of, why_not_kept
from assessments.catalogue import Section, campaign_catalogue
from assessments.errors import NotAllowed, Refusal
from assessments.forms.questions import prefix_of
from assessments.models import Answer, Assessment, Campaign
from assessments.queries import Filled, earlier_assessment, get_assessment_or_404


@dataclass(frozen=True)
class Earlier:
    """One leaf's earlier answer. `is_begun`: this round holds something already, which is never overwritten;
    `why_not`: why it can be kept in no case, "" if it can."""

    campaign: Campaign
    line: Line
    is_begun: bool
    why_not: str


def earlier_answers(assessment: Assessment, found: Filled, this: Section) -> dict[str, Earlier]:
    """By code, for the leaves of a section that held something in the province's last round."""
    earlier = earlier_assessment(assessment)
    if earlier is None:
        return {}
    begun = {code for code, row in found.rows.items() if is_begun(row)}
    lines = lines_of(earlier, assessment, (), [item.code for item in this.items], with_evidence=False)
    return {
        line.item.code: Earlier(earlier.campaign, line, line.item.code in begun, why_not_kept(line)) for line in lines
    }


def is_begun(row: Answer) -> bool:
    """Of a row of `filled`."""
    return holds_anything(row, row.evidence_count)  # type: ignore[attr-defined]


@require_POST
def answer_keep(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Answer one question as in the round before, and back to it."""
    assessment = get_assessment_or_404(request.user, pk)
    section = campaign_catalogue(assessment.campaign).section_of.get(code)
    if section is None:
        raise Http404
    try:
        keep(by=request.user, assessment=assessment, code=code)
        messages.success(request, _("Câu %s đã giữ nguyên như đợt trước.") % code)
    except (NotAllowed, Refusal) as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('section', args=[pk, section])}#{prefix_of(code)}")
