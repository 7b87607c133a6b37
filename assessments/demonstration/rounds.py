"""Two rounds of made-up answers in the database: one handed in by all, one under way."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.provinces import MERGED_ON
from assessments.actions import campaigns
from assessments.actions.answers import record_progress
from assessments.answer_values import columns_of
from assessments.approving import digest
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.enums import ApprovalDecision, CampaignVerb, EvidenceKind, Purpose, Verb
from assessments.models import (
    Answer,
    AnswerEvidence,
    AnswerRevision,
    Approval,
    Assessment,
    Campaign,
    CampaignEvent,
    Evidence,
    ScoreSnapshot,
    WorkflowEvent,
)
from assessments.queries import Filled, codes_to_review, filled
from assessments.scorecards import freeze
from assessments.tasks import score_now
from assessments.transitions import move, move_campaign
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from indicators.scoring.exchange import written_value

from .accounts import HOME_PROVINCE, coordinator_of, leader_of
from .answers import Made, Maker, issuer, valid_until
from .reviews import begin_review, review_round
from .teamwork import work_together

GUIDANCE, INDICATORS = "cv2333/v1", "cv3098/v1"
FIRST, SECOND = "minh-hoa-1", "minh-hoa-2"
UNTOUCHED = ("11", "96", "24")
"""Provinces that have not begun the second round."""

SUBMITTED_AGAIN = ("01", "22", "31", "46", "79", "92")
"""Provinces that have handed in the second round."""


@transaction.atomic
def make_rounds(today: date) -> list[Campaign]:
    """Both rounds, of the 34 provinces: the first reviewed and final, the second open for 45 more days, its early
    ones under review. Does nothing if they are there."""
    if Campaign.objects.filter(code=FIRST).exists():
        return []
    long_ago = max(today - timedelta(days=320), MERGED_ON)
    first = make_campaign(FIRST, "Đợt đánh giá thử nghiệm thứ nhất (dữ liệu minh họa)", long_ago)
    second = make_campaign(SECOND, "Đợt đánh giá thử nghiệm thứ hai (dữ liệu minh họa)", today - timedelta(days=30))
    for number, campaign in enumerate((first, second), start=1):
        assessments = list(Assessment.objects.with_campaign().filter(campaign=campaign))
        whole = [assessment for assessment in assessments if _fill(assessment, number, today)]
        _count_rows()
        for assessment in assessments:
            record_progress(assessment)
        for assessment in whole:
            hand_in(assessment, coordinator_of(assessment.province))
    first.refresh_from_db()
    end(first)
    review_round(first)
    begin_review(second)
    work_together(second, today)
    return [first, second]


def end(campaign: Campaign) -> None:
    """Past self-assessment and review, as its dates are."""
    for verb, day in ((CampaignVerb.CLOSE, campaign.submit_by), (CampaignVerb.FINALISE, campaign.clarify_by)):
        move_campaign(campaign, verb)
        CampaignEvent.objects.create(campaign=campaign, verb=verb, at=_midnight(day + timedelta(days=1)))
    campaign.save(update_fields=["state"])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def make_campaign(code: str, name: str, opens_on: date) -> Campaign:
    """An open campaign that is marked as a demonstration."""
    campaign = Campaign(
        code=code,
        name=name,
        guidance=GuidanceVersion.objects.get(code=GUIDANCE),
        indicators=IndicatorSetVersion.objects.get(code=INDICATORS),
        opens_on=opens_on,
        submit_by=opens_on + timedelta(days=75),
        review_by=opens_on + timedelta(days=120),
        clarify_by=opens_on + timedelta(days=140),
        publish_on=opens_on + timedelta(days=160),
        is_demonstration=True,
    )
    campaigns.create(by=None, campaign=campaign)
    campaigns.open_campaign(by=None, campaign=campaign)
    for events in (campaign.events, WorkflowEvent.objects.filter(assessment__campaign=campaign)):
        events.update(at=_midnight(opens_on))
    return campaign


def _fill(assessment: Assessment, number: int, today: date) -> bool:
    """Answers of the round; True if they are whole and to be handed in."""
    province, by = assessment.province.code, coordinator_of(assessment.province)
    is_whole = number == 1 or province in SUBMITTED_AGAIN
    if number == 2 and province in UNTOUCHED:
        return False
    catalogue = campaign_catalogue(assessment.campaign)
    maker = Maker(catalogue, assessment.province, number, min(today, assessment.campaign.submit_by))
    share = 1.0 if is_whole or province == HOME_PROVINCE else maker.random.uniform(0.2, 0.9)
    made = maker.answers(share)
    if number == 2 and province == HOME_PROVINCE:
        made = dict(list(made.items())[:-3])
    store_answers(assessment, catalogue, made, by)
    return is_whole


def _count_rows() -> None:
    """The database plans badly for tables that have just grown a thousandfold, until it has counted them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def store_answers(assessment: Assessment, catalogue: CampaignCatalogue, made: Mapping[str, Made], by: User) -> None:
    """Many answers at once, with their revisions and evidence, as the actions would leave them."""
    now = timezone.now()
    answers = Answer.objects.bulk_create(
        _answer(assessment, catalogue, code, found, by) for code, found in made.items()
    )
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer=answer, version=1, content=_content(made[answer.code]), by=by, at=now)
        for answer in answers
    )
    evidence = {answer.code: list(_evidence(assessment, made[answer.code], by)) for answer in answers}
    Evidence.objects.bulk_create(chain.from_iterable(evidence.values()))
    AnswerEvidence.objects.bulk_create(_links(answers, evidence))


def _links(answers: Iterable[Answer], evidence: Mapping[str, list[Evidence]]) -> Iterator[AnswerEvidence]:
    for answer in answers:
        for item in evidence[answer.code]:
            yield AnswerEvidence(answer=answer, evidence=item)


def _answer(assessment: Assessment, catalogue: CampaignCatalogue, code: str, made: Made, by: User) -> Answer:
    kind = catalogue.items[code].kind
    return Answer(
        assessment=assessment,
        code=code,
        section=catalogue.section_of[code],
        kind=kind,
        is_given=True,
        not_applicable=made.not_applicable,
        reason=made.reason,
        note=made.note,
        quality=made.quality,
        version=1,
        updated_by=by,
        **columns_of(kind, made.value),
    )


def _content(made: Made) -> dict[str, object]:
    shown = {name: value for name, value in vars(made).items() if name != "documents"}
    return {**shown, "value": written_value(made.value), "document_title": ""}


def _evidence(assessment: Assessment, made: Made, by: User) -> Iterator[Evidence]:
    for number, day, title in made.documents:
        yield Evidence(
            province=assessment.province,
            kind=EvidenceKind.DOCUMENT,
            title=title[:300],
            document_number=number,
            document_date=day,
            document_issuer=issuer(assessment.province),
            valid_until=valid_until(number, day),
            added_by=by,
        )


def _approve(assessment: Assessment, found: Filled, by: User) -> None:
    """Where there is a leader: asked for the day before, and approved two hours before it is handed in."""
    leader, at = leader_of(assessment.province), assessment.submitted_at
    if leader is None or at is None:
        return
    times = {"asked_at": at - timedelta(days=1), "decided_at": at - timedelta(hours=2)}
    people = {"asked_by": by, "decided_by": leader, "decision": ApprovalDecision.APPROVED}
    Approval.objects.create(assessment=assessment, digest=digest(assessment, found), **people, **times)
    for verb, who, when in (
        (Verb.ASK_APPROVAL, by, times["asked_at"]),
        (Verb.APPROVE, leader, times["decided_at"]),
    ):
        WorkflowEvent.objects.create(assessment=assessment, verb=verb, by=who, at=when)


def hand_in(assessment: Assessment, by: User) -> None:
    """Hand in and score at once; the campaign's dates say when, so that the first round lies in the past."""
    now = timezone.now()
    deadline = _midnight(assessment.campaign.submit_by)
    move(assessment, Verb.SUBMIT)
    assessment.submitted_at, assessment.submitted_by = min(now, deadline), by
    as_of = timezone.localdate(assessment.submitted_at)
    found = filled(assessment, as_of)
    _approve(assessment, found, by)
    assessment.to_review = len(codes_to_review(found))
    assessment.save(update_fields=["state", "submitted_at", "submitted_by", "to_review"])
    WorkflowEvent.objects.create(
        assessment=assessment, verb=Verb.SUBMIT, to_state=assessment.state, by=by, at=assessment.submitted_at
    )
    inputs, context = freeze(assessment, as_of)
    snapshot = ScoreSnapshot.objects.create(
        assessment=assessment, purpose=Purpose.SUBMISSION, as_of=as_of, inputs=inputs, context=context, created_by=by
    )
    score_now(snapshot)
