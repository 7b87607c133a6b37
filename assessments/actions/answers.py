"""Saving answers: one leaf at a time, with a revision, never over a colleague's change."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Prepared
from assessments.answer_values import EMPTY, columns_of, value_of
from assessments.catalogue import Item, campaign_catalogue
from assessments.enums import AssessmentState, Superseded, Verb
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleAnswer
from assessments.models import Answer, AnswerRevision, Assessment, Decision, PartProgress, WorkflowEvent
from assessments.permissions import why_not_edit, why_not_edit_leaf
from assessments.queries import Filled, filled, progress_by_part
from assessments.reviewing import opened_codes
from audit import recording as audit
from indicators.scoring.exchange import written_value
from indicators.scoring.measures import DocumentValue, Value

from .approvals import void


@dataclass(frozen=True)
class Content:
    """What a person gives to one leaf. `value` comes from `answer_values.read`."""

    value: Value | None = None
    document_title: str = ""
    not_applicable: bool = False
    reason: str = ""
    note: str = ""
    quality: str = ""


class Saved(NamedTuple):
    """`found`: the whole assessment as it then was; None if nothing changed."""

    answer: Answer
    found: Filled | None


def save(*, by: User, assessment: Assessment, code: str, content: Content, expected_version: int | None) -> Answer:
    """`save_and_read` for those who only need the answer."""
    return save_and_read(
        by=by, assessment=assessment, code=code, content=content, expected_version=expected_version
    ).answer


@transaction.atomic
def save_and_read(
    *, by: User, assessment: Assessment, code: str, content: Content, expected_version: int | None
) -> Saved:
    """Store one answer and its revision; saving what is already there changes nothing.

    `expected_version` is the version the person saw (0: no answer yet; None: whatever is there). Raises NotAllowed,
    InvalidAnswer, or StaleAnswer if another version was saved meanwhile that holds something else: a request that is
    sent again because its answer was lost finds itself saved.
    """
    locked = lock(by=by, assessment=assessment, codes=[code])
    item = item_of(locked, code)
    answer = _answer.first(locked.pk, code) or new_answer(locked, item)
    if expected_version and answer.pk is None:
        raise Refusal(_("Trang đang mở đã cũ so với phiếu. Hãy tải lại trang rồi nhập lại câu này."))
    is_stale = expected_version is not None and answer.version != expected_version
    if is_stale and _checked(item, content) != content_of(answer):
        raise StaleAnswer(_stale(answer, by))
    if revision := _change(answer, item, content, by):
        answer.save()
        revision.save()
        _recorded(locked, [answer], by)
        return Saved(answer, changed(locked, [code], by))
    return Saved(answer, None)


_answer = Prepared(
    lambda assessment, code: Answer.objects.filter(assessment=assessment, code=code).order_by()[:1], UUID, str
)


def _stale(answer: Answer, by: User) -> str:
    if answer.updated_by == by:
        return _("Câu này vừa được chính bạn sửa ở cửa sổ khác. Hãy xem cả hai bản rồi chọn một.")
    return _("Đồng nghiệp vừa sửa câu này. Hãy xem cả hai bản rồi chọn một.")


@transaction.atomic
def load(*, by: User, assessment: Assessment, contents: Mapping[str, Content], source: str = "") -> int:
    """Store many answers, all or none; returns how many changed. `source`: the file they come from, for the event.
    Raises as `save` does."""
    locked = lock(by=by, assessment=assessment, codes=contents)
    answers = store(locked, contents, by)
    changed(locked, [answer.code for answer in answers], by)
    detail = f"{source}: {len(answers)}" if source else str(len(answers))
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.LOAD_ANSWERS, by=by, detail=detail[:300])
    return len(answers)


def store(locked: Assessment, contents: Mapping[str, Content], by: User) -> list[Answer]:
    """Write many answers of a locked assessment with their revisions; the rows that changed. The caller says what
    follows (`changed`). Raises InvalidAnswer."""
    rows = {answer.code: answer for answer in locked.answers.all()}
    revisions = []
    for code, content in contents.items():
        item = item_of(locked, code)
        if revision := _change(rows.get(code) or new_answer(locked, item), item, content, by):
            revisions.append(revision)
    answers = [revision.answer for revision in revisions]
    Answer.objects.bulk_create([answer for answer in answers if answer.code not in rows])
    Answer.objects.bulk_update([answer for answer in answers if answer.code in rows], CHANGED_COLUMNS)
    AnswerRevision.objects.bulk_create(revisions)
    _recorded(locked, answers, by)
    return answers


def _recorded(assessment: Assessment, answers: Collection[Answer], by: User) -> None:
    """In the audit log: which answers were saved, in which version; never what they say."""
    if answers:
        versions = {answer.code: answer.version for answer in answers}
        audit.record(audit.Verb.ANSWER, audit.chain_of("assessment", assessment.pk), by=by, versions=versions)


def lock(*, by: User, assessment: Assessment, codes: Iterable[str]) -> Assessment:
    """The assessment, locked against submission while these answers change. Raises NotAllowed with the reason."""
    locked = Assessment.objects.locked(assessment.pk)
    today, is_returned = timezone.localdate(), locked.state == AssessmentState.RETURNED
    opened = opened_codes(locked, campaign_catalogue(locked.campaign)) if is_returned else set()
    reasons = (why_not_edit_leaf(by, locked, today, code, opened) for code in codes)
    if reason := why_not_edit(by, locked, today) or next(filter(None, reasons), ""):
        raise NotAllowed(reason)
    return locked


def changed(assessment: Assessment, codes: Collection[str], by: User) -> Filled:
    """What follows wherever answers or their evidence changed: no decision on them stands any longer, nor the leader's
    approval, and the progress is recorded anew. Returns what that was read from."""
    void(assessment, codes, by)
    supersede(assessment, codes, Superseded.ANSWER_CHANGED)
    return record_progress(assessment)


def supersede(assessment: Assessment, codes: Collection[str], why: Superseded) -> int:
    """Let the decisions on these leaves stand no longer, whoever took them; a reviewer who had finished has not."""
    seats = set(_deciding(assessment.pk, tuple(codes)))
    if not seats:
        return 0
    assessment.assignments.filter(seat__in=seats).update(finished_at=None)
    return _decisions(assessment.pk, codes).update(superseded_at=timezone.now(), superseded_why=why)


def _decisions(assessment: UUID, codes: Collection[str]) -> QuerySet[Decision]:
    return Decision.objects.standing().filter(assessment=assessment, code__in=codes).order_by()


_deciding = Prepared(lambda *given: _decisions(*given).values_list("seat", flat=True), UUID, (str,))


def record_progress(assessment: Assessment) -> Filled:
    """Write how far each part has come (PartProgress), where it differs from what is written."""
    found = filled(assessment, timezone.localdate())
    parts = progress_by_part(found)
    written = {row.part: row for row in _parts(assessment.pk)}
    for part, (answered, asked) in parts.items():
        row = written.get(part) or PartProgress(assessment=assessment, part=part)
        if row.pk is None or (row.answered, row.asked) != (answered, asked):
            row.answered, row.asked = answered, asked
            row.save()
    if stale := [row.pk for part, row in written.items() if part not in parts]:
        assessment.parts.filter(pk__in=stale).delete()
    return found


_parts = Prepared(lambda assessment: PartProgress.objects.filter(assessment=assessment), UUID)


def item_of(assessment: Assessment, code: str) -> Item:
    """The question or indicator of a code. Raises InvalidAnswer if the pinned catalogues have none."""
    item = campaign_catalogue(assessment.campaign).items.get(code)
    if item is None:
        raise InvalidAnswer({"": _("Danh mục của đợt đánh giá không có mã “%s”.") % code})
    return item


def new_answer(assessment: Assessment, item: Item) -> Answer:
    """A row not yet saved."""
    section = campaign_catalogue(assessment.campaign).section_of[item.code]
    return Answer(assessment=assessment, code=item.code, section=section, kind=item.kind)


def content_of(answer: Answer) -> Content:
    """What a row holds, to compare and to record."""
    return Content(
        value_of(answer), answer.document_title, answer.not_applicable, answer.reason, answer.note, answer.quality
    )


def _checked(item: Item, content: Content) -> Content:
    """In composed letters, and without what does not go together. Raises InvalidAnswer."""
    content = Content(**{name: composed(given) for name, given in vars(content).items()})
    if not content.not_applicable:
        return Content(content.value, content.document_title, note=content.note, quality=content.quality)
    if not item.may_not_apply:
        raise InvalidAnswer({"not_applicable": _("Câu %s áp dụng cho mọi địa phương.") % item.code})
    if not content.reason.strip():
        raise InvalidAnswer({"reason": _("Câu %s: hãy ghi lý do không áp dụng.") % item.code})
    return Content(not_applicable=True, reason=content.reason, note=content.note)


def composed(given: Any) -> Any:
    """Text as NFC, wherever it stands in what was given: "ế" is one letter, however it was typed."""
    if isinstance(given, DocumentValue):
        return replace(given, number=composed(given.number), issuer=composed(given.issuer))
    return unicodedata.normalize("NFC", given) if isinstance(given, str) else given


CHANGED_COLUMNS = (
    *(*EMPTY, "is_given", "document_title", "not_applicable", "reason", "note", "quality"),
    *("version", "updated_at", "updated_by"),
)


def _change(answer: Answer, item: Item, content: Content, by: User) -> AnswerRevision | None:
    """Set the row to the content; the revision that records it, neither saved yet. None where nothing changes. Raises
    InvalidAnswer."""
    content = _checked(item, content)
    if content == content_of(answer):
        return None
    for column, value in columns_of(item.kind, content.value).items():
        setattr(answer, column, value)
    answer.is_given = content.not_applicable or content.value is not None
    answer.document_title, answer.not_applicable = content.document_title, content.not_applicable
    answer.reason, answer.note, answer.quality = content.reason, content.note, content.quality
    answer.version += 1
    answer.updated_at, answer.updated_by = timezone.now(), by
    recorded = {**vars(content), "value": written_value(content.value)}
    return AnswerRevision(answer=answer, version=answer.version, content=recorded, by=by, at=answer.updated_at)
