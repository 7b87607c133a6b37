"""The inbox: what people were told, newest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from assessments.models import Notice

PAGE = 50


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    found = Notice.objects.filter(user=request.user).select_related("campaign")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    is_demonstration = any(notice.campaign and notice.campaign.is_demonstration for notice in page)
    return render(request, "assessments/notices.html", {"page": page, "is_demonstration": is_demonstration})


@require_GET
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notice leads, on this portal only; it counts as read."""
    own = Notice.objects.filter(user=request.user, pk=pk)
    path = get_object_or_404(own).path
    own.mark_read()
    is_ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return redirect(path if is_ours else "notices")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    Notice.objects.filter(user=request.user).mark_read()
    return redirect("notices")
