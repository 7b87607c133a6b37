"""The action plan of an assessment: the list with its totals, one action, and what became of the round before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.catalogue import CampaignCatalogue, Item, campaign_catalogue
from assessments.errors import Refusal
from assessments.models import Assessment
from assessments.queries import get_assessment_or_404
from assessments.results import own_result, title_of
from planning.actions import plans
from planning.cases import target_of_action
from planning.earlier import Fate, earlier_plan
from planning.enums import ActionStatus
from planning.exports import TYPES, plan_file
from planning.forms.actions import ActionForm, OwnActionForm
from planning.models import PlannedAction
from planning.permissions import why_not_plan
from planning.proposals import target_text
from planning.queries import actions_of, get_action_or_404, is_scored, newest_snapshot

from .common import frame

TONES = {
    ActionStatus.TO_DO: ("", "empty"),
    ActionStatus.UNDER_WAY: ("accent", "begun"),
    ActionStatus.DONE: ("ok", "done"),
    ActionStatus.STOPPED: ("", "unasked"),
}
"""Tone and icon of a status: told apart by shape, too."""

FATES: dict[Fate, str | Promise] = {
    Fate.OPEN: gettext_lazy("mang sang được"),
    Fate.CARRIED: gettext_lazy("đã có trong kế hoạch này"),
    Fate.ENDED: "",
    Fate.REACHED: gettext_lazy("đã đạt đích, không cần mang sang"),
    Fate.RESCALED: gettext_lazy("cách trả lời hoặc cách tính đã đổi nên không mang sang"),
    Fate.GONE: gettext_lazy("không còn trong danh mục nên không mang sang"),
    Fate.UNSCORED: gettext_lazy("chưa có điểm của đợt này để mang sang"),
}


@dataclass(frozen=True)
class ActionLine:
    """An action as the list shows it. `kind`: of its node in the snapshot it was taken from, "" without one."""

    action: PlannedAction
    item: Item
    today: date

    @property
    def title(self) -> str:
        return title_of(self.item)

    @property
    def target(self) -> str:
        return "" if self.action.is_own else target_text(self.item, target_of_action(self.action))

    @property
    def is_overdue(self) -> bool:
        return self.action.is_overdue(self.today)

    @property
    def look(self) -> tuple[str, str]:
        return TONES[ActionStatus(self.action.status)]


@dataclass(frozen=True)
class Totals:
    """`cost` of those whose cost is known; `gain`: each by itself; what was stopped counts in neither."""

    count: int
    done: int
    overdue: int
    cost: Decimal
    uncosted: int
    gain: Decimal


def totals(actions: Sequence[PlannedAction], today: date) -> Totals:
    meant = [action for action in actions if action.status != ActionStatus.STOPPED]
    return Totals(
        count=len(meant),
        done=sum(action.is_done for action in meant),
        overdue=sum(action.is_overdue(today) for action in meant),
        cost=sum((action.cost for action in meant if action.cost is not None), Decimal(0)),
        uncosted=sum(action.cost is None for action in meant),
        gain=sum((action.gain for action in meant), Decimal(0)),
    )


@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    today, items = timezone.localdate(), campaign_catalogue(assessment.campaign).items
    actions, newest = actions_of(assessment), newest_snapshot(assessment)
    earlier = earlier_plan(assessment, own_result(newest) if newest else None, actions)
    context = frame(assessment) | {
        "lines": [ActionLine(action, items[action.code], today) for action in actions],
        "totals": totals(actions, today),
        "updated_at": actions[0].plan.updated_at if actions else None,
        "newest": newest,
        "earlier": earlier,
        "earlier_lines": [(line, TONES[ActionStatus(line.action.status)], FATES[line.fate]) for line in earlier.lines]
        if earlier
        else [],
        "why_not_plan": why_not_plan(request.user, assessment, is_scored=newest is not None),
    }
    return render(request, "planning/plan.html", context)


@require_GET
def plan_export(request: HttpRequest, pk: UUID, extension: str) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    actions = actions_of(assessment)
    if extension not in TYPES or not actions:
        raise Http404
    province = slugify(assessment.province.name.replace("Đ", "D").replace("đ", "d"))
    name = f"ke-hoach-hanh-dong-{province}-{assessment.campaign.code}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = plan_file(assessment, actions, extension)
    return HttpResponse(content, content_type=TYPES[extension], headers=headers)


@require_POST
def plan_carry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Carry on what the plan of the round before left unfinished."""
    assessment = get_assessment_or_404(request.user, pk)
    try:
        carried = plans.carry(by=request.user, assessment=assessment)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "Đã mang sang %d việc; điểm và mức tăng lấy theo đợt này.",
            "Đã mang sang %d việc; điểm và mức tăng lấy theo đợt này.",
            carried,
        )
        messages.success(request, text % carried)
    return redirect("planning:plan", pk=pk)


# -- one action --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def action_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A work of one's own."""
    assessment = get_assessment_or_404(request.user, pk)
    _check(request, assessment, is_scored=is_scored(assessment))
    catalogue = campaign_catalogue(assessment.campaign)
    data = request.POST if request.method == "POST" else None
    form = OwnActionForm(assessment, catalogue, request.GET.get("code", ""), data)
    if data is not None and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            plans.add_own(by=request.user, assessment=assessment, code=code, details=plans.Details(**form.details()))
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã thêm việc vào kế hoạch."))
            return redirect("planning:plan", pk=pk)
    context = frame(assessment) | {"form": form}
    return render(request, "planning/action_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def action_edit(request: HttpRequest, pk: UUID, action_pk: int) -> HttpResponse:
    assessment, action = get_action_or_404(request.user, pk, action_pk)
    _check(request, assessment)
    theirs: PlannedAction | None = None
    data = request.POST if request.method == "POST" else None
    form = ActionForm(assessment, vars(plans.details_of(action)), data, seen=action.version)
    if data is not None and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            plans.change(by=request.user, action=action, details=plans.Details(**form.details()), seen=seen)
        except plans.StaleAction as error:
            theirs, form = _renewed(form, action, str(error))
        else:
            messages.success(request, _("Đã lưu việc %s.") % action.code)
            return redirect("planning:plan", pk=pk)
    context = _about(assessment, action) | {"form": form, "theirs": theirs}
    return render(request, "planning/action_edit.html", context, status=422 if form.errors else 200)


def _renewed(form: ActionForm, action: PlannedAction, why: str) -> tuple[PlannedAction | None, ActionForm]:
    """Sent again, the form replaces the version that is now shown beside it."""
    theirs = PlannedAction.objects.filter(pk=action.pk).select_related("owner", "updated_by").first()
    form.data = form.data.copy()
    form.data["seen"] = theirs.version if theirs else 0
    form.add_error(None, why)
    return theirs, form


@require_http_methods(["GET", "POST"])
def action_remove(request: HttpRequest, pk: UUID, action_pk: int) -> HttpResponse:
    """Asks first."""
    assessment, action = get_action_or_404(request.user, pk, action_pk)
    _check(request, assessment)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            plans.remove(by=request.user, action=action, seen=int(seen) if seen.isdecimal() and len(seen) < 19 else 0)
        except Refusal as error:
            messages.error(request, str(error))
            return redirect("planning:action_edit", pk=pk, action_pk=action_pk)
        messages.success(request, _("Đã bỏ việc %s khỏi kế hoạch.") % action.code)
        return redirect("planning:plan", pk=pk)
    return render(request, "planning/action_remove.html", _about(assessment, action))


def _check(request: HttpRequest, assessment: Assessment, *, is_scored: bool = True) -> None:
    """Members without the right get the reason as a page."""
    if reason := why_not_plan(request.user, assessment, is_scored=is_scored):
        raise PermissionDenied(reason)


def _about(assessment: Assessment, action: PlannedAction) -> dict[str, Any]:
    catalogue: CampaignCatalogue = campaign_catalogue(assessment.campaign)
    line = ActionLine(action, catalogue.items[action.code], timezone.localdate())
    return frame(assessment) | {"line": line, "action": action, "owner": action.owner_name}
