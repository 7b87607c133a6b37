"""Reminding provinces that have not handed in, because somebody in the ministry asked for it."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notifications
from assessments.enums import CampaignVerb
from assessments.errors import Refusal
from assessments.models import Assessment, Campaign, CampaignEvent

from .campaigns import check_right, locked_campaign


@transaction.atomic
def remind(*, by: User, campaign: Campaign, assessments: Collection[Assessment]) -> int:
    """Remind the coordinators of those of the campaign's `assessments` that are still to be handed in. Nobody is
    reminded twice a day. Returns how many people were told. Raises NotAllowed, or Refusal if that is nobody."""
    check_right(by)
    locked = locked_campaign(campaign)
    today = timezone.localdate()
    wanted = {assessment.pk for assessment in assessments}
    waiting = [found for found in notifications.unfiled(today).filter(campaign=locked) if found.pk in wanted]
    if not waiting:
        raise Refusal(_("Không có phiếu nào trong số đã chọn còn phải nộp nên không cần nhắc."))
    told = notifications.reminded(waiting, today)
    if not told:
        text = _(
            "Các tỉnh này chưa có đầu mối, hoặc hôm nay đầu mối đã được nhắc; mỗi người chỉ được nhắc một lần mỗi ngày."
        )
        raise Refusal(text)
    detail = _("%(papers)d phiếu, %(people)d người") % {"papers": len(waiting), "people": told}
    CampaignEvent.objects.record(campaign=locked, verb=CampaignVerb.REMIND, by=by, detail=detail)
    return told
