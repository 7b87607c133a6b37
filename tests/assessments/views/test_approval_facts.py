from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Campaign
from assessments.queries import filled
from assessments.tasks import score_now
from assessments.views.approval_facts import facts
from tests.assessments.approval_world import drafted
from tests.assessments.review_world import earlier
from tests.assessments.small import open_assessment_on_small

pytestmark = pytest.mark.django_db


def of(assessment):
    today = timezone.localdate()
    return facts(assessment, filled(assessment, today), today)


@pytest.fixture
def draft():
    return drafted()


def test_score_is_of_the_answers_now_and_stored_nowhere(draft):
    found = of(draft.assessment)
    assert (found.result.headline > 0, draft.assessment.snapshots.count()) == (True, 0)
    assert [(line.node.code, line.change) for line in found.themes] == [("A", None)]


def test_claims_without_required_evidence_and_exemptions_are_listed(draft):
    found = of(draft.assessment)
    assert [leaf.item.code for leaf in found.without_evidence] == ["A-1.1", "A-1.2"]
    assert [(leaf.item.code, leaf.reason) for leaf in found.exempt] == [("A-1.4", "Không có biển.")]


def test_writers_are_counted(draft):
    [writer] = of(draft.assessment).writers
    assert (writer.name, writer.answers) == (draft.coordinator.full_name, 7)


def test_gaps_are_the_largest(draft):
    gains = [gap.gain for gap in of(draft.assessment).gaps]
    assert gains == sorted(gains, reverse=True)
    assert 0 < len(gains) <= 5


def test_last_round_is_compared_as_claimed(draft):
    draft.leader.memberships.all().delete()
    before = earlier(draft.assessment, B_2=Decimal(0))
    assert of(draft.assessment).before is None, "not scored yet"
    score_now(before.snapshots.get())
    found = of(draft.assessment)
    assert (found.before.changed, found.before.is_alike, found.before.campaign) == (1, True, before.campaign)
    assert found.change == found.result.headline - found.before.headline > 0
    assert [line.change for line in found.themes] == [0]
    Campaign.objects.filter(pk=before.campaign_id).update(alpha=Decimal("0.4"))
    assert of(draft.assessment).before.is_alike is False


def test_nothing_answered_is_no_trouble():
    found = of(open_assessment_on_small())
    assert (found.before, found.change, found.writers, found.exempt) == (None, None, [], [])
