"""The campaign manager's first desk: list, create, open."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions import campaigns as campaign_actions
from assessments.errors import Refusal
from assessments.forms.campaigns import CampaignForm
from assessments.models import Campaign
from assessments.permissions import may_run_campaigns


def _check_right(request: HttpRequest) -> None:
    if not may_run_campaigns(request.user):
        raise PermissionDenied(_("Chỉ quản trị đợt đánh giá được vào trang này."))


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    _check_right(request)
    found = Campaign.objects.with_versions().annotate(assessment_count=Count("assessments"))
    context = {"campaigns": found, "is_demonstration": any(campaign.is_demonstration for campaign in found)}
    return render(request, "assessments/campaigns.html", context)


@require_http_methods(["GET", "POST"])
def campaign_create(request: HttpRequest) -> HttpResponse:
    _check_right(request)
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            campaign_actions.create(by=request.user, campaign=form.instance)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã tạo đợt đánh giá. Hãy kiểm tra rồi bấm “Mở đợt”."))
            return redirect("campaigns")
    return render(request, "assessments/campaign_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def campaign_open(request: HttpRequest, pk: int) -> HttpResponse:
    _check_right(request)
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        count = campaign_actions.open_campaign(by=request.user, campaign=campaign)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã mở đợt đánh giá với %d phiếu.") % count)
    return redirect("campaigns")
