"""The demonstration's first round, compared and published."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from assessments.demonstration.reviews import MANAGER
from assessments.enums import CampaignVerb
from assessments.models import Campaign, CampaignEvent
from assessments.transitions import move_campaign
from assessments.work import enqueue
from indicators.scoring.robustness import DRAWS

from .models import Edition, NationalReport
from .tasks import compare_now, render_national_report

SEED = 20_260_506
"""Any number; a fixed one, so that the demonstration is the same every time."""


def publish_round(campaign: Campaign) -> Edition:
    """As the actions leave it, but in the past, at once, and without telling anybody. The worker finds the national
    report to make."""
    manager = User.objects.get(email=MANAGER.email)
    edition = Edition.objects.create(campaign=campaign, number=1, seed=SEED, draws=DRAWS, created_by=manager)
    compare_now(edition)
    at = timezone.make_aware(datetime.combine(campaign.publish_on, time(9)))
    edition.refresh_from_db()
    edition.finished_at, edition.published_at, edition.published_by = at - timedelta(days=1), at, manager
    edition.save(update_fields=["finished_at", "published_at", "published_by"])
    move_campaign(campaign, CampaignVerb.PUBLISH)
    campaign.save(update_fields=["state"])
    detail = "bản so sánh số 1"
    CampaignEvent.objects.create(campaign=campaign, verb=CampaignVerb.PUBLISH, by=manager, at=at, detail=detail)
    enqueue(render_national_report, NationalReport.objects.create(edition=edition, created_by=manager))
    return edition
