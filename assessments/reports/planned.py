"""The action plan in a report: what is to be done, and what became of the plan of the round before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.supplements import Plan, PlannedAction

from . import in_words


@dataclass(frozen=True)
class PlanRow:
    """One action, every field text to print. `then`, `now`: scores of the leaf, of an earlier plan only."""

    code: str
    title: str
    action: str
    owner: str
    due: str
    cost: str
    status: str
    gain: str
    note: str
    then: str
    now: str


@dataclass(frozen=True)
class PlanPart:
    """`intro`: how many actions, what they cost and gain, how many are done."""

    intro: str
    rows: tuple[PlanRow, ...]


def plan_part(plan: Plan | None) -> PlanPart | None:
    """The plan of the round that the report is about; None without one."""
    if plan is None or not plan.actions:
        return None
    names = {
        "count": len(plan.actions),
        "gain": in_words.points(sum((action.gain for action in plan.actions), Decimal(0))),
        "done": _done(plan.actions),
        "day": in_words.full_day(plan.updated_on),
    }
    text = _(
        "Kế hoạch gồm %(count)d việc, cập nhật %(day)s; %(done)d việc đã hoàn thành. Làm xong tất cả, điểm chung tăng "
        "tối đa %(gain)s điểm."
    )
    return PlanPart(" ".join(filter(None, [text % names, _cost(plan.actions)])), tuple(map(_row, plan.actions)))


def earlier_part(plan: Plan | None) -> PlanPart | None:
    """The plan of the round before, with the scores then and now; None without one."""
    if plan is None or not plan.actions:
        return None
    raised = sum(
        action.score_then is not None and action.score_now is not None and action.score_now > action.score_then
        for action in plan.actions
    )
    names = {
        "campaign": in_words.plain(plan.campaign),
        "count": len(plan.actions),
        "done": _done(plan.actions),
        "raised": raised,
    }
    text = _(
        "Kế hoạch của “%(campaign)s” có %(count)d việc, %(done)d việc đã hoàn thành; %(raised)d câu hỏi, chỉ số trong "
        "kế hoạch có điểm cao hơn khi đó."
    )
    return PlanPart(text % names, tuple(map(_row, plan.actions)))


def _cost(actions: Sequence[PlannedAction]) -> str:
    known = [action.cost for action in actions if action.cost is not None]
    if not known:
        return ""
    cost = in_words.number(sum(known, Decimal(0)))
    return _("Kinh phí dự kiến của các việc đã ước tính là %s triệu đồng.") % cost


def _done(actions: Sequence[PlannedAction]) -> int:
    return sum(action.is_done for action in actions)


def _row(action: PlannedAction) -> PlanRow:
    return PlanRow(
        code=action.code,
        title=in_words.plain(action.title),
        action=in_words.plain(action.action).rstrip("."),
        owner=in_words.plain(action.owner),
        due=date_format(action.due) if action.due else in_words.NONE,
        cost=in_words.number(action.cost),
        status=action.status_label,
        gain=in_words.gain(action.gain),
        note=in_words.plain(action.note),
        then=in_words.points(action.score_then),
        now=in_words.points(action.score_now),
    )
