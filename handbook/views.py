"""Reading the guides: open to everybody who is signed in, one's own role first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .reading import guides, own_first
from .schema import HEIGHT, WIDTH


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "handbook/index.html", {"guides": own_first(request.user), "own": request.user.roles})


@require_GET
def guide(request: HttpRequest, role: str) -> HttpResponse:
    found = next((guide for guide in guides().values() if guide.role == role), None)
    if found is None:
        raise Http404
    others = [guide for guide in own_first(request.user) if guide is not found]
    context = {"guide": found, "others": others, "width": str(WIDTH), "height": str(HEIGHT)}
    return render(request, "handbook/guide.html", context)
