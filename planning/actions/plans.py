"""Making an action plan and keeping it up: adding what the gaps propose, works of one's own, progress."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Body, User
from assessments.actions.answers import composed
from assessments.catalogue import campaign_catalogue
from assessments.enums import Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, WorkflowEvent
from assessments.results import own_result
from indicators.scoring.choices import Way
from planning.cases import Case
from planning.earlier import EarlierAction, earlier_plan
from planning.enums import ActionStatus
from planning.models import ActionPlan, PlannedAction
from planning.permissions import why_not_plan
from planning.proposals import Proposal, propose
from planning.queries import actions_of, is_scored, newest_snapshot


class StaleAction(Refusal):
    """A colleague changed or removed the action since it was read."""


@dataclass(frozen=True)
class Details:
    """What people write about an action."""

    text: str
    owner: Body | None = None
    owner_text: str = ""
    due: date | None = None
    cost: Decimal | None = None
    status: ActionStatus = ActionStatus.TO_DO
    note: str = ""


DETAILS = tuple(field.name for field in fields(Details))


def details_of(action: PlannedAction) -> Details:
    return Details(**{name: getattr(action, name) for name in DETAILS})


@transaction.atomic
def add(*, by: User, case: Case, ways: Iterable[Way]) -> int:
    """Take ways of a scored snapshot into the plan of its assessment, made if there is none; what the plan has of a
    leaf already stays. Returns how many were added."""
    locked = _lock(by, case.result.snapshot.assessment)
    known = {action.code for action in actions_of(locked) if not action.is_own}
    proposals = [propose(case, way) for way in ways]
    wanted = {found.code: found for found in proposals if found.code not in known}
    if wanted:
        plan, bodies = _plan(locked, by), _bodies(locked)
        PlannedAction.objects.bulk_create(
            _proposed(plan, case, found, by, bodies.get(found.lead_code)) for found in wanted.values()
        )
        count = ngettext("thêm %d việc", "thêm %d việc", len(wanted)) % len(wanted)
        _record(locked, by, f"{count}: {', '.join(wanted)}")
    return len(wanted)


@transaction.atomic
def add_own(*, by: User, assessment: Assessment, code: str, details: Details) -> PlannedAction:
    """Add a work of one's own that belongs to a leaf. Raises NotAllowed, or Refusal for a leaf that is none."""
    locked = _lock(by, assessment)
    snapshot = newest_snapshot(locked)
    if code not in campaign_catalogue(locked.campaign).items or snapshot is None:
        raise Refusal(_("Danh mục của đợt đánh giá không có mã “%s”.") % code)
    result = own_result(snapshot)
    node = result.leaf(code)
    action = PlannedAction(
        plan=_plan(locked, by),
        code=code,
        is_own=True,
        snapshot=snapshot,
        reading=result.reading,
        score_then=node.score if node else None,
        added_by=by,
        updated_by=by,
    )
    _write(action, details)
    action.save()
    _record(locked, by, _("thêm việc tự đề xuất cho %s") % code)
    return action


@transaction.atomic
def change(*, by: User, action: PlannedAction, details: Details, seen: int) -> PlannedAction:
    """Change what is written about an action. `seen`: the version the person saw. Raises NotAllowed, or StaleAction if
    another was saved meanwhile; saving what is already there changes nothing."""
    locked = _lock(by, action.plan.assessment)
    found = _current(action, seen, by)
    before = found.get_status_display()
    if details_of(found) == _composed(details):
        return found
    _write(found, details)
    found.version, found.updated_by, found.updated_at = found.version + 1, by, timezone.now()
    found.save()
    _touch(found.plan)
    after = found.get_status_display()
    detail = f"{found.code}: {before} -> {after}" if before != after else _("sửa việc %s") % found.code
    _record(locked, by, detail)
    return found


@transaction.atomic
def remove(*, by: User, action: PlannedAction, seen: int) -> None:
    """Take an action out of the plan. Raises as `change` does."""
    locked = _lock(by, action.plan.assessment)
    found = _current(action, seen, by)
    _touch(found.plan)
    _record(locked, by, _("bỏ việc %(code)s: %(text)s") % {"code": found.code, "text": found.text})
    found.delete()


@transaction.atomic
def carry(*, by: User, assessment: Assessment) -> int:
    """Take on what was left unfinished in the plan of the round before, with this round's facts; what people wrote
    stays. Returns how many actions that were. Raises NotAllowed, or Refusal if there are none."""
    locked = _lock(by, assessment)
    snapshot = newest_snapshot(locked)
    case = Case(own_result(snapshot)) if snapshot else None
    earlier = earlier_plan(locked, case.result if case else None, actions_of(locked))
    lines = earlier.may_be_carried if earlier else []
    if case is None or earlier is None or not lines:
        raise Refusal(_("Không có việc nào của kế hoạch đợt trước để mang sang."))
    plan = _plan(locked, by)
    PlannedAction.objects.bulk_create(_continued(plan, case, line, by) for line in lines)
    count = ngettext("mang sang %d việc", "mang sang %d việc", len(lines)) % len(lines)
    _record(locked, by, f"{count}: {earlier.assessment.campaign}")
    return len(lines)


def _lock(by: User, assessment: Assessment) -> Assessment:
    """One change of a plan at a time. Raises NotAllowed."""
    locked = Assessment.objects.locked(assessment.pk)
    if reason := why_not_plan(by, locked, is_scored=is_scored(locked)):
        raise NotAllowed(reason)
    return locked


def _plan(assessment: Assessment, by: User) -> ActionPlan:
    """The plan that is about to change."""
    plan, is_new = ActionPlan.objects.get_or_create(assessment=assessment, defaults={"made_by": by})
    if not is_new:
        _touch(plan)
    return plan


def _touch(plan: ActionPlan) -> None:
    plan.updated_at = timezone.now()
    plan.save(update_fields=["updated_at"])


def _current(action: PlannedAction, seen: int, by: User) -> PlannedAction:
    found = PlannedAction.objects.filter(pk=action.pk).select_related("plan", "owner").first()
    if found is None:
        raise StaleAction(_("Việc này vừa bị bỏ khỏi kế hoạch."))
    if found.version != seen:
        own = _("Việc này vừa được chính bạn sửa ở cửa sổ khác. Hãy xem cả hai bản rồi lưu lại.")
        raise StaleAction(
            own if found.updated_by == by else _("Đồng nghiệp vừa sửa việc này. Hãy xem cả hai bản rồi lưu lại.")
        )
    return found


def _bodies(assessment: Assessment) -> dict[str, Body]:
    """Of the province, by code: where one has the code that the catalogue names, it is the first to be asked."""
    return {body.code: body for body in Body.objects.filter(province=assessment.province_id)}


def _proposed(plan: ActionPlan, case: Case, found: Proposal, by: User, owner: Body | None = None) -> PlannedAction:
    return PlannedAction(
        plan=plan,
        code=found.code,
        text=found.text,
        snapshot=case.result.snapshot,
        reading=case.result.reading,
        target=" ".join(found.target.options),
        target_value=found.target.value,
        needs_evidence=found.target.needs_evidence,
        score_then=found.score,
        gain=found.gain,
        owner=owner,
        added_by=by,
        updated_by=by,
    )


def _continued(plan: ActionPlan, case: Case, line: EarlierAction, by: User) -> PlannedAction:
    """What people wrote is the earlier action's, the facts are this round's."""
    old, node = line.action, case.result.leaf(line.action.code)
    made = PlannedAction(plan=plan, code=old.code, is_own=True, snapshot=case.result.snapshot)
    if line.way:
        made = _proposed(plan, case, propose(case, line.way), by)
    for name in DETAILS:
        setattr(made, name, getattr(old, name))
    made.reading, made.score_then = case.result.reading, node.score if node else None
    made.continues, made.added_by, made.updated_by = old, by, by
    return made


def _composed(details: Details) -> Details:
    """In composed letters: "ế" is one letter, however it was typed."""
    return Details(**{name: composed(given) for name, given in vars(details).items()})


def _write(action: PlannedAction, details: Details) -> None:
    for name, given in vars(_composed(details)).items():
        setattr(action, name, given)


def _record(assessment: Assessment, by: User, detail: str) -> None:
    WorkflowEvent.objects.record(assessment=assessment, verb=Verb.PLAN, by=by, detail=detail[:300])
