"""Templates of the Word edition: which one is used, all versions, sending another, and what they may print."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from assessments.actions import report_templates as actions
from assessments.campaign_permissions import why_not_run, why_not_see_templates
from assessments.errors import Refusal
from assessments.forms.report_templates import ReportTemplateForm
from assessments.models import ReportTemplate, ReportTemplateEvent
from assessments.reports.products import DOCX
from assessments.reports.word import meanings
from assessments.reports.word.checking import RefusedTemplate
from assessments.reports.word.default.template import made

PER_PAGE = 20
NEWEST_EVENTS = 10


def _check_may_see(user: User) -> None:
    if reason := why_not_see_templates(user):
        raise PermissionDenied(reason)


def _check_may_change(user: User) -> None:
    if reason := why_not_run(user):
        raise PermissionDenied(reason)


@require_GET
def report_templates(request: HttpRequest) -> HttpResponse:
    _check_may_see(request.user)
    found = ReportTemplate.objects.select_related("uploaded_by")
    active = {template.language: template for template in found.filter(is_active=True)}
    events = ReportTemplateEvent.objects.select_related("template", "by")
    context = {
        "languages": [(code, name, active.get(code)) for code, name in settings.LANGUAGES],
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "events": events[:NEWEST_EVENTS],
        "may_change": not why_not_run(request.user),
    }
    return render(request, "assessments/report_templates.html", context)


@require_http_methods(["GET", "POST"])
def report_template_new(request: HttpRequest) -> HttpResponse:
    _check_may_change(request.user)
    is_sent = request.method == "POST"
    form = ReportTemplateForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    context: dict[str, Any] = {"form": form}
    if is_sent and form.is_valid():
        try:
            template = actions.upload(by=request.user, **form.cleaned_data)
        except RefusedTemplate as error:
            context["faults"] = error.faults
        except Refusal as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Đã lưu mẫu “%s”; mẫu chưa được dùng cho đến khi bạn đưa vào dùng.") % template)
            return redirect("report_templates")
    return render(request, "assessments/report_template_new.html", context, status=422 if is_sent else 200)


@require_GET
def report_template_fields(request: HttpRequest) -> HttpResponse:
    """What a template may print."""
    _check_may_see(request.user)
    context = {"groups": meanings.reference(), "syntax": meanings.SYNTAX}
    return render(request, "assessments/report_template_fields.html", context)


@require_GET
def report_template_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    _check_may_see(request.user)
    found = get_object_or_404(ReportTemplate, pk=pk)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name, content_type=DOCX)


@require_GET
def report_template_default(request: HttpRequest, language: str) -> HttpResponse:
    """Our own template, to begin with."""
    _check_may_see(request.user)
    _check_language(language)
    name = f"mau-bao-cao-khoang-cach-{language}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made(language), content_type=DOCX, headers=headers)


@require_POST
def report_template_activate(request: HttpRequest, pk: int) -> HttpResponse:
    _check_may_change(request.user)
    found = get_object_or_404(ReportTemplate, pk=pk)
    try:
        actions.activate(by=request.user, template=found)
    except Refusal as error:
        messages.error(request, _("Mẫu “%(name)s” không dùng được: %(why)s") % {"name": found, "why": error})
    else:
        messages.success(request, _("Từ nay báo cáo Word lập theo mẫu “%s”.") % found)
    return redirect("report_templates")


@require_POST
def report_template_retire(request: HttpRequest, language: str) -> HttpResponse:
    _check_may_change(request.user)
    _check_language(language)
    actions.retire(by=request.user, language=language)
    messages.success(request, _("Từ nay báo cáo Word lập theo mẫu mặc định."))
    return redirect("report_templates")


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Http404
