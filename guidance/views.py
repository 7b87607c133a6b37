"""Browsing the guidance catalogue with its sources."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import queries
from .models import GuidanceVersion
from .schema import Catalogue


def _latest() -> tuple[GuidanceVersion, Catalogue]:
    version = queries.shelf.newest()
    if version is None:
        raise Http404
    return version, queries.catalogue(version)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    version, found = _latest()
    context = {"version": version, "catalogue": found, "rules": queries.rules(found.document)}
    return render(request, "guidance/index.html", context)


@require_GET
def recommendation(request: HttpRequest, code: str) -> HttpResponse:
    version, found = _latest()
    item = queries.recommendations(found).get(code)
    if item is None:
        raise Http404
    rules = queries.rules(found.document)
    context = {
        "version": version,
        "catalogue": found,
        "recommendation": item,
        "source": rules.get(item.source.document),
        "later_rules": [rules[code] for code in item.later_rules if code in rules],
    }
    return render(request, "guidance/recommendation.html", context)
