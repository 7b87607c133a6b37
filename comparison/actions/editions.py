"""Making and publishing editions: the only way results become known beyond their own province."""

import secrets

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notifications
from assessments.actions.campaigns import locked_campaign
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, WorkStatus
from assessments.errors import NotAllowed, Refusal
from assessments.models import Campaign, CampaignEvent
from assessments.transitions import move_campaign
from assessments.work import enqueue, requeue
from comparison.models import Edition, NationalReport
from comparison.permissions import why_not_make, why_not_publish
from comparison.queries import open_assessments, outdated, unscored
from comparison.tasks import compare, render_national_report
from indicators.scoring.robustness import DRAWS


@transaction.atomic
def make(*, by: User, campaign: Campaign, reason: str = "", seed: int | None = None) -> Edition:
    """Have the final results compared as they are now, by a task. `reason`: of a correction, once the campaign is
    published. Raises NotAllowed or Refusal."""
    locked = locked_campaign(campaign)
    final = locked.assessments.filter(state=AssessmentState.FINAL).count()
    if why := why_not_make(by, locked, final, reason, unscored(locked)):
        raise NotAllowed(why)
    if locked.editions.exclude(status__in=(WorkStatus.READY, WorkStatus.FAILED)).exists():
        raise Refusal(_("Một bản so sánh của đợt đang được lập; hãy đợi bản ấy xong."))
    last = locked.editions.aggregate(Max("number"))["number__max"] or 0
    edition = Edition.objects.create(
        campaign=locked,
        number=last + 1,
        reason=reason.strip() if locked.state == CampaignState.PUBLISHED else "",
        seed=secrets.randbits(32) if seed is None else seed,
        draws=DRAWS,
        created_by=by,
    )
    enqueue(compare, edition)
    return edition


@transaction.atomic
def publish(*, by: User, edition: Edition) -> Edition:
    """Make an edition known to all provinces: the campaign's result, or the correction of one. It never changes
    again. Of two at once the second is refused, and so is one older than what is published."""
    campaign = locked_campaign(edition.campaign)
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    locked.campaign = campaign
    if why := why_not_publish(by, locked, open_assessments(campaign), outdated(locked)):
        raise NotAllowed(why)
    if campaign.editions.published().filter(number__gt=locked.number).exists():
        raise Refusal(_("Đã công bố một bản so sánh lập sau bản này; hãy lập bản đính chính mới."))
    verb = CampaignVerb.CORRECT if campaign.state == CampaignState.PUBLISHED else CampaignVerb.PUBLISH
    if verb == CampaignVerb.PUBLISH:
        move_campaign(campaign, verb)
        campaign.save(update_fields=["state"])
    locked.published_at, locked.published_by = timezone.now(), by
    locked.save(update_fields=["published_at", "published_by"])
    _print_again(locked)
    detail = _("bản so sánh số %d") % locked.number + (f": {locked.reason}" if locked.reason else "")
    CampaignEvent.objects.record(campaign=campaign, verb=verb, by=by, detail=detail[:300])
    notifications.published(campaign, reverse("comparison:table", args=[locked.pk]), locked.reason)
    return locked


@transaction.atomic
def request_report(*, by: User, edition: Edition) -> NationalReport:
    """Have the national report made in the language of the page; one that is there is returned, one that failed is
    tried again."""
    if not by.ministry_roles:
        raise NotAllowed(_("Chỉ bộ được lập báo cáo toàn quốc."))
    if edition.status != WorkStatus.READY:
        raise Refusal(_("Bản so sánh chưa lập xong; hãy đợi rồi lập báo cáo."))
    language = (get_language() or "vi")[:2]
    report, is_new = NationalReport.objects.get_or_create(
        edition=edition, language=language, defaults={"created_by": by}
    )
    if is_new or requeue(report):
        enqueue(render_national_report, report)
    return report


def _print_again(edition: Edition) -> None:
    """The reports that were made for looking at say "draft"; now they are to say that the edition is published."""
    blank = {"file": "", "sha256": "", "size": 0, "pages": 0, "finished_at": None, "attempts": 0, "failure": ""}
    for report in edition.reports.all():
        NationalReport.objects.filter(pk=report.pk).update(status=WorkStatus.QUEUED, touched_at=timezone.now(), **blank)
        enqueue(render_national_report, report)
