"""Deciding on answers: one leaf at a time, many that are unchanged at once, and settling what two see differently."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessments.answer_values import read
from assessments.enums import ReasonCode, Seat, Superseded, Verb, Verdict
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleDecision
from assessments.models import Assessment, Clarification, Decision, ReviewAssignment, WorkflowEvent
from assessments.permissions import why_not_decide, why_not_review, why_not_settle
from assessments.queries import Filled, codes_to_review, filled
from assessments.reviewing import Standing, standing, with_the_province
from audit import recording as audit
from indicators.scoring.exchange import written_value

from .answers import composed


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says of one leaf. `reason`: with all but "accepted"; `value`: with "adjusted", raw as the
    exchange format has it; `text` is required with "asked" (the question to the province) and the reason "other"."""

    verdict: Verdict
    reason: str = ""
    text: str = ""
    value: Any = None


class _Bench(NamedTuple):
    """Who judges what from which seat, under the assessment's lock."""

    by: User
    assessment: Assessment
    where: Standing
    found: Filled
    seat: Seat


@transaction.atomic
def decide(
    *,
    by: User,
    assessment: Assessment,
    code: str,
    judgement: Judgement,
    seen: int | None,
    answer_version: int | None = None,
) -> Decision:
    """Record a reviewer's decision on a leaf in place of the one that stands. `seen`: the key of the decision the
    reviewer saw standing (0: none; None: whatever stands); `answer_version`: the version of the answer they saw (0: no
    answer; None: whatever there is). Saying the same again changes nothing.

    Raises NotAllowed, InvalidAnswer for what is missing in the judgement, StaleDecision if another one was taken or the
    answer changed meanwhile, Refusal if the leaf is with the province.
    """
    bench = _take_seat(by, assessment)
    _check_leaf(bench, code)
    row = bench.found.rows.get(code)
    if answer_version is not None and answer_version != (row.version if row else 0):
        raise StaleDecision(_("Câu trả lời %s vừa được sửa; hãy xem lại rồi quyết định.") % code)
    return _record(bench, code, judgement, seen)


@transaction.atomic
def withdraw(*, by: User, assessment: Assessment, code: str, seen: int) -> None:
    """Take one's decision back: the leaf is not reviewed."""
    bench = _take_seat(by, assessment)
    _check_leaf(bench, code)
    current = bench.where.decisions[bench.seat].get(code)
    if current is None or current.pk != seen:
        raise _stale(code)
    _replace(bench, current, Superseded.WITHDRAWN)
    _close_question(bench, code)
    _audit(bench, Superseded.WITHDRAWN, current)


@transaction.atomic
def accept_many(*, by: User, assessment: Assessment, codes: Collection[str]) -> int:
    """Accept those of `codes` on which this reviewer has not decided; the caller says which are unchanged and
    evidenced (`reviewing.unchanged`). Returns how many were accepted."""
    bench = _take_seat(by, assessment)
    done = bench.where.decisions[bench.seat].keys() | _with_the_province(bench)
    wanted = [code for code in codes_to_review(bench.found) if code in codes and code not in done]
    accepted = Judgement(Verdict.ACCEPTED)
    Decision.objects.bulk_create(_decision(bench, code, accepted) for code in wanted)
    if wanted:
        detail = ngettext("%d câu", "%d câu", len(wanted)) % len(wanted)
        facts = {"codes": wanted, "seat": bench.seat}
        WorkflowEvent.objects.record(
            assessment=bench.assessment, verb=Verb.ACCEPT_MANY, by=by, detail=detail, facts=facts
        )
    return len(wanted)


@transaction.atomic
def finish(*, by: User, assessment: Assessment) -> None:
    """Say that one has decided on every leaf; of two reviewers who both have, each sees the other's decisions."""
    bench = _take_seat(by, assessment)
    mine = bench.where.decisions[bench.seat]
    left = [code for code in codes_to_review(bench.found) if code not in mine]
    if left:
        text = ngettext("Còn %d câu chưa có kết luận.", "Còn %d câu chưa có kết luận.", len(left))
        raise Refusal(text % len(left))
    if any(decision.verdict == Verdict.ASKED for decision in mine.values()):
        raise Refusal(_("Còn yêu cầu giải trình chưa có kết luận; hãy gửi lại cho tỉnh hoặc kết luận trước."))
    rows = ReviewAssignment.objects.filter(pk=bench.where.assignments[bench.seat].pk, finished_at__isnull=True)
    if rows.update(finished_at=timezone.now()):
        WorkflowEvent.objects.record(assessment=bench.assessment, verb=Verb.FINISH_REVIEW, by=by)


@transaction.atomic
def settle(*, by: User, assessment: Assessment, code: str, judgement: Judgement, seen: int | None) -> Decision:
    """Decide between two reviewers on a leaf. Raises as `decide` does."""
    locked = Assessment.objects.locked(assessment.pk)
    where = standing(locked)
    if reason := why_not_settle(by, locked, where.seat_of(by), is_unblinded=where.is_unblinded):
        raise NotAllowed(reason)
    bench = _Bench(by, locked, where, filled(locked, timezone.localdate()), Seat.SETTLED)
    if code not in where.differences(codes_to_review(bench.found)):
        raise Refusal(_("Hai người thẩm định không khác nhau ở câu %s.") % code)
    if judgement.verdict == Verdict.ASKED:
        raise Refusal(_("Kết luận thống nhất cần là chấp nhận, điều chỉnh hoặc không chấp nhận."))
    decision = _record(bench, code, judgement, seen)
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.SETTLE, by=by, detail=code)
    return decision


def _take_seat(by: User, assessment: Assessment) -> _Bench:
    """For a reviewer who may decide now. Raises NotAllowed with the reason."""
    locked = Assessment.objects.locked(assessment.pk)
    where = standing(locked)
    seat = where.seat_of(by)
    reason = why_not_review(by, locked, seat)
    if reason or seat is None:
        raise NotAllowed(reason)
    return _Bench(by, locked, where, filled(locked, timezone.localdate()), seat)


def _check_leaf(bench: _Bench, code: str) -> None:
    if code not in codes_to_review(bench.found):
        raise Refusal(_("Câu %s không thuộc nội dung cần thẩm định của phiếu này.") % code)
    opened, is_finished = _with_the_province(bench), bench.where.has_handed_over(bench.seat)
    if reason := why_not_decide(bench.by, bench.assessment, bench.seat, code, opened, is_finished=is_finished):
        raise Refusal(reason)


def _with_the_province(bench: _Bench) -> set[str]:
    return with_the_province(bench.assessment, bench.found.catalogue)


def _record(bench: _Bench, code: str, judgement: Judgement, seen: int | None) -> Decision:
    current = bench.where.decisions[bench.seat].get(code)
    decision = _decision(bench, code, judgement)
    if current and _says(current) == _says(decision):
        return current
    if seen is not None and seen != (current.pk if current else 0):
        raise _stale(code)
    if current:
        _replace(bench, current, Superseded.DECIDED_ANEW)
    decision.save()
    if judgement.verdict == Verdict.ASKED:
        _ask(bench, code, decision.text)
    else:
        _close_question(bench, code)
    _audit(bench, judgement.verdict, decision)
    return decision


def _audit(bench: _Bench, what: str, decision: Decision) -> None:
    facts = {"code": decision.code, "seat": bench.seat, "decision": decision.pk}
    place = audit.chain_of("assessment", bench.assessment.pk)
    audit.record(audit.Verb.REVIEW, place, by=bench.by, what=what, **facts)


def _decision(bench: _Bench, code: str, judgement: Judgement) -> Decision:
    """A row not yet saved. Raises InvalidAnswer, by field of the form."""
    text = composed(judgement.text.strip())
    row = bench.found.rows.get(code)
    decision = Decision(
        assessment=bench.assessment,
        code=code,
        seat=bench.seat,
        verdict=judgement.verdict,
        text=text,
        by=bench.by,
        answer_version=row.version if row else 0,
    )
    if judgement.verdict == Verdict.ACCEPTED:
        return decision
    if judgement.reason not in ReasonCode.values:
        raise InvalidAnswer({"reason": _("Câu %s: hãy chọn lý do.") % code})
    if not text and (judgement.verdict == Verdict.ASKED or judgement.reason == ReasonCode.OTHER):
        raise InvalidAnswer({"text": _("Câu %s: hãy viết rõ nội dung để tỉnh hiểu cần gì.") % code})
    decision.reason = judgement.reason
    if judgement.verdict == Verdict.ADJUSTED:
        decision.value = _adjusted(bench, code, judgement.value)
    return decision


def _adjusted(bench: _Bench, code: str, raw: Any) -> Any:
    """The new value as it is stored; it must differ from the province's."""
    if raw is None:
        raise InvalidAnswer({"": _("Câu %s: hãy nhập giá trị điều chỉnh.") % code})
    value = read(bench.found.catalogue.items[code], raw, timezone.localdate())
    given = bench.found.answers.get(code)
    if given and not given.not_applicable and given.value == value:
        message = _("Câu %s: giá trị điều chỉnh trùng với câu trả lời; nếu đồng ý, hãy chọn chấp nhận.")
        raise InvalidAnswer({"": message % code})
    return written_value(value)


def _says(decision: Decision) -> tuple[Any, ...]:
    return decision.verdict, decision.value, decision.reason, decision.text, decision.answer_version


def _stale(code: str) -> StaleDecision:
    return StaleDecision(_("Kết luận của câu %s vừa thay đổi ở cửa sổ khác; hãy xem lại rồi quyết định.") % code)


def _replace(bench: _Bench, decision: Decision, why: Superseded) -> None:
    """The decision stands no longer, nor what was settled over it; a reviewer who had finished has something to do
    again."""
    decision.superseded_at, decision.superseded_why = timezone.now(), why
    decision.save(update_fields=["superseded_at", "superseded_why"])
    settled = bench.assessment.decisions.standing().filter(code=decision.code, seat=Seat.SETTLED)
    settled.update(superseded_at=decision.superseded_at, superseded_why=why)
    bench.assessment.assignments.filter(seat=bench.seat).update(finished_at=None)


def _ask(bench: _Bench, code: str, question: str) -> None:
    """The question of an "asked", to be sent when the assessment is returned; changed as long as it was not. One that
    was sent before, and with the new one has had its answer, is closed."""
    _mine(bench, code).filter(sent_at__isnull=False).update(closed_at=timezone.now(), closed_by=bench.by)
    values = {"question": question, "asked_by": bench.by, "asked_at": timezone.now()}
    of_this_seat = {"assessment": bench.assessment, "code": code, "seat": bench.seat, "closed_at": None}
    Clarification.objects.update_or_create(**of_this_seat, sent_at=None, defaults=values)


def _close_question(bench: _Bench, code: str) -> None:
    """A decision answers one's own question: sent ones are closed, those never sent are taken back."""
    mine = _mine(bench, code)
    mine.filter(sent_at__isnull=True).delete()
    mine.update(closed_at=timezone.now(), closed_by=bench.by)


def _mine(bench: _Bench, code: str) -> QuerySet[Clarification]:
    """This seat's open questions on a leaf."""
    return bench.assessment.clarifications.filter(code=code, seat=bench.seat, closed_at__isnull=True)
