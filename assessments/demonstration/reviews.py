"""Made-up review of a round that was handed in: reviewers, decisions, settled differences, final results."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.actions.workflow import moved
from assessments.catalogue import Item
from assessments.enums import AssessmentState, Purpose, ReasonCode, Seat, Verb, Verdict
from assessments.models import Assessment, Campaign, Decision, ReviewAssignment, ScoreSnapshot
from assessments.queries import Filled, codes_to_review, filled
from assessments.reviewing import agree, standing
from assessments.scorecards import freeze
from assessments.tasks import score_now
from catalogues.schema import Kind
from indicators.scoring.exchange import written_value
from indicators.scoring.readings import Status

from .accounts import ACCOUNTS, MINISTRY_BODY, body_of

MANAGER = next(account for account in ACCOUNTS if account.role is Role.CAMPAIGN_MANAGER)
REVIEWER = next(account for account in ACCOUNTS if account.role is Role.REVIEWER)
OTHERS = (("tham-dinh-2@bo.example", "Ngô Bích Liên"), ("tham-dinh-3@bo.example", "Trịnh Duy Khang"))
"""Reviewers who cannot sign in."""

SECOND_EVERY = 5
"""Each fifth assessment is reviewed by two."""

REMARK = "Theo hồ sơ gửi kèm, nội dung này mới đạt một phần (dữ liệu minh họa)."
REASONS = (ReasonCode.PLAN_ONLY, ReasonCode.UNRELATED_EVIDENCE, ReasonCode.WRONG_SCOPE, ReasonCode.EXPIRED_EVIDENCE)


def review_round(campaign: Campaign) -> None:
    """Review every assessment of a round whose dates have passed, and make all final."""
    manager, reviewers = User.objects.get(email=MANAGER.email), reviewers_of_the_ministry()
    moment = _noon(campaign.clarify_by)
    for place, assessment in enumerate(_submitted(campaign)):
        seat_reviewers(assessment, reviewers, place, moment - timedelta(days=40))
        found = filled(assessment, assessment.snapshots.get(purpose=Purpose.SUBMISSION).as_of)
        for seat, assignment in standing(assessment).assignments.items():
            Decision.objects.bulk_create(_decisions(assessment, found, assignment.reviewer, seat, moment))
        assessment.assignments.update(finished_at=moment)
        _settle(assessment, found, manager, moment)
        _make_final(assessment, manager, moment)


def begin_review(campaign: Campaign, share: float = 0.4) -> None:
    """Seat the reviewers of what was handed in early, and let them have decided on a part of it."""
    reviewers, now = reviewers_of_the_ministry(), timezone.now()
    for place, assessment in enumerate(_submitted(campaign)):
        seat_reviewers(assessment, reviewers, place, now - timedelta(days=2))
        found = filled(assessment, timezone.localdate())
        first = assessment.assignments.select_related("reviewer").get(seat=Seat.FIRST)
        decided = list(_decisions(assessment, found, first.reviewer, Seat.FIRST, now - timedelta(days=1)))
        Decision.objects.bulk_create(decided[: round(share * len(decided))])


def reviewers_of_the_ministry() -> list[User]:
    """The demonstration's reviewer and two colleagues."""
    body = body_of(None, *MINISTRY_BODY)
    people = [User.objects.get(email=REVIEWER.email)]
    for email, name in OTHERS:
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, full_name=name)
        user.memberships.get_or_create(body=body, role=Role.REVIEWER)
        people.append(user)
    return people


def seat_reviewers(assessment: Assessment, people: Sequence[User], place: int, at: datetime) -> None:
    """In turn, with a second for each fifth."""
    seats = [(Seat.FIRST, people[place % len(people)])]
    if place % SECOND_EVERY == 0:
        seats.append((Seat.SECOND, people[(place + 1) % len(people)]))
    ReviewAssignment.objects.bulk_create(
        ReviewAssignment(assessment=assessment, seat=seat, reviewer=person, assigned_at=at) for seat, person in seats
    )


def _submitted(campaign: Campaign) -> list[Assessment]:
    found = Assessment.objects.with_campaign().filter(campaign=campaign, state=AssessmentState.SUBMITTED)
    return list(found.order_by("province__code"))


def _decisions(assessment: Assessment, found: Filled, by: User, seat: Seat, at: datetime) -> Iterator[Decision]:
    """The second reviewer sees nearly everything as the first does: both draw from the province's seed, the second
    deviates now and then."""
    random, own = Random(f"review {assessment.province.code}"), Random(f"{seat} {assessment.province.code}")
    for code in codes_to_review(found):
        drawn = random.random()
        if seat is Seat.SECOND and own.random() < 0.05:
            drawn = own.random()
        decision = _decision(found, code, drawn, random.choice(REASONS))
        row = found.rows.get(code)
        decision.assessment, decision.code, decision.seat = assessment, code, seat
        decision.by, decision.at, decision.answer_version = by, at, row.version if row else 0
        yield decision


def _decision(found: Filled, code: str, drawn: float, reason: ReasonCode) -> Decision:
    """Mostly accepted; a claim without evidence often is not, and now and then a level goes one down."""
    result, item = found.results[code], found.catalogue.items[code]
    claims = result.status is Status.ANSWERED and bool(result.score)
    if claims and found.catalogue.leaves[code].evidence_required and not result.evidence and drawn < 0.6:
        return Decision(verdict=Verdict.REJECTED, reason=ReasonCode.NO_EVIDENCE, text="")
    if claims and drawn < 0.03:
        return Decision(verdict=Verdict.REJECTED, reason=reason, text=REMARK)
    lower = _one_lower(item, written_value(result.value)) if claims and drawn < 0.12 else None
    if lower is not None:
        return Decision(verdict=Verdict.ADJUSTED, value=lower, reason=reason, text=REMARK)
    return Decision(verdict=Verdict.ACCEPTED)


def _one_lower(item: Item, value: object) -> str | None:
    """The level below; None for what has no levels."""
    codes = [option.code for option in item.options]
    return codes[codes.index(str(value)) - 1] if item.kind is Kind.LEVEL and str(value) in codes[1:] else None


def _settle(assessment: Assessment, found: Filled, by: User, at: datetime) -> None:
    where = standing(assessment)
    for code in where.differences(codes_to_review(found)):
        first, second = where.decisions[Seat.FIRST][code], where.decisions[Seat.SECOND][code]
        stricter = second if first.verdict == Verdict.ACCEPTED else first
        if not agree(first, second):
            Decision.objects.create(
                assessment=assessment,
                code=code,
                seat=Seat.SETTLED,
                verdict=stricter.verdict,
                value=stricter.value,
                reason=stricter.reason,
                text=stricter.text,
                answer_version=stricter.answer_version,
                by=by,
                at=at,
            )


def _make_final(assessment: Assessment, by: User, at: datetime) -> None:
    """As the action leaves it, but in the past and scored at once."""
    moved(assessment, Verb.FINALISE, by)
    assessment.events.filter(verb=Verb.FINALISE).update(at=at)
    assessment.finalised_at, assessment.finalised_by = at, by
    assessment.save(update_fields=["state", "finalised_at", "finalised_by"])
    as_of: date = timezone.localdate(at)
    inputs, context = freeze(assessment, as_of)
    frozen = {"as_of": as_of, "inputs": inputs, "context": context}
    score_now(ScoreSnapshot.objects.create(assessment=assessment, purpose=Purpose.VERIFIED, created_by=by, **frozen))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
