"""The demonstration's published edition, on one province."""

import pytest

from accounts.roles import Role
from assessments.demonstration.accounts import ACCOUNTS
from assessments.enums import CampaignState, CampaignVerb, WorkStatus
from assessments.models import Notice
from comparison.demonstration import SEED, publish_round
from comparison.models import NationalReport
from tests.factories import user_as

from .finals import GIVEN, final_campaign

pytestmark = pytest.mark.django_db


def test_round_is_published_in_the_past_and_nobody_is_told():
    account = next(account for account in ACCOUNTS if account.role is Role.CAMPAIGN_MANAGER)
    manager = user_as(Role.CAMPAIGN_MANAGER)
    type(manager).objects.filter(pk=manager.pk).update(email=account.email)
    campaign = final_campaign(manager, GIVEN[:1])
    Notice.objects.all().delete()
    edition = publish_round(campaign)
    campaign.refresh_from_db()
    assert (campaign.state, edition.seed, edition.published_at.date()) == (
        CampaignState.PUBLISHED,
        SEED,
        campaign.publish_on,
    )
    assert edition.entries.get().rank == 1
    assert campaign.events.last().verb == CampaignVerb.PUBLISH
    assert NationalReport.objects.get().status == WorkStatus.QUEUED
    assert not Notice.objects.exists()
