"""The page of queues, failures and retries, for those who look after the portal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.errors import Refusal
from assessments.models import Notice
from operations import actions, queries
from operations.permissions import why_not_look_after, why_not_see_queues
from operations.readiness import readiness
from operations.work import KINDS


def _check(reason: str) -> None:
    if reason:
        raise PermissionDenied(reason)


@require_GET
def queues(request: HttpRequest) -> HttpResponse:
    _check(why_not_see_queues(request.user))
    context = {
        "queues": queries.queues(request.user),
        "mails": queries.mails(request.user),
        "processes": queries.processes(),
        "schedule": list(queries.schedule()),
        "tallies": queries.tallies(),
        "sent_again": queries.sent_again(),
        "parts": [(part, queries.part_label(part.name)) for part in readiness.report()],
        "may_send": not why_not_look_after(request.user),
    }
    return render(request, "operations/queues.html", context)


@require_POST
def send_again(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    _check(why_not_look_after(request.user))
    if kind not in KINDS:
        raise Http404
    get_object_or_404(KINDS[kind].model.objects.only("pk"), pk=pk)
    try:
        actions.send_again(by=request.user, kind=kind, pk=pk)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã gửi lại việc; trang này cho biết khi nào xong."))
    return redirect("operations:queues")


@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    _check(why_not_look_after(request.user))
    get_object_or_404(Notice.objects.only("pk"), pk=pk)
    try:
        actions.mail_again(by=request.user, pk=pk)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thư sẽ được gửi lại ngay."))
    return redirect("operations:queues")
