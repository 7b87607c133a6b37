"""Two rounds of all provinces, made once for the whole module, on a day when "320 days ago" lies before the merger."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments import scorecards
from assessments.actions import answers
from assessments.demonstration.accounts import ACCOUNTS, HOME_PROVINCE
from assessments.demonstration.answers import Made, Maker
from assessments.demonstration.rounds import FIRST, SECOND, SUBMITTED_AGAIN, UNTOUCHED, make_rounds, store_answers
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Purpose, ReportKind, Verb, WorkStatus
from assessments.models import (
    Answer,
    AnswerRevision,
    Approval,
    Assessment,
    Campaign,
    Comment,
    Evidence,
    PartAssignment,
    ReportFile,
    ScoreSnapshot,
    WorkflowEvent,
)
from assessments.permissions import why_not_edit
from assessments.queries import filled, missing_questions
from indicators.scoring.exchange import written_value
from indicators.scoring.measures import RatioValue
from tests.factories import ProvinceFactory, open_assessment, user_as

TODAY = date(2026, 1, 15)
NOON = timezone.make_aware(timezone.datetime(2026, 1, 15, 12))

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def rounds(django_db_setup, django_db_blocker):
    """Rolled back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOON, tick=False):
        printed = io.StringIO()
        call_command("load_demo", password="mat-khau-1", stdout=printed)
        assert printed.getvalue().count("): 34 phiếu\n") == 2
        connection.check_constraints()
        yield list(Campaign.objects.order_by("opens_on"))
        transaction.set_rollback(True)


def of_round(code: str):
    return Assessment.objects.with_campaign().filter(campaign__code=code)


def test_rounds_are_a_published_and_an_open_campaign_marked_as_demonstration(rounds):
    found = [(campaign.code, campaign.state) for campaign in rounds]
    assert found == [(FIRST, CampaignState.PUBLISHED), (SECOND, CampaignState.OPEN)]
    for campaign in Campaign.objects.all():
        assert campaign.is_demonstration
        assert campaign.name.endswith("(dữ liệu minh họa)")


def test_rounds_hold_the_34_provinces_that_stand_today(rounds):
    for code in (FIRST, SECOND):
        provinces = of_round(code).values_list("province__code", "province__valid_to")
        assert (len(provinces), {valid_to for _code, valid_to in provinces}) == (34, {None})


def test_first_round_was_handed_in_by_all_before_its_deadline(rounds):
    found = of_round(FIRST)
    assert set(found.values_list("state", flat=True)) == {AssessmentState.FINAL}
    assert rounds[0].submit_by < TODAY
    assert all(timezone.localdate(assessment.submitted_at) <= rounds[0].submit_by for assessment in found)


def test_reports_of_the_accounts_province_are_waiting_for_the_worker(rounds):
    reports = ReportFile.objects.select_related("snapshot__assessment__province", "snapshot__assessment__campaign")
    assert {report.kind for report in reports} == {ReportKind.GAP_REPORT, ReportKind.BRIEF}
    for report in reports:
        assert (report.snapshot.assessment.province.code, report.status) == (HOME_PROVINCE, WorkStatus.QUEUED)
        assert (report.snapshot.assessment.campaign.code, report.snapshot.purpose) == (FIRST, Purpose.VERIFIED)
        assert {"published", "plan"} <= report.supplement.keys()


def test_second_round_is_under_way(rounds):
    states = dict(of_round(SECOND).values_list("province__code", "state"))
    assert {code for code, state in states.items() if state == AssessmentState.SUBMITTED} == set(SUBMITTED_AGAIN)
    begun = set(
        Answer.objects.filter(assessment__in=of_round(SECOND)).values_list("assessment__province__code", flat=True)
    )
    assert set(states) - begun == set(UNTOUCHED)
    assert rounds[1].submit_by == TODAY + timedelta(days=45)


def test_submitted_rounds_are_complete_by_the_completeness_rule(rounds):
    for assessment in Assessment.objects.with_campaign().exclude(state=AssessmentState.DRAFT):
        assert missing_questions(filled(assessment, TODAY)) == []


def test_home_province_lacks_a_little_in_the_second_round_and_may_go_on(rounds):
    home = of_round(SECOND).get(province__code=HOME_PROVINCE)
    missing = missing_questions(filled(home, TODAY))
    assert 1 <= len(missing) <= 3
    coordinator = next(account for account in ACCOUNTS if account.role is Role.COORDINATOR)
    assert why_not_edit(User.objects.get(email=coordinator.email), home, TODAY) == ""


def test_every_submission_has_its_score_and_checksum(rounds):
    snapshots = ScoreSnapshot.objects.filter(purpose=Purpose.SUBMISSION).select_related("assessment")
    assert snapshots.count() == 34 + len(SUBMITTED_AGAIN)
    for snapshot in snapshots:
        assert snapshot.status == WorkStatus.READY
        assert snapshot.context["campaign"]["is_demonstration"]
        assert snapshot.claimed > snapshot.evidenced > 0
        parts = (snapshot.inputs, snapshot.context, snapshot.scorecard, snapshot.trace)
        assert snapshot.checksum == scorecards.checksum(*parts)
        assert snapshot.as_of == timezone.localdate(snapshot.assessment.submitted_at)


def test_first_round_has_its_verified_score_beside_the_claimed(rounds):
    snapshots = ScoreSnapshot.objects.filter(purpose=Purpose.VERIFIED)
    assert set(snapshots.values_list("assessment", flat=True)) == set(of_round(FIRST).values_list("pk", flat=True))
    assert all(snapshot.verified < snapshot.claimed for snapshot in snapshots)


def test_answers_are_the_same_whenever_they_are_made(rounds):
    for snapshot in ScoreSnapshot.objects.filter(assessment__in=of_round(FIRST)).select_related("assessment__province"):
        maker = Maker(answers.campaign_catalogue(rounds[0]), snapshot.assessment.province, 1, rounds[0].submit_by)
        made = {code: written_value(item.value) for code, item in maker.answers().items()}
        assert {answer["code"]: answer["value"] for answer in snapshot.inputs["answers"]} == made


def test_submissions_are_in_the_log_on_their_day(rounds):
    submitted = Assessment.objects.exclude(state=AssessmentState.DRAFT)
    events = dict(WorkflowEvent.objects.filter(verb=Verb.SUBMIT).values_list("assessment", "at"))
    assert events == dict(submitted.values_list("pk", "submitted_at"))


def test_campaigns_were_moved_on_their_days(rounds):
    first = rounds[0]
    found = [(event.verb, timezone.localdate(event.at)) for event in first.events.all()]
    assert found == [
        (CampaignVerb.CREATE, first.opens_on),
        (CampaignVerb.OPEN, first.opens_on),
        (CampaignVerb.CLOSE, first.submit_by + timedelta(days=1)),
        (CampaignVerb.FINALISE, first.clarify_by + timedelta(days=1)),
        (CampaignVerb.PUBLISH, first.publish_on),
    ]
    opened = WorkflowEvent.objects.filter(verb=Verb.OPEN, assessment__campaign=first)
    assert {timezone.localdate(at) for at in opened.values_list("at", flat=True)} == {first.opens_on}


def test_evidence_is_cited_documents_marked_as_made_up(rounds):
    titles = Evidence.objects.values_list("title", flat=True)
    assert titles
    assert all("(dữ liệu minh họa" in title or len(title) == 300 for title in titles)
    assert set(Evidence.objects.values_list("kind", flat=True)) == {"document"}


def test_some_evidence_of_the_open_round_is_valid_no_longer_and_some_still(rounds):
    ends = Evidence.objects.filter(answers__assessment__in=of_round(SECOND)).values_list("valid_until", flat=True)
    kinds = [end and end < TODAY for end in ends]
    assert 0 < kinds.count(True) < kinds.count(None) > kinds.count(False) > 0


def test_home_province_shares_its_work_in_the_open_round(rounds):
    home = of_round(SECOND).get(province__code=HOME_PROVINCE)
    assert set(PartAssignment.objects.values_list("assessment", flat=True)) == {home.pk}
    assert set(Comment.objects.values_list("assessment", flat=True)) == {home.pk}


def test_every_answer_has_its_revision(rounds):
    assert AnswerRevision.objects.count() == Answer.objects.count() > 7_000
    assert not Answer.objects.filter(updated_by=None).exists()


def test_demonstration_loaded_again_changes_nothing(rounds):
    before = [model.objects.count() for model in (Campaign, Assessment, Answer, Evidence, ScoreSnapshot)]
    call_command("load_demo", password="mat-khau-1", stdout=io.StringIO())
    assert make_rounds(TODAY) == []
    assert [model.objects.count() for model in (Campaign, Assessment, Answer, Evidence, ScoreSnapshot)] == before


def test_stored_answers_are_what_the_action_would_have_left():
    made = {
        "ICT-4.2": Made("3", note="Ghi chú"),
        "ICT-4.5": Made(RatioValue(Decimal(1), Decimal(4)), quality="survey"),
        "HT-06": Made(None, not_applicable=True, reason="Không có."),
    }
    by_hand, in_bulk = (open_assessment(ProvinceFactory(code=code)) for code in ("Y1", "Y2"))
    by = user_as(Role.COORDINATOR, by_hand.province)
    contents = {
        code: answers.Content(item.value, "", item.not_applicable, item.reason, item.note, item.quality)
        for code, item in made.items()
    }
    answers.load(by=by, assessment=by_hand, contents=contents)
    store_answers(in_bulk, answers.campaign_catalogue(in_bulk.campaign), made, by)
    assert rows(in_bulk) == rows(by_hand)
    assert revisions(in_bulk) == revisions(by_hand)


def rows(assessment: Assessment) -> list[dict]:
    own = {"id", "assessment_id", "updated_at"}
    found = assessment.answers.order_by("code").values()
    return [{name: value for name, value in row.items() if name not in own} for row in found]


def revisions(assessment: Assessment) -> list:
    found = AnswerRevision.objects.filter(answer__assessment=assessment).order_by("answer__code")
    return list(found.values_list("answer__code", "version", "content", "by"))


def test_the_home_provinces_leader_approved_what_was_handed_in(rounds):
    approval = Approval.objects.get()
    assessment = approval.assessment
    assert (assessment.province.code, assessment.campaign) == (HOME_PROVINCE, rounds[0])
    leader = next(account for account in ACCOUNTS if account.role is Role.LEADER)
    assert (approval.decided_by.email, approval.decision) == (leader.email, "approved")
    assert approval.asked_at < approval.decided_at < assessment.submitted_at
    assert assessment.events.filter(verb__in=(Verb.ASK_APPROVAL, Verb.APPROVE)).count() == 2
