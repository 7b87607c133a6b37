"""Checking a printed report, open to anybody: was it made here, and are its numbers these?"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.limits import is_within
from assessments.enums import Band, Purpose, Reading
from assessments.forms.verification import ChecksumForm, ReportFileForm, Sha256Handler
from assessments.models import Assessment, ReportFile, ScoreSnapshot
from assessments.reports.cover import STATUSES
from assessments.results import SnapshotResult, own_result
from assessments.verification import by_checksum, by_content, newer


@dataclass(frozen=True)
class Verified:
    """What the portal knows of a report. `report`: the very document, where it was found by its file; `may_open`: this
    person may see the snapshot's page."""

    snapshot: ScoreSnapshot
    result: SnapshotResult
    report: ReportFile | None
    newer: ScoreSnapshot | None
    may_open: bool

    @property
    def status(self) -> str:
        return str(STATUSES[Purpose(self.snapshot.purpose)])

    @property
    def newer_status(self) -> str:
        return str(STATUSES[Purpose(self.newer.purpose)]) if self.newer else ""

    @property
    def readings(self) -> list[tuple[str, Decimal | None, Band | None, bool]]:
        found = [self.result.read_as(reading) for reading in Reading]
        return [(str(read.reading.label), read.headline, read.band, read.is_pending) for read in found]


@csrf_exempt  # it changes nothing, and looking for a token would read the upload before it can be digested
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """By ?checksum=, so that a link can be printed, or by a file that is sent."""
    is_lookup = request.method == "POST" or "checksum" in request.GET
    if is_lookup and not is_within(request, "verify", settings.VERIFY_RATES):
        return _page(request, status=429, is_limited=True)
    if request.method == "POST":
        return _by_file(request)
    if is_lookup:
        return _by_checksum(request)
    return _page(request)


def _by_file(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [Sha256Handler(request)]
    form = ReportFileForm(request.FILES)
    if not form.is_valid():
        return _page(request, status=422, file_form=form)
    report = by_content(form.cleaned_data["file"].sha256)
    return _page(request, **_answer(request, report.snapshot if report else None, report), is_file=True)


def _by_checksum(request: HttpRequest) -> HttpResponse:
    form = ChecksumForm(request.GET)
    if not form.is_valid():
        return _page(request, status=422, form=form)
    return _page(request, **_answer(request, by_checksum(form.cleaned_data["checksum"]), None), form=form)


def _answer(request: HttpRequest, found: ScoreSnapshot | None, report: ReportFile | None) -> dict[str, Any]:
    if found is None:
        return {"is_unknown": True, "status": 404}
    user, assessment = request.user, found.assessment_id
    verified = Verified(
        snapshot=found,
        result=own_result(found),
        report=report,
        newer=newer(found),
        may_open=user.is_authenticated and Assessment.objects.visible_to(user).filter(pk=assessment).exists(),
    )
    return {"verified": verified, "is_demonstration": found.assessment.campaign.is_demonstration}


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    layout = "layouts/inner.html" if request.user.is_authenticated else "layouts/entrance.html"
    context = {"layout": layout, "form": ChecksumForm(), "file_form": ReportFileForm(), **context}
    response = render(request, "assessments/verify.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response
