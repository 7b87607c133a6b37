"""Editions of a campaign: made, watched while a worker makes them, published, corrected; and their national reports."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.enums import UNFINISHED, AssessmentState, CampaignState, WorkStatus
from assessments.errors import Refusal
from assessments.forms.fields import one_line
from assessments.models import Campaign
from audit.trail import seen
from comparison.actions import editions as actions
from comparison.models import Edition, NationalReport
from comparison.permissions import why_not_make, why_not_publish
from comparison.queries import get_edition_or_404, open_assessments, outdated, unscored

LONGEST_REASON = 300
"""As many characters as an edition keeps."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Campaigns with something to compare, the newest first; straight to the edition where there is only one."""
    visible = Edition.objects.visible_to(request.user).filter(status=WorkStatus.READY)
    campaigns = Campaign.objects.exclude(state=CampaignState.DRAFT)
    if not request.user.ministry_roles:
        campaigns = campaigns.filter(Exists(visible.filter(campaign=OuterRef("pk"))))
    newest: dict[int, Edition] = {}
    for edition in visible.order_by("number").defer("failure"):
        if edition.published_at or not (newest.get(edition.campaign_id) and newest[edition.campaign_id].published_at):
            newest[edition.campaign_id] = edition
    rows = [(campaign, newest.get(campaign.pk)) for campaign in campaigns.with_versions()]
    context = {"rows": rows, "is_demonstration": any(campaign.is_demonstration for campaign, _edition in rows)}
    return render(request, "comparison/index.html", context)


@require_http_methods(["GET", "POST"])
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """The ministry's page of a campaign's editions; POST makes a new one."""
    if not request.user.ministry_roles:
        raise PermissionDenied(_("Trang này dành cho bộ; kết quả đã công bố có ở trang So sánh."))
    campaign = get_object_or_404(Campaign.objects.with_versions().exclude(state=CampaignState.DRAFT), pk=pk)
    seen("campaign", campaign.pk)
    if request.method == "POST":
        try:
            reason = one_line(request.POST.get("reason", ""), LONGEST_REASON)
            actions.make(by=request.user, campaign=campaign, reason=reason)
        except Refusal as error:
            messages.error(request, str(error))
        return redirect("comparison:editions", pk=campaign.pk)
    found = list(campaign.editions.select_related("created_by", "published_by"))
    final = campaign.assessments.filter(state=AssessmentState.FINAL).count()
    is_published = campaign.state == CampaignState.PUBLISHED
    waiting = open_assessments(campaign)
    for edition in found:
        edition.campaign = campaign
    newest = next(iter(found), None)
    context = {
        "campaign": campaign,
        "is_demonstration": campaign.is_demonstration,
        "editions": found,
        "newest": newest,
        "is_waiting": any(edition.status in UNFINISHED for edition in found),
        "final": final,
        "total": campaign.assessments.count(),
        "is_published": is_published,
        "why_not_make": why_not_make(request.user, campaign, final, "x", unscored(campaign)),
        "why_not_publish": newest and why_not_publish(request.user, newest, waiting, outdated(newest)),
    }
    return render(request, "comparison/editions.html", context)


@require_POST
def edition_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = get_edition_or_404(request.user, pk)
    try:
        actions.publish(by=request.user, edition=edition)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã công bố kết quả; các tỉnh đã được thông báo."))
    if not request.user.ministry_roles:
        return redirect("comparison:table", pk=edition.pk)
    return redirect("comparison:editions", pk=edition.campaign_id)


@require_GET
def edition_status(request: HttpRequest, pk: UUID) -> JsonResponse:
    """For poll.js: where the making of an edition and its reports is."""
    edition = get_edition_or_404(request.user, pk)
    statuses = [edition.status, *edition.reports.values_list("status", flat=True)]
    return JsonResponse({"statuses": statuses, "done": edition.done, "is_finished": not UNFINISHED & set(statuses)})


@require_POST
def report_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = get_edition_or_404(request.user, pk)
    try:
        actions.request_report(by=request.user, edition=edition)
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("comparison:table", pk=edition.pk)


@require_GET
def report_file(request: HttpRequest, pk: UUID, report_pk: UUID) -> HttpResponseBase:
    edition = get_edition_or_404(request.user, pk)
    if not request.user.ministry_roles:
        raise PermissionDenied(_("Báo cáo toàn quốc dành cho bộ; kết quả đã công bố có ở trang So sánh."))
    report = NationalReport.objects.filter(pk=report_pk, edition=edition, status=WorkStatus.READY).first()
    if report is None:
        raise Http404
    name = f"bao-cao-toan-quoc-{edition.campaign.code}-{edition.number}.pdf"
    return FileResponse(report.file.open("rb"), as_attachment=False, filename=name, content_type="application/pdf")
