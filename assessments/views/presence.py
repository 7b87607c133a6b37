"""Who else of the province is at which question: a heartbeat of the form page, answered in JSON for presence.js."""

from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.catalogue import campaign_catalogue
from assessments.presence import beat
from assessments.teamwork import get_own_assessment_or_404


@require_POST
def presence(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Takes `section` and `code` ("": at no question); 404 where the catalogues do not have them."""
    assessment = get_own_assessment_or_404(request.user, pk)
    section, code = request.POST.get("section", ""), request.POST.get("code", "")
    catalogue = campaign_catalogue(assessment.campaign)
    if section not in catalogue.sections or (code and catalogue.section_of.get(code) != section):
        raise Http404
    others = beat(request.user, assessment, section, code)
    return JsonResponse({"editing": {where: _sentence(names) for where, names in others.items()}})


def _sentence(names: list[str]) -> str:
    text = ngettext("%(names)s đang sửa câu này.", "%(names)s đang sửa câu này.", len(names))
    return text % {"names": ", ".join(names)}
