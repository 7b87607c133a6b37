"""Files that the scanner took for malware, and the word that it was wrong."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.actions.quarantine import release as release_action
from assessments.errors import Refusal
from assessments.file_permissions import why_not_release, why_not_release_any
from assessments.forms.quarantine import ReleaseForm
from operations.permissions import why_not_see_queues
from operations.quarantine import quarantined, shown

PER_PAGE = 50


def _check(reason: str) -> None:
    if reason:
        raise PermissionDenied(reason)


@require_GET
def files(request: HttpRequest) -> HttpResponse:
    _check(why_not_see_queues(request.user))
    page = Paginator(quarantined(), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = shown(list(page.object_list))
    context = {"page": page, "may_release": not why_not_release_any(request.user)}
    return render(request, "operations/quarantine.html", context)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    _check(why_not_release_any(request.user))
    (stored,) = shown([get_object_or_404(quarantined(), pk=pk)])
    is_sent = request.method == "POST"
    form = ReleaseForm(request.POST, request.FILES) if is_sent else ReleaseForm()
    if is_sent and form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "upload": form.cleaned_data["file"]}
        try:
            release_action(by=request.user, stored=stored, **given)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã bỏ cách ly tệp; những người gửi tệp và đầu mối của tỉnh được báo."))
            return redirect("operations:quarantine")
    context = {"stored": stored, "form": form, "why_not": why_not_release(request.user, stored)}
    return render(request, "operations/release.html", context, status=422 if form.errors else 200)
