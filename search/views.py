"""One field that finds questions, answers and evidence, with or without tones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .matching import LONGEST, SHORTEST, Query, read_query
from .queries import Scope, searched


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    query = read_query(request.GET.get("q", ""))
    context = {"query": query, "longest": LONGEST, "advice": _advice(query)}
    if query.is_enough:
        scope = Scope(request.user)
        groups = searched(scope, query)
        context |= {"groups": groups, "count": sum(found.count for found in groups), "was_searched": True}
        context["is_demonstration"] = scope.is_demonstration
    return render(request, "search/search.html", context)


def _advice(query: Query) -> str:
    """What is to be said about what was typed."""
    if query.text and not query.is_enough:
        return _("Hãy nhập ít nhất %d chữ cái hoặc chữ số.") % SHORTEST
    if query.is_cut:
        return _("Nội dung tìm quá dài: chỉ tìm theo %d ký tự đầu; hãy rút gọn còn vài từ chính.") % LONGEST
    return ""
