"""Browsing the indicator set."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import queries
from .models import IndicatorSetVersion
from .schema import Catalogue


def _latest() -> tuple[IndicatorSetVersion, Catalogue]:
    version = queries.shelf.newest()
    if version is None:
        raise Http404
    return version, queries.catalogue(version)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    version, found = _latest()
    return render(request, "indicators/index.html", {"version": version, "catalogue": found})


@require_GET
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    version, found = _latest()
    item = queries.indicators(found).get(code)
    if item is None:
        raise Http404
    bodies = {body.code: body.title for body in found.set.bodies} if found.set else {}
    context = {
        "version": version,
        "catalogue": found,
        "indicator": item,
        "group": next(group for group in found.groups if item in group.indicators),
        "body": bodies.get(item.body, item.body),
        "lead": bodies.get(item.lead, item.lead),
    }
    return render(request, "indicators/indicator.html", context)
