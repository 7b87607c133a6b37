"""The yardstick: a view that runs one query and renders an empty template, for somebody signed in, behind production's
middleware. No deployment knows this module."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.models import Province
from smartcity_portal.urls import urlpatterns as portal

EMPTY = engines["django"].from_string("")


def bare(request: HttpRequest) -> HttpResponse:
    Province.objects.first()
    return HttpResponse(EMPTY.render({}))


urlpatterns = [*portal, path("bare/", bare, name="bare")]
