"""What the desk's pages share: rights, fetching by address, pages of long lists."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from catalogue_desk.enums import CatalogueKind
from catalogue_desk.permissions import why_not_look, why_not_work
from catalogue_desk.queries import MODELS
from catalogues.versions import VERSION_CODE, CatalogueVersion

PER_PAGE = 50


def check_may_look(request: HttpRequest) -> None:
    _refuse(why_not_look(request.user))


def check_may_work(request: HttpRequest) -> None:
    _refuse(why_not_work(request.user))


def _refuse(reason: str) -> None:
    if reason:
        raise PermissionDenied(reason)


def known_kind(kind: str) -> CatalogueKind:
    if kind not in CatalogueKind.values:
        raise Http404
    return CatalogueKind(kind)


def version_or_404(kind: str, code: str) -> CatalogueVersion:
    if not VERSION_CODE.fullmatch(code):
        raise Http404
    return get_object_or_404(MODELS[known_kind(kind)], code=code)


def page_of(request: HttpRequest, items: Sequence[Any]) -> Page[Any]:
    return Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
