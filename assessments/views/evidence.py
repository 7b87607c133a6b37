"""Evidence: adding beside an answer, taking off, and fetching files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from assessments.actions import evidence as evidence_actions
from assessments.catalogue import campaign_catalogue
from assessments.enums import EvidenceKind
from assessments.errors import Refusal
from assessments.evidence_files import VIEWABLE, is_image
from assessments.forms.evidence import EvidenceForm
from assessments.kept_evidence import attached, met_before
from assessments.models import Assessment, Evidence, StoredFile
from assessments.permissions import why_not_fetch
from assessments.queries import get_assessment_or_404

from .answers import wants_json
from .card_parts import evidence_rows
from .standing import standing

INLINE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"
"""The policy of a file shown in a page; `style-src` and `object-src` are for the browser's own PDF viewer, which
refuses `sandbox`."""


@require_POST
def evidence_add(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    if code not in campaign_catalogue(assessment.campaign).items:
        raise Http404
    form = EvidenceForm(code, request.POST, request.FILES)
    problems = [message for errors in form.errors.values() for message in errors]
    before, given = attached(assessment, code), []
    try:
        given = attach(request.user, assessment, code, form.sound())
        if not given and not problems:
            problems.append(_("Chưa có gì để thêm: hãy chọn tệp, nhập đường dẫn hoặc dẫn một văn bản."))
    except Refusal as error:
        problems.append(str(error))
    return _answer(request, assessment, code, problems, _said_of(assessment, code, given, before))


def _said_of(assessment: Assessment, code: str, given: list[Evidence], before: frozenset[UUID]) -> str:
    is_new = any(item.pk not in before for item in given)
    done = [_("Đã thêm minh chứng cho câu %s.") % code] if is_new else []
    return " ".join(done + met_before(assessment, code, given, before))


@require_POST
def evidence_remove(request: HttpRequest, pk: UUID, code: str, evidence_pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    evidence = Evidence.objects.filter(pk=evidence_pk, province=assessment.province_id).first()
    if evidence is None or code not in campaign_catalogue(assessment.campaign).items:
        raise Http404
    problems = []
    try:
        evidence_actions.remove(by=request.user, assessment=assessment, code=code, evidence=evidence)
    except Refusal as error:
        problems.append(str(error))
    return _answer(request, assessment, code, problems, _("Đã gỡ minh chứng khỏi câu %s.") % code)


@require_GET
def evidence_file(request: HttpRequest, pk: UUID, evidence_pk: UUID) -> HttpResponseBase:
    """A file given as evidence, as a download that the browser does not run."""
    assessment = get_assessment_or_404(request.user, pk)
    evidence, stored = _file_or_404(assessment, evidence_pk)
    if reason := why_not_fetch(stored):
        raise PermissionDenied(reason)
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=evidence.title, content_type=stored.content_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_GET
@xframe_options_sameorigin
def evidence_view(request: HttpRequest, pk: UUID, evidence_pk: UUID) -> HttpResponseBase:
    """A PDF or an image to be shown inside a page of ours; nothing else."""
    assessment = get_assessment_or_404(request.user, pk)
    evidence, stored = _file_or_404(assessment, evidence_pk)
    if stored.content_type not in VIEWABLE:
        raise Http404
    if reason := why_not_fetch(stored):
        raise PermissionDenied(reason)
    response = FileResponse(stored.file.open("rb"), filename=evidence.title, content_type=stored.content_type)
    response["Content-Security-Policy"] = f"sandbox; {INLINE}" if is_image(stored.content_type) else INLINE
    return response


def _file_or_404(assessment: Assessment, pk: UUID) -> tuple[Evidence, StoredFile]:
    found = Evidence.objects.filter(pk=pk, answers__assessment=assessment, kind=EvidenceKind.FILE)
    evidence = found.select_related("stored_file").first()
    if evidence is None or evidence.stored_file is None:
        raise Http404
    return evidence, evidence.stored_file


def attach(by: User, assessment: Assessment, code: str, given: dict[str, Any]) -> list[Evidence]:
    """Attach whatever a valid evidence form holds, and return it. Files that are refused do not keep the others out:
    their reasons are raised together at the end."""
    place = {"by": by, "assessment": assessment, "code": code}
    marks = {name: given[name] for name in ("is_confidential", "valid_until")}
    added, refused = [], []
    for upload in given["files"]:
        try:
            added.append(evidence_actions.add_file(**place, upload=upload, **marks))
        except Refusal as error:
            refused.append(str(error))
    if given["url"]:
        added.append(evidence_actions.add_link(**place, url=given["url"]))
    if given["document_number"]:
        document = {
            "number": given["document_number"],
            "day": given["document_date"],
            "issuer": given["document_issuer"],
            "title": given["document_title"],
            "valid_until": given["document_valid_until"],
        }
        added.append(evidence_actions.add_document(**place, **document))
    if refused:
        raise Refusal(" ".join(refused))
    return added


def _answer(request: HttpRequest, assessment: Assessment, code: str, problems: list[str], done: str) -> HttpResponse:
    section = campaign_catalogue(assessment.campaign).section_of[code]
    if wants_json(request):
        evidence = Evidence.objects.filter(answers__assessment=assessment, answers__code=code)
        given = evidence.select_related("stored_file").order_by("answer_evidence__added_at")
        context = {"rows": evidence_rows(assessment, code, given, may_edit=True), "problems": problems}
        html = render_to_string("assessments/_evidence_list.html", context)
        shown = {"html": html, "problems": problems, "text": "" if problems else done}
        return JsonResponse({**shown, **standing(assessment, section)}, status=422 if problems else 200)
    for problem in problems:
        messages.error(request, problem)
    if not problems:
        messages.success(request, done)
    return redirect("section", pk=assessment.pk, code=section)
