"""Where a review stands: the decisions of each seat, what they come to together, and what is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median
from typing import NamedTuple
from uuid import UUID

from accounts.models import User
from indicators.scoring import frame as scoring
from indicators.scoring.measures import RatioValue, Value, percent
from indicators.scoring.readings import Reading, leaf_results

from .catalogue import CampaignCatalogue
from .enums import AssessmentState, Seat, Superseded, Verdict
from .models import Answer, AnswerEvidence, Assessment, Clarification, Decision, ReviewAssignment
from .permissions import may_see_all_reviews, may_see_reviews
from .queries import Filled, codes_to_review, counted_evidence, earlier_assessment, filled, scoring_answer

BLIND = (Seat.FIRST, Seat.SECOND)


@dataclass(frozen=True)
class Standing:
    """The decisions that stand in one assessment, by seat and code, and who sits where."""

    assignments: Mapping[Seat, ReviewAssignment]
    decisions: Mapping[Seat, Mapping[str, Decision]]

    @property
    def is_double(self) -> bool:
        return Seat.SECOND in self.assignments

    @property
    def is_unblinded(self) -> bool:
        """Both reviewers have finished, so that each may see what the other decided."""
        return self.is_double and all(assignment.finished_at for assignment in self.assignments.values())

    def seat_of(self, user: User) -> Seat | None:
        return next((seat for seat, found in self.assignments.items() if found.reviewer_id == user.pk), None)

    def common(self, code: str) -> Decision | None:
        """What the review comes to on a leaf: what was settled, else the only reviewer's decision or the one on which
        both agree; None while there is none."""
        if settled := self.decisions[Seat.SETTLED].get(code):
            return settled
        first = self.decisions[Seat.FIRST].get(code)
        if self.is_double and not (self.is_unblinded and agree(first, self.decisions[Seat.SECOND].get(code))):
            return None
        return first

    def has_handed_over(self, seat: Seat) -> bool:
        """One of two reviewers who has finished decides no more: what they see differently is settled."""
        return self.is_double and self.assignments[seat].finished_at is not None

    def seats_shown(self, user: User, assessment: Assessment) -> frozenset[Seat]:
        """The seats whose decisions this person may see now. Of two reviewers each sees only their own until both have
        finished, whatever other role they have; a reviewer who is not assigned sees none before the result is final."""
        seat = self.seat_of(user)
        is_blind = self.is_double and not self.is_unblinded
        if assessment.state == AssessmentState.FINAL or (seat and not is_blind):
            return frozenset(Seat) if may_see_reviews(user) else frozenset()
        if seat:
            return frozenset({seat}) if may_see_reviews(user) else frozenset()
        return frozenset(Seat) if may_see_all_reviews(user) else frozenset()

    def limited_to(self, seats: Iterable[Seat]) -> "Standing":
        """As it looks to somebody who may see only these seats."""
        return replace(self, decisions={seat: found if seat in seats else {} for seat, found in self.decisions.items()})

    def is_decided(self, code: str) -> bool:
        found = self.common(code)
        return found is not None and found.verdict != Verdict.ASKED

    def undecided(self, codes: Iterable[str]) -> list[str]:
        return [code for code in codes if not self.is_decided(code)]

    def differences(self, codes: Iterable[str]) -> list[str]:
        """Leaves on which two reviewers who have finished do not agree; settled ones included."""
        first, second = (self.decisions[seat] for seat in BLIND)
        return [code for code in codes if self.is_unblinded and not agree(first.get(code), second.get(code))]

    def reviews(self, catalogue: CampaignCatalogue) -> dict[str, scoring.Review]:
        """The common decisions as the core takes them."""
        codes = {code for found in self.decisions.values() for code in found}
        return {
            code: scoring.Review(scoring.Verdict(decision.verdict), _value(catalogue, decision))
            for code in catalogue.leaves
            if code in codes and self.is_decided(code) and (decision := self.common(code))
        }


def standing(assessment: Assessment) -> Standing:
    """In two queries."""
    assignments = {Seat(found.seat): found for found in assessment.assignments.select_related("reviewer")}
    decisions: dict[Seat, dict[str, Decision]] = {seat: {} for seat in Seat}
    for decision in assessment.decisions.standing().select_related("by"):
        decisions[Seat(decision.seat)][decision.code] = decision
    return Standing(assignments, decisions)


def agree(first: Decision | None, second: Decision | None) -> bool:
    """The same verdict, and the same value where they adjusted; a question to the province is no verdict yet."""
    if first is None or second is None or Verdict.ASKED in {first.verdict, second.verdict}:
        return False
    return (first.verdict, first.value) == (second.verdict, second.value)


def open_clarifications(assessment: Assessment) -> list[Clarification]:
    """Questions to the province that are not closed, whether they were sent or not."""
    return list(assessment.clarifications.filter(closed_at__isnull=True).select_related("asked_by", "replied_by"))


def threads(assessment: Assessment) -> dict[str, list[Clarification]]:
    """The questions that were sent to the province, by leaf, oldest first."""
    found: dict[str, list[Clarification]] = {}
    sent = assessment.clarifications.filter(sent_at__isnull=False).select_related("asked_by", "replied_by")
    for question in sent:
        found.setdefault(question.code, []).append(question)
    return found


def opened_codes(assessment: Assessment, catalogue: CampaignCatalogue) -> set[str]:
    """The leaves that a returned assessment may change: those asked about, and what is asked only because of them."""
    sent = assessment.clarifications.filter(closed_at__isnull=True, sent_at__isnull=False)
    opened = set(sent.values_list("code", flat=True))
    for code, leaf in catalogue.leaves.items():  # a condition stands before its leaf
        if leaf.shown_if and leaf.shown_if.question in opened:
            opened.add(code)
    return opened


def with_the_province(assessment: Assessment, catalogue: CampaignCatalogue) -> set[str]:
    """The leaves that are open for clarification now."""
    return opened_codes(assessment, catalogue) if assessment.state == AssessmentState.RETURNED else set()


def undecided(found: Filled, where: Standing) -> list[str]:
    return where.undecided(codes_to_review(found))


# -- what a reviewer compares with -------------------------------------------------------------------------------------


class LastRound(NamedTuple):
    """What the province answered in its last earlier campaign; `where` is empty while the result there is not final."""

    assessment: Assessment
    found: Filled
    where: Standing

    def verdict(self, code: str) -> Decision | None:
        return self.where.common(code)


def last_round(assessment: Assessment, today: date) -> LastRound | None:
    """None if the province has handed in nothing before."""
    last = earlier_assessment(assessment)
    if last is None:
        return None
    is_final = last.state == AssessmentState.FINAL
    return LastRound(last, filled(last, today), standing(last) if is_final else Standing({}, {s: {} for s in Seat}))


def unchanged(found: Filled, last: LastRound | None) -> list[str]:
    """Leaves that may be accepted together: the question is the same to the letter, the province says what it said in
    the last round, that was not rejected or adjusted there, and required evidence is there again. "Not applicable"
    only where it was accepted."""
    return [code for code in codes_to_review(found) if last and _is_unchanged(code, found, last)]


def _is_unchanged(code: str, found: Filled, last: LastRound) -> bool:
    now, before = found.answers.get(code), last.found.answers.get(code)
    if now is None or before is None or not now.given:
        return False
    verdict = last.verdict(code)
    is_standing = verdict is None or verdict.verdict == Verdict.ACCEPTED
    if now.not_applicable and verdict is None:
        return False
    is_same_question = found.catalogue.items[code] == last.found.catalogue.items[code]
    is_same = (now.value, now.not_applicable) == (before.value, before.not_applicable)
    needs_evidence = found.catalogue.leaves[code].evidence_required and not now.not_applicable
    return is_same_question and is_same and is_standing and bool(now.evidence or not needs_evidence)


def changed_since_return(assessment: Assessment, found: Filled, seats: Iterable[Seat]) -> set[str]:
    """Leaves whose answer, evidence or explanation is newer than the last return, and those of which a decision of
    these seats fell since."""
    since = assessment.returned_at
    if since is None:
        return set()
    evidence = AnswerEvidence.objects.filter(answer__assessment=assessment, added_at__gt=since)
    why = (Superseded.ANSWER_CHANGED, Superseded.CLARIFIED)
    fallen = assessment.decisions.filter(seat__in=seats, superseded_at__gt=since, superseded_why__in=why)
    edited = (code for code, row in found.rows.items() if row.updated_at > since)
    return {*edited, *evidence.values_list("answer__code", flat=True), *fallen.values_list("code", flat=True)}


class National(NamedTuple):
    """The middle of what the campaign's provinces handed in on one leaf: how many, their median score, and for numbers
    and ratios their median value (in percent with a ratio)."""

    count: int
    score: Decimal | None
    value: Decimal | None


def national(assessment: Assessment, catalogue: CampaignCatalogue, code: str, today: date) -> National:
    """In one query; provinces that the leaf does not apply to are left out."""
    frame = _frame_around(catalogue, code)
    codes = [leaf.code for leaf in frame.leaves()]
    of_this_campaign = Answer.objects.filter(assessment__campaign=assessment.campaign_id, code__in=codes)
    rows = of_this_campaign.exclude(assessment__state=AssessmentState.DRAFT).order_by()
    answers: dict[UUID, dict[str, scoring.Answer]] = {}
    for row in rows.annotate(evidence_count=counted_evidence()):
        answers.setdefault(row.assessment_id, {})[row.code] = scoring_answer(row, row.evidence_count)
    results = [leaf_results(frame, given, Reading.CLAIMED, today)[code] for given in answers.values()]
    counted = [result for result in results if result.score is not None]
    values = [value for result in counted if (value := _amount(result.value)) is not None]
    scores = [result.score for result in counted if result.score is not None]
    return National(len(scores), median(scores) if scores else None, median(values) if values else None)


def _frame_around(catalogue: CampaignCatalogue, code: str) -> scoring.Frame:
    """A leaf with the one that feeds it and all that decide whether it is asked, as a frame of their own."""
    wanted, new = set(), {code}
    while new:
        wanted |= new
        leaves = [catalogue.leaves[each] for each in new]
        conditions = {leaf.shown_if.question for leaf in leaves if leaf.shown_if}
        new = (conditions | {catalogue.feeders[each] for each in new if each in catalogue.feeders}) - wanted
    kept = tuple(leaf for leaf in catalogue.leaves.values() if leaf.code in wanted)
    branch = scoring.Branch("", scoring.NodeKind.THEME, Decimal(1), kept)
    return scoring.Frame((branch,), is_ladder=catalogue.frame.is_ladder)


def _amount(value: Value | None) -> Decimal | None:
    return percent(value) if isinstance(value, RatioValue) else value if isinstance(value, Decimal) else None


def _value(catalogue: CampaignCatalogue, decision: Decision) -> Value | None:
    if decision.verdict != Verdict.ADJUSTED:
        return None
    return catalogue.leaves[decision.code].measure.read(decision.value)
