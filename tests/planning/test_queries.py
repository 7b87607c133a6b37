from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import timezone

from accounts.roles import Role
from assessments.enums import CampaignState, WorkStatus
from assessments.models import Campaign
from comparison.models import Edition
from planning.queries import (
    Field,
    actions_of,
    get_action_or_404,
    has_plan,
    is_scored,
    newest_snapshot,
    plan_of,
    published_field,
)
from tests.factories import user_as
from tests.factories.comparison import made_edition, small_campaign

from .plans import home, planned, scored

pytestmark = pytest.mark.django_db


def test_action_is_fetched_with_the_right_to_see_it():
    found = home()
    [action] = planned(found, "B-2")
    for role in (Role.CONTRIBUTOR, Role.LEADER, Role.AUDITOR):
        user = user_as(role, found.assessment.province)
        assert get_action_or_404(user, found.assessment.pk, action.pk) == (found.assessment, action)
    with pytest.raises(Http404):
        get_action_or_404(user_as(Role.COORDINATOR), found.assessment.pk, action.pk)


def test_action_of_another_plan_is_not_found_under_this_one():
    found, other = home(), home()
    [action] = planned(other, "B-2")
    with pytest.raises(Http404):
        get_action_or_404(found.coordinator, found.assessment.pk, action.pk)


def test_actions_stand_by_gain_and_then_by_code():
    found = home()
    assert (plan_of(found.assessment), actions_of(found.assessment), has_plan(found.assessment)) == (None, [], False)
    planned(found, "A-1.7", "B-2", "A-1.1", "A-1.3", "A-1.6")
    assert [action.code for action in actions_of(found.assessment)] == ["B-2", "A-1.6", "A-1.7", "A-1.1", "A-1.3"]
    assert (plan_of(found.assessment).actions.count(), has_plan(found.assessment)) == (5, True)


def test_newest_snapshot_is_the_last_that_is_scored():
    found = home()
    later = scored(found.assessment, found.coordinator)
    assert newest_snapshot(found.assessment) == later
    found.assessment.snapshots.filter(pk=later.pk).update(
        status=WorkStatus.FAILED, scorecard=None, trace=None, checksum=""
    )
    assert (newest_snapshot(found.assessment), is_scored(found.assessment)) == (found.snapshot, True)
    found.assessment.snapshots.all().delete()
    assert (newest_snapshot(found.assessment), is_scored(found.assessment)) == (None, False)


def test_field_ranks_a_headline_in_place_of_the_provinces_own_result():
    field = Field(Edition(), {1: Decimal("50.00"), 2: Decimal("40.00"), 3: Decimal("40.00"), 4: None})
    assert [field.rank(2, Decimal(score)) for score in ("60", "50.00", "49.999", "40", "39.99")] == [1, 1, 1, 2, 3]
    assert [field.rank(9, Decimal(score)) for score in ("45", "40", "30")] == [2, 2, 4]
    assert field.rank(2, None) is None
    assert (field.size(2), field.size(4), field.size(9)) == (3, 4, 4)


def test_field_is_that_of_the_newest_published_edition_of_the_same_kind():
    today = timezone.localdate()
    campaign = Campaign(is_demonstration=False)
    assert published_field(campaign) is None
    earlier, newer = made_edition(provinces=2), made_edition(provinces=3)
    Campaign.objects.filter(pk=earlier.campaign_id).update(opens_on=today.replace(year=2020))
    corrected = made_edition(provinces=4, campaign=newer.campaign, reason="Sửa số liệu.")
    made_edition(provinces=5, published=False)
    demonstration = made_edition(provinces=2, campaign=small_campaign(CampaignState.PUBLISHED, is_demonstration=True))
    found = published_field(campaign)
    assert (found.edition, sorted(found.headlines.values(), reverse=True)) == (
        corrected,
        [Decimal(score) for score in ("90.00", "63.33", "36.67", "10.00")],
    )
    assert published_field(Campaign(is_demonstration=True)).edition == demonstration
