"""The ministry's own templates of the Word edition: kept after they were checked, used, left again."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.campaign_permissions import why_not_run
from assessments.enums import TemplateVerb
from assessments.errors import NotAllowed, Refusal
from assessments.file_checks.names import safe_name
from assessments.kept_files import keep
from assessments.models import ReportTemplate, ReportTemplateEvent
from assessments.reports.word.checking import Checked, RefusedTemplate, checked, received
from assessments.scanning import require_clean
from audit import recording as audit


def upload(*, by: User, language: str, file: UploadedFile, note: str = "") -> ReportTemplate:
    """Check a template and keep it; it is not used yet. Raises NotAllowed, RefusedFile, RefusedTemplate or Refusal, and
    then nothing was kept."""
    _check_right(by)
    content = received(file)
    require_clean(safe_name(file.name or ""), content)
    missing = _sound(content).missing
    digest = hashlib.sha256(content).hexdigest()
    same = ReportTemplate.objects.filter(language=language, sha256=digest).first()
    if same:
        names = {"name": same.name, "when": date_format(localtime(same.uploaded_at), "H:i d/m/Y")}
        raise Refusal(_("Tệp này đã có trong danh sách: “%(name)s”, gửi lúc %(when)s.") % names)
    columns = {"language": language, "name": safe_name(file.name or ""), "note": note, "missing": list(missing)}
    try:
        with transaction.atomic():
            kept = {"file": _stored(content, digest), "sha256": digest, "size": len(content)}
            template = ReportTemplate.objects.create(**columns, **kept, uploaded_by=by)
            _record(template, TemplateVerb.UPLOAD, by)
    except IntegrityError as error:  # of the same file twice at once
        raise Refusal(_("Tệp này vừa được gửi; hãy xem danh sách.")) from error
    return template


def activate(*, by: User, template: ReportTemplate) -> None:
    """Use a template from now on, if it still fits the reports of today. Raises NotAllowed or RefusedTemplate."""
    _check_right(by)
    with template.file.open("rb") as file:
        _sound(file.read())
    with transaction.atomic():
        if _leave(template.language, by, but=template):
            return
        template.is_active = True
        template.save(update_fields=["is_active"])
        _record(template, TemplateVerb.ACTIVATE, by)


@transaction.atomic
def retire(*, by: User, language: str) -> None:
    """Go back to the default template. Raises NotAllowed."""
    _check_right(by)
    _leave(language, by)


def _check_right(by: User) -> None:
    if reason := why_not_run(by):
        raise NotAllowed(reason)


def _sound(content: bytes) -> Checked:
    found = checked(content)
    if found.faults:
        raise RefusedTemplate(found.faults)
    return found


def _leave(language: str, by: User, but: ReportTemplate | None = None) -> bool:
    """Stop using the template in use; True if that is `but`, which stays."""
    active = next((found for found in _locked(language) if found.is_active), None)
    if active is None or active == but:
        return active is not None
    active.is_active = False
    active.save(update_fields=["is_active"])
    _record(active, TemplateVerb.RETIRE, by)
    return False


def _locked(language: str) -> list[ReportTemplate]:
    return list(ReportTemplate.objects.select_for_update().filter(language=language))


def _stored(content: bytes, digest: str) -> str:
    return keep(f"report-templates/{digest[:2]}/{digest}.docx", ContentFile(content), len(content))


def _record(template: ReportTemplate, verb: TemplateVerb, by: User) -> None:
    ReportTemplateEvent.objects.create(template=template, verb=verb, by=by)
    place = audit.chain_of("report_template", template.pk)
    audit.record(audit.Verb.TEMPLATE, place, by=by, what=verb, language=template.language, sha256=template.sha256)
