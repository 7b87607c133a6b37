"""Home by role ("Việc của tôi")."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from .ministry_home import ministry_home
from .province_home import province_home


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return ministry_home(request) if request.user.ministry_roles else province_home(request)
