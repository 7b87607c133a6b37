"""A false alarm of the scanner undone. The bytes left the storage when they were found, so they have to come again:
from the administrator with the release, or later from whoever has them. They are not scanned anew, and count from then
on wherever they stood."""

from functools import partial

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notifications
from assessments.enums import AssessmentState, ScanState, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.evidence_files import sha256_of
from assessments.file_permissions import why_not_release
from assessments.kept_files import keep
from assessments.models import AnswerEvidence, Assessment, Evidence, QuarantineRelease, StoredFile, WorkflowEvent
from audit import recording as audit

from .answers import changed


@transaction.atomic
def release(*, by: User, stored: StoredFile, reason: str, upload: UploadedFile | None = None) -> QuarantineRelease:
    """Lift the ban on a file's bytes, once, with a reason; `upload`: these bytes, where the administrator has them.
    Raises NotAllowed, Refusal or StorageFailed."""
    locked = StoredFile.objects.select_for_update().get(pk=stored.pk)
    if why_not := why_not_release(by, locked):
        raise NotAllowed(why_not)
    if not (given := reason.strip()):
        raise Refusal(_("Hãy ghi lý do bỏ cách ly."))
    if upload and sha256_of(upload) != locked.sha256:
        raise Refusal(_("Tệp vừa gửi không phải tệp bị cách ly: nội dung khác (mã sha256 không trùng)."))
    found = QuarantineRelease.objects.create(stored_file=locked, finding=locked.scan_finding, reason=given, by=by)
    audit.record(audit.Verb.WORKFLOW, audit.chain_of("stored_file", locked.pk), by=by, what=Verb.RELEASE)
    if upload:
        keep(str(locked.file.name), File(upload), locked.size)
        come_back(locked)
    for assessment, items in _users_of(locked).items():
        detail = f"{', '.join(items)}: {_title(items)} ({found.finding})"[:300]
        WorkflowEvent.objects.record(assessment=assessment, verb=Verb.RELEASE, by=by, detail=detail)
        notifications.released(assessment, items, is_back=bool(upload))
    return found


def come_back(stored: StoredFile) -> bool:
    """The bytes of a released file are there again: it is clean, as the administrator said. True the first time."""
    waiting = QuarantineRelease.objects.filter(stored_file=stored, returned_at=None)
    if not (stored.is_infected and waiting.update(returned_at=timezone.now())):
        return False
    stored.scan_state, stored.scan_finding, stored.scanned_at = ScanState.CLEAN, "", timezone.now()
    stored.save(update_fields=["scan_state", "scan_finding", "scanned_at"])
    transaction.on_commit(partial(_count_again, stored), robust=True)
    return True


def _count_again(stored: StoredFile) -> None:
    """What was decided meanwhile on answers that have the file was decided without it. One assessment after the other,
    none locked while another is."""
    for assessment, items in _users_of(stored).items():
        giver = next((item.added_by for item in items.values() if item.added_by), None)
        with transaction.atomic():
            locked = Assessment.objects.locked(assessment.pk)
            if locked.state != AssessmentState.FINAL and giver:
                changed(locked, list(items), giver)


def _users_of(stored: StoredFile) -> dict[Assessment, dict[str, Evidence]]:
    """The assessments in which the file stands, with its items by the code of the answer that each supports."""
    links = AnswerEvidence.objects.filter(evidence__stored_file=stored).order_by("answer__assessment", "pk")
    found: dict[Assessment, dict[str, Evidence]] = {}
    for link in links.select_related("answer__assessment__campaign", "evidence__added_by"):
        found.setdefault(link.answer.assessment, {})[link.answer.code] = link.evidence
    return found


def _title(items: dict[str, Evidence]) -> str:
    return next(iter(items.values())).title
