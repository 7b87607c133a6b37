"""Attaching evidence to answers and taking it off; what was given stays in the province's evidence."""

from collections.abc import Iterable
from datetime import date

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from assessments.enums import EvidenceKind, ScanState, Verb
from assessments.errors import NotAllowed, RefusedFile
from assessments.evidence_files import Inspected, inspect
from assessments.kept_files import keep
from assessments.models import (
    Answer,
    AnswerEvidence,
    Assessment,
    Evidence,
    QuarantineRelease,
    StoredFile,
    WorkflowEvent,
)
from assessments.permissions import why_not_fetch, why_not_reuse
from assessments.scanning import is_configured

from .answers import changed, composed, item_of, lock, new_answer
from .quarantine import come_back
from .scanning import wait_for_scanner


def add_file(
    *,
    by: User,
    assessment: Assessment,
    code: str,
    upload: UploadedFile,
    is_confidential: bool = False,
    valid_until: date | None = None,
) -> Evidence:
    """Attach a file. Raises RefusedFile, StorageFailed, NotAllowed or InvalidAnswer; then nothing was kept. The file is
    written while the assessment is not locked, so that a slow storage holds up nobody else."""
    found = inspect(upload)
    with transaction.atomic():
        lock(by=by, assessment=assessment, codes=[code])
        item_of(assessment, code)
    name = _kept(found, upload)
    with transaction.atomic():
        answer = _answer(by, assessment, code)
        evidence = Evidence(
            province=assessment.province,
            kind=EvidenceKind.FILE,
            title=found.name,
            stored_file=_stored(found, name),
            is_confidential=is_confidential,
            valid_until=valid_until,
        )
        return _attach(answer, evidence, by)


@transaction.atomic
def add_link(*, by: User, assessment: Assessment, code: str, url: str, title: str = "") -> Evidence:
    """Attach a link to a public page or an internal system."""
    answer = _answer(by, assessment, code)
    shown = composed(title) or url[:300]
    evidence = Evidence(province=assessment.province, kind=EvidenceKind.LINK, title=shown, url=url)
    return _attach(answer, evidence, by)


@transaction.atomic
def add_document(
    *,
    by: User,
    assessment: Assessment,
    code: str,
    number: str,
    day: date | None,
    issuer: str,
    title: str = "",
    valid_until: date | None = None,
) -> Evidence:
    """Attach a cited document by number, date and issuer."""
    answer = _answer(by, assessment, code)
    evidence = Evidence(
        province=assessment.province,
        kind=EvidenceKind.DOCUMENT,
        title=composed(title or number),
        document_number=composed(number),
        document_date=day,
        document_issuer=composed(issuer),
        valid_until=valid_until,
    )
    return _attach(answer, evidence, by)


@transaction.atomic
def reuse(*, by: User, assessment: Assessment, code: str, items: Iterable[Evidence]) -> int:
    """Attach items given before, the very rows, all or none; returns how many are new to the answer."""
    answer = _answer(by, assessment, code)
    added = 0
    for item in items:
        if reason := why_not_reuse(assessment, item):
            raise NotAllowed(reason)
        if not _same(answer, item):
            _link(answer, item, by)
            added += 1
    if added:
        changed(answer.assessment, [code], by)
    return added


@transaction.atomic
def remove(*, by: User, assessment: Assessment, code: str, evidence: Evidence) -> None:
    """Take an item off an answer; the item itself stays with the province."""
    answer = _answer(by, assessment, code)
    if _unlink(answer, evidence, by):
        changed(answer.assessment, [code], by)


def _answer(by: User, assessment: Assessment, code: str) -> Answer:
    """The row to attach to, under the assessment's lock; an empty one if nothing was answered yet."""
    locked = lock(by=by, assessment=assessment, codes=[code])
    answer = locked.answers.filter(code=code).first()
    if answer is None:
        answer = new_answer(locked, item_of(locked, code))
        answer.updated_by = by
        answer.save()
    return answer


def _kept(found: Inspected, upload: UploadedFile) -> str:
    """The name of these bytes in the storage; the same content is kept once. Raises RefusedFile if it is known to be
    infected, and nobody has said that this was a false alarm."""
    stored = StoredFile.objects.filter(sha256=found.sha256).first()
    if stored and stored.is_infected and not QuarantineRelease.objects.filter(stored_file=stored).exists():
        raise RefusedFile(f"“{found.name}”: {why_not_fetch(stored)}")
    if stored and default_storage.exists(stored.file.name):
        return str(stored.file.name)
    return keep(f"evidence/{found.sha256[:2]}/{found.sha256}", File(upload), found.size)


def _stored(found: Inspected, name: str) -> StoredFile:
    values = {"file": name, "size": found.size, "content_type": found.content_type}
    fresh = {**values, "scan_state": ScanState.WAITING if is_configured() else ScanState.UNSCANNED}
    stored = StoredFile.objects.update_or_create(sha256=found.sha256, defaults=values, create_defaults=fresh)[0]
    come_back(stored)
    if stored.scan_state == ScanState.WAITING:
        wait_for_scanner(stored)
    return stored


def _attach(answer: Answer, evidence: Evidence, by: User) -> Evidence:
    """The same item given twice to one answer is attached once; a mark of confidence is never lost. Other answers may
    stand on the item, so with a new date of validity another takes its place here."""
    same = _same(answer, evidence)
    if same and evidence.valid_until in (None, same.valid_until):
        _mark(same, evidence)
        return same
    if same:
        evidence.is_confidential = evidence.is_confidential or same.is_confidential
        _unlink(answer, same, by)
    evidence.added_by = by
    evidence.save()
    _link(answer, evidence, by)
    changed(answer.assessment, [answer.code], by)
    return evidence


def _link(answer: Answer, evidence: Evidence, by: User) -> None:
    AnswerEvidence.objects.create(answer=answer, evidence=evidence)
    _record(answer, Verb.ADD_EVIDENCE, evidence, by)


def _unlink(answer: Answer, evidence: Evidence, by: User) -> bool:
    """True if it was attached."""
    removed, _rows = AnswerEvidence.objects.filter(answer=answer, evidence=evidence).delete()
    if removed:
        _record(answer, Verb.REMOVE_EVIDENCE, evidence, by)
    return bool(removed)


def _mark(same: Evidence, evidence: Evidence) -> None:
    if evidence.is_confidential and not same.is_confidential:
        same.is_confidential = True
        same.save(update_fields=["is_confidential"])


def _same(answer: Answer, evidence: Evidence) -> Evidence | None:
    columns = ("kind", "stored_file", "url", "document_number", "document_date", "document_issuer")
    return answer.evidence.filter(
        **{column: getattr(evidence, column) for column in columns if _is_set(evidence, column)}
    ).first()


def _is_set(evidence: Evidence, column: str) -> bool:
    return getattr(evidence, column) not in (None, "")


def _record(answer: Answer, verb: Verb, evidence: Evidence, by: User) -> None:
    detail = f"{answer.code}: {evidence.title}"[:300]
    facts = {"code": answer.code, "evidence": evidence.pk}
    WorkflowEvent.objects.record(assessment_id=answer.assessment_id, verb=verb, by=by, detail=detail, facts=facts)
