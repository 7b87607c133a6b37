"""Reading plans, the snapshots they go by, and the published results that what-if is ranked among."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.http import Http404

from accounts.models import User
from assessments.enums import WorkStatus
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.queries import get_assessment_or_404
from comparison.models import Edition
from indicators.scoring.ranks import ranks

from .models import ActionPlan, PlannedAction


def get_action_or_404(user: User, pk: UUID, action_pk: int) -> tuple[Assessment, PlannedAction]:
    """An action of the plan of an assessment that the user may see; strangers get 404."""
    assessment = get_assessment_or_404(user, pk)
    found = PlannedAction.objects.filter(plan__assessment=assessment, pk=action_pk)
    action = found.select_related("owner", "updated_by").first()
    if action is None:
        raise Http404
    return assessment, action


def plan_of(assessment: Assessment) -> ActionPlan | None:
    return ActionPlan.objects.filter(assessment=assessment).first()


def has_plan(assessment: Assessment) -> bool:
    return ActionPlan.objects.filter(assessment=assessment).exists()


def actions_of(assessment: Assessment) -> list[PlannedAction]:
    """Greatest gain first, then by code; none without a plan."""
    return list(PlannedAction.objects.filter(plan__assessment=assessment).select_related("owner", "plan"))


def newest_snapshot(assessment: Assessment) -> ScoreSnapshot | None:
    """The newest that is scored."""
    ready = ScoreSnapshot.objects.with_campaign().filter(assessment=assessment, status=WorkStatus.READY)
    return ready.order_by("-created_at").first()


def is_scored(assessment: Assessment) -> bool:
    return assessment.snapshots.filter(status=WorkStatus.READY).exists()


class Field(NamedTuple):
    """The results of an edition by province, None where there is no score."""

    edition: Edition
    headlines: dict[int, Decimal | None]

    def rank(self, province: int, headline: Decimal | None) -> int | None:
        """The rank that a province would have with this headline instead of its own result, if it has one."""
        others = [found for other, found in self.headlines.items() if other != province]
        return ranks([headline, *others])[0]

    def size(self, province: int) -> int:
        """How many are ranked, that province counted."""
        return 1 + sum(found is not None for other, found in self.headlines.items() if other != province)


def published_field(campaign: Campaign) -> Field | None:
    """The newest published results; made-up ones never stand beside real ones."""
    found = Edition.objects.published().filter(campaign__is_demonstration=campaign.is_demonstration)
    edition = found.select_related("campaign").order_by("-campaign__opens_on", "-campaign__pk", "-number").first()
    if edition is None:
        return None
    return Field(edition, dict(edition.entries.order_by().values_list("province_id", "headline")))
