"""Autosave: one answer at a time, answered in JSON for autosave.js."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions import answers as answer_actions
from assessments.catalogue import campaign_catalogue
from assessments.errors import InvalidAnswer, Refusal, StaleAnswer
from assessments.forms.questions import QuestionForm
from assessments.models import Answer, Assessment
from assessments.queries import Filled, get_assessment_or_404

from .standing import standing


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@require_POST
def answer_save(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Save one answer. 200 saved, 422 refused with reasons, 409 a colleague's version is shown beside one's own."""
    assessment = get_assessment_or_404(request.user, pk)
    catalogue = campaign_catalogue(assessment.campaign)
    item = catalogue.items.get(code)
    if item is None:
        raise Http404
    form = QuestionForm(item, None, timezone.localdate(), request.POST)
    if not form.is_valid():
        return _refused({name or "": [str(e) for e in errors] for name, errors in form.errors.items()})
    try:
        saved = answer_actions.save_and_read(
            by=request.user,
            assessment=assessment,
            code=code,
            content=answer_actions.Content(**form.content()),
            expected_version=form.cleaned_data["version"],
        )
    except StaleAnswer as error:
        return _conflict(request, assessment, code, str(error))
    except InvalidAnswer as error:
        return _refused({name: [message] for name, message in error.messages.items()})
    except Refusal as error:
        return _refused({"": [str(error)]})
    if not wants_json(request):
        return redirect("section", pk=assessment.pk, code=catalogue.section_of[code])
    return JsonResponse(_saved(assessment, *saved))


def _saved(assessment: Assessment, answer: Answer, found: Filled | None) -> dict[str, Any]:
    text = _("Đã lưu %s") % time_format(timezone.localtime(answer.updated_at))
    return {"state": "saved", "version": answer.version, "text": text, **standing(assessment, answer.section, found)}


def _refused(errors: dict[str, list[str]]) -> JsonResponse:
    """The line that is read out names the first fault."""
    first = next((message for messages in errors.values() for message in messages), "")
    text = _("Chưa lưu được câu này: %s") % first
    return JsonResponse({"state": "refused", "errors": errors, "text": text}, status=422)


def _conflict(request: HttpRequest, assessment: Assessment, code: str, message: str) -> JsonResponse:
    theirs = assessment.answers.select_related("updated_by").get(code=code)
    item = campaign_catalogue(assessment.campaign).items[code]
    context = {"item": item, "theirs": theirs, "message": message}
    html = render_to_string("assessments/_conflict.html", context, request)
    return JsonResponse({"state": "conflict", "version": theirs.version, "text": message, "html": html}, status=409)
