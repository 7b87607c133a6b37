"""Making results final, one assessment or all of a campaign, and opening one again."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessments import notifications
from assessments.enums import AssessmentState, CampaignVerb, Purpose, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, CampaignEvent, ScoreSnapshot
from assessments.permissions import why_not_finalise, why_not_reopen
from assessments.queries import filled
from assessments.reviewing import open_clarifications, standing, undecided
from assessments.transitions import move_campaign

from .campaigns import check_right, locked_campaign
from .workflow import moved, snapshot_of

MOST_SHOWN = 5
"""So many provinces are named in a refusal."""


@transaction.atomic
def finalise(*, by: User, assessment: Assessment) -> ScoreSnapshot:
    """Freeze the reviewed answers and have the verified score calculated. Raises NotAllowed with the reason."""
    locked = Assessment.objects.locked(assessment.pk)
    if reason := _why_not(by, locked):
        raise NotAllowed(reason)
    snapshot = _made_final(by, locked)
    notifications.finalised([locked])
    return snapshot


@transaction.atomic
def finalise_campaign(*, by: User, campaign: Campaign) -> list[ScoreSnapshot]:
    """Make every submitted assessment final and with them the campaign; all or none. Raises Refusal naming what stands
    in the way. What was never submitted stays so."""
    check_right(by)
    locked = locked_campaign(campaign)
    move_campaign(locked, CampaignVerb.FINALISE)
    if late := [str(assessment.province) for assessment in _still_extended(locked)]:
        names = {"provinces": ", ".join(late[:MOST_SHOWN]), "count": len(late)}
        raise Refusal(_("Còn %(count)d tỉnh đang trong thời gian gia hạn nộp (%(provinces)s).") % names)
    waiting = [
        Assessment.objects.locked(assessment.pk)
        for assessment in locked.assessments.exclude(state__in=(AssessmentState.DRAFT, AssessmentState.FINAL))
    ]
    reasons = [reason for assessment in waiting if (reason := _why_not(by, assessment))]
    if reasons:
        raise Refusal(_listed(reasons))
    if not waiting and not locked.assessments.filter(state=AssessmentState.FINAL).exists():
        raise Refusal(_("Chưa tỉnh nào nộp phiếu nên chưa có kết quả để chốt."))
    found = [_made_final(by, assessment) for assessment in waiting]
    notifications.finalised(waiting)
    locked.save(update_fields=["state"])
    detail = ngettext("%d phiếu", "%d phiếu", len(found)) % len(found)
    CampaignEvent.objects.record(campaign=locked, verb=CampaignVerb.FINALISE, by=by, detail=detail)
    return found


@transaction.atomic
def reopen(*, by: User, assessment: Assessment, reason: str) -> None:
    """Take a final assessment back into review, with a reason; its reviewers have not finished any longer, so that they
    may decide anew. What was published stays published as it was."""
    locked = Assessment.objects.locked(assessment.pk)
    if why := why_not_reopen(by, locked):
        raise NotAllowed(why)
    if not reason.strip():
        raise Refusal(_("Mở lại thẩm định cần có lý do."))
    moved(locked, Verb.REOPEN, by, reason.strip())
    locked.finalised_at, locked.finalised_by = None, None
    locked.save(update_fields=["state", "finalised_at", "finalised_by"])
    locked.assignments.update(finished_at=None)


def _still_extended(campaign: Campaign) -> QuerySet[Assessment]:
    """Provinces that may still hand in."""
    drafts = campaign.assessments.filter(state=AssessmentState.DRAFT, extended_to__gte=timezone.localdate())
    return drafts.select_related("province")


def _why_not(by: User, assessment: Assessment) -> str:
    missing = undecided(filled(assessment, timezone.localdate()), standing(assessment))
    return why_not_finalise(by, assessment, len(missing), len(open_clarifications(assessment)))


def _made_final(by: User, assessment: Assessment) -> ScoreSnapshot:
    again = assessment.events.filter(verb=Verb.REOPEN).order_by("-at", "-pk").first()
    moved(assessment, Verb.FINALISE, by)
    assessment.finalised_at, assessment.finalised_by = timezone.now(), by
    assessment.save(update_fields=["state", "finalised_at", "finalised_by"])
    return snapshot_of(assessment, Purpose.VERIFIED, by, again.detail if again else "")


def _listed(reasons: Iterable[str]) -> str:
    found = list(reasons)
    more = len(found) - MOST_SHOWN
    rest = _(" Còn %d phiếu khác cũng chưa chốt được.") % more if more > 0 else ""
    return " ".join(found[:MOST_SHOWN]) + rest
