"""The demonstration's plans, on two rounds of the home province."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.demonstration.accounts import HOME_PROVINCE, make_accounts
from assessments.enums import CampaignState, Purpose, ReportKind, Verb, WorkStatus
from assessments.models import Assessment, Campaign, ReportFile, ScoreSnapshot
from planning.demonstration import AFTER_PUBLICATION, PROGRESS, plan_rounds
from planning.enums import ActionStatus
from planning.models import ActionPlan, PlannedAction
from planning.queries import actions_of
from tests.factories import ProvinceFactory
from tests.world import handed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TODAY = timezone.localdate()


@pytest.fixture
def rounds():
    """A final one of a year ago with its verified result, and a draft with some answers."""
    province = ProvinceFactory(code=HOME_PROVINCE, name="Đà Nẵng")
    make_accounts("mat-khau-1")
    coordinator = province.bodies.get(code="SKHCN").memberships.first().user
    first, second = handed_in(province, coordinator), handed_in(province, coordinator)
    second.snapshots.all().delete()
    Assessment.objects.filter(pk=second.pk).update(state="draft", submitted_at=None, submitted_by=None)
    snapshot = first.snapshots.get()
    ScoreSnapshot.objects.filter(pk=snapshot.pk).update(purpose=Purpose.VERIFIED)
    names = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    days = {name: getattr(first.campaign, name) - timedelta(days=300) for name in names}
    Campaign.objects.filter(pk=first.campaign_id).update(**days, state=CampaignState.PUBLISHED)
    return [Campaign.objects.with_versions().get(pk=found.campaign_id) for found in (first, second)]


def test_first_round_has_a_plan_with_everything_a_plan_may_have(rounds):
    plan_rounds(*rounds)
    earlier = Assessment.objects.get(campaign=rounds[0])
    actions = actions_of(earlier)
    assert [(action.status, action.note) for action in actions] == [(each.status, each.note) for each in PROGRESS]
    assert {action.status for action in actions} == set(ActionStatus)
    assert sum(action.is_overdue(TODAY) for action in actions) == 1
    assert {bool(action.owner) for action in actions} == {True, False}
    assert all(action.owner_name and action.gain > 0 for action in actions)
    assert sum(action.cost is None for action in actions) == 2
    plan = ActionPlan.objects.get(assessment=earlier)
    assert timezone.localdate(plan.made_at) == rounds[0].publish_on + AFTER_PUBLICATION
    event = earlier.events.get(verb=Verb.PLAN)
    assert (event.at, event.by) == (plan.made_at, plan.made_by)


def test_second_round_goes_on_with_what_was_unfinished(rounds):
    plan_rounds(*rounds)
    later = Assessment.objects.get(campaign=rounds[1])
    snapshot = later.snapshots.get()
    assert (snapshot.purpose, snapshot.status) == (Purpose.PREVIEW, WorkStatus.READY)
    actions = actions_of(later)
    continued = [action for action in actions if action.continues]
    assert {action.continues.status for action in continued} <= {ActionStatus.TO_DO, ActionStatus.UNDER_WAY}
    assert len(continued) >= 3
    assert len(actions) == len(continued) + 2
    assert {action.snapshot for action in actions} == {snapshot}


def test_worker_finds_the_reports_with_the_plan_in_them(rounds):
    plan_rounds(*rounds)
    reports = ReportFile.objects.all()
    assert {report.kind for report in reports} == {ReportKind.GAP_REPORT, ReportKind.BRIEF}
    for report in reports:
        assert (report.status, report.snapshot.assessment.campaign) == (WorkStatus.QUEUED, rounds[0])
        assert len(report.supplement["plan"]["actions"]) == len(PROGRESS)
    assert PlannedAction.objects.count() > len(PROGRESS)
