"""Making and opening campaigns."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import guidance.queries
import indicators.queries
from accounts.models import Province, User
from assessments.catalogue import link_problems
from assessments.enums import CampaignState, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, WorkflowEvent
from assessments.permissions import may_run_campaigns
from catalogues.versions import VersionStatus


@transaction.atomic
def create(*, by: User | None, campaign: Campaign) -> Campaign:
    """Store a campaign in preparation; `by` None is the command line. Raises NotAllowed or Refusal."""
    _check_right(by)
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
    campaign.created_by = by
    campaign.save()
    return campaign


@transaction.atomic
def open_campaign(*, by: User | None, campaign: Campaign) -> int:
    """Open a campaign: one assessment for every province that stands on its first day. Returns their number."""
    _check_right(by)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state != CampaignState.DRAFT:
        names = {"name": locked, "state": locked.get_state_display().lower()}
        raise Refusal(_("Đợt “%(name)s” %(state)s nên không mở được nữa.") % names)
    provinces = Province.objects.valid_on(locked.opens_on)
    if not provinces:
        raise Refusal(_("Chưa có tỉnh, thành phố nào trong hệ thống; hãy nạp danh sách tỉnh trước."))
    opened = Assessment.objects.bulk_create(Assessment(campaign=locked, province=province) for province in provinces)
    now = timezone.now()
    WorkflowEvent.objects.bulk_create(
        WorkflowEvent(assessment=assessment, verb=Verb.OPEN, to_state=assessment.state, by=by, at=now)
        for assessment in opened
    )
    locked.state = CampaignState.OPEN
    locked.save(update_fields=["state"])
    return len(opened)


def _check_right(by: User | None) -> None:
    if by is not None and not may_run_campaigns(by):
        raise NotAllowed(_("Chỉ quản trị đợt đánh giá được làm việc này."))
