"""Who has not filed: the board of a campaign, its CSV, and one province's extension."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from assessments.actions.campaigns import extend
from assessments.actions.reminders import remind
from assessments.boards import FilingRow, filing_counts, filing_rows, last_activity, percent, progress_by_assessment
from assessments.catalogue import campaign_catalogue
from assessments.enums import Filing
from assessments.errors import Refusal
from assessments.forms.campaigns import ExtensionForm
from assessments.models import Campaign
from assessments.permissions import may_run_campaigns, why_not_extend
from assessments.queries import Progress, get_assessment_or_404
from assessments.reports.csv_file import csv_text

from .about import about
from .campaign_desk import seen_campaign
from .campaigns import check_manager

PAGE_SIZE = 50

FILTERS: Mapping[str, tuple[str | Promise, Callable[[FilingRow], bool]]] = {
    "all": (gettext_lazy("Tất cả"), lambda row: True),
    "unfiled": (gettext_lazy("Chưa nộp"), lambda row: not row.is_filed),
    "not_begun": (gettext_lazy("Chưa bắt đầu"), lambda row: row.filing == Filing.NOT_BEGUN),
    "late": (gettext_lazy("Trễ hạn"), lambda row: row.filing == Filing.LATE or row.is_overdue),
    "extended": (gettext_lazy("Được gia hạn"), attrgetter("is_extended")),
}
"""What ?show= may say. "late" is handed in after the last day, or not at all by it."""

SORTS: Mapping[str, Callable[[FilingRow], Any] | None] = {
    "name": None,  # as the rows come
    "percent": attrgetter("percent"),
    "-percent": lambda row: -row.percent,
    "submitted": lambda row: (row.assessment.submitted_at is None, row.assessment.submitted_at),
    "last_day": lambda row: row.assessment.submit_by,
}
"""What ?sort= may say; equal rows stay in the order of names."""

TONES = {Filing.ON_TIME: ("ok", "ok"), Filing.LATE: ("warn", "clock"), Filing.UNFILED: ("accent", "begun")}
"""Tone and icon of a tag; without one it is empty."""


@dataclass(frozen=True)
class Line:
    """A row of the board with what only the shown page needs. `parts`: (code, title, percent)."""

    row: FilingRow
    parts: list[tuple[str, str, int]]
    last_activity: datetime | None
    may_extend: bool

    @property
    def tone(self) -> str:
        return TONES.get(self.row.filing, ("", "empty"))[0]

    @property
    def icon(self) -> str:
        return TONES.get(self.row.filing, ("", "empty"))[1]


@require_GET
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = seen_campaign(request, pk)
    rows = filing_rows(campaign, timezone.localdate())
    show, sort = _choice(request, "show", FILTERS, "all"), _choice(request, "sort", SORTS, "name")
    page = Paginator(_sorted([row for row in rows if FILTERS[show][1](row)], sort), PAGE_SIZE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "is_demonstration": campaign.is_demonstration,
        "counts": filing_counts(rows),
        "filters": [(code, label, sum(map(test, rows))) for code, (label, test) in FILTERS.items()],
        "show": show,
        "sort": sort,
        "page": shown,
        "lines": _lines(request.user, campaign, shown.object_list),
        "parts": part_titles(campaign),
        "may_run": may_run_campaigns(request.user),
    }
    return render(request, "assessments/filing.html", context)


@require_GET
def filing_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every province of the campaign."""
    campaign = seen_campaign(request, pk)
    rows = filing_rows(campaign, timezone.localdate())
    titles = part_titles(campaign)
    parts = progress_by_assessment(row.assessment for row in rows)
    head = [
        *(_("Mã"), _("Tỉnh, thành phố"), _("Trạng thái phiếu"), _("Tình hình nộp"), _("Quá hạn"), _("Hoàn thành (%)")),
        *((code or _("Chỉ số")) + " (%)" for code in titles),
        *(_("Hạn nộp"), _("Lý do gia hạn"), _("Nộp lúc")),
    ]
    remarks = [campaign.name]
    if campaign.is_demonstration:
        remarks.append(_("Dữ liệu minh họa: không phải số liệu thật của địa phương nào."))
    text = csv_text(head, (_cells(row, titles, parts[row.assessment.pk]) for row in rows), remarks)
    name = f"tinh-hinh-nop-{campaign.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _cells(row: FilingRow, titles: Mapping[str, str], parts: Mapping[str, Progress]) -> list[str | int]:
    assessment = row.assessment
    handed_in = timezone.localtime(assessment.submitted_at) if assessment.submitted_at else None
    return [
        *(assessment.province.code, assessment.province.name, assessment.get_state_display(), row.filing.label),
        *(_("có") if row.is_overdue else "", row.percent),
        *(percent(parts.get(part, Progress(0, 0))) for part in titles),
        *(f"{assessment.submit_by:%d/%m/%Y}", assessment.extension_reason),
        f"{handed_in:%d/%m/%Y %H:%M}" if handed_in else "",
    ]


def part_titles(campaign: Campaign) -> dict[str, str]:
    """The parts of the board in the catalogue's order: themes by code, and "" for all groups of indicators."""
    catalogue = campaign_catalogue(campaign)
    titles = {theme.code: str(theme.title) for theme in (catalogue.guidance.themes if catalogue.guidance else ())}
    return titles | ({"": _("Bộ chỉ số")} if catalogue.group_sections() else {})


def _choice(request: HttpRequest, name: str, known: Mapping[str, Any], default: str) -> str:
    """Whatever is not known counts as the default."""
    found = request.GET.get(name, default)
    return found if found in known else default


def _sorted(rows: list[FilingRow], sort: str) -> list[FilingRow]:
    key = SORTS[sort]
    return sorted(rows, key=key) if key else rows


def _lines(user: User, campaign: Campaign, rows: list[FilingRow]) -> list[Line]:
    assessments = [row.assessment for row in rows]
    by_assessment, last = progress_by_assessment(assessments), last_activity(assessments)
    titles = part_titles(campaign)
    lines = []
    for row in rows:
        assessment, nothing = row.assessment, Progress(0, 0)
        progress = by_assessment[assessment.pk]
        parts = [(code, title, percent(progress.get(code, nothing))) for code, title in titles.items()]
        lines.append(Line(row, parts, last.get(assessment.pk), not why_not_extend(user, assessment)))
    return lines


@require_POST
def campaign_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """All that have not filed."""
    check_manager(request)
    campaign = get_object_or_404(Campaign.objects.with_versions(), pk=pk)
    waiting = [row.assessment for row in filing_rows(campaign, timezone.localdate()) if not row.is_filed]
    try:
        told = remind(by=request.user, campaign=campaign, assessments=waiting)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        text = ngettext("Đã gửi nhắc việc đến %d người.", "Đã gửi nhắc việc đến %d người.", told)
        messages.success(request, text % told)
    return redirect("filing", pk=pk)


@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    if not may_run_campaigns(request.user):
        raise PermissionDenied(why_not_extend(request.user, assessment))
    why_not = why_not_extend(request.user, assessment)
    form = ExtensionForm(assessment, timezone.localdate(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extend(by=request.user, assessment=assessment, **form.cleaned_data)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã gia hạn nộp phiếu cho %s.") % assessment.province)
            return redirect("filing", pk=assessment.campaign_id)
    context = {
        **about(assessment),
        "form": form,
        "why_not": why_not,
        "may_run": True,
    }
    return render(request, "assessments/extension.html", context, status=422 if form.errors else 200)
