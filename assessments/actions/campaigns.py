"""Making, opening and closing campaigns, and exceptions to their dates."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import guidance.queries
import indicators.queries
from accounts.models import Province, User
from assessments import notifications
from assessments.campaign_permissions import (
    DATES,
    movable_dates,
    why_not_change,
    why_not_close,
    why_not_move_date,
    why_not_run,
)
from assessments.catalogue import CampaignCatalogue, campaign_catalogue, link_problems
from assessments.enums import CampaignState, CampaignVerb, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, CampaignEvent, PartProgress, WorkflowEvent
from assessments.permissions import why_not_extend, why_not_extend_to
from assessments.queries import blank, progress_by_part
from assessments.transitions import move_campaign
from audit import recording as audit
from catalogues.versions import VersionStatus

LONGEST_REASON = 300


@transaction.atomic
def create(*, by: User | None, campaign: Campaign) -> Campaign:
    """Store a campaign in preparation; `by` None is the command line. Raises NotAllowed or Refusal."""
    check_right(by)
    _check(campaign)
    campaign.created_by = by
    campaign.save()
    CampaignEvent.objects.record(campaign=campaign, verb=CampaignVerb.CREATE, by=by)
    return campaign


@transaction.atomic
def change(*, by: User, campaign: Campaign, reason: str = "", seen: int | None = None) -> Campaign:
    """Store what was changed in `campaign`: in preparation everything; later, with a reason, only the dates that lie
    ahead. `seen`: how often it had been changed when the person looked (`times_changed`; None: whatever). Raises
    NotAllowed or Refusal."""
    check_right(by)
    before = locked_campaign(campaign)
    if seen is not None and seen != times_changed(before):
        raise Refusal(_("Người khác vừa sửa đợt này; hãy mở lại trang để thấy các mốc mới rồi sửa tiếp."))
    if before.state == CampaignState.DRAFT:
        _check(campaign)
        campaign.save()
    else:
        _check_dates(by, before, campaign, reason)
        campaign.save(update_fields=movable_dates(before))
    CampaignEvent.objects.record(campaign=campaign, verb=CampaignVerb.CHANGE, by=by, detail=reason[:300])
    return campaign


def times_changed(campaign: Campaign) -> int:
    return campaign.events.filter(verb=CampaignVerb.CHANGE).count()


@transaction.atomic
def open_campaign(*, by: User | None, campaign: Campaign) -> int:
    """Open a campaign: one assessment for every province that stands on its first day. Returns their number."""
    check_right(by)
    locked = locked_campaign(campaign)
    move_campaign(locked, CampaignVerb.OPEN)
    provinces = Province.objects.valid_on(locked.opens_on)
    if not provinces:
        raise Refusal(_("Chưa có tỉnh, thành phố nào trong hệ thống; hãy nạp danh sách tỉnh trước."))
    opened = Assessment.objects.bulk_create(Assessment(campaign=locked, province=province) for province in provinces)
    now = timezone.now()
    WorkflowEvent.objects.bulk_create(
        WorkflowEvent(assessment=assessment, verb=Verb.OPEN, to_state=assessment.state, by=by, at=now)
        for assessment in opened
    )
    fact = audit.Fact(audit.Verb.WORKFLOW, Verb.OPEN)
    audit.record_many({audit.chain_of("assessment", assessment.pk): fact for assessment in opened}, by=by)
    _begin_progress(opened, campaign_catalogue(locked))
    locked.save(update_fields=["state"])
    detail = ngettext("%d phiếu", "%d phiếu", len(opened)) % len(opened)
    CampaignEvent.objects.record(campaign=locked, verb=CampaignVerb.OPEN, by=by, detail=detail)
    notifications.opened(locked)
    return len(opened)


@transaction.atomic
def close(*, by: User, campaign: Campaign) -> None:
    """End the self-assessment: only provinces with an extension may still hand in."""
    check_right(by)
    locked = locked_campaign(campaign)
    if reason := why_not_close(by, locked, timezone.localdate()):
        raise Refusal(reason)
    move_campaign(locked, CampaignVerb.CLOSE)
    locked.save(update_fields=["state"])
    CampaignEvent.objects.record(campaign=locked, verb=CampaignVerb.CLOSE, by=by)


@transaction.atomic
def extend(*, by: User, assessment: Assessment, until: date, reason: str) -> None:
    """Grant one province a later day to hand in, with a reason. Raises NotAllowed or Refusal."""
    locked = Assessment.objects.locked(assessment.pk)
    if why := why_not_extend(by, locked):
        raise NotAllowed(why)
    if why := why_not_extend_to(locked, until, timezone.localdate()):
        raise Refusal(why)
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Gia hạn cần có lý do."))
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("Lý do cần không quá %d ký tự.") % LONGEST_REASON)
    locked.extended_to, locked.extension_reason = until, reason
    locked.save(update_fields=["extended_to", "extension_reason"])
    detail = f"{date_format(until)}: {reason}"[:300]
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.EXTEND, by=by, detail=detail)
    notifications.extended(locked)


def check_right(by: User | None) -> None:
    """Raises NotAllowed. None is the command line."""
    if by is not None and (reason := why_not_run(by)):
        raise NotAllowed(reason)


def locked_campaign(campaign: Campaign) -> Campaign:
    """The campaign as it is now, until the transaction ends. Rows that refer to it may be added meanwhile: whoever has
    locked an assessment and writes a notice would wait for this one, and this one for them."""
    return Campaign.objects.with_versions().select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)


def _check(campaign: Campaign) -> None:
    """What must hold before a campaign opens."""
    try:
        campaign.full_clean()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    for version in (campaign.guidance, campaign.indicators):
        if version.status != VersionStatus.PUBLISHED:
            raise Refusal(_("Phiên bản %s chưa công bố nên chưa dùng được cho đợt đánh giá.") % version)
    problems = link_problems(
        guidance.queries.catalogue(campaign.guidance), indicators.queries.catalogue(campaign.indicators)
    )
    if problems:
        raise Refusal(_("Hai danh mục không đi cùng nhau được: %s.") % "; ".join(problems))


def _check_dates(by: User, before: Campaign, campaign: Campaign, reason: str) -> None:
    """Raises Refusal. What has passed stays as it was, and so do all the rest."""
    if why := why_not_change(by, before):
        raise Refusal(why)
    if not reason.strip():
        raise Refusal(_("Đợt đã mở: sửa các mốc cần có lý do."))
    today = timezone.localdate()
    for name in DATES:
        if why := why_not_move_date(before, name, getattr(campaign, name), today):
            raise Refusal(why)
    try:
        campaign.clean_fields()
        campaign.validate_constraints()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error


def _begin_progress(assessments: list[Assessment], catalogue: CampaignCatalogue) -> None:
    """Nothing answered yet, the same for all."""
    parts = progress_by_part(blank(catalogue, timezone.localdate()))
    PartProgress.objects.bulk_create(
        PartProgress(assessment=assessment, part=part, answered=answered, asked=asked)
        for assessment in assessments
        for part, (answered, asked) in parts.items()
    )
