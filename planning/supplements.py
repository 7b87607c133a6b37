"""What a report tells of action plans (assessments.supplements.Plan): that of its own round, and what became of the one
before."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils import timezone

from assessments.catalogue import campaign_catalogue
from assessments.models import Assessment, ScoreSnapshot
from assessments.results import own_result, title_of
from assessments.supplements import Plan
from assessments.supplements import PlannedAction as Line

from .earlier import scores_now
from .models import PlannedAction
from .queries import actions_of, has_plan


def plan(snapshot: ScoreSnapshot, earlier: Assessment | None = None) -> Plan | None:
    """Of the snapshot's own round; None without one, as most have none when they are scored."""
    own = snapshot.assessment
    return _plan(own, actions_of(own)) if has_plan(own) else None


def earlier_plan(snapshot: ScoreSnapshot, earlier: Assessment | None) -> Plan | None:
    """Of the province's round before, with the scores that this snapshot has now; None without one."""
    actions = actions_of(earlier) if earlier else []
    if earlier is None or not actions:
        return None
    codes = [action.code for action in actions]
    return _plan(earlier, actions, scores_now(campaign_catalogue(earlier.campaign), own_result(snapshot), codes))


def _plan(
    assessment: Assessment, actions: Iterable[PlannedAction], now: Mapping[str, Decimal] | None = None
) -> Plan | None:
    items = campaign_catalogue(assessment.campaign).items
    found = list(actions)
    if not found:
        return None
    return Plan(
        campaign=assessment.campaign.name,
        updated_on=timezone.localdate(found[0].plan.updated_at),
        actions=tuple(_line(action, title_of(items[action.code]), (now or {}).get(action.code)) for action in found),
    )


def _line(action: PlannedAction, title: str, now: Decimal | None) -> Line:
    return Line(
        code=action.code,
        title=title,
        action=action.text,
        owner=action.owner_name,
        due=action.due,
        cost=action.cost,
        status=action.status,
        status_label=action.get_status_display(),
        is_done=action.is_done,
        gain=action.gain,
        note=action.note,
        score_then=action.score_then,
        score_now=now,
    )
