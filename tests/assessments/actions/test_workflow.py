from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import answers, workflow
from assessments.actions.answers import Content
from assessments.enums import AssessmentState, CampaignState, Purpose, ReportKind, Verb, WorkStatus
from assessments.errors import NotAllowed, Refusal
from assessments.models import Answer, Assessment, Campaign, ReportFile, ScoreSnapshot, WorkflowEvent
from assessments.queries import filled, missing_questions
from assessments.supplements import Published
from assessments.tasks import score_now
from tests.factories import (
    ProvinceFactory,
    UserFactory,
    assessment_in,
    complete_assessment,
    evidence_document,
    open_assessment,
    user_as,
)

pytestmark = pytest.mark.django_db

HANDED_IN = "Phiếu đã nộp nên không sửa được nữa."
SUBMITTED_ALREADY = "Phiếu đã nộp rồi."


def submit(by, assessment: Assessment, declared: bool = True) -> ScoreSnapshot:
    return workflow.submit(by=by, assessment=assessment, declared=declared)


def refusal(act, error: type[Refusal] = NotAllowed) -> str:
    with pytest.raises(error) as refused:
        act()
    assert type(refused.value) is error
    return str(refused.value)


def assert_still_draft(assessment: Assessment) -> None:
    assessment.refresh_from_db()
    assert (assessment.state, assessment.submitted_at, assessment.submitted_by) == (AssessmentState.DRAFT, None, None)
    assert ScoreSnapshot.objects.count() == 0
    assert not WorkflowEvent.objects.filter(verb=Verb.SUBMIT).exists()


def answer_in(snapshot: ScoreSnapshot, code: str) -> dict:
    return next(answer for answer in snapshot.inputs["answers"] if answer["code"] == code)


# -- submission ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_submit_hands_in_and_records_who_and_when():
    assessment, coordinator = complete_assessment()
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        submit(coordinator, assessment)
    assessment.refresh_from_db()
    found = (assessment.state, assessment.submitted_at, assessment.submitted_by)
    assert found == (AssessmentState.SUBMITTED, moment, coordinator)
    event = WorkflowEvent.objects.get(verb=Verb.SUBMIT)
    assert (event.from_state, event.to_state, event.by, event.at) == ("draft", "submitted", coordinator, moment)


@pytest.mark.slow
def test_submit_freezes_answers_notes_and_evidence():
    assessment, coordinator = complete_assessment()
    item = evidence_document(assessment, coordinator, "ICT-4.6")
    content = Content("yes", note="Ghi chú của tỉnh")
    answers.save(by=coordinator, assessment=assessment, code="ICT-4.6", content=content, expected_version=None)
    snapshot = submit(coordinator, assessment)
    evidence_before = snapshot.context["answers"]["ICT-4.6"]["evidence"]
    assert (snapshot.purpose, snapshot.status, snapshot.created_by) == (
        Purpose.SUBMISSION,
        WorkStatus.QUEUED,
        coordinator,
    )
    assert snapshot.as_of == timezone.localdate()
    assert answer_in(snapshot, "ICT-4.6") == {
        "code": "ICT-4.6",
        "value": "yes",
        "not_applicable": False,
        "reason": "",
        "evidence": 1,
    }
    assert [found["number"] for found in evidence_before] == [item.document_number]
    assert snapshot.context["answers"]["ICT-4.6"]["note"] == "Ghi chú của tỉnh"
    Answer.objects.filter(code="ICT-4.6").update(choice="no", note="Sửa ở cơ sở dữ liệu")
    snapshot.refresh_from_db()
    assert (answer_in(snapshot, "ICT-4.6")["value"], snapshot.context["answers"]["ICT-4.6"]["note"]) == (
        "yes",
        "Ghi chú của tỉnh",
    )


def test_submit_freezes_every_row():
    assessment, coordinator = complete_assessment()
    snapshot = submit(coordinator, assessment)
    codes = {answer["code"] for answer in snapshot.inputs["answers"]}
    assert codes == set(assessment.answers.values_list("code", flat=True))
    assert snapshot.context["state"] == AssessmentState.SUBMITTED


@pytest.mark.slow
def test_submit_has_the_score_and_the_report_made_by_themselves(eager_tasks, django_capture_on_commit_callbacks):
    assessment, coordinator = complete_assessment()
    with django_capture_on_commit_callbacks(execute=True):
        snapshot = submit(coordinator, assessment)
    snapshot.refresh_from_db()
    assert snapshot.status == WorkStatus.READY
    made = ReportFile.objects.order_by("kind").values_list("kind", "snapshot", "language", "status", "failure")
    assert list(made) == [
        (kind, snapshot.pk, "vi", WorkStatus.READY, "") for kind in (ReportKind.BRIEF, ReportKind.GAP_REPORT)
    ]


@pytest.mark.slow
def test_submit_that_is_rolled_back_sends_no_task(django_capture_on_commit_callbacks):
    assessment, coordinator = complete_assessment()
    with django_capture_on_commit_callbacks() as callbacks:
        refusal(lambda: submit(coordinator, assessment, declared=False))
    assert callbacks == []
    assert_still_draft(assessment)


@pytest.mark.slow
def test_submit_happens_once():
    assessment = assessment_in(AssessmentState.SUBMITTED)
    by = user_as(Role.COORDINATOR, assessment.province)
    assert refusal(lambda: submit(by, assessment)) == SUBMITTED_ALREADY
    assert (ScoreSnapshot.objects.count(), WorkflowEvent.objects.filter(verb=Verb.SUBMIT).count()) == (1, 1)


@pytest.mark.slow
def test_submit_looks_at_the_row_and_not_at_what_the_page_had():
    assessment, coordinator = complete_assessment()
    stale = Assessment.objects.with_campaign().get(pk=assessment.pk)
    submit(coordinator, assessment)
    assert stale.state == AssessmentState.DRAFT
    assert refusal(lambda: submit(coordinator, stale)) == SUBMITTED_ALREADY


@pytest.mark.slow
def test_submit_refuses_while_answers_are_missing():
    assessment, coordinator = complete_assessment()
    for code in ("ICT-4.6", "ICT-4.2"):
        answers.save(by=coordinator, assessment=assessment, code=code, content=Content(), expected_version=None)
    expected = "Còn 2 chỗ phải hoàn thành trước khi nộp."
    assert refusal(lambda: submit(coordinator, assessment)) == expected
    assert_still_draft(assessment)


def test_submit_refuses_without_the_declaration():
    assessment, coordinator = complete_assessment()
    expected = "Cần cam đoan thông tin trung thực trước khi nộp."
    assert refusal(lambda: submit(coordinator, assessment, declared=False)) == expected
    assert_still_draft(assessment)


def test_submit_names_what_is_missing_before_the_declaration():
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    missing = missing_questions(filled(assessment, timezone.localdate()))
    expected = f"Còn {len(missing)} chỗ phải hoàn thành trước khi nộp."
    assert refusal(lambda: submit(coordinator, assessment, declared=False)) == expected


@pytest.mark.parametrize("who", [*(role for role in Role if role != Role.COORDINATOR), "stranger", "elsewhere"])
def test_submit_is_for_the_coordinator_of_the_province(who):
    assessment, _coordinator = complete_assessment()
    by = user_as(who, assessment.province) if isinstance(who, Role) else UserFactory()
    if who == "elsewhere":
        by = user_as(Role.COORDINATOR, ProvinceFactory())
    assert refusal(lambda: submit(by, assessment)) == "Chỉ đầu mối của tỉnh được nộp phiếu."
    assert_still_draft(assessment)


@pytest.mark.slow
def test_submit_is_possible_to_the_end_of_the_last_day_in_vietnam():
    assessment, coordinator = complete_assessment()
    deadline = assessment.campaign.submit_by
    day = timezone.datetime.combine(deadline + timedelta(days=1), timezone.datetime.min.time())
    midnight = timezone.make_aware(day)
    with time_machine.travel(midnight, tick=False):
        expected = f"Đã quá hạn tự đánh giá ({deadline:%d/%m/%Y})."
        assert refusal(lambda: submit(coordinator, assessment)) == expected
    assert_still_draft(assessment)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert submit(coordinator, assessment).as_of == deadline


@pytest.mark.slow
def test_submit_refuses_when_the_campaign_is_closed():
    assessment, coordinator = complete_assessment()
    Campaign.objects.update(state=CampaignState.CLOSED)
    assert refusal(lambda: submit(coordinator, assessment)) == "Đợt đánh giá chưa mở hoặc đã kết thúc."
    assert_still_draft(assessment)


# -- trial scores ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER])
def test_preview_scores_the_answers_as_they_are(role, eager_tasks, django_capture_on_commit_callbacks):
    assessment = open_assessment()
    contributor = user_as(Role.CONTRIBUTOR, assessment.province)
    content = Content("yes")
    answers.save(by=contributor, assessment=assessment, code="ICT-4.6", content=content, expected_version=0)
    by = user_as(role, assessment.province)
    with django_capture_on_commit_callbacks(execute=True):
        snapshot = workflow.preview(by=by, assessment=assessment)
    snapshot.refresh_from_db()
    found = (snapshot.purpose, snapshot.status, snapshot.created_by)
    assert found == (Purpose.PREVIEW, WorkStatus.READY, by)
    assert snapshot.claimed > snapshot.evidenced == 0
    assert_preview_left_no_more_than(assessment, by)


def assert_preview_left_no_more_than(assessment: Assessment, by) -> None:
    """A trial score moves nothing and makes no report."""
    assessment.refresh_from_db()
    assert (assessment.state, ReportFile.objects.count()) == (AssessmentState.DRAFT, 0)
    event = WorkflowEvent.objects.get(verb=Verb.PREVIEW)
    assert (event.by, event.from_state, event.to_state) == (by, "", "")


def test_preview_may_be_asked_for_again():
    assessment = open_assessment()
    by = user_as(Role.LEADER, assessment.province)
    first, second = (workflow.preview(by=by, assessment=assessment) for _turn in range(2))
    assert (first.pk != second.pk, assessment.snapshots.count()) == (True, 2)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR, None])
def test_preview_is_the_provinces_own(role):
    assessment = open_assessment()
    by = user_as(role) if role else UserFactory()
    expected = "Vai trò của bạn không được tính điểm thử cho phiếu này."
    assert refusal(lambda: workflow.preview(by=by, assessment=assessment)) == expected
    assert (ScoreSnapshot.objects.count(), WorkflowEvent.objects.count()) == (0, 0)


@pytest.mark.slow
def test_preview_ends_with_submission():
    assessment = assessment_in(AssessmentState.SUBMITTED)
    by = user_as(Role.LEADER, assessment.province)
    expected = "Phiếu đã nộp; hãy xem bảng điểm của bản nộp."
    assert refusal(lambda: workflow.preview(by=by, assessment=assessment)) == expected
    assert ScoreSnapshot.objects.get().purpose == Purpose.SUBMISSION


# -- reports ---------------------------------------------------------------------------------------------------------


def ready_snapshot() -> ScoreSnapshot:
    """A trial score of an untouched assessment."""
    assessment = open_assessment()
    snapshot = workflow.preview(by=user_as(Role.LEADER, assessment.province), assessment=assessment)
    score_now(snapshot)
    snapshot.refresh_from_db()
    return snapshot


def request(by, snapshot: ScoreSnapshot, language: str = "vi") -> ReportFile:
    return workflow.request_report(by=by, snapshot=snapshot, language=language)


@pytest.mark.slow
def test_report_is_queued_once_and_recorded(django_capture_on_commit_callbacks):
    snapshot = ready_snapshot()
    by = user_as(Role.REVIEWER)
    with django_capture_on_commit_callbacks() as first:
        report = request(by, snapshot)
    with django_capture_on_commit_callbacks() as again:
        assert request(user_as(Role.LEADER, snapshot.assessment.province), snapshot) == report
    assert (len(first), len(again)) == (1, 0)
    assert (report.status, report.created_by, report.language) == (WorkStatus.QUEUED, by, "vi")
    event = WorkflowEvent.objects.get(verb=Verb.REPORT)
    assert (event.by, event.detail) == (by, str(report.pk))


@pytest.mark.slow
def test_report_is_made_once_a_language():
    snapshot = ready_snapshot()
    by = user_as(Role.REVIEWER)
    assert request(by, snapshot, "vi") != request(by, snapshot, "en")
    assert sorted(snapshot.reports.values_list("language", flat=True)) == ["en", "vi"]


def give_published(snapshot: ScoreSnapshot, earlier: Assessment | None) -> Published:
    return Published(campaign="Đợt 0", number=1, published_on=date(2026, 2, 1), groups=())


@pytest.mark.slow
def test_report_is_made_anew_once_something_else_stands_beside_it(settings):
    snapshot, by = ready_snapshot(), user_as(Role.REVIEWER)
    settings.REPORT_SUPPLEMENTS = {}
    before = request(by, snapshot)
    settings.REPORT_SUPPLEMENTS = {"published": f"{__name__}.give_published"}
    after = request(by, snapshot)
    assert after != before == ReportFile.objects.get(supplement_key="")
    assert after.supplement["published"]["campaign"] == "Đợt 0"
    assert request(by, snapshot) == after


@pytest.mark.parametrize("kind", ReportKind)
def test_each_kind_of_document_is_asked_for_by_itself(kind):
    snapshot, by = ready_snapshot(), user_as(Role.REVIEWER)
    made = workflow.request_report(by=by, snapshot=snapshot, language="vi", kind=kind)
    assert (made.kind, snapshot.reports.count()) == (kind, 1)


@pytest.mark.parametrize("status", [WorkStatus.QUEUED, WorkStatus.RUNNING, WorkStatus.FAILED])
def test_report_waits_for_the_score(status):
    assessment = open_assessment()
    by = user_as(Role.LEADER, assessment.province)
    snapshot = workflow.preview(by=by, assessment=assessment)
    ScoreSnapshot.objects.update(status=status)
    snapshot.refresh_from_db()
    expected = "Bản chấm điểm chưa xong; hãy đợi rồi lập báo cáo."
    assert refusal(lambda: request(by, snapshot), Refusal) == expected
    assert ReportFile.objects.count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("who", [Role.AUDITOR, "stranger", "elsewhere"])
def test_report_is_not_for_everybody(who):
    snapshot = ready_snapshot()
    by = user_as(who) if isinstance(who, Role) else UserFactory()
    if who == "elsewhere":
        by = user_as(Role.COORDINATOR, ProvinceFactory())
    assert refusal(lambda: request(by, snapshot)) == "Vai trò của bạn không được lập báo cáo cho phiếu này."
    assert ReportFile.objects.count() == 0


# -- trying again ----------------------------------------------------------------------------------------------------


def failed(work):
    type(work).objects.filter(pk=work.pk).update(
        status=WorkStatus.FAILED, failure="ValueError", attempts=5, finished_at=timezone.now()
    )
    work.refresh_from_db()
    return work


def unscored_snapshot() -> ScoreSnapshot:
    assessment = open_assessment()
    return workflow.preview(by=user_as(Role.LEADER, assessment.province), assessment=assessment)


def requested_report() -> ReportFile:
    return request(user_as(Role.REVIEWER), ready_snapshot())


@pytest.mark.parametrize("make", [unscored_snapshot, requested_report])
def test_retry_puts_failed_work_back_in_the_queue(make, django_capture_on_commit_callbacks):
    work = failed(make())
    with django_capture_on_commit_callbacks() as callbacks:
        workflow.retry(by=user_as(Role.REVIEWER), work=work)
    work.refresh_from_db()
    found = (work.status, work.attempts, work.failure, work.finished_at)
    assert (found, len(callbacks)) == ((WorkStatus.QUEUED, 0, "", None), 1)


@pytest.mark.parametrize("make", [unscored_snapshot, requested_report])
def test_retry_leaves_alone_what_did_not_fail(make, django_capture_on_commit_callbacks):
    work = make()
    with django_capture_on_commit_callbacks() as callbacks:
        workflow.retry(by=user_as(Role.REVIEWER), work=work)
    assert callbacks == []


@pytest.mark.parametrize("make", [unscored_snapshot, requested_report])
@pytest.mark.parametrize("who", [Role.AUDITOR, None])
def test_retry_is_for_those_who_may_have_a_report(make, who, django_capture_on_commit_callbacks):
    work = failed(make())
    by = user_as(who) if who else UserFactory()
    with django_capture_on_commit_callbacks() as callbacks:
        sentence = refusal(lambda: workflow.retry(by=by, work=work))
    assert (sentence, callbacks) == ("Vai trò của bạn không được lập báo cáo cho phiếu này.", [])
    work.refresh_from_db()
    assert work.status == WorkStatus.FAILED


def test_retry_of_a_failed_score_scores_it(eager_tasks, django_capture_on_commit_callbacks):
    work = failed(unscored_snapshot())
    with django_capture_on_commit_callbacks(execute=True):
        workflow.retry(by=user_as(Role.LEADER, work.assessment.province), work=work)
    work.refresh_from_db()
    assert (work.status, work.attempts, work.failure) == (WorkStatus.READY, 1, "")
