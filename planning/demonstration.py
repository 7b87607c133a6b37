"""The demonstration's action plans of the accounts' province: one of the published round, and what of it goes on."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import Body, User
from assessments.actions import workflow
from assessments.demonstration.accounts import HOME_PROVINCE, coordinator_of
from assessments.enums import Purpose, Verb
from assessments.models import Assessment, Campaign, ScoreSnapshot, WorkflowEvent
from assessments.results import own_result
from assessments.tasks import make_reports, render_report, score_now
from assessments.work import enqueue
from indicators.scoring.choices import Way

from .actions import plans
from .cases import Case
from .cheapest import path_up
from .enums import ActionStatus
from .models import ActionPlan, PlannedAction


class Written(NamedTuple):
    """What somebody wrote about an action; `due` in days from today; `owner`: a code of the province's bodies, or any
    other name."""

    status: ActionStatus
    owner: str
    due: int | None = None
    cost: str | None = None
    note: str = ""


TO_DO, UNDER_WAY, DONE, STOPPED = ActionStatus
PROGRESS = (
    Written(DONE, "SKHCN", -60, "85", "Đã ban hành và đăng trên cổng của tỉnh (dữ liệu minh họa)."),
    Written(UNDER_WAY, "SKHCN", 45, "320", "Đang lấy ý kiến các sở (dữ liệu minh họa)."),
    Written(UNDER_WAY, "SXD", -18, "150", "Chậm do chờ phê duyệt dự toán (dữ liệu minh họa)."),
    Written(DONE, "VPUBND", -30, None, "Hoàn thành trước hạn (dữ liệu minh họa)."),
    Written(TO_DO, "Trung tâm điều hành đô thị thông minh", 120, "1250.5"),
    Written(DONE, "SXD", -45, "40", "Đã nghiệm thu (dữ liệu minh họa)."),
    Written(STOPPED, "SKHCN", None, "600", "Gộp vào dự án khác (dữ liệu minh họa)."),
    Written(UNDER_WAY, "VPUBND", 75, "0", "Tổ công tác họp hằng tháng (dữ liệu minh họa)."),
    Written(TO_DO, "SXD", 150),
    Written(TO_DO, "SKHCN", 200, "75.25"),
)
AFTER_PUBLICATION = timedelta(days=4)
NEW = 2
"""Actions of the second round that are not carried over."""


@transaction.atomic
def plan_rounds(first: Campaign, second: Campaign) -> None:
    """A plan after the first round was published, in the past; in the second, on a trial score, what was left
    unfinished. The worker finds the reports of the first round to make, plan included."""
    today, earlier = timezone.localdate(), _home(first)
    by = coordinator_of(earlier.province)
    snapshot = ScoreSnapshot.objects.with_campaign().get(assessment=earlier, purpose=Purpose.VERIFIED)
    case = Case(own_result(snapshot))
    plans.add(by=by, case=case, ways=_ways(case, len(PROGRESS)))
    _written(earlier, today)
    _made_on(earlier, first.publish_on + AFTER_PUBLICATION)
    for report in make_reports(snapshot):
        enqueue(render_report, report)
    _go_on(_home(second), by)


def _home(campaign: Campaign) -> Assessment:
    return Assessment.objects.with_campaign().get(campaign=campaign, province__code=HOME_PROVINCE)


def _ways(case: Case, most: int) -> list[Way]:
    """The least effort to the next band, then the quick wins, then the next step of the largest gaps."""
    path = path_up(case)
    first = (proposal.way for proposal in (path.proposals or () if path else ()))
    gaps = sorted(case.result.gaps, key=lambda gap: not gap.quick_win)
    steps = (way for gap in gaps if (way := case.step(gap.code)))
    found: dict[str, Way] = {}
    for way in chain(first, steps):
        found.setdefault(way.code, way)
    return list(found.values())[:most]


def _written(assessment: Assessment, today: date) -> None:
    """What people wrote, on one action after the other."""
    bodies = {body.code: body for body in Body.objects.filter(province=assessment.province)}
    actions = list(PlannedAction.objects.filter(plan__assessment=assessment))
    for action, written in zip(actions, PROGRESS, strict=False):
        owner = bodies.get(written.owner)
        action.owner, action.owner_text = owner, "" if owner else written.owner
        action.due = today + timedelta(days=written.due) if written.due is not None else None
        action.cost = Decimal(written.cost) if written.cost else None
        action.status, action.note = written.status, written.note
    PlannedAction.objects.bulk_update(actions, ("owner", "owner_text", "due", "cost", "status", "note"))


def _made_on(assessment: Assessment, day: date) -> None:
    at = timezone.make_aware(datetime.combine(day, time(9)))
    ActionPlan.objects.filter(assessment=assessment).update(made_at=at)
    PlannedAction.objects.filter(plan__assessment=assessment).update(added_at=at)
    WorkflowEvent.objects.filter(assessment=assessment, verb=Verb.PLAN).update(at=at)


def _go_on(assessment: Assessment, by: User) -> None:
    """On a trial score of a draft that is under way."""
    score_now(workflow.preview(by=by, assessment=assessment))
    plans.carry(by=by, assessment=assessment)
    case = Case(own_result(ScoreSnapshot.objects.with_campaign().get(assessment=assessment)))
    plans.add(by=by, case=case, ways=_beyond(case, assessment))


def _beyond(case: Case, assessment: Assessment) -> Sequence[Way]:
    known = set(PlannedAction.objects.filter(plan__assessment=assessment).values_list("code", flat=True))
    ways = [way for way in _ways(case, len(known) + NEW) if way.code not in known]
    return ways[:NEW]
