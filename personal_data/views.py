"""What the portal stores about oneself."""

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import actions


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    return render(request, "personal_data/own.html")


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    found = actions.export(by=request.user, person=request.user)
    headers = {"Content-Disposition": 'attachment; filename="du-lieu-ca-nhan.json"'}
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(found, encoder=DjangoJSONEncoder, json_dumps_params=options, headers=headers)
