"""A campaign as a whole, for the ministry: who has filed, who reviews what, how far two reviewers agree. Each is read
in a number of queries that does not grow with the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.provinces import vietnamese_order
from accounts.roles import Role

from .enums import AssessmentState, Filing, Seat, Verdict
from .models import GROUP_PREFIX, Answer, Assessment, Campaign, Decision, PartProgress, ReviewAssignment
from .queries import Progress

JUDGED = (Verdict.ACCEPTED, Verdict.ADJUSTED, Verdict.REJECTED)
"""What two reviewers are compared by."""


# -- who has filed ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FilingRow:
    """One assessment as the board shows it on a day."""

    assessment: Assessment
    progress: Progress
    today: date

    @property
    def filing(self) -> Filing:
        on_time = self.assessment.is_on_time()
        if on_time is None:
            return Filing.UNFILED if self.progress.answered else Filing.NOT_BEGUN
        return Filing.ON_TIME if on_time else Filing.LATE

    @property
    def is_filed(self) -> bool:
        return self.assessment.submitted_at is not None

    @property
    def is_overdue(self) -> bool:
        """Its last day has passed and nothing was handed in."""
        return not self.is_filed and self.assessment.is_past_deadline(self.today)

    @property
    def is_extended(self) -> bool:
        return self.assessment.extended_to is not None

    @property
    def percent(self) -> int:
        return percent(self.progress)

    @property
    def days_left(self) -> int:
        return (self.assessment.submit_by - self.today).days


def percent(progress: Progress) -> int:
    """Nothing where nothing is known to be asked: then no progress was recorded."""
    return progress.percent if progress.asked else 0


def filing_rows(campaign: Campaign, today: date) -> list[FilingRow]:
    """Every assessment of a campaign, provinces in Vietnamese order; one query."""
    found = (
        campaign.assessments.select_related("province")
        .order_by()
        .annotate(answered=Coalesce(Sum("parts__answered"), 0), asked=Coalesce(Sum("parts__asked"), 0))
    )
    rows = [FilingRow(assessment, Progress(assessment.answered, assessment.asked), today) for assessment in found]
    return sorted(rows, key=lambda row: vietnamese_order(row.assessment.province.name))


class FilingCounts(NamedTuple):
    """`late`: handed in after the last day, or not at all by it."""

    total: int
    filed: int
    on_time: int
    late: int
    overdue: int
    unfiled: int
    not_begun: int
    extended: int


def filing_counts(rows: Sequence[FilingRow]) -> FilingCounts:
    kinds = Counter(row.filing for row in rows)
    filed = sum(row.is_filed for row in rows)
    overdue = sum(row.is_overdue for row in rows)
    return FilingCounts(
        total=len(rows),
        filed=filed,
        on_time=kinds[Filing.ON_TIME],
        late=kinds[Filing.LATE] + overdue,
        overdue=overdue,
        unfiled=len(rows) - filed,
        not_begun=kinds[Filing.NOT_BEGUN],
        extended=sum(row.is_extended for row in rows),
    )


def progress_by_assessment(assessments: Iterable[Assessment]) -> dict[UUID, dict[str, Progress]]:
    """Progress by theme of each, and that of all groups of indicators together under ""; one query."""
    found: dict[UUID, dict[str, Progress]] = {assessment.pk: {} for assessment in assessments}
    for row in PartProgress.objects.filter(assessment__in=list(found)):
        parts, part = found[row.assessment_id], "" if row.part.startswith(GROUP_PREFIX) else row.part
        parts[part] = parts.get(part, Progress(0, 0)) + Progress(row.answered, row.asked)
    return found


def last_activity(assessments: Iterable[Assessment]) -> dict[UUID, datetime]:
    """When an answer of each was last saved; one query."""
    rows = Answer.objects.filter(assessment__in=assessments).order_by().values_list("assessment")
    return dict(rows.annotate(last=Max("updated_at")))


# -- who reviews what ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeatRow:
    """A seat of one assessment: who sits there and on how many leaves they have decided."""

    assignment: ReviewAssignment
    decided: int


@dataclass(frozen=True)
class Bench:
    """One assessment with its reviewers."""

    assessment: Assessment
    seats: Mapping[Seat, SeatRow]

    @property
    def is_decided(self) -> bool:
        """Every seat has decided on everything; whether two of them agree is another matter."""
        enough = self.assessment.to_review
        return bool(self.seats) and all(seat.decided >= enough for seat in self.seats.values())


def benches(assessments: Sequence[Assessment]) -> list[Bench]:
    """In two queries. A question to the province is no decision yet."""
    decided = _decided(assessments)
    seats: dict[UUID, dict[Seat, SeatRow]] = {assessment.pk: {} for assessment in assessments}
    found = ReviewAssignment.objects.filter(assessment__in=assessments).select_related("reviewer").order_by("seat")
    for row in found:
        seat = Seat(row.seat)
        seats[row.assessment_id][seat] = SeatRow(row, decided[row.assessment_id, seat])
    return [Bench(assessment, seats[assessment.pk]) for assessment in assessments]


def _decided(assessments: Sequence[Assessment]) -> Counter[tuple[UUID, Seat]]:
    rows = Decision.objects.standing().filter(assessment__in=assessments, verdict__in=JUDGED).order_by()
    counted = rows.values_list("assessment", "seat").annotate(number=Count("pk"))
    return Counter({(pk, Seat(seat)): number for pk, seat, number in counted})


class ReviewCounts(NamedTuple):
    """Of the assessments handed in. `unassigned` counts those not final only."""

    returned: int
    reviewed: int
    unreviewed: int
    unassigned: int
    final: int


def review_counts(rows: Sequence[FilingRow]) -> ReviewCounts:
    """Two queries more than the rows."""
    states = Counter(row.assessment.state for row in rows)
    submitted = [row.assessment for row in rows if row.assessment.state == AssessmentState.SUBMITTED]
    found = benches(submitted)
    reviewed = sum(bench.is_decided for bench in found)
    return ReviewCounts(
        returned=states[AssessmentState.RETURNED],
        reviewed=reviewed,
        unreviewed=len(found) - reviewed,
        unassigned=sum(not bench.seats for bench in found),
        final=states[AssessmentState.FINAL],
    )


class Load(NamedTuple):
    """What one reviewer has in a campaign: assessments by seat, leaves of those handed in, assessments finished."""

    reviewer: User
    first: int
    second: int
    leaves: int
    finished: int


REVIEWS = Q(is_active=True, memberships__role=Role.REVIEWER)


def reviewers() -> list[User]:
    """Active people with the role, by name."""
    return _people(REVIEWS)


def _people(wanted: Q) -> list[User]:
    return sorted(
        User.objects.filter(wanted).distinct().order_by(), key=lambda person: vietnamese_order(person.full_name)
    )


def loads(campaign: Campaign) -> list[Load]:
    """Every reviewer's, those with nothing too; two queries."""
    rows = ReviewAssignment.objects.filter(assessment__campaign=campaign).order_by().values("reviewer")
    counted = rows.annotate(
        first=Count("pk", filter=Q(seat=Seat.FIRST)),
        second=Count("pk", filter=Q(seat=Seat.SECOND)),
        leaves=Sum("assessment__to_review"),
        finished=Count("finished_at"),
    )
    found = {row.pop("reviewer"): row for row in counted}
    nothing = {"first": 0, "second": 0, "leaves": 0, "finished": 0}
    return [Load(person, **found.get(person.pk, nothing)) for person in _people(REVIEWS | Q(pk__in=list(found)))]


# -- how far two reviewers agree -------------------------------------------------------------------------------------


def double_reviewed(campaign: Campaign) -> int:
    """How many assessments two reviewers have finished."""
    rows = ReviewAssignment.objects.filter(assessment__campaign=campaign, seat=Seat.FIRST, finished_at__isnull=False)
    return rows.filter(_finished(Seat.SECOND)).count()


def verdict_pairs(campaign: Campaign) -> dict[str, list[tuple[str, str]]]:
    """By code: the verdicts of the first and the second reviewer, where both have finished; one query."""
    rows = Decision.objects.standing().filter(assessment__campaign=campaign, verdict__in=JUDGED)
    other = rows.filter(assessment=OuterRef("assessment"), code=OuterRef("code"), seat=Seat.SECOND)
    counted = (
        rows.filter(_finished(Seat.FIRST), _finished(Seat.SECOND), seat=Seat.FIRST)
        .annotate(other=Subquery(other.values("verdict")[:1]))
        .filter(other__isnull=False)
        .order_by()
        .values_list("code", "verdict", "other")
        .annotate(number=Count("pk"))
    )
    pairs: dict[str, list[tuple[str, str]]] = {}
    for code, first, second, number in counted:
        pairs.setdefault(code, []).extend(repeat((first, second), number))
    return pairs


def _finished(seat: Seat) -> Exists:
    found = ReviewAssignment.objects.filter(assessment=OuterRef("assessment"), seat=seat, finished_at__isnull=False)
    return Exists(found)
