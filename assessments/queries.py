"""Reading assessments: answers, progress, and the one completeness rule."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Prepared
from audit.trail import seen
from indicators.scoring import frame as scoring
from indicators.scoring.measures import DocumentValue
from indicators.scoring.readings import LeafResult, Reading, Status, leaf_results

from .answer_values import value_of
from .catalogue import CampaignCatalogue, campaign_catalogue, part_code
from .enums import AssessmentState, ScanState
from .models import Answer, Assessment
from .models.campaigns import AssessmentQuerySet, visible_by_key


def get_assessment_or_404(user: User, pk: UUID) -> Assessment:
    """The assessment if the user may see it at all; strangers get 404."""
    found = _visible(user, pk)
    if found is None:
        raise Http404
    seen("assessment", found.pk)
    return found


def _by_key(pk: UUID) -> AssessmentQuerySet:
    return Assessment.objects.with_campaign().filter(pk=pk).order_by()


_visible = visible_by_key(_by_key)


def earlier_assessment(assessment: Assessment) -> Assessment | None:
    """What the province handed in in its last campaign before this one; None if nothing. Made-up answers never stand
    beside real ones."""
    campaign = assessment.campaign
    found = _latest[campaign.is_demonstration](assessment.province_id, campaign.opens_on)
    return found[0] if found else None


def has_earlier_assessment(assessment: Assessment) -> bool:
    campaign = assessment.campaign
    return _earlier(campaign.is_demonstration, assessment.province_id, campaign.opens_on).exists()


def _earlier(is_demonstration: bool, province: int, before: date) -> AssessmentQuerySet:
    handed_in = Assessment.objects.exclude(state=AssessmentState.DRAFT)
    own = handed_in.filter(province=province, campaign__is_demonstration=is_demonstration)
    return own.filter(campaign__opens_on__lt=before)


def _latest_of(is_demonstration: bool) -> Prepared[Assessment]:
    def build(province: int, before: date) -> AssessmentQuerySet:
        found = _earlier(is_demonstration, province, before).with_campaign()
        return found.order_by("-campaign__opens_on", "-campaign__pk")[:1]

    return Prepared(build, int, date)


_latest = {given: _latest_of(given) for given in (False, True)}


class Filled(NamedTuple):
    """An assessment's answers with what follows from them."""

    catalogue: CampaignCatalogue
    rows: Mapping[str, Answer]
    answers: Mapping[str, scoring.Answer]
    results: Mapping[str, LeafResult]


def filled(assessment: Assessment, today: date) -> Filled:
    """All answers of an assessment as the core takes them, in catalogue order, and what each leaf counts as claimed."""
    rows = _counted_answers(assessment.pk)
    for row in rows:
        row.assessment_id = assessment.pk
    return _filled(campaign_catalogue(assessment.campaign), rows, today)


def counted_evidence() -> Count:
    """For each answer how many items support it; a file with malware supports nothing."""
    file = "answer_evidence__evidence__stored_file"
    counts = Q(**{file: None}) | ~Q(**{f"{file}__scan_state": ScanState.INFECTED})
    return Count("answer_evidence", filter=counts)


def counted_answers(assessment: UUID) -> QuerySet[Answer]:
    """With their `evidence_count`."""
    found = Answer.objects.filter(assessment=assessment)
    return found.annotate(evidence_count=counted_evidence()).order_by("pk")


_counted_answers = Prepared(lambda assessment: counted_answers(assessment).defer("assessment"), UUID)
"""Whose answers they are is known: no need to read it 160 times."""


def _filled(catalogue: CampaignCatalogue, found: Iterable[Any], today: date) -> Filled:
    """Answers with their `evidence_count`."""
    rows = {row.code: row for row in found}
    answers = {code: scoring_answer(rows[code], rows[code].evidence_count) for code in catalogue.leaves if code in rows}
    return Filled(catalogue, rows, answers, leaf_results(catalogue.frame, answers, Reading.CLAIMED, today))


def blank(catalogue: CampaignCatalogue, today: date) -> Filled:
    """An assessment in which nothing is answered."""
    return _filled(catalogue, (), today)


def scoring_answer(row: Answer, evidence: int) -> scoring.Answer:
    """A row as the core takes it."""
    return scoring.Answer(value_of(row), row.not_applicable, row.reason, evidence)


@dataclass(frozen=True)
class Missing:
    """One thing to complete before submission: where, and what."""

    code: str
    section: str
    why: str


def lacking(found: Filled, code: str) -> str:
    """What an answer that was given still needs before submission; "" if nothing, or if none was given."""
    return "" if found.results[code].status is Status.MISSING else _why_missing(found, code)


def missing_questions(found: Filled) -> list[Missing]:
    """The one completeness rule, in catalogue order: every applicable scored leaf and every leaf that others depend
    on has a whole answer, and a claim without the evidence it requires is explained in its note."""
    return [
        Missing(code, found.catalogue.section_of[code], why)
        for code in found.catalogue.leaves
        if (why := _why_missing(found, code))
    ]


def _why_missing(found: Filled, code: str) -> str:
    leaf, result = found.catalogue.leaves[code], found.results[code]
    if not _counts(found, code) or result.source != code or result.status in {Status.HIDDEN, Status.NOT_APPLICABLE}:
        return ""
    if result.value is None:
        return _("Chưa trả lời.")
    if isinstance(result.value, DocumentValue) and not _is_whole(result.value):
        return _("Văn bản cần đủ số, ký hiệu, ngày ban hành và cơ quan ban hành.")
    if leaf.evidence_required and result.score and not result.evidence and not found.rows[code].note.strip():
        return _("Cần minh chứng, hoặc ghi chú giải thích vì sao chưa có.")
    return ""


def _counts(found: Filled, code: str) -> bool:
    """Scored, or others depend on it."""
    return found.catalogue.leaves[code].scored or code in found.catalogue.conditions


def _is_whole(value: DocumentValue) -> bool:
    return not value.is_cited or bool(value.number and value.issuer and value.date)


class Progress(NamedTuple):
    """`answered`, whole by the completeness rule, of the `asked` leaves (those that apply and are scored or steer
    others)."""

    answered: int
    asked: int

    @property
    def percent(self) -> int:
        return 100 * self.answered // self.asked if self.asked else 100

    def __add__(self, other: object) -> "Progress":
        if not isinstance(other, Progress):
            return NotImplemented
        return Progress(self.answered + other.answered, self.asked + other.asked)


def progress_by_section(found: Filled) -> dict[str, Progress]:
    """How far each section has come. A leaf marked "not applicable" is answered; hidden ones are not asked."""
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for code, result in found.results.items():
        if result.status is Status.HIDDEN or not _counts(found, code):
            continue
        section = found.catalogue.section_of[code]
        asked[section] += 1
        answered[section] += result.status is not Status.MISSING and not _why_missing(found, code)
    return {section: Progress(answered[section], asked[section]) for section in found.catalogue.sections}


def progress_by_part(found: Filled) -> dict[str, Progress]:
    """The same by theme and by group of indicators (PartProgress)."""
    parts: dict[str, Progress] = {}
    for code, progress in progress_by_section(found).items():
        part = part_code(found.catalogue.sections[code])
        parts[part] = parts.get(part, Progress(0, 0)) + progress
    return parts


def codes_to_review(found: Filled) -> list[str]:
    """What a reviewer must decide on, in catalogue order: every leaf that counts and applies as claimed. A leaf that
    takes another's answer takes its review too."""
    return [
        code
        for code, result in found.results.items()
        if _counts(found, code) and result.source == code and result.status is not Status.HIDDEN
    ]


def total(parts: Mapping[str, Progress]) -> Progress:
    return sum(parts.values(), Progress(0, 0))
