"""The audit log, for the auditor and whoever runs campaigns; provinces never see it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.reports.csv_file import csv_text
from audit.models import Event
from audit.trail import seen

from .forms import FilterForm
from .permissions import why_not_read
from .queries import Line, events, last_verification, lines
from .wording import faults_in_words

PAGE_SIZE = 50
MOST_ROWS = 20_000
"""So many are counted and go into one file; a period of time makes it less."""


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    _check(request)
    form = FilterForm(request.GET)
    found = events(form.cleaned_data) if form.is_valid() else Event.objects.none()
    page = Paginator(found[:MOST_ROWS], PAGE_SIZE).get_page(request.GET.get("page"))
    verification = last_verification()
    context = {
        "form": form,
        "page": page,
        "remark": _too_many() if page.paginator.count == MOST_ROWS else "",
        "lines": lines(page.object_list),
        "verification": verification,
        "faults": faults_in_words(verification) if verification else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "audit_desk/events.html", context, status=422 if form.errors else 200)


@require_GET
def log_csv(request: HttpRequest) -> HttpResponse:
    """What the page shows on all its pages, as far as one file goes."""
    _check(request)
    form = FilterForm(request.GET)
    if not form.is_valid():
        return log(request)
    found = list(events(form.cleaned_data)[: MOST_ROWS + 1])
    remarks = [_too_many()] if found[MOST_ROWS:] else []
    head = [
        *(_("Lúc"), _("Người"), _("Vai trò"), _("Việc"), _("Nội dung"), _("Đối tượng"), _("Chi tiết"), _("Mạng")),
        *(_("Chuỗi"), _("Số thứ tự"), "sha256"),
    ]
    text = csv_text(head, (_cells(line) for line in lines(found[:MOST_ROWS])), remarks)
    headers = {"Content-Disposition": 'attachment; filename="nhat-ky-kiem-toan.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _too_many() -> str:
    return _("Chỉ gồm %d dòng mới nhất; hãy thu hẹp khoảng thời gian.") % MOST_ROWS


def _cells(line: Line) -> list[str | int]:
    event = line.event
    moment = timezone.localtime(event.at).isoformat(sep=" ", timespec="seconds")
    said = [line.who, line.roles, str(event.get_verb_display()), line.what, line.place, line.detail]
    return [moment, *said, event.network, event.chain, event.seq, event.hash]


def _check(request: HttpRequest) -> None:
    """And that the log was read stands in the log."""
    if reason := why_not_read(request.user):
        raise PermissionDenied(reason)
    seen("user", request.user.pk)
