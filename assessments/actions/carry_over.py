"""Bringing the answers of an earlier round over into a draft.

What is carried is the province's own answer, note, origin of the figure and evidence as they stood at the end of that
round, its clarifications included; also where the ministry adjusted or rejected them: an answer is the province's
word, a verdict the ministry's on that round's evidence, and putting the ministry's figure into the province's mouth
would make the next self-assessment nobody's. What was concluded stands beside the answer, which is marked to be
looked at. Nothing crosses a changed scale, and nothing that was begun in this round is overwritten.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import guidance.queries
import indicators.queries
from accounts.models import User
from accounts.prepared import Prepared
from assessments.catalogue import CampaignCatalogue, Item, campaign_catalogue
from assessments.enums import Purpose, ScanState, Verb, Verdict
from assessments.errors import NotAllowed, Refusal
from assessments.models import Answer, AnswerEvidence, Assessment, ScoreSnapshot, WorkflowEvent
from assessments.permissions import why_not_carry_over
from assessments.queries import counted_answers, earlier_assessment
from assessments.results import Review, frozen_reviews, title_of
from catalogues.differences import Difference, DifferenceKind, compare, may_carry

from .answers import changed, content_of, lock, new_answer, store


class Fate(StrEnum):
    """What becomes of one leaf's earlier answer."""

    CARRIED = "carried"
    TO_CHECK = "to_check"
    ANSWERED = "answered"
    RESCALED = "rescaled"
    GONE = "gone"


CARRIED = frozenset({Fate.CARRIED, Fate.TO_CHECK})


@dataclass(frozen=True)
class Line:
    """One leaf that held something in the earlier round. `asked`: as that round asked it; `item`: as this one does, or
    the same if it is gone; `review`: what the ministry concluded then, once it was final; `evidence`: if asked for."""

    item: Item
    asked: Item
    answer: Answer
    fate: Fate
    is_reworded: bool
    evidence_count: int
    evidence: tuple[AnswerEvidence, ...]
    review: Review | None

    @property
    def title(self) -> str:
        return title_of(self.item)

    @property
    def is_doubted(self) -> bool:
        return is_doubted(self.review)

    @property
    def former_wording(self) -> str:
        """How the earlier round put it, where this one puts it otherwise; "" if it is the same or gone."""
        before, now = _wording(self.asked), _wording(self.item)
        return before if before != now else ""


@dataclass(frozen=True)
class Plan:
    """In catalogue order, what is gone last; `new`: leaves that the earlier round did not ask."""

    earlier: Assessment
    lines: tuple[Line, ...]
    new: tuple[Item, ...]

    def of(self, *fates: Fate) -> list[Line]:
        return [line for line in self.lines if line.fate in fates]


def plan(assessment: Assessment) -> Plan | None:
    """What carrying over would do now; None if the province handed in nothing earlier."""
    earlier = earlier_assessment(assessment)
    if earlier is None:
        return None
    before, after = campaign_catalogue(earlier.campaign), campaign_catalogue(assessment.campaign)
    lines = lines_of(earlier, assessment, _begun(assessment))
    return Plan(earlier, lines, tuple(item for code, item in after.items.items() if code not in before.items))


def lines_of(
    earlier: Assessment,
    assessment: Assessment,
    begun: Collection[str],
    codes: Collection[str] | None = None,
    *,
    with_evidence: bool = True,
) -> tuple[Line, ...]:
    """What becomes of the earlier answers, of all or of some leaves; `begun`: leaves that hold something already."""
    before, after = campaign_catalogue(earlier.campaign), campaign_catalogue(assessment.campaign)
    differences = leaf_differences(before, after)
    found = counted_answers(earlier.pk) if codes is None else _some_answers(earlier.pk, tuple(codes))
    rows = {row.code: row for row in found}
    evidence = _evidence(earlier, codes) if with_evidence else {}
    reviews = _reviews(earlier, codes)
    items = {**before.items, **after.items}
    return tuple(
        Line(
            item=items[code],
            asked=before.items[code],
            answer=rows[code],
            fate=_fate(code, after, differences, reviews.get(code), begun),
            is_reworded=code in differences and differences[code].kind is DifferenceKind.REWORDED,
            evidence_count=rows[code].evidence_count,
            evidence=tuple(evidence.get(code, ())),
            review=reviews.get(code),
        )
        for code in (*after.items, *(code for code in before.items if code not in after.items))
        if code in rows and code in before.items and holds_anything(rows[code], rows[code].evidence_count)
    )


_some_answers = Prepared(lambda earlier, codes: counted_answers(earlier).filter(code__in=codes), UUID, (str,))


@transaction.atomic
def carry_over(*, by: User, assessment: Assessment) -> tuple[int, int]:
    """Do what `plan` says, all or nothing; returns the number of answers and of items of evidence. Raises NotAllowed or
    Refusal."""
    if reason := why_not_carry_over(by, assessment, timezone.localdate()):
        raise NotAllowed(reason)
    locked = lock(by=by, assessment=assessment, codes=())
    found = plan(locked)
    lines = found.of(*CARRIED) if found else []
    if found is None or not lines:
        raise Refusal(_("Không có câu trả lời nào của đợt trước để mang sang."))
    store(locked, {line.item.code: content_of(line.answer) for line in lines}, by)
    links = _link(locked, lines, by)
    changed(locked, [line.item.code for line in lines], by)
    names = {"campaign": found.earlier.campaign, "answers": len(lines), "evidence": links}
    detail = _("%(campaign)s: %(answers)d câu, %(evidence)d minh chứng") % names
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.CARRY_OVER, by=by, detail=detail[:300])
    return len(lines), links


@transaction.atomic
def keep(*, by: User, assessment: Assessment, code: str) -> Answer:
    """Take the earlier answer of one leaf with its evidence, by the rules of `plan`. Raises NotAllowed or Refusal."""
    locked = lock(by=by, assessment=assessment, codes=[code])
    earlier = earlier_assessment(locked)
    lines = lines_of(earlier, locked, _begun(locked), [code]) if earlier else ()
    if not lines:
        raise Refusal(_("Đợt trước không có câu trả lời nào cho câu %s.") % code)
    if reason := why_not_kept(lines[0]):
        raise Refusal(reason)
    store(locked, {code: content_of(lines[0].answer)}, by)
    _link(locked, lines, by)
    changed(locked, [code], by)
    return locked.answers.get(code=code)


def why_not_kept(line: Line) -> str:
    """Why the earlier answer of a leaf cannot be taken; "" if it can."""
    reason = NOT_KEPT.get(line.fate)
    return str(reason) if reason else ""


NOT_KEPT: dict[Fate, str | Promise] = {
    Fate.RESCALED: gettext_lazy("Không giữ nguyên được vì thang đo hoặc cách trả lời đã đổi; hãy trả lời lại."),
    Fate.ANSWERED: gettext_lazy("Câu này đã có câu trả lời, ghi chú hoặc minh chứng ở đợt này nên không ghi đè."),
    Fate.GONE: gettext_lazy("Đợt này không hỏi câu này nữa."),
}


def _link(assessment: Assessment, lines: Iterable[Line], by: User) -> int:
    """The same items of evidence in support of the new answers; a leaf with nothing but evidence gets its row here."""
    rows = {row.code: row for row in assessment.answers.all()}
    bare = [new_answer(assessment, line.item) for line in lines if line.item.code not in rows]
    for row in bare:
        row.updated_by = by
    rows |= {row.code: row for row in Answer.objects.bulk_create(bare)}
    links = [
        AnswerEvidence(answer=rows[line.item.code], evidence=old.evidence) for line in lines for old in line.evidence
    ]
    return len(AnswerEvidence.objects.bulk_create(links))


def _wording(item: Item) -> str:
    return str(getattr(item, "prompt", "") or getattr(item, "definition", "") or "")


def _fate(
    code: str,
    after: CampaignCatalogue,
    differences: Mapping[str, Difference],
    review: Review | None,
    begun: frozenset[str],
) -> Fate:
    if code not in after.items:
        return Fate.GONE
    if code in begun:
        return Fate.ANSWERED
    difference = differences.get(code)
    if difference and not may_carry(difference):
        return Fate.RESCALED
    is_reworded = difference is not None and difference.kind is DifferenceKind.REWORDED
    return Fate.TO_CHECK if is_reworded or is_doubted(review) else Fate.CARRIED


def is_doubted(review: Review | None) -> bool:
    return review is not None and review.verdict is not Verdict.ACCEPTED


@lru_cache(maxsize=16)
def leaf_differences(before: CampaignCatalogue, after: CampaignCatalogue) -> Mapping[str, Difference]:
    """Of the leaves, by code; none if the round is on the same catalogues. What moved from one document to the other
    counts as new. Compared once a process: every question of the form asks for it."""
    if before is after:
        return {}
    halves = (
        compare(guidance.queries.contents(before.guidance), guidance.queries.contents(after.guidance)),
        compare(indicators.queries.contents(before.indicators), indicators.queries.contents(after.indicators)),
    )
    leaves = [difference for half in halves for difference in half.leaves]
    leaves.sort(key=lambda difference: difference.kind is not DifferenceKind.GONE)
    return {difference.code: difference for difference in leaves}


def holds_anything(row: Answer, evidence: Collection[AnswerEvidence] | int) -> bool:
    """`evidence`: the items that support the answer, or how many there are."""
    return bool(row.is_given or row.note or evidence)


def _begun(assessment: Assessment) -> frozenset[str]:
    """Leaves of this round with an answer, a note or evidence."""
    evidence = _evidence(assessment)
    rows = assessment.answers.all()
    return frozenset(row.code for row in rows if holds_anything(row, evidence.get(row.code, ())))


def _evidence(assessment: Assessment, codes: Collection[str] | None = None) -> dict[str, list[AnswerEvidence]]:
    found: dict[str, list[AnswerEvidence]] = {}
    links = AnswerEvidence.objects.filter(answer__assessment=assessment)
    links = links.exclude(evidence__stored_file__scan_state=ScanState.INFECTED)
    if codes is not None:
        links = links.filter(answer__code__in=codes)
    for link in links.select_related("answer", "evidence__stored_file"):
        found.setdefault(link.answer.code, []).append(link)
    return found


def _reviews(assessment: Assessment, codes: Collection[str] | None) -> dict[str, Review]:
    """From what was frozen when the result was made final last: before that nothing of the review is shown."""
    frozen = _frozen.first(assessment.pk)
    return frozen_reviews(*frozen, codes) if frozen else {}


def _last_verified(assessment: UUID) -> QuerySet[ScoreSnapshot, tuple[Any, Any]]:
    found = ScoreSnapshot.objects.filter(assessment=assessment, purpose=Purpose.VERIFIED)
    return found.order_by("-created_at").values_list("inputs__answers", "context__reviews")[:1]


_frozen = Prepared(_last_verified, UUID)
