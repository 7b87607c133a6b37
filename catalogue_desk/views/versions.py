"""The desk's list, a version's page, publishing and discarding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.errors import Refusal
from catalogue_desk import queries
from catalogue_desk.actions import versions as version_actions
from catalogue_desk.enums import CatalogueKind
from catalogue_desk.models import CatalogueUpload, DeskEvent
from catalogue_desk.permissions import why_not_work
from catalogues.versions import VersionStatus

from . import common

RECENT = 10


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    common.check_may_look(request)
    shelves = [{"kind": kind, "versions": queries.shown(kind)} for kind in CatalogueKind]
    context = {
        "shelves": shelves,
        "uploads": CatalogueUpload.objects.select_related("by").defer("definition", "faults")[:RECENT],
        "may_work": not why_not_work(request.user),
        "is_demonstration": any(
            campaign.is_demonstration
            for shelf in shelves
            for shown in shelf["versions"]
            for campaign in shown.campaigns
        ),
    }
    return render(request, "catalogue_desk/index.html", context)


@require_GET
def version(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    common.check_may_look(request)
    found = common.version_or_404(kind, code)
    catalogue = queries.catalogue(kind, found)
    contents = queries.contents(catalogue)
    words = request.GET.get("q", "").strip()[:100]
    campaigns = queries.campaigns_of(kind, found)
    context: dict[str, Any] = {
        "kind": CatalogueKind(kind),
        "version": found,
        "head": contents.head,
        "contents": contents,
        "words": words,
        "page": common.page_of(request, queries.leaf_rows(contents, words)),
        "campaigns": campaigns,
        "base": queries.newest_of(kind, code),
        "is_draft": found.status == VersionStatus.DRAFT,
        "may_work": not why_not_work(request.user),
        "events": DeskEvent.objects.filter(kind=kind, version_code=code).select_related("by"),
        "is_demonstration": any(campaign.is_demonstration for campaign in campaigns),
    }
    return render(request, "catalogue_desk/version.html", context)


@require_POST
def version_publish(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    common.check_may_work(request)
    common.version_or_404(kind, code)
    try:
        version_actions.publish(by=request.user, kind=kind, code=code)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã công bố %s. Đợt đánh giá tạo từ nay có thể chọn phiên bản này.") % code)
    return redirect("catalogue_desk:version", kind=kind, code=code)


@require_POST
def version_discard(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    common.check_may_work(request)
    common.version_or_404(kind, code)
    try:
        version_actions.discard(by=request.user, kind=kind, code=code)
    except Refusal as error:
        messages.error(request, str(error))
        return redirect("catalogue_desk:version", kind=kind, code=code)
    messages.success(request, _("Đã xóa bản nháp %s.") % code)
    return redirect("catalogue_desk:index")
