"""Taking an answer workbook: checked first, shown, and stored only when somebody says yes, all or nothing."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import answers
from assessments.catalogue import campaign_catalogue
from assessments.enums import AssessmentState
from assessments.errors import NotAllowed, Refusal
from assessments.file_checks.names import safe_name
from assessments.models import Assessment
from assessments.permissions import why_not_edit, why_not_edit_leaf
from assessments.reviewing import opened_codes
from assessments.scanning import require_clean
from workbooks.enums import Fate, UploadStatus
from workbooks.merging import Line, line, lines_of, to_store
from workbooks.models import WorkbookUpload
from workbooks.queries import catalogues_of, recorded, rows_of
from workbooks.reading import Found, read
from workbooks.reading.faults import Fault

MAX_FAULTS = 1_000


@dataclass(frozen=True)
class Choice:
    """Which version of a conflict is to stand: the workbook's, or the portal's, whose `version` the person saw."""

    takes_workbook: bool
    version: int


@transaction.atomic
def receive(*, by: User, assessment: Assessment, name: str, raw: bytes) -> WorkbookUpload:
    """Read a workbook; the upload says what is wrong or what would change. Nothing changes yet. Raises NotAllowed,
    and RefusedFile where a scanner finds something in it or does not answer."""
    today = timezone.localdate()
    if reason := why_not_edit(by, assessment, today):
        raise NotAllowed(reason)
    shown = safe_name(name)
    require_clean(shown, raw)
    found = read(assessment, shown, raw, today)
    changes = _changes(found)
    faults = [*found.faults, *_closed(by, assessment, found, changes)][:MAX_FAULTS]
    status = UploadStatus.REFUSED if faults else UploadStatus.READY if changes else UploadStatus.UNCHANGED
    return WorkbookUpload.objects.create(
        assessment=assessment,
        by=by,
        file_name=shown,
        sha256=hashlib.sha256(raw).hexdigest(),
        downloaded_at=found.identity and found.identity.downloaded_at,
        catalogues=catalogues_of(assessment.campaign),
        status=status,
        faults=[asdict(fault) for fault in faults],
        remarks=list(found.remarks),
        changes=[] if faults else [_waiting(found, each) for each in changes],
    )


def _changes(found: Found) -> list[Line]:
    """What differs from the portal too: somebody may have brought the same in there."""
    lines = (
        line(change.item, found.rows.get(code), change.base, change.content) for code, change in found.changes.items()
    )
    return [each for each in lines if each]


def _closed(by: User, assessment: Assessment, found: Found, changes: Iterable[Line]) -> list[Fault]:
    """Changes of leaves that may not change now, though others may."""
    if assessment.state != AssessmentState.RETURNED:
        return []
    today, opened = timezone.localdate(), opened_codes(assessment, campaign_catalogue(assessment.campaign))
    codes = [each.item.code for each in changes]
    reasons = {code: why_not_edit_leaf(by, assessment, today, code, opened) for code in codes}
    return [found.changes[code].fault(reason) for code, reason in reasons.items() if reason]


def _waiting(found: Found, each: Line) -> dict[str, Any]:
    base = found.changes[each.item.code].base
    return {"code": each.item.code, "base": base and recorded(base), "content": recorded(each.after)}


@transaction.atomic
def apply(*, by: User, assessment: Assessment, upload: WorkbookUpload, choices: Mapping[str, Choice]) -> int:
    """Store what an upload changes, all or nothing; returns how many answers changed. Everything that may have changed
    since it was sent is looked at again. `choices`: by code, of conflicts. Raises Refusal."""
    locked = answers.lock(by=by, assessment=assessment, codes=())
    waiting = WorkbookUpload.objects.select_for_update().get(pk=upload.pk, assessment=locked)
    if waiting.status != UploadStatus.READY:
        raise Refusal(_("Lần gửi này không còn chờ xác nhận."))
    if waiting.catalogues != catalogues_of(locked.campaign):
        raise Refusal(_("Danh mục của đợt đánh giá đã đổi; hãy tải lại bảng tính."))
    lines = lines_of(waiting, locked, rows_of(locked))
    fates = {each.item.code: _fate(each, choices) for each in lines}
    taken = {each.item.code: to_store(each) for each in lines if fates[each.item.code] is not Fate.KEPT}
    changed = answers.load(by=by, assessment=locked, contents=taken, source=waiting.file_name) if taken else 0
    _finish(waiting, by, [_applied(each, fates[each.item.code]) for each in lines])
    return changed


def _finish(upload: WorkbookUpload, by: User, changes: list[dict[str, Any]]) -> None:
    """Without any change left, somebody has brought the same in meanwhile."""
    upload.status, upload.changes = UploadStatus.UNCHANGED, changes
    if changes:
        upload.status, upload.applied_at, upload.applied_by = UploadStatus.APPLIED, timezone.now(), by
    upload.save(update_fields=["status", "applied_at", "applied_by", "changes"])


def _fate(each: Line, choices: Mapping[str, Choice]) -> Fate:
    """Raises Refusal for a conflict that nobody decided as it stands now."""
    if each.fate is not Fate.CONFLICT:
        return each.fate
    choice = choices.get(each.item.code)
    if choice is None or choice.version != each.version:
        raise Refusal(_("Câu %s vừa được sửa trong cổng. Hãy xem lại cả hai bản rồi chọn một.") % each.item.code)
    return Fate.TAKEN if choice.takes_workbook else Fate.KEPT


def _applied(each: Line, fate: Fate) -> dict[str, Any]:
    base = each.base and recorded(each.base)
    contents = {"before": recorded(each.before), "content": recorded(each.after)}
    return {"code": each.item.code, "base": base, **contents, "fate": str(fate)}
