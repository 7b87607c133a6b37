"""The way of an assessment from its opening to the publication: what was reached when, and what is planned."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import AssessmentState, CampaignState, CampaignVerb
from assessments.models import Assessment

STATES = {"done": "ok", "now": "begun", "ahead": "empty", "skipped": "unasked"}
"""How far a milestone is, with the icon that shows it."""


@dataclass(frozen=True)
class Milestone:
    """`state`: one of STATES; `reached`: the day it was, `planned`: the day it is or was due; None where unknown."""

    name: str
    state: str
    reached: date | None = None
    planned: date | None = None

    @property
    def icon(self) -> str:
        return STATES[self.state]

    @property
    def state_text(self) -> str:
        words = {"done": _("đã qua"), "now": _("hiện tại"), "ahead": _("sắp tới"), "skipped": _("không có")}
        return words[self.state]


def milestones(assessment: Assessment, today: date) -> list[Milestone]:
    """In the order of the campaign's dates."""
    return [*_filling(assessment, today), *_reviewing(assessment), *_ending(assessment)]


def _filling(assessment: Assessment, today: date) -> list[Milestone]:
    campaign = assessment.campaign
    is_open = campaign.state != CampaignState.DRAFT and today >= campaign.opens_on
    is_past, is_draft = assessment.is_past_deadline(today), assessment.state == AssessmentState.DRAFT
    submitted = timezone.localdate(assessment.submitted_at) if assessment.submitted_at else None
    filling = "ahead" if not is_open else "done" if is_past or not is_draft else "now"
    return [
        Milestone(
            _("Mở đợt"), "done" if is_open else "ahead", campaign.opens_on if is_open else None, campaign.opens_on
        ),
        Milestone(_("Tự đánh giá"), filling, None, assessment.submit_by),
        Milestone(_("Nộp phiếu"), "done" if submitted else "now" if is_past else "ahead", submitted),
    ]


def _reviewing(assessment: Assessment) -> list[Milestone]:
    campaign, state = assessment.campaign, assessment.state
    returned = timezone.localdate(assessment.returned_at) if assessment.returned_at else None
    is_final = state == AssessmentState.FINAL
    review = "done" if is_final else "now" if state == AssessmentState.SUBMITTED else "ahead"
    if state == AssessmentState.RETURNED:
        clarifying = "now"
    elif returned:
        clarifying = "done"
    else:
        clarifying = "skipped" if is_final else "ahead"
    return [
        Milestone(_("Thẩm định"), "done" if state == AssessmentState.RETURNED else review, None, campaign.review_by),
        Milestone(_("Giải trình"), clarifying, returned, assessment.clarify_until or campaign.clarify_by),
    ]


def _ending(assessment: Assessment) -> list[Milestone]:
    campaign = assessment.campaign
    final = timezone.localdate(assessment.finalised_at) if assessment.finalised_at else None
    published = _published(assessment)
    is_published = campaign.state == CampaignState.PUBLISHED
    return [
        Milestone(_("Chốt kết quả"), "done" if final else "ahead", final),
        Milestone(_("Công bố"), "done" if is_published else "ahead", published, campaign.publish_on),
    ]


def _published(assessment: Assessment) -> date | None:
    """The first time; a correction is published again."""
    if assessment.campaign.state != CampaignState.PUBLISHED:
        return None
    event = assessment.campaign.events.filter(verb=CampaignVerb.PUBLISH).order_by("at").first()
    return timezone.localdate(event.at) if event else None
