"""A review as one person sees it: the leaves to decide on, what marks them out, and which come next."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.catalogue import Item, Section
from assessments.enums import AssessmentState, Seat, Verdict
from assessments.models import Assessment, Decision
from assessments.permissions import may_see_reviews
from assessments.queries import Filled, Progress, codes_to_review, filled, get_assessment_or_404
from assessments.reports import in_words
from assessments.results import title_of
from assessments.reviewing import (
    BLIND,
    LastRound,
    Standing,
    changed_since_return,
    last_round,
    standing,
    unchanged,
    with_the_province,
)
from indicators.scoring import frame as scoring
from indicators.scoring.exchange import written_value
from indicators.scoring.measures import DocumentValue

LARGE_CLAIM = 50
"""From this score a claim without the evidence it needs is worth looking at first. Ours."""

LONGEST_SAID = 60


@dataclass(frozen=True)
class Line:
    """One leaf in the list. `decision`: one's own, or what the review comes to for those who have no seat; `others`:
    the other decisions that may be seen."""

    code: str
    title: str
    said: str
    score: Decimal | None
    evidence: int
    needs_evidence: bool
    last: str
    last_decision: Decision | None
    decision: Decision | None
    others: list[tuple[Seat, Decision]]
    is_with_the_province: bool


class Desk:
    """Everything about one review that this person may see, in a constant number of queries."""

    def __init__(self, user: User, assessment: Assessment) -> None:
        today = timezone.localdate()
        self.user, self.assessment, self.today = user, assessment, today
        self.found: Filled = filled(assessment, today)
        whole = standing(assessment)
        self.seat: Seat | None = whole.seat_of(user)
        self.seats = whole.seats_shown(user, assessment)
        self.where: Standing = whole.limited_to(self.seats)
        is_draft = assessment.state == AssessmentState.DRAFT
        self.codes = [] if is_draft else codes_to_review(self.found)
        self.last: LastRound | None = last_round(assessment, today)

    @property
    def is_final(self) -> bool:
        return self.assessment.state == AssessmentState.FINAL

    @cached_property
    def unchanged(self) -> set[str]:
        return set(unchanged(self.found, self.last))

    @cached_property
    def changed(self) -> set[str]:
        return changed_since_return(self.assessment, self.found, self.seats)

    @cached_property
    def with_the_province(self) -> set[str]:
        return with_the_province(self.assessment, self.found.catalogue)

    @cached_property
    def asked(self) -> set[str]:
        """Leaves with a question that is not closed."""
        rows = self.assessment.clarifications.filter(closed_at__isnull=True, seat__in=self.seats)
        return set(rows.values_list("code", flat=True))

    @cached_property
    def has_unsent_questions(self) -> bool:
        """Of either reviewer: whoever sends back sends both."""
        return self.assessment.clarifications.filter(closed_at__isnull=True, sent_at__isnull=True).exists()

    @cached_property
    def filters(self) -> dict[str, list[str]]:
        """The codes in each filter, in catalogue order."""
        return {name: [code for code in self.codes if holds(self, code)] for name, holds in FILTERS.items()}

    @property
    def decided(self) -> Progress:
        """How many leaves have this person's decision; for those who have no seat, a common one."""
        return Progress(len(self.codes) - len(self.filters["undecided"]), len(self.codes))

    @cached_property
    def acceptable(self) -> list[str]:
        """What can be accepted at once: unchanged, evidenced, not decided on and not with the province."""
        undecided = set(self.filters["undecided"]) - self.with_the_province
        return [code for code in self.filters["unchanged"] if code in undecided]

    def decision(self, code: str) -> Decision | None:
        if self.seat is None or self.is_final:
            return self.where.common(code)
        return self.where.decisions[self.seat].get(code)

    def others(self, code: str) -> list[tuple[Seat, Decision]]:
        """The decisions that this person sees beside `decision`, by seat."""
        mine = self.decision(code)
        seats = [*BLIND, Seat.SETTLED] if self.where.is_double else []
        found = ((seat, self.where.decisions[seat].get(code)) for seat in seats)
        return [(seat, decision) for seat, decision in found if decision and decision is not mine]

    def line(self, code: str) -> Line:
        catalogue, result = self.found.catalogue, self.found.results[code]
        return Line(
            code=code,
            title=title_of(catalogue.items[code]),
            said=said_briefly(catalogue.items[code], self.found.answers.get(code)),
            score=result.score,
            evidence=result.evidence,
            needs_evidence=catalogue.leaves[code].evidence_required,
            last=self.last_said(code),
            last_decision=self.last.verdict(code) if self.last else None,
            decision=self.decision(code),
            others=self.others(code),
            is_with_the_province=code in self.with_the_province,
        )

    def last_said(self, code: str) -> str:
        """The last round's answer in a few words; "" if there was none."""
        if self.last is None or code not in self.last.found.answers:
            return ""
        return said_briefly(self.last.found.catalogue.items[code], self.last.found.answers[code])

    def sections(self, codes: list[str]) -> list[tuple[Section, list[Line]]]:
        """Lines by section, in order."""
        found: dict[str, list[Line]] = {}
        for code in codes:
            found.setdefault(self.found.catalogue.section_of[code], []).append(self.line(code))
        return [(self.found.catalogue.sections[section], lines) for section, lines in found.items()]

    def chosen(self, request: HttpRequest) -> str:
        """The filter that the address names; all leaves if it names none."""
        name = request.GET.get("filter", "")
        return name if name in FILTERS else "all"

    def neighbours(self, code: str, chosen: str) -> tuple[str, str]:
        """The leaves before and after this one in a filter; "" at the ends. The leaf itself may have left it."""
        members = set(self.filters[chosen]) | {code}
        codes = [each for each in self.codes if each in members]
        place = codes.index(code)
        return (codes[place - 1] if place else ""), (codes[place + 1] if place + 1 < len(codes) else "")


def desk_or_refusal(request: HttpRequest, pk: UUID) -> Desk:
    """Strangers get 404, the province a sentence."""
    assessment = get_assessment_or_404(request.user, pk)
    if not may_see_reviews(request.user):
        raise PermissionDenied(_("Trang thẩm định dành cho Bộ; tỉnh xem kết luận sau khi kết quả được chốt."))
    return Desk(request.user, assessment)


def said_briefly(item: Item, answer: scoring.Answer | None) -> str:
    if answer is None or not answer.given:
        return _("chưa trả lời")
    if answer.not_applicable:
        return _("không áp dụng")
    is_cited = isinstance(answer.value, DocumentValue) and answer.value.number
    text = answer.value.number if is_cited else in_words.short_value(item, written_value(answer.value))
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1]}…"


def _is_large(desk: Desk, code: str) -> bool:
    result = desk.found.results[code]
    is_bare = desk.found.catalogue.leaves[code].evidence_required and not result.evidence
    return is_bare and result.score is not None and result.score >= LARGE_CLAIM


def _differs(desk: Desk, code: str) -> bool:
    if desk.last is None:
        return False
    now, before = desk.found.answers.get(code), desk.last.found.answers.get(code)
    if before is None or not before.given:
        return False
    return now is None or (now.value, now.not_applicable) != (before.value, before.not_applicable)


def _is_asked(desk: Desk, code: str) -> bool:
    decision = desk.decision(code)
    return code in desk.asked or (decision is not None and decision.verdict == Verdict.ASKED)


FILTERS: dict[str, Callable[[Desk, str], bool]] = {
    "all": lambda desk, code: True,
    "undecided": lambda desk, code: desk.decision(code) is None,
    "changed": lambda desk, code: code in desk.changed,
    "large": _is_large,
    "differs": _differs,
    "asked": _is_asked,
    "unchanged": lambda desk, code: code in desk.unchanged,
}

FILTER_NAMES = {
    "all": gettext_lazy("Tất cả"),
    "undecided": gettext_lazy("Chưa có kết luận"),
    "changed": gettext_lazy("Đã sửa sau khi gửi lại"),
    "large": gettext_lazy("Khai từ 50 điểm, thiếu minh chứng"),
    "differs": gettext_lazy("Khác đợt trước"),
    "asked": gettext_lazy("Đang hỏi tỉnh"),
    "unchanged": gettext_lazy("Như đợt trước, đủ minh chứng"),
}
