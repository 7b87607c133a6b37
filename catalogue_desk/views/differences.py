"""Two versions compared: on a page, and as a table to take away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from catalogue_desk import queries
from catalogue_desk.enums import Filter
from catalogue_desk.forms import CompareForm
from catalogue_desk.workbook.comparison import as_csv, as_xlsx
from catalogues.differences import Comparison
from catalogues.versions import CatalogueVersion

from . import common
from .wording import in_words, row

FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_GET
def compare(request: HttpRequest, kind: str) -> HttpResponse:
    common.check_may_look(request)
    found_kind = common.known_kind(kind)
    stored = list(queries.versions(kind).defer("definition"))
    form = CompareForm([version.code for version in stored], request.GET if request.GET.keys() & {"a", "b"} else None)
    context: dict[str, Any] = {"kind": found_kind, "form": form, "has_two": len(stored) > 1}
    if form.is_bound and form.is_valid():
        pair = _pair(kind, form.cleaned_data)
        catalogues = [queries.catalogue(kind, version) for version in pair]
        notices = dict.fromkeys(
            str(getattr(queries.contents(catalogue).head, "notice", "")) for catalogue in catalogues
        )
        found = queries.comparison(kind, pair[0], catalogues[1])
        context |= {
            "before": pair[0],
            "after": pair[1],
            "notices": list(filter(None, notices)),
            **shown_differences(request, found),
        }
    return render(request, "catalogue_desk/compare.html", context, status=422 if form.errors else 200)


@require_GET
def compare_file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    common.check_may_look(request)
    common.known_kind(kind)
    if form not in FORMS:
        raise Http404
    before, after = (common.version_or_404(kind, request.GET.get(name, "")) for name in ("a", "b"))
    write, content_type = FORMS[form]
    newer = queries.catalogue(kind, after)
    notices = [
        (version.code, str(getattr(queries.contents(queries.catalogue(kind, version)).head, "notice", "")))
        for version in (before, after)
    ]
    content = write(kind, queries.comparison(kind, before, newer), notices, in_words)
    name = f"{before.code}-{after.code}".replace("/", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _pair(kind: str, codes: dict[str, str]) -> tuple[CatalogueVersion, CatalogueVersion]:
    found = {version.code: version for version in queries.versions(kind).filter(code__in=codes.values())}
    return found[codes["a"]], found[codes["b"]]


def shown_differences(request: HttpRequest, found: Comparison) -> dict[str, Any]:
    """For the list of differences: which are shown, how many of each kind there are, and one page of them."""
    wanted = request.GET.get("show", "")
    if wanted not in Filter.values:
        wanted = ""
    query = request.GET.copy()
    for name in ("page", "show"):
        query.pop(name, None)
    rest = query.urlencode()
    page = common.page_of(request, queries.chosen(found.leaves, wanted))
    return {
        "wanted": wanted,
        "counts": queries.counts(found.leaves),
        "rest": f"&{rest}" if rest else "",
        "changed": len(queries.chosen(found.leaves, "")),
        "head_changes": [in_words(change) for change in found.head],
        "branches": [row(difference) for difference in queries.chosen(found.branches, "")],
        "page": page,
        "rows": [row(difference) for difference in page],
    }
