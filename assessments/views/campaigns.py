"""The campaign manager's desk: list, create, change, open, close, finalise."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import campaigns as campaign_actions
from assessments.actions import finalising
from assessments.campaign_permissions import why_not_change
from assessments.enums import CampaignState
from assessments.errors import Refusal
from assessments.forms.campaigns import CampaignForm, DatesForm
from assessments.models import Campaign
from assessments.permissions import may_run_campaigns
from catalogues.versions import CatalogueVersion, VersionStatus

MARKS = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")


LONGEST_COUNT = 9
"""Digits."""


def check_manager(request: HttpRequest) -> None:
    if not may_run_campaigns(request.user):
        raise PermissionDenied(_("Chỉ quản trị đợt đánh giá được vào trang này."))


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    check_manager(request)
    found = Campaign.objects.with_versions().annotate(assessment_count=Count("assessments"))
    context = {"campaigns": found, "is_demonstration": any(campaign.is_demonstration for campaign in found)}
    return render(request, "assessments/campaigns.html", context)


@require_http_methods(["GET", "POST"])
def campaign_create(request: HttpRequest) -> HttpResponse:
    """With ?copy=<pk> on the basis of that campaign; a copy of a demonstration is one."""
    check_manager(request)
    source = _source(request)
    campaign = Campaign(is_demonstration=bool(source and source.is_demonstration))
    initial = _copied(source, timezone.localdate()) if source else {}
    form = CampaignForm(request.POST or None, instance=campaign, initial=initial)
    if _is_done(request, form, lambda: campaign_actions.create(by=request.user, campaign=form.instance)):
        messages.success(request, _("Đã tạo đợt đánh giá. Hãy kiểm tra rồi bấm “Mở đợt”."))
        return redirect("campaign", pk=form.instance.pk)
    context = {"form": form, "source": source, "is_demonstration": campaign.is_demonstration}
    return render(request, "assessments/campaign_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    check_manager(request)
    campaign = get_object_or_404(Campaign.objects.with_versions(), pk=pk)
    if reason := why_not_change(request.user, campaign):
        messages.error(request, reason)
        return redirect("campaign", pk=pk)
    name, is_draft = campaign.name, campaign.state == CampaignState.DRAFT
    form = _edit_form(campaign, request)
    if _is_done(request, form, lambda: _change(request, form)):
        messages.success(request, _("Đã lưu thay đổi của đợt đánh giá."))
        return redirect("campaign", pk=pk)
    context = {
        "campaign": campaign,
        "name": name,
        "form": form,
        "is_draft": is_draft,
        "seen": request.POST.get("seen", "") or campaign_actions.times_changed(campaign),
        "may_run": True,
        "is_demonstration": campaign.is_demonstration,
    }
    return render(request, "assessments/campaign_edit.html", context, status=422 if form.errors else 200)


def _edit_form(campaign: Campaign, request: HttpRequest) -> CampaignForm | DatesForm:
    if campaign.state == CampaignState.DRAFT:
        return CampaignForm(request.POST or None, instance=campaign)
    return DatesForm(timezone.localdate(), request.POST or None, instance=campaign)


def _change(request: HttpRequest, form: CampaignForm | DatesForm) -> None:
    reason = form.cleaned_data.get("reason", "")
    campaign_actions.change(by=request.user, campaign=form.instance, reason=reason, seen=_seen(request))


def _seen(request: HttpRequest) -> int | None:
    """How often the campaign had been changed when the page was shown; -1 for what is no number."""
    seen = request.POST.get("seen", "")
    is_count = seen.isascii() and seen.isdecimal() and len(seen) <= LONGEST_COUNT
    return (int(seen) if is_count else -1) if seen else None


@require_POST
def campaign_open(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, _open)


@require_POST
def campaign_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, _close)


@require_POST
def campaign_finalise(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, _finalise)


def _act(request: HttpRequest, pk: int, act: Callable[[HttpRequest, Campaign], str]) -> HttpResponse:
    """Move the campaign along and say so, or say why not."""
    check_manager(request)
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        messages.success(request, act(request, campaign))
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("campaign", pk=pk)


def _open(request: HttpRequest, campaign: Campaign) -> str:
    opened = campaign_actions.open_campaign(by=request.user, campaign=campaign)
    return _("Đã mở đợt đánh giá với %d phiếu.") % opened


def _close(request: HttpRequest, campaign: Campaign) -> str:
    campaign_actions.close(by=request.user, campaign=campaign)
    return _("Đã khóa tự đánh giá; chỉ tỉnh được gia hạn còn nộp được.")


def _finalise(request: HttpRequest, campaign: Campaign) -> str:
    number = len(finalising.finalise_campaign(by=request.user, campaign=campaign))
    text = ngettext(
        "Đã chốt kết quả của %d phiếu; điểm đã thẩm định đang được tính.",
        "Đã chốt kết quả của %d phiếu; điểm đã thẩm định đang được tính.",
        number,
    )
    return text % number


def _is_done(request: HttpRequest, form: BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is right, and the action went through; why not is told with the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refusal as error:
        form.add_error(None, str(error))
        return False
    return True


# -- on a copy of an earlier one -------------------------------------------------------------------------------------


def _source(request: HttpRequest) -> Campaign | None:
    """The campaign that ?copy= names; whatever else stands there is no campaign."""
    copy = request.GET.get("copy", "")
    if not re.fullmatch(r"[0-9]{1,9}", copy):
        return None
    return Campaign.objects.with_versions().filter(pk=int(copy)).first()


def _copied(source: Campaign, today: date) -> dict[str, Any]:
    """What the form begins with: the newest versions of the same documents, and the dates as far apart as they were,
    from the first day of the next month on."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    moved = first - source.opens_on
    name, code = _next_name_and_code(source)
    return {
        "name": name,
        "code": code,
        "guidance": _newest(source.guidance).pk,
        "indicators": _newest(source.indicators).pk,
        "alpha": source.alpha,
        **{mark: _moved(getattr(source, mark), moved) for mark in MARKS},
    }


def _moved(day: date, by: timedelta) -> date:
    """The last day of the calendar stays."""
    return day + min(by, date.max - day)


def _newest(version: CatalogueVersion) -> CatalogueVersion:
    """The highest published version of the same document; in doubt the one at hand."""
    document = version.code.partition("/")[0]
    others = type(version)._default_manager.filter(code__startswith=f"{document}/", status=VersionStatus.PUBLISHED)
    return max([version, *others.defer("definition")], key=lambda found: int(re.findall(r"[0-9]+", found.code)[-1]))


def _next_name_and_code(source: Campaign) -> tuple[str, str]:
    """The last number of the code counted up until it is free ("dot-2026" → "dot-2027"), and in the name with it; a
    name without it is left to be given, as two campaigns of one name cannot be told apart."""
    found = re.fullmatch(r"(.*?)([0-9]+)([^0-9]*)", source.code)
    head, old, tail = found.groups() if found else (f"{source.code}-", "1", "")
    longest = Campaign._meta.get_field("code").max_length
    codes = ((number, head[: longest - len(f"{number}{tail}")] + f"{number}{tail}") for number in count(int(old) + 1))
    number, code = next(pair for pair in codes if not Campaign.objects.filter(code=pair[1]).exists())
    name = re.sub(rf"(?<![0-9]){old}(?![0-9])", str(number), source.name) if found else source.name
    return "" if name == source.name else name, code
