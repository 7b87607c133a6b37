"""The workbook out, in, what it would change, and the yes to it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.catalogue import campaign_catalogue
from assessments.errors import NotAllowed, Refusal, RefusedFile
from assessments.models import Assessment
from assessments.permissions import why_not_edit
from assessments.queries import get_assessment_or_404
from assessments.views.about import about
from workbooks.actions import uploads as upload_actions
from workbooks.actions.uploads import Choice
from workbooks.enums import Fate, UploadStatus
from workbooks.forms import ConflictForm, UploadForm
from workbooks.merging import Line, lines_of
from workbooks.models import WorkbookUpload
from workbooks.queries import get_upload_or_404, rows_of, uploads_of
from workbooks.writing import workbook

from .wording import shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50


@require_GET
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    content = workbook(assessment, by=request.user, at=timezone.now())
    name = f"phieu-{assessment.campaign.code}-{assessment.province.code}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sent = upload_actions.receive(by=request.user, assessment=assessment, name=file.name, raw=file.read())
            return redirect("workbooks:preview", pk=pk, upload_pk=sent.pk)
        except (NotAllowed, RefusedFile) as error:
            form.add_error("file", str(error))
    context = {
        **_about(request, assessment),
        "form": form,
        "page": _page(request, uploads_of(assessment)),
    }
    return render(request, "workbooks/upload.html", context, status=422 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, pk: UUID, upload_pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    return _preview(request, assessment, get_upload_or_404(assessment, upload_pk))


@require_POST
def apply(request: HttpRequest, pk: UUID, upload_pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    found = get_upload_or_404(assessment, upload_pk)
    form = ConflictForm(_conflicts(_lines(found, assessment)), request.POST)
    if not form.is_valid():
        return _preview(request, assessment, found, form)
    choices = {code: Choice(*chosen) for code, chosen in form.chosen().items()}
    try:
        changed = upload_actions.apply(by=request.user, assessment=assessment, upload=found, choices=choices)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        text = ngettext("Đã nhận bảng tính: %d câu thay đổi.", "Đã nhận bảng tính: %d câu thay đổi.", changed)
        messages.success(request, text % changed)
    return redirect("workbooks:preview", pk=pk, upload_pk=upload_pk)


def _about(request: HttpRequest, assessment: Assessment) -> dict[str, Any]:
    return {
        **about(assessment),
        "why_not_edit": why_not_edit(request.user, assessment, timezone.localdate()),
    }


def _page(request: HttpRequest, items: Any) -> Page[Any]:
    return Paginator(items, PER_PAGE).get_page(request.GET.get("page"))


def _lines(found: WorkbookUpload, assessment: Assessment) -> list[Line]:
    return lines_of(found, assessment, rows_of(assessment)) if found.changes else []


def _conflicts(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.fate is Fate.CONFLICT]


def _preview(
    request: HttpRequest, assessment: Assessment, found: WorkbookUpload, form: ConflictForm | None = None
) -> HttpResponse:
    """What is wrong with an upload, what it would change, or what it changed; with a form: what is wrong with that."""
    context = {**_about(request, assessment), "upload": found}
    if found.status == UploadStatus.REFUSED:
        return render(request, "workbooks/refused.html", {**context, "page": _page(request, found.faults)})
    lines, catalogue = _lines(found, assessment), campaign_catalogue(assessment.campaign)
    conflicts = _conflicts(lines)
    page = _page(request, [line for line in lines if line.fate is not Fate.CONFLICT])
    page.object_list = [shown(line, catalogue) for line in page.object_list]
    form = form or ConflictForm(conflicts)
    context |= {
        "counts": _counts(lines),
        "form": form,
        "conflicts": [(shown(line, catalogue), form[name]) for name, line in form.conflicts.items()],
        "page": page,
        "is_outdated": found.status == UploadStatus.READY and not lines,
        "may_apply": found.status == UploadStatus.READY and bool(lines) and not context["why_not_edit"],
    }
    return render(request, "workbooks/preview.html", context, status=422 if form.errors else 200)


def _counts(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """How many of each fate that there are, in their order."""
    found = Counter(line.fate for line in lines)
    return [(str(fate.label), found[fate]) for fate in Fate if found[fate]]
