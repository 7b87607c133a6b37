"""Sending a catalogue, what came of it, keeping it, and the template."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.errors import Refusal, RefusedFile
from catalogue_desk import queries
from catalogue_desk.actions import uploads as upload_actions
from catalogue_desk.enums import CatalogueKind, UploadStatus
from catalogue_desk.forms import UploadForm
from catalogue_desk.models import CatalogueUpload
from catalogue_desk.permissions import why_not_work
from catalogue_desk.workbook.writing import template as written_template

from . import common
from .differences import shown_differences

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def upload_new(request: HttpRequest, kind: str) -> HttpResponse:
    common.check_may_work(request)
    found_kind = common.known_kind(kind)
    is_sent = request.method == "POST"
    form = UploadForm(found_kind, request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        given = form.cleaned_data
        sent = {"kind": kind, "code": given["version_code"], "files": given["files"], "base": given["base"]}
        try:
            upload = upload_actions.check(by=request.user, **sent)
            return redirect("catalogue_desk:upload", pk=upload.pk)
        except RefusedFile as error:
            form.add_error("files", str(error))
    context = {"form": form, "kind": found_kind, "codes": queries.versions(kind).values_list("code", flat=True)}
    return render(request, "catalogue_desk/upload_form.html", context, status=422 if form.errors else 200)


@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    common.check_may_look(request)
    found = get_object_or_404(CatalogueUpload.objects.select_related("by"), pk=pk)
    context = {"upload": found, "kind": CatalogueKind(found.kind)}
    if found.status == UploadStatus.REFUSED:
        context["page"] = common.page_of(request, found.faults)
        return render(request, "catalogue_desk/upload_refused.html", context)
    context |= _preview(request, found) | {
        "may_store": found.status == UploadStatus.READY and not why_not_work(request.user)
    }
    return render(request, "catalogue_desk/upload_preview.html", context)


def _preview(request: HttpRequest, found: CatalogueUpload) -> dict[str, Any]:
    """What would be stored, and how it differs from the version it is compared with (if that is still there)."""
    catalogue = queries.SCHEMAS[found.kind].model_validate(found.definition)
    contents = queries.contents(catalogue)
    base = queries.versions(found.kind).filter(code=found.base).first() if found.base else None
    other, faults = queries.links(found.kind, catalogue)
    return {
        "contents": contents,
        "head": contents.head,
        "base": base,
        "other": other,
        "links": [fault.message for fault in faults],
        "replaced": queries.versions(found.kind).filter(code=found.version_code).only("status", "code").first(),
        **shown_differences(request, queries.comparison(found.kind, base, catalogue)),
    }


@require_POST
def upload_store(request: HttpRequest, pk: int) -> HttpResponse:
    common.check_may_work(request)
    found = get_object_or_404(CatalogueUpload.objects.defer("definition"), pk=pk)
    try:
        is_changed = upload_actions.store(by=request.user, upload=found)
    except Refusal as error:
        messages.error(request, str(error))
        return redirect("catalogue_desk:upload", pk=pk)
    said = _("Đã lưu bản nháp %s.") if is_changed else _("Phiên bản %s đã có đúng nội dung này; không có gì thay đổi.")
    messages.success(request, said % found.version_code)
    return redirect("catalogue_desk:version", kind=found.kind, code=found.version_code)


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Empty, or filled with a version (`?version=`)."""
    common.check_may_look(request)
    if kind != CatalogueKind.INDICATORS:
        raise Http404
    code = request.GET.get("version", "")
    content = written_template(queries.catalogue(kind, common.version_or_404(kind, code)) if code else None)
    name = code.replace("/", "-") or "mau-bo-chi-so"
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
